use expect_test::expect;

use super::project::Project;

#[test]
fn one_line_a_finding_the_worst_first() {
    let text = "---\ndescription: a\ndescription: b\n---\n{{INCLUDE:a.md}}\n{{INCLUDE:b.md}}\n";
    let project = Project::new(&[(".claude/commands/flow/plan.md", text)]);
    expect![[r#"
        .claude/commands/flow/plan.md:5:11 include-missing `a.md` does not exist: create it or fix the path (paths are relative to the project root) → Create `a.md`
        .claude/commands/flow/plan.md:6:11 include-missing `b.md` does not exist: create it or fix the path (paths are relative to the project root) → Create `b.md`
        .claude/commands/flow/plan.md:3:1 frontmatter-duplicate-key duplicate key `description`: remove one of them → Remove this one
        -- exit 1
    "#]]
    .assert_eq(&project.run("check --format agent").all());
    expect![[r#"
        .claude/commands/flow/plan.md:5:11 include-missing `a.md` does not exist: create it or fix the path (paths are relative to the project root) → Create `a.md`
        2 more left out
        -- exit 1
    "#]]
    .assert_eq(&project.run("check --format agent --max 1").all());
    assert_eq!(Project::new(&[]).run("check --format agent").stdout, "no findings in 0 documents\n");
}

#[test]
fn a_verdict_and_its_reasons() {
    let constitution = "<!-- TIER: Heavy -->\n<!-- NEEDS_VALIDATION: Team size -->\n";
    let task = "---\nid: task-12\ntitle: A\nstatus: In Progress\nlabels: [workflow:Specified]\n---\n";
    let project = Project::new(&[("memory/constitution.md", constitution), ("backlog/tasks/task-12 - A.md", task)]);
    expect![[r#"
        blocked: /flow:implement on task-12 (Specified)
        - [X] Constitution Validation Required
        - Your constitution has 1 unvalidated sections: - Team size
        - Heavy tier constitutions require full validation before workflow commands.
        - To resolve: 1. Run /spec:constitution to customize your constitution 2. Run flowspec constitution validate to verify 3. Remove all NEEDS_VALIDATION markers
        - Or use --skip-validation to bypass (not recommended).
        - Command blocked until constitution is validated.
        - ⚠️ Cannot run /flow:implement
        - Current state: "workflow:Specified" Required states: workflow:Planned
        - Suggestions: - Valid workflows for current state: /flow:research, /flow:plan - Use --skip-state-check to bypass (not recommended)
        -- exit 1
    "#]]
    .assert_eq(&project.run("preflight implement --format agent").all());
}

#[test]
fn a_rule_without_its_examples() {
    expect![[r#"
        include-missing
        error · Includes · fix: the nearest existing file, or create the partial
        An include names a file that does not exist. The path is looked up from the root of the project, never from the folder of the file that holds the include.
        The text you meant to share is not there. Filling in the include fails, or the agent reads the bare directive and carries on without those instructions.
        The quick fix offers the existing files with the closest names, and can create the missing partial as an empty file.
        If the include is only an example of the syntax, escape it as `\{\{INCLUDE:path\}\}`.
        -- exit 0
    "#]]
    .assert_eq(&Project::new(&[]).run("explain include-missing --format agent").all());
}
