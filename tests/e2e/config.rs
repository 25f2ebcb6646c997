//! The client's settings.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use serde_json::json;

const PLAN: &str = "templates/commands/flow/plan.md";
const TEXT: &str = "---\ndescription: plan\n---\n{{INCLUDE:gone.md}}\n";

#[test]
fn settings_are_asked_for_and_asked_for_again() {
    let (_folder, root) = folder(&[(PLAN, TEXT)]);
    let mut client = Client::spawn(crate::client::Manners::Polite);
    client.settings = json!({ "rules": { "include-missing": "hint" } });
    client.initialize(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["diagnostics"][0]["severity"] == 4);
    client.settings = json!({ "rules": { "include-missing": "off" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.diagnostics(&plan, |it| codes(it).is_empty());
    client.settings = json!(null);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["diagnostics"][0]["severity"] == 1);
}

#[test]
fn settings_may_come_with_the_notification_or_with_initialize() {
    let (_folder, root) = folder(&[(PLAN, TEXT)]);
    let mut client = Client::spawn(crate::client::Manners::Polite);
    let off = json!({ "rules": { "include-missing": "off" } });
    client.initialize_with(json!({ "capabilities": {}, "rootUri": uri(&root), "initializationOptions": off }));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", TEXT);
    client.diagnostics(&plan, |it| codes(it).is_empty() && it["version"] == 1);
    let warning = json!({ "flowspec": { "rules": { "include-missing": "warning" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": warning }));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["diagnostics"][0]["severity"] == 2);
}

#[test]
fn a_client_that_knows_nothing_of_our_section_means_what_it_said_at_the_start() {
    let (_folder, root) = folder(&[(PLAN, TEXT)]);
    let mut client = Client::spawn(crate::client::Manners::Polite);
    let off = json!({ "rules": { "include-missing": "off" } });
    let params =
        json!({ "capabilities": presets::helix(), "rootUri": uri(&root), "initializationOptions": off.clone() });
    client.initialize_with(params);
    // Helix sends what it has, too, when it starts.
    client.notify("workspace/didChangeConfiguration", json!({ "settings": off }));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", TEXT);
    client.until("the settings to be asked for twice", |client| {
        client.seen.iter().filter(|it| it["method"] == "workspace/configuration").count() == 2
    });
    client.barrier();
    client.diagnostics(&plan, |it| codes(it).is_empty() && it["version"] == 1);
}

#[test]
fn bad_settings_are_ignored() {
    let (_folder, root) = folder(&[(PLAN, TEXT)]);
    let mut client = Client::spawn(crate::client::Manners::Polite);
    client.settings = json!({ "rules": { "include-missing": 5, "no-such-code": "off" }, "run": "rm" });
    client.initialize(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", TEXT);
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"] == 1);
    let told = |it: &serde_json::Value, word: &str| it["message"].as_str().unwrap().contains(word);
    client.notification("window/showMessage", |it| told(it, "no-such-code") || told(it, "include-missing"));
    client.settings = json!([1]);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": [2] }));
    client.notification("window/showMessage", |it| told(it, "not an object"));
}
