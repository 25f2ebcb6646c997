use expect_test::expect;

use super::project::Project;

const PLAN: &str = ".claude/commands/flow/plan.md";
const COPY: &str = ".github/agents/flow-plan.agent.md";

/// A command with an include, and its copy in another state of affairs.
fn project() -> Project {
    Project::new(&[
        (PLAN, "---\ndescription: \"Plan: 😀\"\n---\n\n# Plan\n{{INCLUDE:.claude/partials/check.md}}\n"),
        (".claude/partials/check.md", "é one\r\ntwo\r\n"),
        (COPY, "---\r\nname: flow-plan\r\ndescription: Old\r\ntools: [Read]\r\n---\r\n# Plan\r\né one\r\n"),
    ])
}

#[test]
fn a_command_is_printed_with_its_includes() {
    let project = project();
    expect![[r#"
        ---
        description: "Plan: 😀"
        ---

        # Plan
        é one
        two

        -- exit 0
    "#]]
    .assert_eq(&project.run(&format!("expand {PLAN}")).all());
    expect![[r#"
        # Plan
        é one
        two
        -- exit 0
    "#]]
    .assert_eq(&project.run(&format!("expand --body {PLAN}")).all());
}

#[test]
fn what_cannot_be_expanded_is_said_where_it_stands() {
    let project = project();
    for (name, text) in [
        ("a.md", "\n{{INCLUDE:.claude/partials/b.md}}"),
        ("b.md", "😀 {{INCLUDE:.claude/partials/a.md}}"),
        ("gone.md", "{{INCLUDE:docs/none.md}} {{INCLUDE:docs/neither.md}}"),
        ("up.md", "{{INCLUDE:../secret.md}}"),
        ("l1.md", "end"),
    ] {
        project.write(&format!(".claude/partials/{name}"), text);
    }
    for level in 2..=12 {
        let text = format!("{{{{INCLUDE:.claude/partials/l{}.md}}}}", level - 1);
        project.write(&format!(".claude/partials/l{level}.md"), &text);
    }
    expect![[r#"
        -- stderr
        error: .claude/partials/b.md:1:13: `.claude/partials/a.md` includes itself: .claude/partials/a.md → .claude/partials/b.md → .claude/partials/a.md
        -- exit 2
    "#]].assert_eq(&project.run("expand .claude/partials/a.md").all());
    expect![[r#"
        -- stderr
        error: .claude/partials/gone.md:1:11: `docs/none.md` does not exist: create it or correct the path
        -- exit 2
    "#]]
    .assert_eq(&project.run("expand .claude/partials/gone.md").all());
    expect![[r#"
        -- stderr
        error: .claude/partials/up.md:1:11: `../secret.md` leads out of the project: includes start at its root
        -- exit 2
    "#]]
    .assert_eq(&project.run("expand .claude/partials/up.md").all());
    expect![[r#"
        -- stderr
        error: .claude/partials/l2.md:1:11: `.claude/partials/l1.md` is more than 10 levels deep: include it further up
        -- exit 2
    "#]]
    .assert_eq(&project.run("expand .claude/partials/l12.md").all());
    expect![[r#"
        -- stderr
        error: `none.md` does not exist: name a file or folder that exists
        -- exit 2
    "#]]
    .assert_eq(&project.run("expand none.md").all());
    expect![[r#"
        -- stderr
        error: `.claude` is not a file: name a command, or use --check or --write with --project for all copies
        -- exit 2
    "#]]
    .assert_eq(&project.run("expand .claude").all());
    project.write("notes.md", "x");
    expect![[r#"
        -- stderr
        error: `notes.md` is neither a command nor a partial, nor a delta of OpenSpec: `documents` in flowspec-lsp.toml can say that it is a command
        -- exit 2
    "#]]
    .assert_eq(&project.run("expand notes.md").all());
}

#[test]
fn copies_are_compared_and_regenerated() {
    let project = project();
    let before = project.read(COPY);
    expect![[r#"
        differs .github/agents/flow-plan.agent.md:3: not what .claude/commands/flow/plan.md expands to
        -- exit 1
    "#]]
    .assert_eq(&project.run("expand --check").all());
    assert_eq!(project.read(COPY), before);
    expect![[r#"
        wrote .github/agents/flow-plan.agent.md from .claude/commands/flow/plan.md
        -- exit 0
    "#]]
    .assert_eq(&project.run("expand --write").all());
    let written =
        "---\r\nname: flow-plan\r\ndescription: \"Plan: 😀\"\r\ntools: [Read]\r\n---\r\n# Plan\r\né one\r\ntwo\r\n";
    assert_eq!(project.read(COPY), written);
    for arguments in ["--check".to_owned(), "--write".to_owned(), format!("--check {PLAN}"), format!("--check {COPY}")]
    {
        let run = project.run(&format!("expand {arguments}"));
        assert_eq!(run.all(), "the copy is what its command expands to\n-- exit 0\n", "{arguments}");
    }
    assert_eq!(project.run("check --select copy-drift").code, 0);
}

#[test]
fn a_first_copy_is_made_for_a_command_that_is_named() {
    let project = project();
    let name = ".claude/commands/flow/assess.md";
    project
        .write(name, "---\ndescription: Assess it\nhandoffs:\n  - label: Plan\n    agent: flow-plan\n---\nAssess.\n");
    expect![[r#"
        missing .github/agents/flow-assess.agent.md: .claude/commands/flow/assess.md has no copy
        -- exit 1
    "#]]
    .assert_eq(&project.run(&format!("expand --check {name}")).all());
    expect![[r#"
        wrote .github/agents/flow-assess.agent.md from .claude/commands/flow/assess.md
        -- exit 0
    "#]]
    .assert_eq(&project.run(&format!("expand --write {name}")).all());
    expect![[r#"
        ---
        name: "flow-assess"
        description: "Assess it"
        target: "chat"
        tools: [Read]
        handoffs:
          - label: Plan
            agent: flow-plan
        ---
        Assess.
    "#]]
    .assert_eq(&project.read(".github/agents/flow-assess.agent.md"));
    assert_eq!(project.run(&format!("expand --check {name}")).code, 0);
    expect![[r#"
        -- stderr
        error: a copy of `.claude/partials/check.md` is not written: `.claude/partials/check.md` is not a command in a namespace, as .claude/commands/flow/plan.md is
        -- exit 2
    "#]].assert_eq(&project.run("expand --write .claude/partials/check.md").all());
}

#[test]
fn one_command_that_cannot_be_expanded_does_not_stop_the_others() {
    let project = project();
    project.write(".claude/commands/flow/assess.md", "# Assess\n\n{{INCLUDE:gone.md}}\n");
    project.write(".github/agents/flow-assess.agent.md", "# Assess\n\nold\n");
    project.write(".github/agents/flow-lost.agent.md", "---\ntarget: chat\n---\n");
    expect![[r#"
        wrote .github/agents/flow-plan.agent.md from .claude/commands/flow/plan.md
        -- stderr
        error: `.github/agents/flow-assess.agent.md` is not written: .claude/commands/flow/assess.md:3:11: `gone.md` does not exist: create it or correct the path
        -- exit 2
    "#]].assert_eq(&project.run("expand --write").all());
    assert_eq!(project.read(".github/agents/flow-assess.agent.md"), "# Assess\n\nold\n");
    expect![[r#"
        -- stderr
        error: `.github/agents/flow-lost.agent.md` is the copy of a command that does not exist: restore the command or delete the copy
        -- exit 2
    "#]].assert_eq(&project.run("expand --write .github/agents/flow-lost.agent.md").all());
}

#[test]
fn prompts_that_begin_as_the_command_does_are_copies_too() {
    let project = project();
    project.write(COPY, "---\nname: flow-plan\ndescription: \"Plan: 😀\"\n---\n# Plan\né one\ntwo\n");
    let prompt = ".github/prompts/flow.plan.prompt.md";
    project.write(prompt, "---\nagent: flow-plan\n---\n");
    assert_eq!(project.run("expand --check").code, 0);
    project.write(prompt, "# My own words\n");
    assert_eq!(project.run("expand --check").code, 0);
    project.write(prompt, "---\nmode: agent\ndescription:\n---\n# Plan\nold\n");
    expect![[r#"
        wrote .github/prompts/flow.plan.prompt.md from .claude/commands/flow/plan.md
        -- exit 0
    "#]]
    .assert_eq(&project.run("expand --write").all());
    expect![[r#"
        ---
        mode: agent
        description: "Plan: 😀"
        ---
        # Plan
        é one
        two
    "#]]
    .assert_eq(&project.read(prompt));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_of_the_project() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    let project = Project::new(&[(PLAN, "Plan.\n")]);
    symlink(outside.path(), project.path(".github")).unwrap();
    expect![[r#"
        -- stderr
        error: `.github/agents/flow-plan.agent.md` is not written: another file or a link took its place; run again
        -- exit 2
    "#]]
    .assert_eq(&project.run(&format!("expand --write {PLAN}")).all());
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_project_without_copies() {
    let project = Project::new(&[(PLAN, "Plan.\n")]);
    assert_eq!(project.run("expand --check").all(), "there is no copy of a command in this project\n-- exit 0\n");
    assert_eq!(project.run("expand").code, 2);
}

const SPEC: &str = "# till Specification\r\n\r\n## Purpose\r\nWhat the till does with the money of customers, and when 😀.\r\n\r\n## Requirements\r\n### Requirement: Round\r\nThe till SHALL round.\r\n\r\n#### Scenario: Half\r\n- **WHEN** 0.5\r\n- **THEN** 1\r\n";

#[test]
fn a_delta_is_printed_as_the_spec_that_it_makes() {
    let added = "## ADDED Requirements\n### Requirement: Count\nThe till SHALL count.\n#### Scenario: One\n- **WHEN** x\n- **THEN** y\n";
    let delta = "openspec/changes/a/specs/till/spec.md";
    let project = Project::new(&[("openspec/specs/till/spec.md", SPEC), (delta, added)]);
    let printed = project.run(&format!("expand {delta}"));
    let before = SPEC.replace("## Requirements\r\n", "## Requirements\r\n\r\n");
    assert_eq!(
        printed.stdout,
        format!("{before}\r\n{}", added["## ADDED Requirements\n".len()..].replace('\n', "\r\n"))
    );
    project.write(
        delta,
        "## MODIFIED Requirements\n### Requirement: Count\n## REMOVED Requirements\n### Requirement: round\n",
    );
    expect![[r#"
        -- stderr
        error: openspec/changes/a/specs/till/spec.md:2:18: the spec has no `Count`: fix the name, or use `## ADDED Requirements`
        error: openspec/changes/a/specs/till/spec.md:4:18: the spec has no `round`: did you mean `Round`?
        -- exit 1
    "#]].assert_eq(&project.run(&format!("expand {delta}")).all());
    expect![[r#"
        -- stderr
        error: a delta has no copies, and its spec has no front matter: leave `--check`, `--write` and `--body` out
        -- exit 2
    "#]]
    .assert_eq(&project.run(&format!("expand --check {delta}")).all());
}

#[test]
fn an_agent_that_was_written_by_hand_is_left_alone() {
    let agent = "---\nname: flow-plan\ndescription: Mine\n---\n# How we plan 😀\n\nAsk first.\n\nThen write.\n";
    let project = project();
    project.write(COPY, agent);
    expect![[r#"
        there is no copy of a command in this project
        -- exit 0
    "#]]
    .assert_eq(&project.run("expand --check").all());
    expect![[r#"
        there is no copy of a command in this project
        -- exit 0
    "#]]
    .assert_eq(&project.run("expand --write").all());
    assert_eq!(project.read(COPY), agent);
}
