//! Definition, references, highlights, links and the graph of includes, in UTF-16 and behind an emoji.

use crate::{
    client::{Client, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::path::Path;

const PLAN: &str = ".claude/commands/flow/plan.md";
const PART: &str = ".claude/partials/a.md";
const WORKFLOW: &str = "states: [\"To Do\", \"Planned\"]\nworkflows:\n  plan: {command: \"/flow:plan\", agents: [], input_states: [\"To Do\"], output_state: \"Planned\"}\ntransitions: []\n";
const FILES: [(&str, &str); 4] = [
    (PLAN, "😀 {{INCLUDE:.claude/partials/a.md}} 😀 `workflow:Planned`\n"),
    (PART, "# Part 😀\nrun /flow:plan 😀 [b](b.md#b)\n{{INCLUDE:.claude/partials/b.md}}\n"),
    (".claude/partials/b.md", "# B\n{{INCLUDE:.claude/partials/a.md}}\n"),
    ("flowspec_workflow.yml", WORKFLOW),
];

fn at(root: &Path, file: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri(&root.join(file)) }, "position": { "line": line, "character": character } })
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

/// A server that has read the files, with the command open.
fn start(capabilities: Value, root: &Path) -> Client {
    let mut client = Client::start(capabilities, Some(root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", FILES[0].1);
    client.diagnostics(&plan, |_| true);
    client
}

fn push() -> Value {
    let mut capabilities = presets::vscode_push();
    capabilities["textDocument"]["definition"] = json!({ "linkSupport": true });
    capabilities["textDocument"]["documentLink"] = json!({ "tooltipSupport": true });
    capabilities
}

#[test]
fn a_definition_shows_the_words_that_lead_to_it() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(push(), &root);
    let state = client.request("textDocument/definition", at(&root, PLAN, 0, 50));
    assert_eq!(
        state,
        json!([{
            "originSelectionRange": range(0, 41, 57),
            "targetUri": uri(&root.join("flowspec_workflow.yml")),
            "targetRange": range(0, 19, 26),
            "targetSelectionRange": range(0, 19, 26),
        }])
    );
    let include = client.request("textDocument/definition", at(&root, PLAN, 0, 5));
    assert_eq!(include[0]["originSelectionRange"], range(0, 3, 36));
    assert_eq!(include[0]["targetUri"], uri(&root.join(PART)));
    assert!(client.request("textDocument/definition", at(&root, PLAN, 0, 0)).is_null());
    drop(client);

    let mut client = start(presets::helix(), &root);
    let include = client.request("textDocument/definition", at(&root, PLAN, 0, 9));
    assert_eq!(include, json!([{ "uri": uri(&root.join(PART)), "range": range(0, 0, 0) }]));
}

#[test]
fn references_and_highlights() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(push(), &root);
    let mut params = at(&root, PART, 1, 6);
    params["context"] = json!({ "includeDeclaration": false });
    let found = client.request("textDocument/references", params.clone());
    assert_eq!(
        found,
        json!([
            { "uri": uri(&root.join(PART)), "range": range(1, 4, 14) },
            { "uri": uri(&root.join("flowspec_workflow.yml")), "range": range(2, 19, 29) },
        ])
    );
    params["context"] = json!({ "includeDeclaration": true });
    let found = client.request("textDocument/references", params);
    assert_eq!(found[0], json!({ "uri": uri(&root.join(PLAN)), "range": range(0, 0, 0) }));
    assert_eq!(found.as_array().unwrap().len(), 3);

    let workflow = "flowspec_workflow.yml";
    let found = client.request("textDocument/documentHighlight", at(&root, workflow, 0, 20));
    assert_eq!(found, json!([{ "range": range(0, 19, 26), "kind": 3 }, { "range": range(2, 84, 91), "kind": 3 }]));
}

#[test]
fn links_lead_only_to_what_is_there() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(push(), &root);
    let part = uri(&root.join(PART));
    let found = client.request("textDocument/documentLink", json!({ "textDocument": { "uri": part } }));
    let b = uri(&root.join(".claude/partials/b.md"));
    assert_eq!(
        found,
        json!([
            { "range": range(1, 22, 26), "target": b, "tooltip": "Open `.claude/partials/b.md`" },
            { "range": range(1, 27, 28), "target": format!("{b}#L1"), "tooltip": "Open `.claude/partials/b.md` at “B”" },
            { "range": range(2, 10, 31), "target": b, "tooltip": "Open `.claude/partials/b.md`" },
        ])
    );
}

#[test]
fn the_graph_of_includes_is_a_call_hierarchy_that_circles_do_not_break() {
    let (_folder, root) = folder(&FILES);
    let mut client = start(push(), &root);
    let items = client.request("textDocument/prepareCallHierarchy", at(&root, PLAN, 0, 9));
    assert_eq!(items[0]["name"], "a.md");
    assert_eq!(items[0]["detail"], ".claude/partials");
    let incoming = client.request("callHierarchy/incomingCalls", json!({ "item": items[0] }));
    let names = |calls: &Value, end: &str| {
        let calls = calls.as_array().unwrap().iter();
        calls.map(|call| call[end]["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&incoming, "from"), ["plan.md", "b.md"]);
    assert_eq!(incoming[0]["fromRanges"], json!([range(0, 3, 36)]));
    let mut item = items[0].clone();
    for expected in ["b.md", "a.md", "b.md"] {
        let outgoing = client.request("callHierarchy/outgoingCalls", json!({ "item": item }));
        assert_eq!(names(&outgoing, "to"), [expected]);
        item = outgoing[0]["to"].clone();
    }
    let own = client.request("textDocument/prepareCallHierarchy", at(&root, PLAN, 0, 0));
    assert_eq!(own[0]["name"], "plan.md");
}
