//! Completion as clients of different abilities get it.

use crate::{
    client::{Client, folder, uri},
    presets,
};
use serde_json::{Value, json};

const PLAN: &str = ".claude/commands/flow/plan.md";
const FILES: [(&str, &str); 4] = [
    (".claude/partials/_check.md", "# Check\n\nLook [here](command:evil).\n"),
    (".claude/commands/flow/specify.md", "---\ndescription: Say what is wanted\n---\n"),
    (".claude/commands/flow/old.md", "---\ndescription: Old\ndeprecated: true\n---\n"),
    (PLAN, ""),
];

/// Opens `text`, whose cursor is `|`, and asks what can be written there.
fn ask(client: &mut Client, root: &std::path::Path, text: &str) -> Value {
    let plan = uri(&root.join(PLAN));
    let before = &text[..text.find('|').unwrap()];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let character = match client.capabilities["capabilities"]["positionEncoding"].as_str().unwrap() {
        "utf-8" => before[start..].len(),
        _ => before[start..].encode_utf16().count(),
    };
    client.open(&plan, "markdown", &text.replacen('|', "", 1));
    client.diagnostics(&plan, |_| true);
    let at = json!({ "line": line, "character": character });
    let found = client.request("textDocument/completion", json!({ "textDocument": { "uri": plan }, "position": at }));
    client.close(&plan);
    found
}

fn labels(list: &Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .map(|items| items.iter().map(|it| it["label"].as_str().unwrap()).collect())
        .unwrap_or_default()
}

#[test]
fn an_item_replaces_exactly_what_is_there() {
    let (_folder, root) = folder(&FILES);
    for (capabilities, start, cursor, end) in [
        (presets::vscode_push(), 5, 10, 15),
        (presets::helix(), 9, 14, 19),
        (presets::neovim(), 9, 14, 19),
        (presets::bare(), 5, 10, 15),
    ] {
        let insert_replace =
            capabilities["textDocument"]["completion"]["completionItem"]["insertReplaceSupport"] == true;
        let mut client = Client::start(capabilities, Some(&root));
        let list = ask(&mut client, &root, "---\ndescription: x\n---\r\n😀😀 /spec|ify.\r\n");
        assert_eq!(labels(&list), ["/flow:specify"]);
        assert_eq!(list["isIncomplete"], false);
        let edit = &list["items"][0]["textEdit"];
        let range =
            |end: u32| json!({ "start": { "line": 3, "character": start }, "end": { "line": 3, "character": end } });
        let end = end - 2;
        match insert_replace {
            true => {
                assert_eq!(edit["replace"], range(end));
                assert_eq!(edit["insert"], range(cursor));
            }
            false => assert_eq!(edit["range"], range(end)),
        }
        assert_eq!(edit["newText"], "/flow:specify");
        assert_eq!(list["items"][0]["sortText"], "0000");
    }
}

#[test]
fn documentation_comes_when_it_is_asked_for() {
    let (_folder, root) = folder(&FILES);
    for (capabilities, kind, text) in [
        (presets::vscode_push(), "markdown", "```markdown\n# Check\n\nLook [here](command:evil).\n```"),
        (presets::bare(), "plaintext", "    # Check\n\n    Look [here](command:evil)."),
    ] {
        let mut client = Client::start(capabilities, Some(&root));
        let list = ask(&mut client, &root, "---\ndescription: x\n---\n{{INCLUDE:|\n");
        let item = list["items"][0].clone();
        assert_eq!(item["label"], ".claude/partials/_check.md");
        assert!(item["documentation"].is_null());
        let resolved = client.request("completionItem/resolve", item.clone());
        let documentation = &resolved["documentation"];
        assert_eq!(documentation["kind"], kind);
        assert!(documentation["value"].as_str().unwrap().ends_with(text), "{documentation}");
        assert_eq!(resolved["textEdit"], item["textEdit"]);
        // What somebody else made up is given back as it is.
        let strange = json!({ "label": "x", "data": { "uri": "file:///nowhere.md", "subject": { "command": "x:y" } } });
        assert!(client.request("completionItem/resolve", strange)["documentation"].is_null());
        assert!(
            client.request("completionItem/resolve", json!({ "label": "x", "data": 7 }))["documentation"].is_null()
        );
    }
}

#[test]
fn snippets_and_tags_only_where_the_client_has_them() {
    let (_folder, root) = folder(&FILES);
    for (capabilities, rich) in [(presets::vscode_push(), true), (presets::bare(), false)] {
        let mut client = Client::start(capabilities, Some(&root));
        let list = ask(&mut client, &root, "---\ndescription: x\n---\n<!-- |\n");
        let item = &list["items"][0];
        let edit = &item["textEdit"]["newText"];
        let pair = |name: &str, inside: &str, end: &str| {
            format!("<!-- SECTION:{name}:BEGIN -->\n{inside}\n<!-- SECTION:{end}:END -->")
        };
        assert_eq!(item["insertTextFormat"], if rich { json!(2) } else { Value::Null });
        assert_eq!(*edit, if rich { pair("${1:NAME}", "$0", "$1") } else { pair("NAME", "", "NAME") });
        let list = ask(&mut client, &root, "---\ndescription: x\n---\n/flow:old|\n");
        assert_eq!(labels(&list), ["/flow:old"]);
        assert_eq!(list["items"][0]["tags"], if rich { json!([1]) } else { Value::Null });
    }
}

#[test]
fn ordinary_text_is_left_alone() {
    let (_folder, root) = folder(&FILES);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    for text in ["a sentence - |and more", "src/|", "a: |", "an `|example`", "x [|]"] {
        assert!(ask(&mut client, &root, &format!("---\ndescription: x\n---\n{text}\n")).is_null(), "{text}");
    }
    let triggers = &client.capabilities["capabilities"]["completionProvider"]["triggerCharacters"];
    assert_eq!(*triggers, json!(["{", "<", "/", ":", "[", "`", "-", "$", "@"]));
}

#[test]
fn rules_are_completed_in_the_settings_file_with_their_pages() {
    let (_folder, root) = folder(&FILES);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let settings = uri(&root.join("flowspec-lsp.toml"));
    client.open(&settings, "toml", "[rules]\ncopy-\n");
    let at = json!({ "textDocument": { "uri": settings }, "position": { "line": 1, "character": 5 } });
    let list = client.request("textDocument/completion", at.clone());
    let item = list["items"].as_array().unwrap().iter().find(|item| item["label"] == "copy-drift").unwrap().clone();
    assert_eq!(item["detail"], "an expanded copy differs from what its command expands to");
    assert_eq!(item["textEdit"]["newText"], "copy-drift = \"${1|off,hint,info,warning,error|}\"");
    let item = client.request("completionItem/resolve", item);
    assert!(item["documentation"]["value"].as_str().unwrap().starts_with("# copy-drift\n"), "{item}");
    client.change(&settings, 2, json!([{ "text": "[rules]\ncopy-drift = \"off\"\n" }]));
    let hover = client.request("textDocument/hover", at);
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("# copy-drift\n"), "{hover}");
}
