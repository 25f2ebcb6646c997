//! Documents that no one should write.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use std::fmt::Write;

/// Opens `text` as a command and returns its codes; the server must also answer afterwards.
fn open(path: &str, text: &str) -> Vec<String> {
    let (_folder, root) = folder(&[(path, "")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let uri = uri(&root.join(path));
    let language = if path.ends_with(".md") { "markdown" } else { "yaml" };
    client.open(&uri, language, text);
    let found = client.diagnostics(&uri, |it| it["version"] == 1);
    client.barrier();
    codes(&found)
}

#[test]
fn hostile_texts_are_answered() {
    let command = "templates/commands/flow/plan.md";
    let heads: String = (0..10_000).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "# Heading {n}");
        text
    });
    open(command, &heads);
    open(command, &"x".repeat(1 << 20));
    open(command, &"\0".repeat(10_000));
    open(command, "---\n: : :\n\t- [\n---\n");
    open(command, "---\nnever closed");
    open(command, &"> ".repeat(20_000));
    open(command, &"`".repeat(100_000));
    open(command, &"<!-- SECTION:A:BEGIN ".repeat(5_000));
    open(command, &"{{INCLUDE:".repeat(20_000));
    open("flowspec_workflow.yml", &"[".repeat(50_000));
    open("flowspec_workflow.yml", "a: &a [*a, *a]\nb: *c\n? :\n");
}

#[test]
fn includes_do_not_leave_the_workspace() {
    let text = "---\ndescription: x\n---\n{{INCLUDE:../../etc/passwd}} {{INCLUDE:/etc/passwd}}\n";
    assert_eq!(open("templates/commands/flow/plan.md", text), ["include-outside", "include-outside"]);
}

#[test]
fn an_include_bomb_is_cheap() {
    let mut files: Vec<(String, String)> = (0..10)
        .map(|n| {
            let next = format!("{{{{INCLUDE:templates/partials/p{}.md}}}}\n", n + 1);
            (format!("templates/partials/p{n}.md"), next.repeat(2))
        })
        .collect();
    files.push(("templates/partials/p10.md".into(), "boom\n".into()));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_folder, root) = folder(&files);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join("templates/commands/flow/plan.md"));
    client.open(&plan, "markdown", "---\ndescription: x\n---\n{{INCLUDE:templates/partials/p0.md}}\n");
    client.diagnostics(&plan, |it| it["version"] == 1);
}

#[test]
fn documents_that_are_not_files_get_their_own_findings() {
    let mut client = Client::start(presets::vscode_push(), None);
    let text = "---\ndescription: x\n---\n<!-- flowspec-ignore include-missing -->\n";
    for uri in ["untitled:Untitled-1", "vscode-notebook-cell:/a/b#c", "untitled:With space", "::", "file:///%ff%fe.md"]
    {
        client.open(uri, "markdown", text);
    }
    client.diagnostics("untitled:Untitled-1", |it| codes(it) == ["suppression-unused"]);
    client.close("untitled:Untitled-1");
    client.diagnostics("untitled:Untitled-1", |it| codes(it).is_empty());
    client.barrier();
}

#[cfg(unix)]
#[test]
fn a_document_opened_by_a_symlink_is_reported_under_that_name() {
    let real = "templates/commands/flow/plan.md";
    let (_folder, root) = folder(&[(real, "---\ndescription: x\n---\n")]);
    std::fs::create_dir_all(root.join(".claude/commands")).unwrap();
    std::os::unix::fs::symlink(root.join("templates/commands/flow"), root.join(".claude/commands/flow")).unwrap();
    std::os::unix::fs::symlink(root.join("nowhere"), root.join(".claude/commands/gone.md")).unwrap();
    std::os::unix::fs::symlink(&root, root.join(".claude/commands/again")).unwrap();
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let alias = uri(&root.join(".claude/commands/flow/plan.md"));
    client.open(&alias, "markdown", "---\ndescription: x\n---\n{{INCLUDE:templates/partials/missing.md}}\n");
    client.diagnostics(&alias, |it| codes(it).contains(&"include-missing".to_owned()) && it["version"] == 1);
}
