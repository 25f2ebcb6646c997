use expect_test::expect;
use serde_json::{Value, json};

use super::project::Project;

fn project() -> Project {
    Project::new(&[])
}

#[test]
fn commands_that_start_from_a_state() {
    let project = project();
    for (state, commands) in [
        ("Specified", "/flow:research\n/flow:plan\n"),
        ("workflow:specified", "/flow:research\n/flow:plan\n"),
        ("In Implementation", "/flow:validate\n"),
        ("", "/flow:assess\n"),
        ("Done", "no command starts from `Done`\n"),
    ] {
        let run = project.run(&format!("state valid {state}"));
        assert_eq!((run.stdout.as_str(), run.code), (commands, 0), "{state}");
    }
    let json: Value = serde_json::from_str(&project.run("state valid Specified --format json").stdout).unwrap();
    assert_eq!(json, json!({ "version": 1, "state": "Specified", "commands": ["/flow:research", "/flow:plan"] }));
    expect![[r#"
        -- stderr
        error: the workflow has no state `Specifed`: did you mean `Specified`?
        -- exit 2
    "#]]
    .assert_eq(&project.run("state valid Specifed").all());
    expect![[r#"
        -- stderr
        error: the workflow has no state `😀`, only `To Do`, `Assessed`, `Specified`, `Researched`, `Planned`, `In Implementation`, `Validated`, `Deployed`, `Done`
        -- exit 2
    "#]].assert_eq(&project.run("state valid 😀").all());
}

#[test]
fn whether_a_command_starts_from_a_state() {
    let project = project();
    expect![[r#"
        /flow:validate can run: In Implementation → Validated
        -- exit 0
    "#]]
    .assert_eq(&project.run("state check validate In Implementation").all());
    expect![[r#"
        ⚠️ Cannot run /flow:plan

        Current state: "workflow:Planned"
        Required states: workflow:Specified, workflow:Researched

        Suggestions:
          - Valid workflows for current state: /flow:implement
          - Use --skip-state-check to bypass (not recommended)
        -- exit 1
    "#]]
    .assert_eq(&project.run("state check /flow:plan Planned").all());
    expect![[r#"
        -- stderr
        error: the workflow has no state `Plannd`: did you mean `Planned`?
        -- exit 2
    "#]]
    .assert_eq(&project.run("state check implement Plannd").all());
    expect![[r#"
        -- stderr
        error: the workflow has no command `implment`: did you mean `implement`?
        -- exit 2
    "#]]
    .assert_eq(&project.run("state check implment Planned").all());
    expect![[r#"
        /flow:assess can run: no workflow label → Assessed
        -- exit 0
    "#]]
    .assert_eq(&project.run("state check assess").all());
    let json = |arguments: &str| serde_json::from_str::<Value>(&project.run(arguments).stdout).unwrap();
    let yes = json("state check plan Specified --format json");
    assert_eq!(
        yes,
        json!({ "version": 1, "command": "/flow:plan", "state": "Specified", "can_proceed": true, "message": null })
    );
    let no = json("state --format json check plan");
    assert_eq!((&no["can_proceed"], &no["state"]), (&json!(false), &Value::Null));
    assert!(no["message"].as_str().unwrap().contains("Current state: \"(no workflow label)\""));
}

#[test]
fn the_state_after_a_command() {
    let project = project();
    assert_eq!(project.run("state next implement").all(), "In Implementation\n-- exit 0\n");
    let json: Value = serde_json::from_str(&project.run("state next /flow.plan --format json").stdout).unwrap();
    let from = ["Specified", "Researched"];
    assert_eq!(json, json!({ "version": 1, "command": "/flow:plan", "from": from, "to": "Planned" }));
    expect![[r#"
        -- stderr
        error: the workflow has no command `xyz`, only /flow:assess, /flow:specify, /flow:research, /flow:plan, /flow:implement, /flow:validate, /flow:operate
        -- exit 2
    "#]].assert_eq(&project.run("state next xyz").all());
}

#[test]
fn a_workflow_file_that_is_none() {
    let project = Project::new(&[("flowspec_workflow.yml", "states: [\n")]);
    expect![[r#"
        -- stderr
        error: `flowspec_workflow.yml` cannot be read as a workflow: `flowspec-lsp check` says what is wrong in it
        -- exit 2
    "#]]
    .assert_eq(&project.run("state next implement").all());
}

#[test]
fn everything_that_is_worked_on() {
    let project = Project::new(&[
        (".specify/feature.json", r#"{"feature_directory": "specs/002-refunds"}"#),
        (".claude/skills/speckit-plan/SKILL.md", "# Plan\n"),
        (".claude/commands/opsx/apply.md", "# Apply\n"),
        (".claude/commands/kiro/spec-impl.md", "# Implement\n"),
        ("specs/001-fees/spec.md", "# Feature Specification: Fees é\n"),
        ("specs/002-refunds/tasks.md", "- [x] T001 a\n- [ ] T002 b\n"),
        ("specs/003-done/tasks.md", "- [x] T001 a\n"),
        ("openspec/changes/add-tax/proposal.md", "# Change: Tax\n"),
        (".kiro/specs/rent/tasks.md", "- [ ] 1. A\n"),
    ]);
    expect![[r#"
          add-tax      Planning
          001-fees     Specified                        /speckit-plan, /speckit-clarify
        * 002-refunds  In Implementation  1 of 2 tasks  /speckit-implement
          003-done     Done               1 of 1 tasks  /speckit-converge
          rent         Tasks              0 of 1 tasks  /kiro:spec-impl
        -- exit 0
    "#]]
    .assert_eq(&project.run("state list").all());
    let json: Value = serde_json::from_str(&project.run("state list --format json").stdout).unwrap();
    let current: Vec<_> = json["items"].as_array().unwrap().iter().filter(|item| item["current"] == true).collect();
    assert_eq!(
        current,
        [&json!({
            "dialect": "spec-kit", "id": "002-refunds", "title": "", "path": "specs/002-refunds/tasks.md",
            "states": ["In Implementation"], "status": "1 of 2 tasks", "current": true,
            "commands": ["/speckit-implement"],
        })]
    );
    let empty = Project::new(&[(".specify/x.md", "")]);
    assert_eq!(empty.run("state list").stdout, "this project has no tasks, changes, features or specs\n");
}

#[test]
fn the_states_of_features() {
    let project = Project::new(&[(".specify/x.md", ""), (".claude/skills/speckit-plan/SKILL.md", "# Plan\n")]);
    for (arguments, expected) in [
        ("state valid Specified", "/speckit-plan\n/speckit-clarify\n-- exit 0\n"),
        ("state check plan Specified", "/speckit-plan can run: Specified → Planned\n-- exit 0\n"),
        ("state check /speckit.plan clarified", "/speckit-plan can run: Clarified → Planned\n-- exit 0\n"),
        (
            "state check implement Planned",
            "/speckit-implement starts from `Tasked` or `In Implementation`, not from `Planned`\n-- exit 1\n",
        ),
        ("state check specify Done", "/speckit-specify is not for a feature in a certain state\n-- exit 1\n"),
        ("state next tasks", "Tasked\n-- exit 0\n"),
        ("state next analyze", "-- stderr\nerror: `/speckit-analyze` leaves a feature in its state\n-- exit 2\n"),
        ("state valid Tasks", "-- stderr\nerror: a feature has no state `Tasks`: did you mean `Tasked`?\n-- exit 2\n"),
    ] {
        assert_eq!(project.run(arguments).all(), expected, "{arguments}");
    }
}

#[test]
fn the_states_of_specs() {
    let project = Project::new(&[(".kiro/steering/x.md", ""), (".claude/commands/kiro/spec-impl.md", "# A\n")]);
    for (arguments, expected) in [
        ("state valid Tasks", "/kiro:spec-impl\n-- exit 0\n"),
        ("state valid Design", "no command leads on from `Design`\n-- exit 0\n"),
        ("state check kiro-impl Tasks", "/kiro:spec-impl can run: Tasks → Done\n-- exit 0\n"),
        (
            "state check spec-design Tasks",
            "/kiro:spec-design starts from `Requirements`, not from `Tasks`\n-- exit 1\n",
        ),
        ("state next spec-tasks", "Tasks\n-- exit 0\n"),
    ] {
        assert_eq!(project.run(arguments).all(), expected, "{arguments}");
    }
}

#[test]
fn the_states_of_changes() {
    let project = Project::new(&[("openspec/project.md", "# A\n"), (".claude/commands/opsx/apply.md", "# A\n")]);
    for (arguments, expected) in [
        ("state valid Planned", "/opsx:apply\n-- exit 0\n"),
        ("state valid complete", "no command leads on from `Complete`\n-- exit 0\n"),
        ("state check apply Applying", "/opsx:apply can run: Applying → Complete\n-- exit 0\n"),
        (
            "state check /opsx-apply Planning",
            "/opsx:apply starts from `Planned` or `Applying`, not from `Planning`\n-- exit 1\n",
        ),
        ("state next archive", "Archived\n-- exit 0\n"),
        ("state next sync", "-- stderr\nerror: `/opsx:sync` leaves a change in its state\n-- exit 2\n"),
        (
            "state valid Plannd",
            "-- stderr\nerror: a change has no state `Plannd`: did you mean `Planned`?\n-- exit 2\n",
        ),
        ("state next aply", "-- stderr\nerror: OpenSpec has no command `aply`: did you mean `apply`?\n-- exit 2\n"),
    ] {
        assert_eq!(project.run(arguments).all(), expected, "{arguments}");
    }
    let json = |arguments: &str| serde_json::from_str::<Value>(&project.run(arguments).stdout).unwrap();
    assert_eq!(
        json("state next apply --format json"),
        json!({ "version": 1, "command": "/opsx:apply", "from": ["Planned", "Applying"], "to": "Complete" })
    );
    assert_eq!(json("state check apply Planned --format json")["can_proceed"], true);
}

#[test]
fn all_commands_ask_the_machine_of_a_file_of_version_1() {
    let transition = |name: &str, from: &str, to: &str| format!("  - {{ name: {name}, from: {from}, to: {to} }}\n");
    let file = format!(
        "version: \"1.0\"\ntransitions:\n{}{}{}",
        transition("assess", "To Do", "Assessed"),
        transition("specify", "Assessed", "Written"),
        transition("plan", "Written", "Planned"),
    );
    let project = Project::new(&[
        ("flowspec_workflow.yml", &file),
        (
            ".claude/commands/flow/plan.md",
            "---\ndescription: Plan.\n---\n**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.\n",
        ),
        ("backlog/tasks/task-1 - A.md", "---\nid: task-1\ntitle: A\nstatus: To Do\nlabels: [workflow:Written]\n---\n"),
    ]);
    expect![[r#"
        Written
        -- exit 0
    "#]]
    .assert_eq(&project.run("state next specify").all());
    expect![[r#"
        /flow:plan can run: Written → Planned
        -- exit 0
    "#]]
    .assert_eq(&project.run("state check plan Written").all());
    expect![[r#"
        ⚠️ No constitution found

        To create one:
          1. Run: flowspec init --here
          2. Then: Run /spec:constitution to customize

        Proceeding without constitution...

        may run: /flow:plan on task-1 (Written → Planned)
          prompt: /flow:plan task-1
        -- exit 0
    "#]]
    .assert_eq(&project.run("preflight /flow:plan --task task-1").all());
    expect![[r#"
        warning[state-unknown]: the workflow has no state `Specified`: correct it or add it to the workflow file
         --> .claude/commands/flow/plan.md:4:55
          |
        4 | **For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.
          |                                                       ^^^^^^^^^

        info[workflow-legacy]: a version 1.0 workflow file without `states` and `workflows`, the states are taken from its transitions
         --> flowspec_workflow.yml:1:11
          |
        1 | version: "1.0"
          |           ^^^

        1 warning, 1 info in 3 documents (flowspec)
        -- exit 1
    "#]].assert_eq(&project.run("check --select state-unknown,state-input-differs,workflow-legacy").all());
}
