//! Files that change without an editor: watched, saved beside, renamed, created, deleted; and whole folders that come and go.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use serde_json::json;
use std::path::Path;

const PLAN: &str = "templates/commands/flow/plan.md";
const PART: &str = "templates/partials/part.md";

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn including() -> String {
    format!("---\ndescription: plan\n---\n{{{{INCLUDE:{PART}}}}}\n")
}

#[test]
fn watched_files_are_registered_and_followed() {
    let (_folder, root) = folder(&[(PLAN, &including())]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.until("a registration", |client| {
        client.seen.iter().any(|it| {
            it["method"] == "client/registerCapability" && it.to_string().contains("workspace/didChangeWatchedFiles")
        })
    });
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    let mut happens = |kind: u8| {
        let changes = json!([{ "uri": uri(&root.join(PART)), "type": kind }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        if kind == 3 {
            client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
        } else {
            client.diagnostics(&plan, |it| codes(it).is_empty());
        }
    };
    write(&root, PART, "text\n");
    happens(1);
    std::fs::remove_file(root.join(PART)).unwrap();
    happens(3);
    write(&root, PART, "text\n");
    happens(2);
}

#[test]
fn an_open_buffer_wins_over_the_changed_file() {
    let (_folder, root) = folder(&[(PLAN, &including())]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &including());
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"] == 1);
    write(&root, PLAN, "---\ndescription: other\n---\n");
    let changes = json!([{ "uri": plan, "type": 2 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    client.change(&plan, 2, json!([]));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"] == 2);
    client.close(&plan);
    client.diagnostics(&plan, |it| codes(it).is_empty());
}

#[test]
fn without_watching_a_save_looks_at_the_disk() {
    let (_folder, root) = folder(&[(PLAN, &including())]);
    let mut client = Client::start(presets::neovim(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &including());
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    write(&root, PART, "text\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": plan } }));
    client.diagnostics(&plan, |it| codes(it).is_empty());
}

#[test]
fn created_renamed_and_deleted_files_are_followed() {
    let (_folder, root) = folder(&[(PLAN, &including())]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    write(&root, PART, "text\n");
    client.notify("workspace/didCreateFiles", json!({ "files": [{ "uri": uri(&root.join(PART)) }] }));
    client.diagnostics(&plan, |it| codes(it).is_empty());
    let moved = root.join("templates/moved");
    std::fs::rename(root.join("templates/partials"), &moved).unwrap();
    let files = json!([{ "oldUri": uri(&root.join("templates/partials")), "newUri": uri(&moved) }]);
    client.notify("workspace/didRenameFiles", json!({ "files": files }));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    std::fs::remove_file(root.join(PLAN)).unwrap();
    client.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": plan }] }));
    client.diagnostics(&plan, |it| codes(it).is_empty());
}

#[test]
fn workspace_folders_come_and_go() {
    let (_first, one) = folder(&[(PLAN, &including())]);
    let (_second, two) = folder(&[(PLAN, &including())]);
    let mut client = Client::start(presets::vscode_push(), Some(&one));
    let (plan, other) = (uri(&one.join(PLAN)), uri(&two.join(PLAN)));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    let folder = |root: &Path| json!([{ "uri": uri(root), "name": "it" }]);
    let event = json!({ "added": folder(&two), "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    client.diagnostics(&other, |it| codes(it) == ["include-missing"]);
    let event = json!({ "added": [], "removed": folder(&one) });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    client.diagnostics(&plan, |it| codes(it).is_empty());
}

#[test]
fn a_single_file_is_seen_in_its_project() {
    let (_folder, root) = folder(&[(PLAN, &including()), ("memory/constitution.md", "")]);
    let mut client = Client::start(presets::vscode_push(), None);
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &including());
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
}
