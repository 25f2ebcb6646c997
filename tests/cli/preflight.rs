use expect_test::{expect, expect_file};
use serde_json::Value;

use super::project::{Project, Run, program};

const TASK: &str =
    "---\nid: task-12\ntitle: Größe \"x\" $(y)\nstatus: In Progress\nlabels:\n  - ui\n  - workflow:Planned\n---\n";

fn project(tier: &str) -> Project {
    let constitution = format!("<!-- TIER: {tier} -->\n<!-- NEEDS_VALIDATION: Team size -->\n");
    Project::new(&[("memory/constitution.md", &constitution), ("backlog/tasks/task-12 - Größe.md", TASK)])
}

#[test]
fn help_reads_well() {
    let run = |arguments: &str| Project::new(&[]).run(arguments).stdout;
    expect_file!["help-preflight.txt"].assert_eq(&run("preflight --help"));
    expect_file!["help-state.txt"].assert_eq(&run("state --help"));
}

#[test]
fn it_may_run() {
    expect![[r#"
        ⚠️ Constitution has 1 unvalidated sections:
          - Team size

        Consider running /spec:constitution to customize your constitution.

        Proceeding with command...

        may run: /flow:implement on task-12 (Planned → In Implementation)
          prompt: /flow:implement
        -- exit 0
    "#]]
    .assert_eq(&project("Light").run("preflight /flow:implement").all());
    // Arguments are one text, and their flags are not taken for ours.
    let project = project("Heavy");
    let mut command = project.command("preflight implement --task 12");
    let arguments = ["--arguments", "--skip-validation the \"login\" page\u{1b}[2J"];
    let run = Run::of(command.args(arguments).output().unwrap());
    expect![[r#"
        ⚠️ Skipping constitution validation (--skip-validation)

        may run: /flow:implement on task-12 (Planned → In Implementation)
          prompt: /flow:implement task-12 the "login" page�[2J
        -- exit 0
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn it_is_blocked() {
    expect![[r#"
        [X] Constitution Validation Required

        Your constitution has 1 unvalidated sections:
          - Team size

        Heavy tier constitutions require full validation before workflow commands.

        To resolve:
          1. Run /spec:constitution to customize your constitution
          2. Run flowspec constitution validate to verify
          3. Remove all NEEDS_VALIDATION markers

        Or use --skip-validation to bypass (not recommended).

        Command blocked until constitution is validated.

        blocked: /flow:implement on task-12 (Planned)
        -- exit 1
    "#]]
    .assert_eq(&project("Heavy").run("preflight /flow:implement").all());
    expect![[r#"
        ⚠️ Cannot run /flow:plan

        Current state: "workflow:Planned"
        Required states: workflow:Specified, workflow:Researched

        Suggestions:
          - Valid workflows for current state: /flow:implement
          - Use --skip-state-check to bypass (not recommended)

        blocked: /flow:plan on task-12 (Planned)
        -- exit 1
    "#]]
    .assert_eq(&project("Medium").run("preflight /flow:plan").all());
}

#[test]
fn it_needs_an_answer() {
    let project = project("Medium");
    expect![[r#"
        ⚠️ Constitution Validation Recommended

        Your constitution has 1 unvalidated sections:
          - Team size

        Medium tier projects should validate their constitution before workflow commands.

        Options:
          1. Continue anyway (y/N)
          2. Run /spec:constitution to customize
          3. Run flowspec constitution validate to check status

        Continue without validation? [y/N]:

        not yet: /flow:implement on task-12 (Planned → In Implementation)
          answer with --yes
        -- exit 3
    "#]]
    .assert_eq(&project.run("preflight /flow:implement --arguments now").all());
    assert_eq!(project.run("preflight /flow:implement --yes").code, 0);
    project.write("backlog/tasks/task-13 - B.md", "---\nid: task-13\nstatus: In Progress\n---\n");
    let run = project.run("preflight /flow:implement --yes");
    assert!(run.stdout.ends_with("not yet: /flow:implement\n  answer with --task ID\n"), "{}", run.stdout);
    assert_eq!(run.code, 3);
}

#[test]
fn a_word_is_an_answer() {
    let project = project("Light");
    let workflow = "version: \"2.0\"\nstates: [To Do, Planned, Built]\nworkflows:\n  implement: { command: /flow:implement, agents: [a], \
                    input_states: [Planned], output_state: Built }\ntransitions:\n  - { name: a, from: Planned, to: Built, via: implement, \
                    validation: 'KEYWORD[\"SHIP\"]' }\n";
    project.write("flowspec_workflow.yml", workflow);
    let run = project.run("preflight implement");
    assert!(run.stdout.ends_with("answer with --keyword SHIP\n"), "{}", run.stdout);
    assert_eq!(run.code, 3);
    assert_eq!(project.run("preflight implement --keyword SHIP").code, 0);
    project.write("flowspec_workflow.yml", "states: [\n");
    let run = project.run("preflight implement");
    assert!(run.stdout.starts_with("`flowspec_workflow.yml` cannot be read as a workflow"), "{}", run.stdout);
    assert_eq!(run.code, 2);
}

#[test]
fn a_task_is_named_by_its_file_from_the_working_folder() {
    let project = project("Light");
    let mut command = program(&project.path("backlog/tasks"));
    let output = command.args(["preflight", "implement", "--task", "task-12 - Größe.md"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_is_wrong_is_said() {
    let project = project("Light");
    expect![[r#"
        there is no command `/flow:implment`: did you mean `/flow:implement`?

        could not tell: /flow:implment
        -- exit 2
    "#]]
    .assert_eq(&project.run("preflight /flow:implment").all());
    expect![[r#"
        there is no task `task-99` in `backlog`: name one by its id or its file

        could not tell: /flow:implement
        -- exit 2
    "#]]
    .assert_eq(&project.run("preflight /flow:implement --task task-99").all());
    expect![[r#"
        -- stderr
        error: `nowhere` does not exist: name a file or folder that exists
        -- exit 2
    "#]]
    .assert_eq(&project.run("preflight /flow:implement --project nowhere").all());
    expect![[r#"
        -- stderr
        error: the following required arguments were not provided:
          <COMMAND>

        Usage: flowspec-lsp preflight <COMMAND>

        For more information, try '--help'.
        -- exit 2
    "#]]
    .assert_eq(&project.run("preflight").all());
}

#[test]
fn without_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| Run::of(program(folder.path()).args(arguments).output().unwrap()).all();
    let preflight = run(&["preflight", "/flow:plan"]);
    expect![[r#"
        -- stderr
        error: no project found: looked for `.git`, `.claude`, `flowspec_workflow.yml`, `.specify`, `openspec/specs` or `.kiro/specs` (and the like) here and in the parent folders; use --project PATH
        -- exit 2
    "#]].assert_eq(&preflight);
    assert_eq!(run(&["state", "valid", "Planned"]), preflight);
}

#[test]
fn the_verdict_for_programs() {
    let run = project("Medium").run("preflight /flow.implement --format json --arguments a");
    expect![[r#"
        {
          "version": 1,
          "outcome": "ask",
          "command": "/flow:implement",
          "arguments": "a",
          "prompt": "/flow:implement a",
          "task": {
            "id": "task-12",
            "title": "Größe \"x\" $(y)",
            "path": "backlog/tasks/task-12 - Größe.md"
          },
          "from": "Planned",
          "to": "In Implementation",
          "reasons": [
            {
              "outcome": "ask",
              "code": "constitution-unvalidated",
              "tier": "Medium",
              "sections": [
                "Team size"
              ],
              "message": "⚠️ Constitution Validation Recommended\n\nYour constitution has 1 unvalidated sections:\n  - Team size\n\nMedium tier projects should validate their constitution before workflow commands.\n\nOptions:\n  1. Continue anyway (y/N)\n  2. Run /spec:constitution to customize\n  3. Run flowspec constitution validate to check status\n\nContinue without validation? [y/N]:"
            }
          ]
        }
        -- exit 3
    "#]].assert_eq(&run.all());
    let run = project("Light").run("preflight /flow:gone --format json");
    let verdict: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((verdict["outcome"].as_str(), run.code), (Some("cannot-tell"), 2));
    assert_eq!(verdict["reasons"][0]["code"], "command-unknown");
}

#[test]
fn a_change_of_openspec() {
    let delta = "## ADDED Requirements\n### Requirement: A\nThe system SHALL a.\n#### Scenario: A\n- **WHEN** a\n";
    let project = Project::new(&[
        ("openspec/changes/add-fees/tasks.md", "- [x] 1.1 A\n- [ ] 1.2 B\n"),
        ("openspec/changes/add-fees/specs/fees/spec.md", delta),
        ("openspec/changes/drop-fees/proposal.md", "# A\n"),
        (".claude/commands/opsx/apply.md", "# A\n"),
        (".claude/commands/opsx/archive.md", "# A\n"),
    ]);
    expect![[r#"
        several changes are open: which one?
          - add-fees (Applying)
          - drop-fees (Planning): A

        not yet: /opsx:apply
          answer with --task NAME
        -- exit 3
    "#]]
    .assert_eq(&project.run("preflight apply").all());
    expect![[r#"
        1 of 2 tasks of `add-fees` is open: archive it all the same? [y/N]:

        not yet: /opsx:archive on add-fees (Applying → Archived)
          answer with --yes
        -- exit 3
    "#]]
    .assert_eq(&project.run("preflight /opsx:archive --task add-fees").all());
    expect![[r#"
        1 of 2 tasks of `add-fees` is open: archive it all the same? [y/N]: y

        may run: /opsx:archive on add-fees (Applying → Archived)
          prompt: /opsx:archive add-fees
        -- exit 0
    "#]]
    .assert_eq(&project.run("preflight /opsx:archive --task add-fees --yes").all());
    let tasks = project.path("openspec/changes/add-fees/tasks.md");
    let run = project.run(&format!("preflight /opsx:apply --task {} --format json", tasks.display()));
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["task"], &json["from"], &json["item"]["id"]), (&Value::Null, &Value::Null, &"add-fees".into()));
}

#[test]
fn one_of_several_specs_of_kiro_is_named() {
    let project = Project::new(&[
        (".kiro/specs/bikes/requirements.md", "### Requirement 1\n"),
        (".kiro/specs/cars/requirements.md", "### Requirement 1\n"),
    ]);
    expect![[r#"
        several specs are open: which one?
          - bikes (Requirements)
          - cars (Requirements)

        not yet: /kiro:spec-tasks
          answer with --task NAME
        -- exit 3
    "#]]
    .assert_eq(&project.run("preflight /kiro:spec-tasks").all());
}

#[test]
fn checks_are_skipped_by_the_flags_that_messages_name() {
    let project = project("Heavy");
    assert_eq!(project.run("preflight implement --task 12").code, 1);
    assert_eq!(project.run("preflight implement --task 12 --skip-validation").code, 0);
    let behind = TASK.replace("workflow:Planned", "workflow:Specified");
    project.write("backlog/tasks/task-12 - Größe.md", &behind);
    assert_eq!(project.run("preflight implement --task 12 --skip-validation").code, 1);
    let run = project.run("preflight implement --task 12 --skip-validation --skip-state-check --arguments x");
    assert_eq!(run.code, 0, "{}", run.all());
    let prompt = run.stdout.lines().find(|line| line.contains("prompt: /flow:implement")).unwrap();
    assert!(!prompt.contains("--skip"), "{prompt}");
}
