//! What the server thinks that an open document holds, seen through its findings.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use serde_json::{Value, json};

const PLAN: &str = "templates/commands/flow/plan.md";
const HEAD: &str = "---\ndescription: plan\n---\n";
const MISSING: &str = "{{INCLUDE:templates/partials/missing.md}}";

fn at(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

#[test]
fn columns_are_counted_in_the_negotiated_encoding() {
    let (_folder, root) = folder(&[(PLAN, "on disk")]);
    for (encoding, column) in [("utf-8", 13_u32), ("utf-16", 9), ("utf-32", 7)] {
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let mut client = Client::start(capabilities, Some(&root));
        let plan = uri(&root.join(PLAN));
        client.open(&plan, "markdown", &format!("{HEAD}😀😀 see {MISSING}\n"));
        let found = client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
        let path = at(3, column + 10, column + 39);
        assert_eq!(found["diagnostics"][0]["range"], path, "{encoding}");

        // An edit behind the same characters: the end of the directive goes, and with it the finding.
        let hole = at(3, column + 39, column + 41);
        client.change(&plan, 2, json!([{ "range": hole, "text": "" }]));
        let found = client.diagnostics(&plan, |it| it["version"] == 2);
        assert!(!codes(&found).contains(&"include-missing".to_owned()), "{found}");
    }
}

#[test]
fn several_changes_in_one_notification_apply_in_order() {
    let (_folder, root) = folder(&[(PLAN, "on disk")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", "thrown away");
    client.change(
        &plan,
        2,
        json!([
            { "text": HEAD },
            { "range": at(3, 0, 0), "text": "see {{INCLUDE:" },
            { "range": at(3, 14, 14), "text": "templates/partials/missing.md" },
            { "range": at(3, 43, 43), "text": "}}\r\n" },
            { "range": at(3, 0, 4), "text": "" },
        ]),
    );
    let found = client.diagnostics(&plan, |it| it["version"] == 2);
    assert_eq!(codes(&found), ["include-missing"]);
    assert_eq!(found["diagnostics"][0]["range"]["start"], json!({ "line": 3, "character": 10 }));
}

#[test]
fn thousands_of_edits_keep_their_order() {
    let (_folder, root) = folder(&[(PLAN, "on disk")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", HEAD);
    let mut version = 1;
    for (line, _) in (0..50).enumerate() {
        for (column, char) in format!("{MISSING}\n").chars().enumerate() {
            version += 1;
            let here = at(3 + u32::try_from(line).unwrap(), u32::try_from(column).unwrap(), 0);
            let here = json!({ "start": here["start"], "end": here["start"] });
            client.change(&plan, version, json!([{ "range": here, "text": char }]));
        }
    }
    let found = client.diagnostics(&plan, |it| it["version"] == version);
    assert_eq!(codes(&found), vec!["include-missing"; 50]);
}

#[test]
fn closing_reverts_to_the_disk() {
    let (_folder, root) = folder(&[(PLAN, &format!("{HEAD}\n\n{MISSING}\n"))]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"].is_null());
    client.open(&plan, "markdown", HEAD);
    client.diagnostics(&plan, |it| codes(it).is_empty() && it["version"] == 1);
    client.close(&plan);
    let found = client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    assert_eq!(found["diagnostics"][0]["range"]["start"]["line"], 5);
}

#[test]
fn open_buffers_count_for_other_documents() {
    let partial = "templates/partials/part.md";
    let (_folder, root) = folder(&[(PLAN, &format!("{HEAD}{{{{INCLUDE:{partial}}}}}\n")), (partial, "text\n")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let (plan, part) = (uri(&root.join(PLAN)), uri(&root.join(partial)));
    client.open(&plan, "markdown", &format!("{HEAD}{{{{INCLUDE:{partial}}}}}\n"));
    client.diagnostics(&plan, |it| codes(it).is_empty());
    client.open(&part, "markdown", &format!("{{{{INCLUDE:{PLAN}}}}}\n"));
    // The cycle is reported at one of the two, and goes from it when the buffer is closed.
    let is_cycle = |it: &Value| codes(it).contains(&"include-cycle".to_owned());
    client.until("a cycle", |client| client.published.values().any(is_cycle));
    client.close(&part);
    client.until("no cycle", |client| !client.published.values().any(is_cycle));
}

#[test]
fn out_of_range_positions_are_taken_as_the_end() {
    let (_folder, root) = folder(&[(PLAN, "on disk")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", HEAD);
    client.misbehave();
    let beyond = json!({ "start": { "line": 900, "character": 4_000_000_000_u32 }, "end": { "line": 4_000_000_000_u32, "character": 0 } });
    client.change(&plan, 2, json!([{ "range": beyond, "text": format!("{MISSING}\n") }]));
    let found = client.diagnostics(&plan, |it| it["version"] == 2);
    assert_eq!(codes(&found), ["include-missing"]);
    assert_eq!(found["diagnostics"][0]["range"]["start"]["line"], 3);

    let backwards = json!({ "start": { "line": 4, "character": 0 }, "end": { "line": 3, "character": 0 } });
    client.change(&plan, 3, json!([{ "range": backwards, "text": "" }]));
    client.diagnostics(&plan, |it| it["version"] == 3 && codes(it).is_empty());
}

#[test]
fn strange_sequences_lose_nothing() {
    let (_folder, root) = folder(&[(PLAN, "on disk")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.change(&plan, 5, json!([{ "text": "never opened" }]));
    client.close(&plan);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": plan } }));
    client.open(&plan, "markdown", HEAD);
    client.open(&plan, "markdown", &format!("{HEAD}{MISSING}\n"));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    client.close(&plan);
    client.close(&plan);
    client.barrier();
}

#[test]
fn the_same_text_gives_the_same_findings_however_it_was_typed() {
    let (_folder, root) = folder(&[(PLAN, "on disk")]);
    let mut client = Client::start(presets::neovim(), Some(&root));
    let plan = uri(&root.join(PLAN));
    let text = format!("{HEAD}a {MISSING}\r\n```\n\tworkflow:Nowhere 😀\n{{{{include:x.md}}}}\n");
    client.open(&plan, "markdown", "");
    for (version, char) in text.chars().rev().enumerate() {
        let start = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
        let version = i32::try_from(version).unwrap() + 2;
        client.change(&plan, version, json!([{ "range": start, "text": char }]));
    }
    let last = i32::try_from(text.chars().count()).unwrap() + 1;
    let typed = client.diagnostics(&plan, |it| it["version"] == last)["diagnostics"].take();
    client.close(&plan);
    client.open(&plan, "markdown", &text);
    client.diagnostics(&plan, |it| it["version"] == 1 && it["diagnostics"] == typed);
}
