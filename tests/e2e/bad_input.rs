//! Documents that no one should write: each gets its findings, and the server goes on.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::fmt::Write;

const PLAN: &str = "templates/commands/flow/plan.md";
const HEAD: &str = "---\ndescription: x\n---\n";
const MISSING: &str = "{{INCLUDE:templates/partials/missing.md}}\n";

/// Opens each text as the document at `path`, one after the other, and wants these codes.
fn answers(path: &str, texts: &[(&str, &[&str])]) {
    let (_folder, root) = folder(&[(path, "")]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let uri = uri(&root.join(path));
    client.open(&uri, if path.ends_with(".md") { "markdown" } else { "yaml" }, "");
    for (version, (text, expected)) in (2..).zip(texts) {
        client.change(&uri, version, json!([{ "text": text }]));
        let found = client.diagnostics(&uri, |it| it["version"] == version);
        assert_eq!(codes(&found), *expected, "{:?}", text.chars().take(60).collect::<String>());
    }
    client.barrier();
}

/// A command that includes a partial twice, and so on at each of ten levels.
fn bomb() -> Vec<(String, String)> {
    let partial = |level: u32| format!("templates/partials/{level}.md");
    let twice = |level: u32| format!("{{{{INCLUDE:{}}}}}\n", partial(level)).repeat(2);
    let mut files: Vec<_> = (1..10).map(|level| (partial(level), twice(level + 1))).collect();
    files.push((partial(10), "boom\n".into()));
    files.push((PLAN.into(), format!("{HEAD}# Plan\n\n{}", twice(1))));
    files
}

#[test]
fn what_is_long_or_deep_is_read_to_its_end() {
    let headings = (0..10_000).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "# Heading {n}");
        text
    });
    let texts = [
        format!("{HEAD}{headings}{MISSING}"),
        format!("{HEAD}{} {MISSING}", "é".repeat(1 << 19)),
        format!("{HEAD}{}{MISSING}", "\0".repeat(10_000)),
        format!("{HEAD}{}\n\n{MISSING}", "> ".repeat(20_000)),
        format!("{HEAD}{}\n{MISSING}", "[".repeat(50_000)),
        format!("{HEAD}{}\n{MISSING}", "{{INCLUDE:".repeat(20_000)),
    ];
    answers(PLAN, &texts.each_ref().map(|text| (&**text, &["include-missing"][..])));
}

#[test]
fn what_is_never_closed_costs_only_itself() {
    let begun = format!("{HEAD}{MISSING}<!-- SECTION:A:BEGIN -->\n```\n");
    let halves = format!("{HEAD}{MISSING}{}", "<!-- SECTION:A:BEGIN ".repeat(5_000));
    let backticks = format!("{HEAD}{MISSING}{}", "`".repeat(100_000));
    answers(
        PLAN,
        &[
            (&begun, &["include-missing", "section-unbalanced", "fence-unclosed"]),
            (&halves, &["include-missing"]),
            (&backticks, &["include-missing", "fence-unclosed"]),
            ("---\ndescription: x\n", &["frontmatter-invalid-yaml"]),
        ],
    );
}

#[test]
fn invalid_yaml_is_said_to_be_invalid() {
    let one_bad_key = format!("---\nloop: a: b\ndescription: x\n---\n{MISSING}");
    let tabs = format!("---\n: : :\n\t- [\n---\n{MISSING}");
    answers(PLAN, &[(&one_bad_key, &["frontmatter-invalid-yaml", "include-missing"])]);
    let workflow = "flowspec_workflow.yml";
    answers(workflow, &[("a: [\n", &["workflow-invalid-yaml"]), (&"[".repeat(50_000), &["workflow-invalid-yaml"])]);
    for (path, text) in [(PLAN, &*tabs), (workflow, "a: &a [*a, *a]\nb: *c\n? :\n"), (workflow, "\0\u{7}")] {
        let (_folder, root) = folder(&[(path, text)]);
        let mut client = Client::start(presets::vscode_push(), Some(&root));
        client.diagnostics(&uri(&root.join(path)), |it| codes(it).iter().any(|code| code.ends_with("invalid-yaml")));
    }
}

