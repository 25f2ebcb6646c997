//! Step 0: states and light mode.

use super::{SETTLED, preflight_of, seen, task};
use crate::workflow::preflight::{Outcome, Why};

/// The table of flowspec's commands: command, required input states as they are shown, output state.
const TABLE: [(&str, &str, &str); 7] = [
    ("/flow:assess", "workflow:To Do, (no workflow label)", "Assessed"),
    ("/flow:specify", "workflow:Assessed", "Specified"),
    ("/flow:research", "workflow:Specified", "Researched"),
    ("/flow:plan", "workflow:Specified, workflow:Researched", "Planned"),
    ("/flow:implement", "workflow:Planned", "In Implementation"),
    ("/flow:validate", "workflow:In Implementation", "Validated"),
    ("/flow:operate", "workflow:Validated", "Deployed"),
];

/// Every state as a label, and the commands that start there.
const STATES: [(&str, &str); 11] = [
    ("(no workflow label)", "/flow:assess"),
    ("workflow:To Do", "/flow:assess"),
    ("workflow:Assessed", "/flow:specify"),
    ("workflow:Specified", "/flow:research, /flow:plan"),
    ("workflow:Researched", "/flow:plan"),
    ("workflow:Planned", "/flow:implement"),
    ("workflow:In Implementation", "/flow:validate"),
    ("workflow:Validated", "/flow:operate"),
    ("workflow:Deployed", "none"),
    ("workflow:Done", "none"),
    ("workflow:Größe", "none"),
];

const BLOCKED: &str = r#"⚠️ Cannot run /flow:<command>

Current state: "<current-workflow-label>"
Required states: <list-of-valid-input-states>

Suggestions:
  - Valid workflows for current state: <list-valid-commands>
  - Use --skip-state-check to bypass (not recommended)"#;
const LIGHT_MODE: &str = r#"ℹ️ This project is in Light Mode

Light mode skips the research phase for faster iteration.
Current state: workflow:Specified

Suggestions:
  - Run /flow:plan to proceed directly to planning
  - To enable research, delete .flowspec-light-mode and use full mode
  - See docs/guides/when-to-use-light-mode.md for details"#;

#[test]
fn a_label_that_cannot_be_changed_is_reported() {
    for (labels, refusal) in [
        ("labels: [workflow:Planned]\nlabels: [ui]\n", "`labels` is there twice"),
        ("labels: [workflow:Planned, workflow:planned]\n", "the task has several workflow labels"),
    ] {
        let fixture = format!(
            "//- /memory/constitution.md\n<!-- TIER: Light -->\n//- /backlog/tasks/task-12 - A.md\n---\nid: task-12\nstatus: In Progress\n{labels}---\n"
        );
        for (arguments, outcome) in [("", Outcome::CannotTell), ("--skip-state-check", Outcome::Warn)] {
            let verdict = preflight_of(&fixture, "/flow:implement", arguments);
            let reason = verdict.reasons.iter().find(|reason| reason.why == Why::LabelFixed);
            let reason = reason.unwrap_or_else(|| panic!("{labels:?}: {:?}", verdict.reasons));
            assert_eq!((reason.outcome, verdict.outcome), (outcome, outcome), "{labels:?}");
            let expected = format!("task-12 could not be moved on after a success: {refusal}");
            assert!(reason.message.starts_with(&expected), "{}", reason.message);
        }
    }
}

/// Light mode and the templates are about flowspec's own commands, whatever a project calls its steps.
#[test]
fn light_mode_does_not_concern_the_commands_of_others() {
    let workflow = |namespace: &str| {
        format!(
            "//- /.flowspec-light-mode\n//- /flowspec_workflow.yml\nversion: '2.0'\nstates: [To Do, A]\nworkflows:\n  research:\n    \
             command: /{namespace}:research\n    agents: [a]\n    input_states: [To Do]\n    output_state: A\n"
        )
    };
    let own = preflight_of(&workflow("flow"), "research", "");
    assert!(own.reasons.iter().any(|reason| reason.why == Why::LightModeSkipsResearch));
    let other = preflight_of(&workflow("my"), "research", "");
    assert!(!other.reasons.iter().any(|reason| reason.why == Why::LightModeSkipsResearch), "{:?}", other.reasons);
}

#[test]
fn every_command_in_every_state() {
    for (command, required, output) in TABLE {
        for (label, valid) in STATES {
            let labels = if label.starts_with('(') { "other" } else { label };
            let verdict = preflight_of(&task(labels), command, "");
            assert_eq!(verdict.to.as_deref(), Some(output));
            assert_eq!(verdict.from.as_deref(), label.strip_prefix("workflow:"));
            if required.split(", ").any(|state| state == label) {
                assert_eq!(seen(&verdict), [], "{command} {label}");
                continue;
            }
            let message = BLOCKED
                .replace("/flow:<command>", command)
                .replace("<current-workflow-label>", label)
                .replace("<list-of-valid-input-states>", required)
                .replace("<list-valid-commands>", valid);
            assert_eq!(seen(&verdict), [(Outcome::Block, message.as_str())], "{command} {label}");
        }
    }
}

