//! Workspaces that want to be waited for, or to be read beyond.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
    stage::execute,
};
use serde_json::json;
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::Command,
};

const PLAN: &str = ".claude/commands/flow/plan.md";

fn text() -> String {
    "---\ndescription: plan\n---\n{{INCLUDE:nowhere.md}}\n".into()
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// The server still reads the disk, answers every request and ends.
fn lives(root: &Path) {
    let mut client = Client::start(presets::vscode_push(), Some(root));
    let plan = uri(&root.join(PLAN));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    client.diagnostics(&uri(&root.join(".gitignore")), |it| codes(it) == ["document-unreadable"]);
    client.open(&plan, "markdown", &text());
    for _ in 0..5 {
        let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": plan } }));
        assert!(symbols.is_array());
    }
    let call = json!([{ "command": "/flow:implement", "quiet": true }]);
    assert!(execute(&mut client, "flowspec.preflight", call)["outcome"].is_string());
    fs::remove_file(root.join(".gitignore")).unwrap();
    let ignored = uri(&root.join(".gitignore"));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": ignored, "type": 3 }] }));
    client.diagnostics(&ignored, |it| codes(it).is_empty());
}

#[test]
fn a_pipe_as_an_ignore_file_is_not_waited_for() {
    let (_folder, root) = folder(&[(PLAN, &text())]);
    pipe(&root.join(".gitignore"));
    lives(&root);
}

#[test]
fn an_ignore_file_does_not_take_messages() {
    for target in ["/dev/stdin", "/dev/stdout", "/dev/zero"] {
        let (_folder, root) = folder(&[(PLAN, &text())]);
        symlink(target, root.join(".gitignore")).unwrap();
        lives(&root);
    }
}

#[test]
fn a_folder_out_of_the_project_is_reported_and_not_read() {
    let (_other, other) = folder(&[("constitution.md", "[X]\n")]);
    let (_folder, root) = folder(&[(PLAN, &text())]);
    symlink(&other, root.join("memory")).unwrap();
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let found = client.diagnostics(&uri(&root.join("memory")), |it| codes(it) == ["document-unreadable"]);
    let message = found["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("this folder is skipped: it is a link out of the project"), "{message}");
    client.diagnostics(&uri(&root.join(PLAN)), |it| codes(it) == ["include-missing"]);
    client.barrier();
    assert!(!client.published.keys().any(|uri| uri.ends_with("constitution.md")));
}

#[test]
fn what_git_ignores_as_a_whole_is_read() {
    let (_folder, root) = folder(&[(PLAN, &text()), (".gitignore", ".claude/\n")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    client.diagnostics(&uri(&root.join(PLAN)), |it| codes(it) == ["include-missing"]);
}

#[test]
fn no_git_of_another_open_folder_runs() {
    let task = "---\nid: task-1\ntitle: A\nstatus: In Progress\nlabels: ['workflow:Planned']\n---\n";
    let name = "backlog/tasks/task-1 - A.md";
    let (_one, one) = folder(&[(name, task)]);
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-q", "-m", "task"]] {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]).args(arguments);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            git.env_remove(name);
        }
        assert!(git.current_dir(&one).status().unwrap().success());
    }
    fs::write(one.join(name), task.replace("Planned", "Deployed")).unwrap();
    let (_two, two) = folder(&[(PLAN, &text()), ("bin/git", "")]);
    let witness = two.join("witness");
    fs::write(two.join("bin/git"), format!("#!/bin/sh\ntouch '{}'\n", witness.display())).unwrap();
    fs::set_permissions(two.join("bin/git"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths([two.join("bin")].into_iter().chain(std::env::split_paths(&path))).unwrap();
    let mut client = Client::spawn_in(crate::client::Manners::Polite, &[("PATH", path.to_str().unwrap())]);
    let folder = |root: &Path| json!({ "uri": uri(root), "name": "it" });
    let folders = json!([folder(&one), folder(&two)]);
    client.initialize_with(json!({ "capabilities": presets::vscode_push(), "workspaceFolders": folders }));
    client.diagnostics(&uri(&one.join(name)), |it| codes(it).contains(&"task-transition-invalid".into()));
    client.diagnostics(&uri(&two.join(PLAN)), |it| codes(it) == ["include-missing"]);
    assert!(!witness.exists());
}
