use expect_test::expect;

use super::project::{Project, Run, program};

const PLAN: &str = "\
---
description: Plan the feature.
---
😀 See\t世界 {{INCLUDE:.claude/partials/chek.md}}.
";

fn project() -> Project {
    Project::new(&[
        (".claude/commands/flow/plan.md", PLAN),
        (".claude/commands/flow/assess.md", "---\ndescription: Assess.\n---\n{{INCLUDE:.claude/partials/check.md}}\n"),
        (".claude/partials/check.md", "<!-- flowspec-ignore include-missing -->\n"),
        ("README.md", "{{INCLUDE:nothing.md}}\n"),
    ])
}

const ONLY: &str = "--select include-missing,suppression-unused,settings-invalid";

#[test]
fn findings_stand_in_frames_and_the_last_line_counts() {
    let run = project().run(&format!("check {ONLY}"));
    expect![[r#"
        error[include-missing]: `.claude/partials/chek.md` does not exist: did you mean `.claude/partials/check.md`?
         --> .claude/commands/flow/plan.md:4:20
          |
        4 | 😀 See    世界 {{INCLUDE:.claude/partials/chek.md}}.
          |                          ^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: quick fix: Change to `.claude/partials/check.md`
          = help: quick fix: Create `.claude/partials/chek.md`

        1 error in 3 documents (flowspec); 1 hint (--hints shows them), 1 fixable with --fix
        -- exit 1
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn hints_are_shown_when_asked_for_and_then_may_fail() {
    let project = project();
    let run = project.run("check --hints --select suppression-unused");
    expect![[r#"
        hint[suppression-unused]: `include-missing` suppresses nothing here: remove it
         --> .claude/partials/check.md:1:22
          |
        1 | <!-- flowspec-ignore include-missing -->
          |                      ^^^^^^^^^^^^^^^
          |
          = help: fix (--fix): Remove the comment

        1 hint in 3 documents (flowspec); 1 fixable with --fix
        -- exit 0
    "#]]
    .assert_eq(&run.all());
    assert_eq!(project.run("check --fail-on hint --select suppression-unused").code, 1);
}

#[test]
fn silence_is_said() {
    let project = project();
    let run = project.run("check .claude/partials --select include-missing");
    expect![[r#"
        All checks passed in 1 document (flowspec)
        -- exit 0
    "#]]
    .assert_eq(&run.all());
    expect![[r#"
        no documents: nothing here is a command, a partial, a constitution, a workflow or a task
        -- exit 0
    "#]]
    .assert_eq(&Project::new(&[]).run("check").all());
    expect![[r#"
        no documents: nothing here is a command, a partial, a constitution, a workflow or a task (found: flowspec)
        -- stderr
        note: `README.md` is not checked; `documents` in flowspec-lsp.toml can say what kind of document it is
        -- exit 0
    "#]]
    .assert_eq(&project.run("check README.md").all());
}

#[test]
fn other_places_are_notes() {
    let project = Project::new(&[(".claude/commands/flow/plan.md", "---\ndescription: a\ndescription: b\n---\n")]);
    let run = project.run("check --select frontmatter-duplicate-key");
    expect![[r#"
        warning[frontmatter-duplicate-key]: duplicate key `description`: remove one of them
         --> .claude/commands/flow/plan.md:3:1
          |
        3 | description: b
          | ^^^^^^^^^^^
          |
          = help: quick fix: Remove this one
          = help: quick fix: Remove the first one
        note: first defined here
         --> .claude/commands/flow/plan.md:2:1
          |
        2 | description: a
          | ^^^^^^^^^^^

        1 warning in 1 document (flowspec)
        -- exit 1
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn long_lines_are_cut() {
    let project = project();
    let line = format!("{}{{{{INCLUDE:gone.md}}}}{}\n", "é😀".repeat(100_000), "\u{1b}[31m\tx".repeat(100_000));
    project.write(".claude/commands/flow/plan.md", &line);
    let run = project.run("check --select include-missing");
    expect![[r#"
        error[include-missing]: `gone.md` does not exist: create it or fix the path (paths are relative to the project root)
         --> .claude/commands/flow/plan.md:1:200011
          |
        1 | …é😀é😀é😀é😀é😀é😀é😀é😀é😀é😀é😀é😀é😀é😀é😀{{INCLUDE:gone.md}}␛[31m    x␛[31m    x␛[31m    x␛[31m    x␛[31m    x␛[31m    x␛[31m   ...
          |                                                         ^^^^^^^
          |
          = help: quick fix: Create `gone.md`

        1 error in 3 documents (flowspec)
        -- exit 1
    "#]].assert_eq(&run.all());
}

#[test]
fn a_path_narrows_what_is_reported_not_what_is_read() {
    let project = project();
    for (path, errors) in [
        (".", 1),
        (".claude", 1),
        (".claude/commands/flow/plan.md", 1),
        (".claude/commands/flow/plan.md .claude/commands", 1),
        (".claude/commands/flow/assess.md", 0),
        (".claude/partials", 0),
    ] {
        let run = project.run(&format!("check --select include-missing --format json {path}"));
        let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(json["summary"]["errors"], errors, "{path}");
        assert_eq!(run.code, errors, "{path}");
    }
    let inside = program(&project.path(".claude/commands")).args(["check", "flow/plan.md"]).output().unwrap();
    let inside = String::from_utf8(inside.stdout).unwrap();
    assert!(inside.contains("--> flow/plan.md:4:20"), "{inside}");
}

#[test]
fn select_ignore_and_fail_on() {
    let project = project();
    for (arguments, code) in [
        ("--select include-missing", 1),
        ("--select include-missing --ignore include-missing", 0),
        ("--select suppression-unused", 0),
        ("--select suppression-unused --fail-on info", 0),
        ("--select suppression-unused --fail-on hint", 1),
        ("--select suppression-unused --select include-missing --fail-on error", 1),
        ("--select include-missing --fail-on never", 0),
        ("--select document-unreadable --fail-on hint", 0),
    ] {
        assert_eq!(project.run(&format!("check {arguments}")).code, code, "{arguments}");
    }
}

#[test]
fn what_cannot_be_done_says_what_where_and_what_to_do() {
    let project = project();
    expect![[r#"
        -- stderr
        error: `nowhere` does not exist: name a file or folder that exists
        -- exit 2
    "#]]
    .assert_eq(&project.run("check nowhere").all());
    expect![[r#"
        -- stderr
        error: invalid value 'include-mising' for '--select <CODE>': there is no such rule: did you mean `include-missing`?

        For more information, try '--help'.
        -- exit 2
    "#]].assert_eq(&project.run("check --select include-mising").all());
    expect![[r#"
        -- stderr
        error: invalid value 'xyzzy' for '--ignore <CODE>': there is no such rule: see `flowspec-lsp rules`

        For more information, try '--help'.
        -- exit 2
    "#]]
    .assert_eq(&project.run("check --ignore xyzzy").all());
    assert_eq!(project.run("check --format xml").code, 2);
    assert_eq!(project.run("check --fix --diff").code, 2);
    assert_eq!(project.run("chekc").code, 2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_must_not_be_read_and_a_link_to_nothing() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let project = project();
    symlink("nowhere", project.path("dangling.md")).unwrap();
    let run = project.run("check dangling.md");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`dangling.md` cannot be read"), "{}", run.stderr);
    let locked = project.path("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if std::fs::read_dir(&locked).is_err() {
        let run = project.run("check locked");
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("`locked` cannot be read"), "{}", run.stderr);
    }
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let project = project();
    let colored = |arguments: &str, variable: &str| {
        let mut command = project.command(&format!("check --select include-missing {arguments}"));
        if !variable.is_empty() {
            command.env(variable, "1");
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(!colored("", ""));
    assert!(colored("--color always", ""));
    assert!(colored("--color always", "NO_COLOR"));
    assert!(colored("", "CLICOLOR_FORCE"));
    assert!(!colored("--color never", "CLICOLOR_FORCE"));
    assert!(!colored("--color auto", "NO_COLOR"));
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let project = project();
    let line = "{{INCLUDE:gone.md}} ".repeat(3_000);
    project.write(".claude/commands/flow/plan.md", &line);
    let mut child = project.command("check").stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn settings_hold_and_their_mistakes_are_findings() {
    let project = project();
    project.write("flowspec-lsp.toml", "exclud = []\n[rules]\ninclude-missing = \"info\"\n");
    let run = project.run(&format!("check {ONLY}"));
    expect![[r#"
        info[include-missing]: `.claude/partials/chek.md` does not exist: did you mean `.claude/partials/check.md`?
         --> .claude/commands/flow/plan.md:4:20
          |
        4 | 😀 See    世界 {{INCLUDE:.claude/partials/chek.md}}.
          |                          ^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: quick fix: Change to `.claude/partials/check.md`
          = help: quick fix: Create `.claude/partials/chek.md`

        warning[settings-invalid]: there is no setting `exclud`: did you mean `exclude`?
         --> flowspec-lsp.toml:1:1
          |
        1 | exclud = []
          | ^^^^^^

        1 warning, 1 info in 4 documents (flowspec); 1 hint (--hints shows them), 1 fixable with --fix
        -- exit 1
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn outside_of_a_project_the_marks_that_were_looked_for_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::of(program(folder.path()).arg("check").output().unwrap());
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("note: no project found: looked for `"), "{}", run.stderr);
    assert!(run.stderr.contains("`.kiro/specs`") && run.stderr.contains("`openspec/specs`"), "{}", run.stderr);
}