#[test]
fn names_of_states_and_commands_are_forgiving() {
    for label in ["workflow:planned", "'workflow:  PLANNED '", "\"workflow:Planned\""] {
        assert_eq!(seen(&preflight_of(&task(label), "/flow:implement", "")), [], "{label}");
    }
    for command in ["/flow:implement", "flow:implement", "/flow.implement", " implement ", "/implement"] {
        let verdict = preflight_of(&task("workflow:Planned"), command, " \"a  b\" ");
        assert_eq!(
            (verdict.outcome, verdict.prompt.as_str()),
            (Outcome::Proceed, "/flow:implement \"a  b\""),
            "{command}"
        );
    }
}

#[test]
fn the_check_can_be_skipped() {
    let skipped = "⚠️ Skipping workflow state check (--skip-state-check)\n\nBypassing state checks may result in incomplete artifacts or broken workflows.";
    let verdict = preflight_of(&task("workflow:Done"), "/flow:plan", "now --skip-state-check");
    assert_eq!(seen(&verdict), [(Outcome::Warn, skipped)]);
    assert_eq!((verdict.arguments.as_str(), verdict.prompt.as_str()), ("now", "/flow:plan now"));
    assert_eq!((verdict.from.as_deref(), verdict.to.as_deref()), (Some("Done"), Some("Planned")));
}

#[test]
fn several_states() {
    let several = task("workflow:Planned, workflow:Done");
    let message = "`task-1` is in several states, `workflow:Planned` and `workflow:Done`: leave the one that is right";
    assert_eq!(seen(&preflight_of(&several, "/flow:implement", "")), [(Outcome::CannotTell, message)]);
    assert_eq!(preflight_of(&several, "/flow:implement", "--skip-state-check").outcome, Outcome::Warn);
}

#[test]
fn a_command_that_there_is_not() {
    let verdict = preflight_of(&task("workflow:Planned"), "/flow:implment", "");
    let message = "there is no command `/flow:implment`: did you mean `/flow:implement`?";
    assert_eq!(seen(&verdict), [(Outcome::CannotTell, message)]);
    let verdict = preflight_of(&task("workflow:Planned"), "implment", "");
    assert_eq!(verdict.reasons[0].why, Why::CommandUnknown { near: Some("/flow:implement".into()) });
    let message = "there is no command `/xyz`: the workflow has /flow:assess, /flow:specify, /flow:research, /flow:plan, \
                   /flow:implement, /flow:validate, /flow:operate";
    assert_eq!(seen(&preflight_of("", "/xyz", "")), [(Outcome::CannotTell, message)]);
}

#[test]
fn a_command_that_takes_no_step() {
    let project = "//- /memory/constitution.md
<!-- TIER: Heavy -->
<!-- NEEDS_VALIDATION: x -->
//- /.claude/commands/spec/constitution.md
Ask. {{INCLUDE:.claude/partials/other.md}}
//- /.claude/commands/arch/decide.md
{{INCLUDE:.claude/partials/all.md}}
//- /.claude/commands/flow/deliver.md
{{INCLUDE:.claude/partials/_workflow-state.md}}
//- /.claude/partials/all.md
{{INCLUDE:.claude/partials/_constitution-check.md}}
{{INCLUDE:.claude/partials/all.md}}
//- /.claude/partials/_constitution-check.md
Check it.
//- /.claude/partials/_workflow-state.md
Check it.
";
    let verdict = preflight_of(project, "/spec.constitution", "now");
    let message = "`/spec:constitution` takes no step of the workflow: there is nothing to check";
    assert_eq!(seen(&verdict), [(Outcome::Proceed, message)]);
    assert_eq!(verdict.prompt, "/spec:constitution now");
    let verdict = preflight_of(project, "/arch:decide", "");
    let message = "`/arch:decide` takes no step of the workflow: only the constitution is checked";
    assert_eq!((verdict.outcome, verdict.reasons[1].message.as_str()), (Outcome::Block, message));
    let verdict = preflight_of(project, "/flow:deliver", "");
    let message = "`/flow:deliver` wants the state of its task to be checked, but the workflow does not have this command: \
                   add it to the workflow file";
    assert_eq!(seen(&verdict), [(Outcome::CannotTell, message)]);
    assert_eq!(preflight_of(project, "/flow:deliver", "--skip-state-check").outcome, Outcome::Warn);
}

