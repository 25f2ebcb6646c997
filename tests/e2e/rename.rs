//! Renaming, through the client and bound to versions, or refused with a reason.

use crate::{
    client::{Client, folder, uri},
    presets,
};
use expect_test::expect;
use serde_json::{Value, json};
use std::{fmt::Write, path::Path};

const PLAN: &str = ".claude/commands/flow/plan.md";
const TEXT: &str = "😀 {{INCLUDE:.claude/partials/a.md}} 😀 `workflow:Planned`, /flow:plan\n";
const FILES: [(&str, &str); 4] = [
    (PLAN, "on disk\n"),
    (".claude/partials/a.md", "Part 😀 /flow.plan\n"),
    (".github/agents/flow-plan.agent.md", "---\nname: flow-plan\n---\non disk\n"),
    (
        "flowspec_workflow.yml",
        "states: [\"To Do\", \"Planned\"]\nworkflows:\n  plan: {command: \"/flow:plan\", agents: [], input_states: [\"To Do\"], output_state: Planned}\ntransitions: []\n",
    ),
];

fn capabilities() -> Value {
    let mut capabilities = presets::vscode_push();
    capabilities["textDocument"]["rename"] = json!({ "prepareSupport": true });
    capabilities
}

/// A server that has read the files, with the command open.
fn start(capabilities: Value, root: &Path) -> Client {
    let mut client = Client::start(capabilities, Some(root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", TEXT);
    client.diagnostics(&plan, |_| true);
    client
}

fn at(root: &Path, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri(&root.join(PLAN)) }, "position": { "line": 0, "character": character } })
}

fn named(root: &Path, character: u32, name: &str) -> Value {
    let mut params = at(root, character);
    params["newName"] = name.into();
    params
}

/// The changes of a workspace edit, one a line.
fn shown(root: &Path, edit: &Value) -> String {
    let name = |it: &Value| it.as_str().unwrap().replace(&uri(root), "");
    let mut shown = String::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        if change["kind"] == "rename" {
            writeln!(shown, "{} -> {}", name(&change["oldUri"]), name(&change["newUri"])).unwrap();
            continue;
        }
        writeln!(shown, "{} version {}", name(&change["textDocument"]["uri"]), change["textDocument"]["version"])
            .unwrap();
        for edit in change["edits"].as_array().unwrap() {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            let at = format!("{}:{}-{}", start["line"], start["character"], end["character"]);
            writeln!(shown, "  {at} {}", edit["newText"].as_str().unwrap()).unwrap();
        }
    }
    shown
}

#[test]
fn a_state_is_renamed_everywhere() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(capabilities(), &root);
    let found = client.request("textDocument/prepareRename", at(&root, 52));
    let range = json!({ "start": { "line": 0, "character": 50 }, "end": { "line": 0, "character": 57 } });
    assert_eq!(found, json!({ "range": range, "placeholder": "Planned" }));
    let edit = client.request("textDocument/rename", named(&root, 52, "In Design"));
    expect![[r#"
        /.claude/commands/flow/plan.md version 1
          0:50-57 In Design
        /flowspec_workflow.yml version null
          0:19-26 In Design
          2:83-90 In Design
    "#]]
    .assert_eq(&shown(&root, &edit));
    assert!(client.request("textDocument/prepareRename", at(&root, 0)).is_null());
}

#[test]
fn a_command_takes_its_files_along() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(capabilities(), &root);
    let edit = client.request("textDocument/rename", named(&root, 62, "/flow:design"));
    expect![[r#"
        /.claude/commands/flow/plan.md version 1
          0:60-70 /flow:design
        /.claude/partials/a.md version null
          0:8-18 /flow.design
        /.github/agents/flow-plan.agent.md version null
          1:6-15 flow-design
        /flowspec_workflow.yml version null
          2:19-29 /flow:design
        /.claude/commands/flow/plan.md -> /.claude/commands/flow/design.md
        /.github/agents/flow-plan.agent.md -> /.github/agents/flow-design.agent.md
    "#]]
    .assert_eq(&shown(&root, &edit));
}

#[test]
fn a_refusal_says_why() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(capabilities(), &root);
    let refused = |client: &mut Client, method: &str, params: Value| {
        let id = client.ask(method, params);
        let mut answer = client.answer(id);
        answer["error"].take()
    };
    let error = refused(&mut client, "textDocument/rename", named(&root, 52, "To Do"));
    assert_eq!(error, json!({ "code": -32602, "message": "there is a state `To Do` already" }));
    let error = refused(&mut client, "textDocument/rename", named(&root, 62, "Not a command"));
    assert_eq!(error["code"], -32602);
    drop(client);

    // Without files that can be renamed, a command cannot be.
    let mut client = start(presets::bare(), &root);
    let error = refused(&mut client, "textDocument/rename", named(&root, 62, "/flow:design"));
    assert_eq!(error["code"], -32803);
    assert!(error["message"].as_str().unwrap().contains("by hand"), "{error}");
    let edit = client.request("textDocument/rename", named(&root, 52, "Designed"));
    assert_eq!(edit["changes"].as_object().unwrap().len(), 2);
    assert_eq!(client.capabilities["capabilities"]["renameProvider"], true);
}

#[test]
fn includes_follow_files_and_folders_that_the_client_renames() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(capabilities(), &root);
    let mut renamed = |from: &str, to: &str| {
        let file = json!({ "oldUri": uri(&root.join(from)), "newUri": uri(&root.join(to)) });
        client.request("workspace/willRenameFiles", json!({ "files": [file] }))
    };
    let edit = renamed(".claude/partials", ".claude/parts");
    assert_eq!(shown(&root, &edit), format!("/{PLAN} version 1\n  0:13-34 .claude/parts/a.md\n"));
    let edit = renamed(".claude/partials/a.md", ".claude/partials/b.md");
    assert_eq!(shown(&root, &edit), format!("/{PLAN} version 1\n  0:13-34 .claude/partials/b.md\n"));
    assert_eq!(renamed("gone.md", "here.md")["documentChanges"], json!([]));
}

#[test]
fn deltas_follow_the_folder_of_a_spec_that_the_client_renames() {
    let files = [
        ("openspec/specs/till/spec.md", "# till Specification\n"),
        ("openspec/changes/add-fees/proposal.md", "### Modified Capabilities\n- `till`: 😀 fees\n"),
        ("openspec/changes/add-fees/specs/till/spec.md", "## MODIFIED Requirements\n"),
    ];
    let (_folder, root) = folder(&files);
    let file =
        json!({ "oldUri": uri(&root.join("openspec/specs/till")), "newUri": uri(&root.join("openspec/specs/cash")) });
    let renamed = |capabilities: Value| {
        let mut client = Client::start(capabilities, Some(&root));
        client.request("workspace/willRenameFiles", json!({ "files": [file] }))
    };
    expect![[r#"
        /openspec/changes/add-fees/proposal.md version null
          1:3-7 cash
        /openspec/specs/till/spec.md version null
          0:2-6 cash
        /openspec/changes/add-fees/specs/till -> /openspec/changes/add-fees/specs/cash
    "#]]
    .assert_eq(&shown(&root, &renamed(capabilities())));
    // A client that cannot rename files still changes the names.
    let edit = renamed(presets::bare());
    let changed = edit["changes"].as_object().unwrap().keys().map(|it| it.replace(&uri(&root), ""));
    let mut changed: Vec<_> = changed.collect();
    changed.sort();
    assert_eq!(changed, ["/openspec/changes/add-fees/proposal.md", "/openspec/specs/till/spec.md"]);
}
