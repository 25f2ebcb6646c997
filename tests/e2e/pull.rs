//! Diagnostics that the client asks for.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use serde_json::{Value, json};

const PLAN: &str = "templates/commands/flow/plan.md";

fn command(body: &str) -> String {
    format!("---\ndescription: plan\n---\n{body}\n")
}

fn pull(client: &mut Client, uri: &str, previous: Option<&Value>) -> Value {
    let mut params = json!({ "textDocument": { "uri": uri }, "identifier": "flowspec" });
    if let Some(previous) = previous {
        params["previousResultId"] = previous.clone();
    }
    client.request("textDocument/diagnostic", params)
}

#[test]
fn a_client_that_pulls_is_never_pushed_to() {
    let (_folder, root) = folder(&[(PLAN, &command("{{INCLUDE:gone.md}}"))]);
    let mut client = Client::start(presets::vscode(), Some(&root));
    assert_eq!(client.capabilities["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &command("{{INCLUDE:gone.md}}"));
    assert_eq!(codes(&pull(&mut client, &plan, None)), ["include-missing"]);
    client.change(&plan, 2, json!([{ "text": command("fine") }]));
    assert!(codes(&pull(&mut client, &plan, None)).is_empty());
    client.barrier();
    assert!(client.published.is_empty());
}

#[test]
fn a_client_that_cannot_refresh_is_pushed_to() {
    let client = Client::start(presets::neovim(), None);
    assert!(client.capabilities["capabilities"]["diagnosticProvider"].is_null());
}

#[test]
fn an_unchanged_document_is_said_to_be_unchanged() {
    let (_folder, root) = folder(&[(PLAN, "")]);
    let mut client = Client::start(presets::vscode(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &command("{{INCLUDE:gone.md}}"));
    let first = pull(&mut client, &plan, None);
    assert_eq!(first["kind"], "full");
    let again = pull(&mut client, &plan, Some(&first["resultId"]));
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    client.change(&plan, 2, json!([{ "text": command("\n{{INCLUDE:gone.md}}") }]));
    let moved = pull(&mut client, &plan, Some(&first["resultId"]));
    assert_eq!(moved["kind"], "full");
    assert_ne!(moved["resultId"], first["resultId"]);
}

#[test]
fn a_document_that_nobody_knows_has_no_findings() {
    let mut client = Client::start(presets::vscode(), None);
    assert!(codes(&pull(&mut client, "file:///no/such/file.md", None)).is_empty());
    assert!(codes(&pull(&mut client, "untitled:Untitled-7", None)).is_empty());
}

#[test]
fn the_workspace_is_reported_once_and_then_only_what_changes() {
    let (_folder, root) =
        folder(&[(PLAN, &command("{{INCLUDE:gone.md}}")), ("templates/commands/flow/fine.md", &command("fine"))]);
    let mut client = Client::start(presets::vscode(), Some(&root));
    let plan = uri(&root.join(PLAN));
    let report = client.request("workspace/diagnostic", json!({ "identifier": "flowspec", "previousResultIds": [] }));
    let found = report["items"].as_array().unwrap().iter().find(|it| it["uri"] == plan.as_str()).unwrap();
    assert_eq!(codes(found), ["include-missing"]);

    // With nothing new the answer is held, so that a client which asks again at once does not spin.
    let known: Vec<Value> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!({ "uri": it["uri"], "value": it["resultId"] }))
        .collect();
    let held = client.ask("workspace/diagnostic", json!({ "identifier": "flowspec", "previousResultIds": known }));
    client.barrier();
    client.open(&plan, "markdown", &command("fine now"));
    let report = client.answer(held)["result"].take();
    let changed: Vec<&Value> = report["items"].as_array().unwrap().iter().filter(|it| it["kind"] == "full").collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["uri"], plan.as_str());
    assert!(codes(changed[0]).is_empty());
}

#[test]
fn a_held_request_can_be_cancelled_and_does_not_stop_the_end() {
    let mut client = Client::start(presets::vscode(), None);
    let ask = |client: &mut Client| client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let held = ask(&mut client);
    client.barrier();
    client.notify("$/cancelRequest", json!({ "id": held }));
    assert_eq!(client.answer(held)["error"]["code"], -32800);
    let last = ask(&mut client);
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
    client.answer(last);
}

#[test]
fn an_edit_that_changes_other_documents_asks_for_a_refresh() {
    let (_folder, root) = folder(&[(PLAN, &command("/flow:gone"))]);
    let mut client = Client::start(presets::vscode(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &command("/flow:gone"));
    assert_eq!(codes(&pull(&mut client, &plan, None)), ["command-unknown"]);
    client.seen.clear();
    client.open(&uri(&root.join("templates/commands/flow/gone.md")), "markdown", &command("here"));
    client.until("a refresh", |client| client.seen.iter().any(|it| it["method"] == "workspace/diagnostic/refresh"));
    assert!(codes(&pull(&mut client, &plan, None)).is_empty());
}
