//! Hovers as clients of different abilities get them.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use serde_json::{Value, json};

const PLAN: &str = ".claude/commands/flow/plan.md";
const FILES: [(&str, &str); 2] =
    [(PLAN, ""), (".claude/commands/flow/specify.md", "---\ndescription: Say *what* is [wanted](command:evil)\n---\n")];

fn hover(client: &mut Client, uri: &str, line: u32, character: u32) -> Value {
    let at = json!({ "line": line, "character": character });
    client.request("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": at }))
}

#[test]
fn an_object_is_shown_for_exactly_its_words() {
    let (_folder, root) = folder(&FILES);
    for (capabilities, kind, start, text) in [
        (
            presets::vscode_push(),
            "markdown",
            5,
            "**/flow:specify** · `Assessed` → `Specified`\n\nSay \\*what\\* is \\[wanted\\]",
        ),
        (presets::helix(), "markdown", 9, "**/flow:specify** · `Assessed`"),
        (presets::neovim(), "markdown", 9, "**/flow:specify** · `Assessed`"),
        (
            presets::bare(),
            "plaintext",
            5,
            "/flow:specify · Assessed → Specified\n\nSay *what* is [wanted](command:evil)\n\n- agent",
        ),
    ] {
        let mut client = Client::start(capabilities, Some(&root));
        let plan = uri(&root.join(PLAN));
        client.open(&plan, "markdown", "---\ndescription: x\n---\r\n😀😀 /flow:specify now\r\n");
        client.diagnostics(&plan, |_| true);
        let shown = hover(&mut client, &plan, 3, start + 3);
        assert_eq!(shown["contents"]["kind"], kind);
        assert!(shown["contents"]["value"].as_str().unwrap().starts_with(text), "{shown}");
        let range = |from: u32, to: u32| json!({ "start": { "line": 3, "character": from }, "end": { "line": 3, "character": to } });
        assert_eq!(shown["range"], range(start, start + 13));
        assert!(hover(&mut client, &plan, 3, 0).is_null());
        assert!(hover(&mut client, &plan, 99, 99).is_null());
    }
}

#[test]
fn the_object_comes_before_what_is_wrong_with_it() {
    let (_folder, root) = folder(&FILES);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let task = uri(&root.join("backlog/tasks/task-1 - A.md"));
    client.open(
        &task,
        "markdown",
        "---\nid: task-1\ntitle: A\nstatus: To Do\nlabels: ['workflow:Planned', 'workflow:Specified']\n---\n",
    );
    client.diagnostics(&task, |found| codes(found).contains(&"task-state-multiple".to_owned()));
    let shown = hover(&mut client, &task, 4, 40);
    let value = shown["contents"]["value"].as_str().unwrap();
    let (object, page) = value.split_once("\n\n---\n\n").unwrap();
    assert!(object.starts_with("**Specified**"), "{object}");
    assert!(page.contains("task-state-multiple"), "{page}");
}