#[test]
fn a_command_is_found_in_every_spelling_and_called_as_its_file_is() {
    for (file, called, written) in [
        (
            ".claude/commands/speckit.plan.md",
            "/speckit.plan",
            &["/speckit.plan", "speckit-plan", "/speckit-plan", "$speckit-plan"][..],
        ),
        (
            ".claude/skills/speckit-plan/SKILL.md",
            "/speckit-plan",
            &["/speckit.plan", "@speckit-plan", "/skill:speckit-plan"],
        ),
        (".claude/commands/opsx-apply.md", "/opsx-apply", &["/opsx:apply", "/opsx-apply"]),
        (".claude/commands/opsx/apply.md", "/opsx:apply", &["/opsx:apply", "/opsx-apply"]),
        (".claude/commands/release.v2.md", "/release.v2", &["/release.v2", "release.v2"]),
    ] {
        for written in written {
            let verdict = preflight_of(
                &format!(
                    "{SETTLED}//- /{file}
Do it.
"
                ),
                written,
                "now",
            );
            let message = format!("`{called}` takes no step of the workflow: there is nothing to check");
            assert_eq!(seen(&verdict), [(Outcome::Proceed, &*message)], "{written}");
            assert_eq!(verdict.prompt, format!("{called} now"));
        }
    }
    let unknown = preflight_of(&format!("{SETTLED}//- /.claude/commands/speckit.plan.md\n"), "/speckit-paln", "");
    assert_eq!((unknown.outcome, &*unknown.command), (Outcome::CannotTell, "/speckit-paln"));
    assert!(unknown.reasons[0].message.contains("did you mean `/speckit.plan`?"), "{unknown:?}");
}

#[test]
fn light_mode() {
    let light = |labels: &str| format!("{}//- /.flowspec-light-mode\n", task(labels));
    let block = |message: &str| vec![(Outcome::Block, message.to_owned())];
    let shown = |labels: &str, command: &str| {
        let verdict = preflight_of(&light(labels), command, "");
        seen(&verdict).into_iter().map(|(outcome, message)| (outcome, message.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(shown("workflow:Specified", "/flow:research"), block(LIGHT_MODE));
    let elsewhere = |label| LIGHT_MODE.replace("workflow:Specified", label);
    assert_eq!(shown("workflow:Done", "/flow:research"), block(&elsewhere("workflow:Done")));
    assert_eq!(shown("other", "/flow:research"), block(&elsewhere("(no workflow label)")));
    let template =
        |text: &str| vec![(Outcome::Proceed, format!("Project is in LIGHT MODE (~60% faster workflow)\n\n{text}"))];
    assert_eq!(
        shown("workflow:Specified", "/flow:plan"),
        template("`/flow:plan` -> Uses `plan-light.md` template (high-level only)")
    );
    assert_eq!(
        shown("workflow:Assessed", "/flow:specify"),
        template("`/flow:specify` -> Uses `spec-light.md` template (combined stories + AC)")
    );
    assert_eq!(shown("workflow:Planned", "/flow:implement"), []);
    // What it leaves out is not suggested.
    let verdict = preflight_of(&light("workflow:Specified"), "/flow:implement", "");
    assert!(verdict.reasons.iter().any(|reason| reason.message.contains("current state: /flow:plan\n")));
    let nobody = preflight_of(&format!("{SETTLED}//- /.flowspec-light-mode\n"), "/flow:research", "");
    assert_eq!(seen(&nobody), [(Outcome::Block, &*LIGHT_MODE.replace("Current state: workflow:Specified\n", ""))]);
}

#[test]
fn a_workflow_file_replaces_the_table() {
    let file = "//- /flowspec_workflow.yml\nversion: \"2.0\"\nstates: [To Do, Built]\nworkflows:\n  build:\n    command: /dev:build\n    agents: [a]\n    input_states: [To Do]\n    output_state: Built\ntransitions:\n  - { name: build, from: To Do, to: Built, via: build }\n";
    let project = format!("{file}{}", task("workflow:To Do"));
    let verdict = preflight_of(&project, "build", "");
    assert_eq!(
        (verdict.outcome, verdict.command.as_str(), verdict.to.as_deref()),
        (Outcome::Proceed, "/dev:build", Some("Built"))
    );
    assert_eq!(preflight_of(&project, "/flow:plan", "").outcome, Outcome::CannotTell);
}

#[test]
fn a_workflow_file_that_is_none() {
    let message = "`flowspec_workflow.yml` cannot be read as a workflow, so nobody can tell which command may run: \
                   `flowspec-lsp check` says what is wrong in it";
    for broken in ["states: [To Do\n", "", "[]\n", "states: []\n", "version: 1\nstates: [To Do]\nworkflows: {a: [}\n"] {
        let verdict =
            preflight_of(&format!("//- /flowspec_workflow.yml\n{broken}{}", task("workflow:Planned")), "plan", "");
        assert_eq!(seen(&verdict), [(Outcome::CannotTell, message)], "{broken}");
        assert_eq!(verdict.prompt, "/plan");
    }
}

#[test]
fn a_file_of_the_first_version_leaves_the_commands_to_the_table() {
    let file = "//- /flowspec_workflow.yml\nversion: \"1.0\"\ntransitions:\n  - { name: plan, from: Specified, to: Planned, validation: 'KEYWORD[\"GO\"]' }\n";
    let verdict = preflight_of(&format!("{file}{}", task("workflow:Specified")), "/flow:plan", "");
    assert_eq!(verdict.to.as_deref(), Some("Planned"));
    assert!(verdict.reasons.iter().any(|reason| reason.why == Why::KeywordNeeded { keyword: "GO".into() }));
}
