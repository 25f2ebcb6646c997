//! Open expansions: they follow what they are made of, and what is wrong there is shown in them.

use crate::{
    client::{Client, PATIENCE, codes, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

const PLAN: &str = ".claude/commands/flow/plan.md";
const PART: &str = ".claude/partials/part.md";
const FILES: [(&str, &str); 3] = [
    (PLAN, "---\ndescription: Plan\n---\n{{INCLUDE:.claude/partials/part.md}}\nend\n"),
    (".claude/commands/flow/specify.md", "---\ndescription: Specify\n---\n"),
    (PART, "one\n😀 /flow:specfy\n"),
];
const WRONG: &str = "command-unknown";

fn open_expansion(client: &mut Client, root: &Path) -> String {
    client.answers.insert("window/showDocument".into(), json!({ "success": true }));
    let params = json!({ "command": "flowspec.openExpansion", "arguments": [uri(&root.join(PLAN))] });
    client.request("workspace/executeCommand", params)["uri"].as_str().unwrap().to_owned()
}

/// A client that asks for the texts of documents that are no files, and what it shows: the URI and the text.
fn provided(mut capabilities: Value, root: &Path) -> (Client, String, String) {
    capabilities["workspace"]["textDocumentContent"] = json!({});
    let mut client = Client::start(capabilities, Some(root));
    let shown = open_expansion(&mut client, root);
    let text = content(&mut client, &shown);
    client.open(&shown, "markdown", &text);
    (client, shown, text)
}

fn content(client: &mut Client, shown: &str) -> String {
    let answer = client.request("workspace/textDocumentContent", json!({ "uri": shown }));
    answer["text"].as_str().unwrap().to_owned()
}

fn refreshes(client: &Client) -> usize {
    client.seen.iter().filter(|it| it["method"] == "workspace/textDocumentContent/refresh").count()
}

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

/// Waits until the server has written a text with this end, and returns it.
fn written(client: &mut Client, path: &Path, end: &str) -> String {
    let patience = Instant::now() + PATIENCE;
    loop {
        let text = std::fs::read_to_string(path).unwrap();
        if text.ends_with(end) {
            return text;
        }
        assert!(Instant::now() < patience, "{text}");
        client.barrier();
    }
}

#[test]
fn a_provided_expansion_follows_its_partial() {
    let (_folder, root) = folder(&FILES);
    let (mut client, shown, text) = provided(presets::vscode_push(), &root);
    assert!(shown.starts_with("flowspec-expansion:///"), "{shown}");
    assert_eq!(text, "---\ndescription: Plan\n---\none\n😀 /flow:specfy\n\nend\n");
    let part = uri(&root.join(PART));
    let params = client.diagnostics(&shown, |it| !codes(it).is_empty());
    let found = &params["diagnostics"][0];
    assert_eq!((&params["version"], codes(&params)), (&json!(1), vec![WRONG.to_owned()]));
    assert_eq!(found["range"], range(4, 3, 15));
    let cause = json!({ "uri": part, "range": range(1, 3, 15) });
    let related = &found["relatedInformation"][0];
    assert_eq!(
        (&related["location"], &related["message"]),
        (&cause, &json!(format!("the cause is here, in `{PART}`")))
    );
    let at_cause = client.diagnostics(&part, |it| !codes(it).is_empty())["diagnostics"][0].clone();
    assert_eq!((&found["severity"], &found["message"]), (&at_cause["severity"], &at_cause["message"]));

    // An edit of the partial: what is shown is told to be outdated, and the finding moves with the text.
    client.open(&part, "markdown", FILES[2].1);
    client.change(&part, 2, json!([{ "range": range(0, 0, 0), "text": "zero\n" }]));
    let refresh = "workspace/textDocumentContent/refresh";
    client.until("a refresh", |client| refreshes(client) == 1);
    let params = client.seen.iter().find(|it| it["method"] == refresh).unwrap()["params"].clone();
    assert_eq!(params, json!({ "uri": shown }));
    let text = content(&mut client, &shown);
    assert_eq!(text, "---\ndescription: Plan\n---\nzero\none\n😀 /flow:specfy\n\nend\n");
    client.change(&shown, 2, json!([{ "text": text }]));
    let params = client.diagnostics(&shown, |it| it["version"] == 2 && !codes(it).is_empty());
    assert_eq!(params["diagnostics"][0]["range"], range(5, 3, 15));

    // The last finding goes.
    client.change(&part, 3, json!([{ "range": range(2, 9, 15), "text": "specify" }]));
    client.until("a refresh", |client| refreshes(client) == 2);
    client.diagnostics(&shown, |it| codes(it).is_empty());
    client.close(&shown);
    assert_eq!(refreshes(&client), 2);
}

#[test]
fn an_edit_elsewhere_refreshes_nothing() {
    let (_folder, root) = folder(&FILES);
    let (mut client, shown, _) = provided(presets::vscode_push(), &root);
    client.diagnostics(&shown, |it| !codes(it).is_empty());
    let specify = uri(&root.join(FILES[1].0));
    client.open(&specify, "markdown", "---\ndescription: Specify\n---\n/flow:nothing\n");
    client.diagnostics(&specify, |it| !codes(it).is_empty());
    client.change(&specify, 2, json!([{ "text": "---\ndescription: Specify\n---\n" }]));
    client.diagnostics(&specify, |it| it["version"] == 2 && codes(it).is_empty());
    client.barrier();
    assert_eq!(refreshes(&client), 0);
}

#[test]
fn clients_that_pull_are_answered_for_an_expansion_too() {
    let (_folder, root) = folder(&FILES);
    let (mut client, shown, _) = provided(presets::vscode(), &root);
    let params = json!({ "textDocument": { "uri": shown } });
    let report = client.request("textDocument/diagnostic", params);
    assert_eq!(codes(&report), [WRONG]);
    assert_eq!(report["items"][0]["range"], range(4, 3, 15));
}

#[test]
fn words_lead_to_the_partial_and_fixes_mend_it() {
    let (_folder, root) = folder(&FILES);
    let (mut client, shown, _) = provided(presets::vscode_push(), &root);
    let part = uri(&root.join(PART));
    client.open(&part, "markdown", FILES[2].1);
    client.diagnostics(&shown, |it| !codes(it).is_empty());

    let hover = client.request("textDocument/hover", at(&shown, 3, 1));
    assert_eq!(
        (&hover["range"], &hover["contents"]["value"]),
        (&range(3, 0, 3), &json!(format!("from `{PART}`, line 1")))
    );
    let hover = client.request("textDocument/hover", at(&shown, 4, 5));
    let value = hover["contents"]["value"].as_str().unwrap();
    assert!(value.contains(&format!("from `{PART}`, line 2")) && value.contains(WRONG), "{value}");
    let definition = client.request("textDocument/definition", at(&shown, 4, 5));
    let target = (&definition[0]["targetUri"], &definition[0]["targetSelectionRange"]);
    assert_eq!(target, (&json!(part), &range(1, 5, 5)));

    let context = json!({ "diagnostics": [] });
    let params = json!({ "textDocument": { "uri": shown }, "range": range(4, 5, 5), "context": context });
    let actions = client.request("textDocument/codeAction", params);
    let documents: Vec<_> = actions.as_array().unwrap().iter().map(|it| &it["edit"]["documentChanges"][0]).collect();
    assert!(!documents.is_empty());
    for edited in documents {
        assert_eq!(edited["textDocument"], json!({ "uri": part, "version": 1 }));
    }
}

#[test]
fn a_file_that_shows_an_expansion_follows_too() {
    let (_folder, root) = folder(&FILES);
    let mut client = Client::start(presets::neovim(), Some(&root));
    let shown = open_expansion(&mut client, &root);
    let path = PathBuf::from(shown.strip_prefix("file://").unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    client.open(&shown, "markdown", &text);
    let params = client.diagnostics(&shown, |it| !codes(it).is_empty());
    // In UTF-8.
    assert_eq!(params["diagnostics"][0]["range"], range(4, 5, 17));
    let part = uri(&root.join(PART));
    assert_eq!(params["diagnostics"][0]["relatedInformation"][0]["location"]["uri"], part);

    // The command is edited: what the editor shows is outdated, yet the finding stays at its words.
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", FILES[0].1);
    client.change(&plan, 2, json!([{ "range": range(4, 0, 3), "text": "the end of /flow:plam" }]));
    client.diagnostics(&plan, |it| it["version"] == 2 && !codes(it).is_empty());
    let text = written(&mut client, &path, "the end of /flow:plam\n");
    client.change(&shown, 2, json!([{ "text": text }]));
    let params = client.diagnostics(&shown, |it| codes(it).len() == 2);
    assert_eq!(params["version"], 2);
    assert_eq!(params["diagnostics"][0]["range"], range(4, 5, 17));
    let related = &params["diagnostics"][1]["relatedInformation"][0];
    assert_eq!((&related["location"]["uri"], &related["location"]["range"]), (&json!(plan), &range(4, 11, 21)));
    let definition = client.request("textDocument/definition", at(&shown, 6, 0));
    assert_eq!(definition[0]["targetUri"], plan);

    client.close(&shown);
    client.diagnostics(&shown, |it| codes(it).is_empty());
    assert!(std::fs::metadata(&path).unwrap().permissions().readonly());
}
