//! The merged spec of a delta of OpenSpec: it follows the delta and the spec, and its words lead there.

use crate::{
    client::{Client, PATIENCE, codes, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

const SPEC: &str = "openspec/specs/till/spec.md";
const DELTA: &str = "openspec/changes/add-fees/specs/till/spec.md";
const TODAY: &str = "# till Specification

## Purpose
The till adds up what a customer buys and takes the money for it.

## Requirements

### Requirement: Round
The till SHALL round.

#### Scenario: Half
- **WHEN** a sum ends in 5
- **THEN** it is rounded up

### Requirement: Count
The till counts.

#### Scenario: Two
- **WHEN** 😀 two things are bought
- **THEN** both are counted
";
const CHANGE: &str = "## MODIFIED Requirements

### Requirement: Round
The till SHALL round down.

#### Scenario: Half
- **WHEN** a sum ends in 5
- **THEN** it is rounded down

## ADDED Requirements

### Requirement: Fee
The till adds a fee.

#### Scenario: Card
- **WHEN** a customer pays by card
- **THEN** a fee is added
";
const FILES: [(&str, &str); 2] = [(SPEC, TODAY), (DELTA, CHANGE)];
const WRONG: &str = "requirement-no-keyword";

fn open_merged(client: &mut Client, root: &Path) -> String {
    client.answers.insert("window/showDocument".into(), json!({ "success": true }));
    let params = json!({ "command": "flowspec.openExpansion", "arguments": [uri(&root.join(DELTA))] });
    client.request("workspace/executeCommand", params)["uri"].as_str().unwrap().to_owned()
}

/// A client that asks for the texts of documents that are no files, and what it shows: the URI and the text.
fn provided(root: &Path) -> (Client, String, String) {
    let mut capabilities = presets::vscode_push();
    capabilities["workspace"]["textDocumentContent"] = json!({});
    let mut client = Client::start(capabilities, Some(root));
    let shown = open_merged(&mut client, root);
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

/// The spec after the change, given what is written in the spec and in the delta.
fn merged(round: &str, count: &str) -> String {
    let spec = TODAY.replace("The till SHALL round.", round).replace("is rounded up", "is rounded down");
    let added = CHANGE.split_once("## ADDED Requirements\n").unwrap().1;
    format!("{}{added}", spec.replace("The till counts.", count))
}

/// Where a word is in a text, as LSP counts.
fn place(text: &str, word: &str) -> Value {
    let at = text.find(word).unwrap_or_else(|| panic!("{word} in {text}"));
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}

fn at(uri: &str, text: &str, word: &str) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": place(text, word) })
}

/// What is found in a document that is shown: the lines of the findings, and the documents that they lead to.
fn causes(params: &Value) -> Vec<(Value, Value)> {
    let found = params["diagnostics"].as_array().unwrap().iter();
    found
        .map(|it| (it["range"]["start"]["line"].clone(), it["relatedInformation"][0]["location"]["uri"].clone()))
        .collect()
}

#[test]
fn a_merged_spec_follows_its_delta_and_its_spec() {
    let (_folder, root) = folder(&FILES);
    let (mut client, shown, text) = provided(&root);
    assert!(shown.starts_with("flowspec-expansion:///") && shown.ends_with(DELTA), "{shown}");
    assert_eq!(text, merged("The till SHALL round down.", "The till counts."));

    let (spec, delta) = (uri(&root.join(SPEC)), uri(&root.join(DELTA)));
    let params = client.diagnostics(&shown, |it| codes(it).len() == 2);
    assert_eq!(codes(&params), [WRONG, WRONG]);
    let line = |text: &str, word: &str| place(text, word)["line"].clone();
    let expected = [(line(&text, "The till counts."), json!(spec)), (line(&text, "The till adds a fee"), json!(delta))];
    assert_eq!(causes(&params), expected);

    client.open(&delta, "markdown", CHANGE);
    client.change(&delta, 2, json!([{ "text": CHANGE.replace("round down.", "round 😀.") }]));
    client.until("a refresh", |client| refreshes(client) == 1);
    let text = content(&mut client, &shown);
    assert_eq!(text, merged("The till SHALL round 😀.", "The till counts."));
    client.change(&shown, 2, json!([{ "text": text }]));

    client.open(&spec, "markdown", TODAY);
    client.change(&spec, 2, json!([{ "text": TODAY.replace("till counts.", "till SHALL count.") }]));
    client.until("a refresh", |client| refreshes(client) == 2);
    let text = content(&mut client, &shown);
    assert_eq!(text, merged("The till SHALL round 😀.", "The till SHALL count."));
    client.change(&shown, 3, json!([{ "text": text }]));
    let params = client.diagnostics(&shown, |it| it["version"] == 3 && codes(it).len() == 1);
    assert_eq!(causes(&params), [(line(&text, "The till adds a fee"), json!(delta))]);
}

#[test]
fn words_lead_to_the_delta_and_to_the_spec() {
    let (_folder, root) = folder(&FILES);
    let (mut client, shown, text) = provided(&root);
    let hover = client.request("textDocument/hover", at(&shown, &text, "round down."));
    assert_eq!(hover["contents"]["value"], format!("from `{DELTA}`, line 4"));
    let hover = client.request("textDocument/hover", at(&shown, &text, "😀 two things"));
    assert_eq!(hover["contents"]["value"], format!("from `{SPEC}`, line 19"));
    let hover = client.request("textDocument/hover", at(&shown, &text, "Count"));
    let value = hover["contents"]["value"].as_str().unwrap();
    assert!(value.contains("a requirement of `till`") && value.contains(&format!("from `{SPEC}`, line 15")), "{value}");

    for (word, path, written) in [("rounded down", DELTA, CHANGE), ("both are", SPEC, TODAY)] {
        let definition = client.request("textDocument/definition", at(&shown, &text, word));
        let target = (&definition[0]["targetUri"], &definition[0]["targetSelectionRange"]["start"]);
        assert_eq!(target, (&json!(uri(&root.join(path))), &place(written, word)));
    }
}

#[test]
fn a_refused_merge_shows_why_and_the_spec_of_today() {
    let wrong = CHANGE.replace("Requirement: Round", "Requirement: Rounds");
    let (_folder, root) = folder(&[(SPEC, TODAY), (DELTA, &wrong)]);
    let (mut client, shown, text) = provided(&root);
    let (why, today) = text.split_once("\n\n").unwrap();
    assert_eq!(today, TODAY);
    let lines: Vec<_> = why.lines().collect();
    assert_eq!(lines[0], "> `openspec archive add-fees` refuses this delta, so this is the spec of today:");
    assert!(lines.len() == 2 && lines[1].contains("`Rounds`"), "{why}");
    // The only finding whose words are shown is the spec's.
    let params = client.diagnostics(&shown, |it| codes(it).len() == 1);
    assert_eq!(causes(&params), [(place(&text, "The till counts.")["line"].clone(), json!(uri(&root.join(SPEC))))]);

    let delta = uri(&root.join(DELTA));
    client.open(&delta, "markdown", &wrong);
    client.change(&delta, 2, json!([{ "text": CHANGE }]));
    client.until("a refresh", |client| refreshes(client) == 1);
    assert_eq!(content(&mut client, &shown), merged("The till SHALL round down.", "The till counts."));
}

#[test]
fn a_file_shows_the_merged_spec_where_there_are_no_provided_documents() {
    let (_folder, root) = folder(&FILES);
    let mut client = Client::start(presets::neovim(), Some(&root));
    let shown = open_merged(&mut client, &root);
    assert!(shown.ends_with("/till.merged.md"), "{shown}");
    let path = PathBuf::from(shown.strip_prefix("file://").unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text, merged("The till SHALL round down.", "The till counts."));
    client.open(&shown, "markdown", &text);
    client.diagnostics(&shown, |it| codes(it).len() == 2);

    let delta = uri(&root.join(DELTA));
    client.open(&delta, "markdown", CHANGE);
    client.change(&delta, 2, json!([{ "text": CHANGE.replace("round down.", "round off.") }]));
    let patience = Instant::now() + PATIENCE;
    while std::fs::read_to_string(&path).unwrap() != merged("The till SHALL round off.", "The till counts.") {
        assert!(Instant::now() < patience, "the file does not follow");
        client.barrier();
    }
    assert!(std::fs::metadata(&path).unwrap().permissions().readonly());
}
