//! What would be out of date if the server took in less than what has changed.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

const PLAN: &str = ".claude/commands/flow/plan.md";
const HEAD: &str = "---\ndescription: plan\n---\n";

fn include(path: &str) -> String {
    format!("{{{{INCLUDE:{path}}}}}\n")
}

fn has(params: &Value, code: &str) -> bool {
    codes(params).iter().any(|found| found == code)
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn happened(client: &mut Client, path: &Path, kind: u8) {
    let changes = json!([{ "uri": uri(path), "type": kind }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

#[test]
fn an_include_of_a_file_that_was_not_read_closes_a_cycle() {
    let (_folder, root) = folder(&[(PLAN, HEAD), ("docs/b.md", &include(PLAN))]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", HEAD);
    client.diagnostics(&plan, |it| it["version"] == 1);
    client.change(&plan, 2, json!([{ "text": format!("{HEAD}{}", include("docs/b.md")) }]));
    client.until("a cycle", |client| client.published.values().any(|it| has(it, "include-cycle")));
}

#[test]
fn files_that_were_not_read_are_followed_to_any_depth() {
    let files: Vec<_> =
        (0..12).map(|number| (format!("docs/p{number}.md"), include(&format!("docs/p{}.md", number + 1)))).collect();
    let mut all: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    all.extend([("docs/p12.md", "end\n"), (PLAN, HEAD)]);
    let (_folder, root) = folder(&all);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", HEAD);
    client.diagnostics(&plan, |it| it["version"] == 1);
    client.change(&plan, 2, json!([{ "text": format!("{HEAD}{}", include("docs/p0.md")) }]));
    client.until("a chain too long", |client| client.published.values().any(|it| has(it, "include-too-deep")));
}

#[test]
fn an_ordinary_file_is_a_partial_only_while_it_is_included() {
    let (_folder, root) = folder(&[(PLAN, HEAD), ("docs/x.md", &include("gone.md")), ("README.md", "")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let (plan, late, readme) = (uri(&root.join(PLAN)), uri(&root.join("docs/x.md")), uri(&root.join("README.md")));
    client.open(&plan, "markdown", HEAD);
    client.open(&readme, "markdown", &include("gone.md"));
    client.diagnostics(&readme, |it| codes(it).is_empty());
    let both = format!("{HEAD}{}{}", include("docs/x.md"), include("README.md"));
    client.change(&plan, 2, json!([{ "text": both }]));
    client.diagnostics(&late, |it| codes(it) == ["include-missing"]);
    client.diagnostics(&readme, |it| codes(it) == ["include-missing"] && it["version"] == 1);
    client.change(&plan, 3, json!([{ "text": HEAD }]));
    client.diagnostics(&late, |it| codes(it).is_empty());
    client.diagnostics(&readme, |it| codes(it).is_empty());
}

#[test]
fn a_related_place_follows_its_line() {
    let task = |comment: &str| format!("---\n#{comment}\nid: task-1\ntitle: A\n---\n");
    let (one, two) = ("backlog/tasks/task-1 - A.md", "backlog/tasks/task-2 - B.md");
    let (_folder, root) = folder(&[(one, &task("ab")), (two, &task("ab"))]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let (one, two) = (uri(&root.join(one)), uri(&root.join(two)));
    client.open(&two, "markdown", &task("ab"));
    let points_to = |it: &Value, line: u32| {
        let found = it["diagnostics"].as_array().unwrap().iter().find(|found| found["code"] == "task-duplicate-id");
        found.is_some_and(|it| it["relatedInformation"][0]["location"]["range"]["start"]["line"] == line)
    };
    client.diagnostics(&one, |it| points_to(it, 2));
    // As many bytes as before.
    client.change(&two, 2, json!([{ "text": task("a\n") }]));
    client.diagnostics(&one, |it| points_to(it, 3));
}

#[test]
fn an_anchor_in_html_counts_for_those_who_link_to_it() {
    let other = ".claude/commands/flow/other.md";
    let (_folder, root) = folder(&[(PLAN, HEAD), (other, &format!("{HEAD}[it](plan.md#set)\n"))]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let (plan, other) = (uri(&root.join(PLAN)), uri(&root.join(other)));
    client.diagnostics(&other, |it| codes(it) == ["link-broken"]);
    client.open(&plan, "markdown", &format!("{HEAD}<a id=\"set\"></a>\n"));
    client.diagnostics(&other, |it| codes(it).is_empty());
    client.change(&plan, 2, json!([{ "text": format!("{HEAD}<a id=\"sat\"></a>\n") }]));
    client.diagnostics(&other, |it| codes(it) == ["link-broken"]);
}

#[test]
fn one_file_by_two_uris_has_the_findings_of_the_last_one() {
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    let other = plan.replace("/commands/", "/%63ommands/");
    client.open(&plan, "markdown", &format!("{HEAD}{}", include("gone.md")));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    client.open(&other, "markdown", &format!("{HEAD}{}", include("gone.md")));
    client.diagnostics(&other, |it| codes(it) == ["include-missing"]);
    client.diagnostics(&plan, |it| codes(it).is_empty());
}

#[test]
fn a_project_outside_of_the_workspace_goes_with_its_last_open_file() {
    let missing = format!("{HEAD}{}", include("gone.md"));
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let (_other, outside) = folder(&[(PLAN, &missing), (".claude/commands/flow/bad.md", &missing)]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let (plan, bad) = (uri(&outside.join(PLAN)), uri(&outside.join(".claude/commands/flow/bad.md")));
    client.open(&plan, "markdown", &missing);
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    client.diagnostics(&bad, |it| codes(it) == ["include-missing"]);
    client.close(&plan);
    client.diagnostics(&plan, |it| codes(it).is_empty());
    client.diagnostics(&bad, |it| codes(it).is_empty());
    let status = client.request("workspace/executeCommand", json!({ "command": "flowspec.status", "arguments": [] }));
    let projects = status["projects"].as_array().unwrap();
    assert_eq!(projects.len(), 1, "{status}");
    client.open(&plan, "markdown", HEAD);
    client.diagnostics(&bad, |it| codes(it) == ["include-missing"]);
}

#[test]
fn what_is_not_a_file_is_ordinary_text() {
    let (_folder, root) = folder(&[(PLAN, "")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let list = "# Shopping\n\n- [milk](gone.md)\n- {{INCLUDE:gone.md}}\n";
    client.open("untitled:Untitled-1", "markdown", list);
    client.open("untitled:Untitled-2", "yaml", "states: [To Do]\nworkflows: {}\n");
    for uri in ["untitled:Untitled-1", "untitled:Untitled-2"] {
        let found = client.diagnostics(uri, |it| it["version"] == 1);
        assert!(codes(&found).is_empty(), "{found}");
        let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
        assert!(client.request("textDocument/hover", at.clone()).is_null());
        assert!(client.request("textDocument/completion", at).is_null());
    }
    let outline =
        client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": "untitled:Untitled-1" } }));
    assert_eq!(outline[0]["name"], "Shopping", "{outline}");
}

#[test]
fn a_file_of_any_kind_is_noticed_when_it_comes_and_goes() {
    let command = "templates/commands/flow/plan.md";
    let text = format!("{HEAD}[a](a.png) [b](folder/) {}", include("x.txt"));
    let (_folder, root) = folder(&[(command, &text), ("other/notes.txt", "")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let command = uri(&root.join(command));
    let all = ["link-broken", "link-broken", "include-missing"];
    client.diagnostics(&command, |it| codes(it) == all);
    let files = ["templates/commands/flow/a.png", "templates/commands/flow/folder/x", "x.txt"];
    for (path, left) in files.into_iter().zip([&all[1..], &all[2..], &[]]) {
        write(&root, path, "");
        happened(&mut client, &root.join(path), 1);
        client.diagnostics(&command, |it| codes(it) == left);
    }
    // Of what was in a folder nothing is said.
    let folder = root.join("templates/commands/flow/folder");
    std::fs::remove_dir_all(&folder).unwrap();
    happened(&mut client, &folder, 3);
    client.diagnostics(&command, |it| codes(it) == all[..1]);
}

#[test]
fn an_included_file_of_any_kind_is_followed() {
    let (_folder, root) = folder(&[(PLAN, &format!("{HEAD}{}", include("x.txt"))), ("x.txt", "text\n")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let (plan, text) = (uri(&root.join(PLAN)), uri(&root.join("x.txt")));
    client.diagnostics(&plan, |it| codes(it) == ["include-unexpanded"]);
    write(&root, "x.txt", &include("gone.md"));
    happened(&mut client, &root.join("x.txt"), 2);
    client.diagnostics(&text, |it| codes(it) == ["include-missing"]);
}

#[test]
fn an_exclude_file_of_git_is_noticed() {
    let (_folder, root) = folder(&[(PLAN, &format!("{HEAD}/flow:other\n")), (".claude/commands/flow/other.md", HEAD)]);
    git(&root, &["init", "-q"]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &format!("{HEAD}/flow:other\n"));
    client.diagnostics(&plan, |it| codes(it).is_empty() && it["version"] == 1);
    write(&root, ".git/info/exclude", "other.md\n");
    happened(&mut client, &root.join(".git/info/exclude"), 2);
    client.diagnostics(&plan, |it| codes(it) == ["command-unknown"]);
}

const TASK: &str = "backlog/tasks/task-1 - A.md";

fn task(state: &str) -> String {
    format!("---\nid: task-1\ntitle: A\nstatus: In Progress\nlabels: ['workflow:{state}']\n---\n")
}

fn git(root: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(root).args(identity).args(arguments);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with a task whose state no transition reaches from the committed one.
fn repository() -> (tempfile::TempDir, PathBuf) {
    let (keep, root) = folder(&[(TASK, &task("Planned"))]);
    git(&root, &["init", "-q"]);
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-q", "-m", "a"]);
    write(&root, TASK, &task("Deployed"));
    (keep, root)
}

#[test]
fn a_commit_is_noticed() {
    for arguments in [&["commit", "-qam", "b"][..], &["commit", "-qa", "--amend", "-m", "b"]] {
        let (_folder, root) = repository();
        let mut client = Client::start(presets::vscode_push(), Some(&root));
        for glob in ["**/*", "**/.git/logs/HEAD", "**/.git/info/exclude"] {
            let glob = format!("\"globPattern\":\"{glob}\"");
            client.until("a registration", |client| client.seen.iter().any(|it| it.to_string().contains(&glob)));
        }
        let path = uri(&root.join(TASK));
        client.diagnostics(&path, |it| has(it, "task-transition-invalid"));
        git(&root, arguments);
        happened(&mut client, &root.join(".git/logs/HEAD"), 2);
        client.diagnostics(&path, |it| !has(it, "task-transition-invalid"));
    }
}

#[test]
fn a_commit_in_a_worktree_is_noticed_when_something_is_saved() {
    let (_folder, root) = repository();
    let (_other, below) = folder(&[]);
    let tree = below.join("tree");
    git(&root, &["worktree", "add", "-q", tree.to_str().unwrap()]);
    write(&tree, TASK, &task("Deployed"));
    let mut client = Client::start(presets::vscode_push(), Some(&tree));
    let path = uri(&tree.join(TASK));
    client.open(&path, "markdown", &task("Deployed"));
    client.diagnostics(&path, |it| has(it, "task-transition-invalid"));
    git(&tree, &["commit", "-qam", "b"]);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": path } }));
    client.diagnostics(&path, |it| !has(it, "task-transition-invalid"));
}