#[test]
fn includes_do_not_leave_the_workspace() {
    let text = format!("{HEAD}{{{{INCLUDE:../../etc/passwd}}}} {{{{INCLUDE:/etc/passwd}}}}\n");
    answers(PLAN, &[(&text, &["include-outside", "include-outside"])]);
}

#[test]
fn an_include_bomb_is_expanded_and_compared() {
    let mut files = bomb();
    let copy = ".github/agents/flow-plan.agent.md";
    // Each include leaves the end of its own line.
    let body = (0..10).fold("boom\n".to_owned(), |text, _| format!("{text}\n").repeat(2));
    files.push((copy.into(), format!("---\nname: flow-plan\ndescription: x\n---\n# Plan\n\n{}\n", body.trim())));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_folder, root) = folder(&files);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let boom = uri(&root.join("templates/partials/10.md"));
    client.open(&boom, "markdown", "bang\n");
    client.diagnostics(&uri(&root.join(copy)), |it| codes(it) == ["copy-drift"]);
    client.close(&boom);
    client.diagnostics(&uri(&root.join(copy)), |it| codes(it).is_empty());
}

#[test]
fn what_is_too_large_is_said_to_be_skipped() {
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let huge = root.join("templates/commands/flow/huge.md");
    std::fs::File::create(&huge).unwrap().set_len(50 << 20).unwrap();
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let skipped = |it: &Value| codes(it) == ["document-unreadable"];
    client.diagnostics(&uri(&huge), skipped);

    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &format!("{HEAD}{MISSING}{}", "x".repeat(11 << 20)));
    client.diagnostics(&plan, |it| skipped(it) && it["version"] == 1);
    client.change(&plan, 2, json!([{ "text": format!("{HEAD}{MISSING}") }]));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"] == 2);
}

#[test]
fn documents_that_are_not_files_are_ordinary_text() {
    let mut client = Client::start(presets::vscode_push(), None);
    let text = "---\ndescription: x\n---\n<!-- flowspec-ignore include-missing -->\n";
    for uri in ["untitled:Untitled-1", "vscode-notebook-cell:/a/b#c", "untitled:With space", "::", "file:///%ff%fe.md"]
    {
        client.open(uri, "markdown", text);
    }
    client.diagnostics("untitled:Untitled-1", |it| codes(it).is_empty() && it["version"] == 1);
    client.close("untitled:Untitled-1");
    client.diagnostics("untitled:Untitled-1", |it| codes(it).is_empty() && it["version"].is_null());
}

#[test]
fn what_makes_no_sense_is_logged() {
    let mut client = Client::start(presets::vscode_push(), None);
    client.change("untitled:never", 5, json!([{ "text": "never opened" }]));
    client.close("untitled:never");
    client.open("untitled:twice", "markdown", HEAD);
    client.open("untitled:twice", "markdown", "twice");
    client.diagnostics("untitled:twice", |it| it["version"] == 1);
    let log = client.log();
    assert!(log.contains("a change of untitled:never, which is not open"), "{log}");
    assert!(log.contains("untitled:never is closed, but was not open"), "{log}");
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_or_nowhere_stop_nothing() {
    use std::os::unix::fs::symlink;

    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    std::fs::create_dir_all(root.join(".claude/commands")).unwrap();
    symlink(root.join("templates/commands/flow"), root.join(".claude/commands/flow")).unwrap();
    symlink(root.join("nowhere"), root.join(".claude/commands/gone.md")).unwrap();
    symlink(&root, root.join(".claude/commands/again")).unwrap();
    symlink("b.md", root.join(".claude/commands/a.md")).unwrap();
    symlink("a.md", root.join(".claude/commands/b.md")).unwrap();
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    // A document that is opened by another of its names is reported under that name.
    let alias = uri(&root.join(".claude/commands/flow/plan.md"));
    client.open(&alias, "markdown", &format!("{HEAD}{MISSING}{{{{INCLUDE:.claude/commands/a.md}}}}\n"));
    let missing = |it: &Value| codes(it).iter().filter(|code| *code == "include-missing").count();
    client.diagnostics(&alias, |it| missing(it) == 2 && it["version"] == 1);
}
