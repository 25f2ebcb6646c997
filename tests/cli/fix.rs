use expect_test::expect;

use super::project::Project;

const IGNORED: &str = "\u{feff}---\r\ndescription: é\r\n---\r\n<!-- flowspec-ignore include-missing -->\r\nText\r\n<!-- flowspec-ignore-file copy-drift -->\r\nlast";
const MENDED: &str = "\u{feff}---\r\ndescription: é\r\n---\r\nText\r\nlast";
const PLAN: &str = ".claude/commands/flow/plan.md";

#[test]
fn a_byte_order_mark_and_line_ends_survive() {
    let project = Project::new(&[(PLAN, IGNORED)]);
    let run = project.run("check --fix --select suppression-unused");
    expect![[r#"
        fixed .claude/commands/flow/plan.md: Remove the comment
        fixed .claude/commands/flow/plan.md: Remove the comment
        All checks passed in 1 document (flowspec)
        -- exit 0
    "#]]
    .assert_eq(&run.all());
    assert_eq!(project.read(PLAN), MENDED);
    assert_eq!(std::fs::read_dir(project.path(".claude/commands/flow")).unwrap().count(), 1);
    let again = project.run("check --fix --select suppression-unused");
    expect![[r#"
        All checks passed in 1 document (flowspec)
        -- exit 0
    "#]]
    .assert_eq(&again.all());
}

#[test]
fn a_diff_changes_nothing_and_exits_with_one() {
    let project = Project::new(&[(PLAN, &IGNORED.replace('\r', ""))]);
    let run = project.run("check --diff --select suppression-unused");
    expect![[r#"
        --- a/.claude/commands/flow/plan.md
        +++ b/.claude/commands/flow/plan.md
        @@ -1,7 +1,5 @@
         ﻿---
         description: é
         ---
        -<!-- flowspec-ignore include-missing -->
         Text
        -<!-- flowspec-ignore-file copy-drift -->
         last
        \ No newline at end of file
        -- exit 1
    "#]]
    .assert_eq(&run.all());
    assert_eq!(project.read(PLAN), IGNORED.replace('\r', ""));
    assert_eq!(project.run("check --diff --select include-missing").all(), "-- exit 0\n");
}

#[test]
fn only_what_was_asked_for_is_fixed() {
    let project = Project::new(&[(PLAN, IGNORED), (".claude/commands/flow/other.md", IGNORED)]);
    project.run("check --fix .claude/commands/flow/other.md --select suppression-unused");
    assert_eq!(project.read(PLAN), IGNORED);
    assert_eq!(project.read(".claude/commands/flow/other.md"), MENDED);
    project.run("check --fix --ignore suppression-unused");
    assert_eq!(project.read(PLAN), IGNORED);
}

#[test]
fn fixes_that_need_a_choice_are_not_made() {
    let text = "{{INCLUDE:.claude/partials/chek.md}}\n";
    let project = Project::new(&[(PLAN, text), (".claude/partials/check.md", "")]);
    let run = project.run("check --fix --select include-missing");
    assert_eq!((run.code, project.read(PLAN)), (1, text.to_owned()));
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_only_and_read_only_files_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("evil.md"), IGNORED).unwrap();
    let project = Project::new(&[("templates/commands/flow/plan.md", IGNORED), (".claude/commands/a/b.md", IGNORED)]);
    symlink(project.path("templates/commands/flow"), project.path(".claude/commands/flow")).unwrap();
    symlink(outside.path(), project.path(".claude/commands/out")).unwrap();
    symlink(outside.path().join("evil.md"), project.path(".claude/commands/evil.md")).unwrap();
    std::fs::set_permissions(project.path(".claude/commands/a/b.md"), std::fs::Permissions::from_mode(0o444)).unwrap();

    let run = project.run("check --fix --select suppression-unused");
    expect![[r#"
        fixed templates/commands/flow/plan.md: Remove the comment
        fixed templates/commands/flow/plan.md: Remove the comment
        All checks passed in 4 documents (flowspec); 2 hints (--hints shows them), 2 fixable with --fix
        -- stderr
        error: `.claude/commands/a/b.md` is not fixed: it is read-only
        -- exit 2
    "#]]
    .assert_eq(&run.all());
    assert_eq!(project.read("templates/commands/flow/plan.md"), MENDED);
    assert!(project.path(".claude/commands/flow").is_symlink());
    assert_eq!(project.read(".claude/commands/a/b.md"), IGNORED);
    assert_eq!(std::fs::read_to_string(outside.path().join("evil.md")).unwrap(), IGNORED);
}

#[test]
fn machine_output_stays_pure() {
    let project = Project::new(&[(PLAN, IGNORED)]);
    let run = project.run("check --fix --select suppression-unused --format json");
    serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap();
    assert!(run.stderr.contains("fixed"), "{}", run.stderr);
}
