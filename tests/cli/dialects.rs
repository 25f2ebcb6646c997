//! Projects of several dialects, and of none that has states.

use expect_test::expect;
use serde_json::Value;

use super::project::Project;

const COMMAND: &str = "---\ndescription: Archive.\n---\nArchive the change.\n";

/// A project of OpenSpec alone, with one command.
fn open_spec() -> Project {
    Project::new(&[("openspec/specs/cli/spec.md", "# cli\n"), (".claude/commands/opsx/archive.md", COMMAND)])
}

#[test]
fn the_summary_names_the_dialects() {
    for (files, expected) in [
        (&[][..], "All checks passed in 1 document\n"),
        (
            &["flowspec_workflow.yml.bak", "openspec/changes/add/notes.txt"],
            "All checks passed in 1 document (OpenSpec)\n",
        ),
        (
            &[".kiro/specs/a/notes.txt", ".specify/scripts/x.sh", ".flowspec/notes.md"],
            "All checks passed in 1 document (flowspec, Spec Kit, Kiro)\n",
        ),
    ] {
        let files = files.iter().map(|file| (*file, "x\n")).chain([(".claude/commands/opsx/archive.md", COMMAND)]);
        let project = Project::new(&Vec::from_iter(files));
        assert_eq!(project.run("check").stdout, expected);
    }
    let json: Value = serde_json::from_str(&open_spec().run("check --format json").stdout).unwrap();
    assert_eq!(json["dialects"], serde_json::json!(["openspec"]));
}

#[test]
fn a_project_without_documents_says_what_it_is() {
    let project = Project::new(&[("openspec/changes/add/notes.txt", "x\n")]);
    expect![[r#"
        no documents: nothing here is a command, a partial, a constitution, a workflow or a task (found: OpenSpec)
        -- exit 0
    "#]]
    .assert_eq(&project.run("check").all());
}

#[test]
fn a_dialect_without_states_has_no_workflow() {
    let project = Project::new(&[(".kiro/steering/tech.md", "# Technology\n")]);
    expect![[r#"
        there is no command `/flow:plan`: the workflow names none

        could not tell: /flow:plan
        -- exit 2
    "#]]
    .assert_eq(&project.run("preflight /flow:plan").all());
    expect![[r#"
        -- stderr
        error: name a state of a spec: `Requirements`, `Design`, `Tasks`, `In Implementation` or `Done`
        -- exit 2
    "#]]
    .assert_eq(&project.run("state valid Planned").all());
    expect![[r#"
        -- stderr
        error: this project has no workflow: it has no workflow file, and its dialects define no states
        -- exit 2
    "#]]
    .assert_eq(&project.run("graph states").all());
}

#[test]
fn the_states_of_spec_kit_are_those_of_its_features() {
    let project =
        Project::new(&[(".specify/init-options.json", "{}\n"), (".claude/commands/speckit.plan.md", "# A\n")]);
    expect![[r#"
        ERROR: Feature directory not found. Set SPECIFY_FEATURE_DIRECTORY or run the specify command to create .specify/feature.json.
        run `/speckit.specify` first

        blocked: /speckit.plan
        -- exit 1
    "#]]
    .assert_eq(&project.run("preflight /speckit.plan").all());
    expect![[r#"
        /speckit.tasks
        -- exit 0
    "#]]
    .assert_eq(&project.run("state valid Planned").all());
    assert!(project.run("graph states --format mermaid").stdout.contains("|\"/speckit.plan\"|"));
}

#[test]
fn the_states_of_openspec_are_those_of_its_changes() {
    let project = open_spec();
    expect![[r#"
        no change is open: start one with `/opsx:propose`

        could not tell: /opsx:archive
        -- exit 2
    "#]]
    .assert_eq(&project.run("preflight /opsx:archive").all());
    assert_eq!(project.run("state valid Complete").stdout, "/opsx:archive\n");
    assert!(project.run("graph states --format mermaid").stdout.contains("|\"/opsx:archive\"|"));
}

#[test]
fn flowspecs_workflow_is_there_next_to_another_dialect() {
    let project = Project::new(&[("openspec/specs/cli/spec.md", "# cli\n"), ("backlog/config.yml", "")]);
    assert_eq!(project.run("state valid Planned").stdout, "/flow:implement\n");
}
