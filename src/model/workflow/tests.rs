use super::*;
use crate::syntax::yaml;
use expect_test::{Expect, expect};
use std::fmt::Write;
use text_size::TextLen;

/// A machine without fault; the cases change a line of it.
const GOOD: &str = r#"version: "2.0"
states: ["To Do", Assessed, Specified, Done]
workflows:
  assess:
    command: /flow:assess
    agents: [workflow-assessor]
    input_states: ["To Do"]
    output_state: Assessed
  specify:
    command: /flow:specify
    agents: [{ name: pm, identity: "@pm", description: PM, responsibilities: [write] }]
    input_states: [Assessed]
    output_state: Specified
    optional: true
transitions:
  - { name: assess, from: "To Do", to: Assessed, via: assess, validation: NONE }
  - { name: specify, from: Assessed, to: Specified, via: specify }
  - { name: finish, from: Specified, to: Done, via: manual }
  - { name: rework, from: Specified, to: Assessed, via: rework }
metadata:
  state_count: 4
  agent_count: 2
"#;

fn read(text: &str) -> (Machine, Vec<Finding>) {
    Machine::from_yaml(&yaml::parse(text, TextRange::up_to(text.text_len())))
}

fn check(text: &str, expected: Expect) {
    let mut out = String::new();
    let at = |range: TextRange| {
        let before = &text[..range.start().into()];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{line}:{column} {:?}", &text[range])
    };
    for finding in read(text).1 {
        let code = finding.check.code();
        let _ = writeln!(out, "{} {code}: {}", at(finding.range), finding.message);
        for related in finding.related {
            let _ = writeln!(out, "    {} {}", at(related.range), related.message);
        }
        if let Some(replacement) = finding.replacement {
            let _ = writeln!(out, "    write {replacement}");
        }
    }
    expected.assert_eq(&out);
}

/// The good machine with one text replaced.
fn changed(from: &str, to: &str, expected: Expect) {
    assert!(GOOD.contains(from), "{from}");
    check(&GOOD.replacen(from, to, 1), expected);
}

#[test]
fn a_good_machine_has_no_findings() {
    check(GOOD, expect![[""]]);
    changed(
        "states: [\"To Do\", Assessed",
        "states: [name: To Do, {name: Assessed, description: x, color: red}",
        expect![[""]],
    );
    changed("from: Specified, to: Done", "from: [Specified, Assessed], to: Done", expect![[""]]);
    changed(
        "version: \"2.0\"",
        "version: '1.1'\ncustom_workflows: {x: {mode: spec}}\nextension: {any: thing}",
        expect![[""]],
    );
    changed("/flow:assess", "/jpspec:assess", expect![[""]]);
    changed("    optional: true\n", "    optional:\n    priority: 3\n    <<: *base\n", expect![[""]]);
    changed("state_count: 4", "state_count: *n\n  security_gates: 2\n  state_counts: 7", expect![[""]]);
}

#[test]
fn keys() {
    changed(
        "    command: /flow:assess\n",
        "",
        expect![[r#"
        4:3 "assess" workflow-schema: this workflow has no `command`
    "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agent: workflow-assessor",
        expect![[r#"
            6:5 "agent" workflow-schema: unknown key `agent` in this workflow: did you mean `agents`?
                write agents
        "#]],
    );
    changed(
        "transitions:",
        "transition:",
        expect![[r#"
        15:1 "transition" workflow-schema: unknown key `transition` in this workflow file: did you mean `transitions`?
            write transitions
    "#]],
    );
    changed(
        ", via: manual",
        "",
        expect![[r#"
        18:13 "finish" workflow-schema: this transition has no `via`
    "#]],
    );
    changed(
        "to: Done, ",
        "",
        expect![[r#"
            18:13 "finish" workflow-schema: this transition has no `to`
        "#]],
    );
    check(
        "version: \"2.0\"\n",
        expect![[r#"
        1:1 "version" workflow-schema: this workflow file has no `states`
        1:1 "version" workflow-schema: this workflow file has no `workflows`
        1:1 "version" workflow-schema: this workflow file has no `transitions`
    "#]],
    );
    check(
        "- a\n",
        expect![[r#"
        1:1 "" workflow-schema: the file must be a mapping, not a list
    "#]],
    );
    check("", expect![[""]]);
    check("# nothing yet\n", expect![[""]]);
}

#[test]
fn types() {
    changed(
        "version: \"2.0\"",
        "version: 2.0",
        expect![[r#"
            1:10 "2.0" workflow-schema: `version` must be a string, but `2.0` is a number: put it in quotes
                write "2.0"
        "#]],
    );
    changed(
        "version: \"2.0\"",
        "version: v2",
        expect![[r#"
        1:10 "v2" workflow-schema: `version` must be a version such as `"2.0"`, not `v2`
    "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agents: workflow-assessor",
        expect![[r#"
            6:13 "workflow-assessor" workflow-schema: `agents` must be a list, not `workflow-assessor`
        "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agents: []",
        expect![[r#"
            6:5 "agents" workflow-schema: `agents` must not be empty
        "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agents:",
        expect![[r#"
            6:5 "agents" workflow-schema: `agents` must be a list, but it has no value
        "#]],
    );
    changed(
        "Assessed, Specified, Done]",
        "Assessed, Specified, Done, On, {title: x}]",
        expect![[r#"
            2:46 "On" workflow-schema: each item of `states` must be a string, but `On` is a boolean: put it in quotes
                write "On"
            2:46 "On" workflow-state-unreachable: no transition leads from `To Do` to `On`
            2:51 "title" workflow-schema: this state has no `name`
        "#]],
    );
    changed(
        "optional: true",
        "optional: maybe",
        expect![[r#"
        14:15 "maybe" workflow-schema: `optional` must be `true` or `false`, not `maybe`
    "#]],
    );
    changed(
        "optional: true",
        "execution_mode: paralel",
        expect![[r#"
        14:21 "paralel" workflow-schema: `execution_mode` must be `sequential` or `parallel`, not `paralel`
            write parallel
    "#]],
    );
    changed(
        "/flow:assess",
        "flow assess",
        expect![[r#"
        5:14 "flow assess" workflow-schema: `command` must be a command such as `/flow:plan`, not `flow assess`
    "#]],
    );
    changed(
        "  assess:\n",
        "  Assess It:\n",
        expect![[r#"
            4:3 "Assess It" workflow-schema: a name must be small letters, digits, `_` and `-` only, not `Assess It`
            16:55 "assess" workflow-via-undefined: `assess` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `Assess It`?
                write Assess It
        "#]],
    );
    changed(
        "identity: \"@pm\"",
        "identity: pm",
        expect![[r#"
        11:36 "pm" workflow-schema: `identity` must be an identity such as `@sre-agent`, not `pm`
    "#]],
    );
    changed(
        "state_count: 4",
        "state_count: four",
        expect![[r#"
        21:16 "four" workflow-schema: `state_count` must be a whole number, not `four`
    "#]],
    );
    changed(
        "output_state: Assessed",
        "output_state: [Assessed]",
        expect![[r#"
            8:5 "output_state" workflow-schema: `output_state` must be a string, not a list
        "#]],
    );
    changed(
        "validation: NONE",
        "validation: NON",
        expect![[r#"
        16:75 "NON" workflow-schema: `validation` must be `NONE`, `PULL_REQUEST` or `KEYWORD["WORD"]`, not `NON`
    "#]],
    );
    changed(
        "validation: NONE",
        "output_artifacts: [{ type: prd, paht: x }, y]",
        expect![[r#"
        16:95 "paht" workflow-schema: unknown key `paht` in this artifact: did you mean `path`?
            write path
        16:106 "y" workflow-schema: each item of `output_artifacts` must be a mapping, not `y`
    "#]],
    );
}

#[test]
fn states() {
    changed(
        "input_states: [Assessed]",
        "input_states: [assessed, Triaged]",
        expect![[r#"
        12:20 "assessed" workflow-state-undefined: the state `assessed` is not listed under `states`: did you mean `Assessed`?
            write Assessed
        12:30 "Triaged" workflow-state-undefined: the state `Triaged` is not listed under `states`
    "#]],
    );
    changed(
        "to: Specified, via",
        "to: Specifed, via",
        expect![[r#"
            17:42 "Specifed" workflow-state-undefined: the state `Specifed` is not listed under `states`: did you mean `Specified`?
                write Specified
        "#]],
    );
    changed(
        "[\"To Do\", Assessed",
        "[\"To do\", Assessed",
        expect![[r#"
            2:11 "To do" workflow-no-initial-state: the initial state must be written `To Do`
                write To Do
        "#]],
    );
    changed(
        "[\"To Do\", Assessed",
        "[Open, Assessed",
        expect![[r#"
            2:1 "states" workflow-no-initial-state: the initial state `To Do` is missing: every task begins there
        "#]],
    );
    changed(
        "Specified, Done]",
        "Specified, Done, specified]",
        expect![[r#"
            2:46 "specified" workflow-duplicate-state: the state `specified` is listed twice
                2:29 "Specified" it is listed here already
            21:16 "4" workflow-count-mismatch: `state_count` is 4, but the number of states is 5
                write 5
        "#]],
    );
    changed(
        "Specified, Done]",
        "Specified, Done, Blocked]",
        expect![[r#"
            2:46 "Blocked" workflow-state-unreachable: no transition leads from `To Do` to `Blocked`
            21:16 "4" workflow-count-mismatch: `state_count` is 4, but the number of states is 5
                write 5
        "#]],
    );
    check(
        &GOOD.replace("Done", "Finished"),
        expect![[r#"
        2:1 "states" workflow-no-terminal-state: no state is an end: add `Done`, `Deployed`, `Cancelled` or `Archived`
    "#]],
    );
}

#[test]
fn transitions() {
    changed(
        "via: specify",
        "via: /flow:specify",
        expect![[r#"
        17:58 "/flow:specify" workflow-via-undefined: `/flow:specify` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `specify`?
            write specify
    "#]],
    );
    changed(
        "via: specify",
        "via: specfy",
        expect![[r#"
        17:58 "specfy" workflow-via-undefined: `specfy` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `specify`?
            write specify
    "#]],
    );
    changed(
        "via: specify",
        "via: hotfix",
        expect![[r#"
        17:58 "hotfix" workflow-via-undefined: `hotfix` is neither a workflow of this file nor `manual`, `rework` or `rollback`
    "#]],
    );
    changed("version: \"2.0\"\n", "version: \"2.0\"\ncustom_workflows: {hotfix: {}}\n", expect![[""]]);
    changed(
        "from: Assessed, to: Specified, via: specify",
        "from: \"To Do\", to: Done, via: specify",
        expect![[r#"
        2:29 "Specified" workflow-state-unreachable: no transition leads from `To Do` to `Specified`
        17:29 "To Do" workflow-transition-mismatch: `To Do` is not an input state of the workflow `specify`
            12:20 "Assessed" the input states of `specify`
        17:41 "Done" workflow-transition-mismatch: the workflow `specify` leads to `Specified`, not to `Done`
            13:19 "Specified" the output state of `specify`
    "#]],
    );
    changed(
        "via: rework",
        "via: assess",
        expect![[r#"
            19:27 "Specified" workflow-transition-mismatch: `Specified` is not an input state of the workflow `assess`
                7:21 "To Do" the input states of `assess`
            19:42 "Assessed" workflow-cycle: this leads back to `Assessed`, and commands must not go in a circle: for a correction write `via: rework` or `via: rollback`
                17:42 "Specified" from `Assessed` to `Specified`
        "#]],
    );
    changed(
        "name: finish, from: Specified, to: Done",
        "name: finish, from: Done, to: Assessed",
        expect![[r#"
        2:40 "Done" workflow-state-unreachable: no transition leads from `To Do` to `Done`
    "#]],
    );
    changed(
        "from: Specified, to: Assessed, via: rework",
        "from: Done, to: Assessed, via: specify",
        expect![[r#"
        19:27 "Done" workflow-transition-mismatch: `Done` is not an input state of the workflow `specify`
            12:20 "Assessed" the input states of `specify`
        19:27 "Done" workflow-terminal-has-exit: `Done` is an end, but this transition leads on from it
        19:37 "Assessed" workflow-transition-mismatch: the workflow `specify` leads to `Specified`, not to `Assessed`
            13:19 "Specified" the output state of `specify`
    "#]],
    );
    changed(
        "name: rework, from: Specified, to: Assessed, via: rework",
        "name: again, from: Specified, to: Done, via: manual",
        expect![[r#"
            19:13 "again" workflow-duplicate-transition: this transition is there twice
                18:13 "finish" the other one is here
        "#]],
    );
    changed(
        "name: rework",
        "name: finish",
        expect![[r#"
        19:13 "finish" workflow-duplicate-transition: another transition is named `finish` too
            18:13 "finish" the other one is here
    "#]],
    );
    changed(
        "validation: NONE",
        "validation: 'KEYWORD[APPROVED]'",
        expect![[r#"
        16:76 "KEYWORD[APPROVED]" workflow-validation-keyword: `KEYWORD[APPROVED]` passes the schema, but flowspec only takes `KEYWORD["APPROVED"]` when it runs
    "#]],
    );
    changed("validation: NONE", "validation: 'KEYWORD[\"APPROVED\"]'", expect![[""]]);
    changed("validation: NONE", "validation: KEYWORD", expect![[""]]);
}

#[test]
fn cycles() {
    let steps = |steps: &[(&str, &str)]| {
        let mut text = "version: \"2.0\"\nstates: [To Do, A, B, C, Done]\nworkflows: {go: {command: /flow:go, agents: [a], input_states: [To Do, A, B, C], output_state: A}}\ntransitions:\n".to_owned();
        for (from, to) in steps {
            let _ = writeln!(text, "  - {{ from: {from}, to: {to}, via: go }}");
        }
        let cycles = read(&text).1.into_iter().filter(|finding| finding.check == Check::Cycle);
        cycles
            .map(|finding| (finding.message.split('`').nth(1).unwrap_or_default().to_owned(), finding.related.len()))
            .collect::<Vec<_>>()
    };
    let none: [(String, usize); 0] = [];
    assert_eq!(steps(&[("To Do", "A"), ("A", "A"), ("A", "B"), ("To Do", "B"), ("B", "Done"), ("A", "Done")]), none);
    assert_eq!(steps(&[("To Do", "A"), ("A", "B"), ("B", "C"), ("C", "A")]), [("A".into(), 2)]);
    assert_eq!(steps(&[("A", "B"), ("B", "A"), ("C", "Done"), ("Done", "C")]), [("A".into(), 1), ("C".into(), 1)]);
    assert_eq!(steps(&[("A", "B"), ("B", "A"), ("C", "A"), ("B", "A")]), [("A".into(), 1)]);
}

#[test]
fn counts() {
    changed(
        "state_count: 4\n  agent_count: 2",
        "state_count: 5\n  workflow_count: 3\n  transition_count: 4\n  agent_count: 9",
        expect![[r#"
            21:16 "5" workflow-count-mismatch: `state_count` is 5, but the number of states is 4
                write 4
            22:19 "3" workflow-count-mismatch: `workflow_count` is 3, but the number of workflows is 2
                write 2
            24:16 "9" workflow-count-mismatch: `agent_count` is 9, but the number of agents is 2
                write 2
        "#]],
    );
    changed(
        "metadata:",
        "agent_loops:\n  inner: {agents: [a, a, b]}\n  outer_loop: [c]\nmetadata:\n  inner_loop_agent_count: 3\n  outer_loop_agent_count: 1",
        expect![[r#"
            24:27 "3" workflow-count-mismatch: `inner_loop_agent_count` is 3, but the number of agents in the inner loop is 2
                write 2
        "#]],
    );
}

#[test]
fn a_legacy_file_is_one_hint() {
    let text = "version: \"1.0\"\ntransitions:\n  - name: assess\n    from: To Do\n    to: Assessed\n    validation: NONE\n  - {name: x, from: [Assessed, Planned], to: to do}\n";
    check(
        text,
        expect![[r#"
        1:11 "1.0" workflow-legacy: a version 1.0 workflow file without `states` and `workflows`, the states are taken from its transitions
    "#]],
    );
    let machine = read(text).0;
    assert!(machine.legacy);
    assert_eq!(names(&machine), ["To Do", "Assessed", "Planned"]);
}

#[test]
fn an_unread_file_is_not_judged() {
    let (machine, findings) = read("version: \"2.0\"\nstates: [To Do, Done]\nworkflows:\n  x: y: z\n");
    assert!(machine.incomplete && findings.is_empty());
    assert_eq!(names(&machine), ["To Do", "Done"]);
}

fn names(machine: &Machine) -> Vec<&str> {
    machine.states.iter().map(|state| state.name.text.as_str()).collect()
}

#[test]
fn questions_to_the_seed() {
    let machine = Machine::seed();
    assert!(machine.is_seed());
    let commands = |state| {
        let workflows = machine.valid_commands(state).into_iter();
        workflows
            .filter_map(|workflow| workflow.command.as_ref())
            .map(|command| command.text.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(commands(Some("Specified")), ["/flow:research", "/flow:plan"]);
    assert_eq!(commands(Some(" in implementation ")), ["/flow:validate"]);
    assert_eq!(commands(Some("To Do")), ["/flow:assess"]);
    assert_eq!(commands(None), ["/flow:assess"]);
    assert_eq!(commands(Some("Done")), [""; 0]);
    for command in ["/flow:plan", "flow:plan", "/flow.plan", "flow.plan"] {
        assert_eq!(machine.workflow_by_command(command).map(|workflow| workflow.name.text.as_str()), Some("plan"));
    }
    assert_eq!(machine.workflow_by_command("/spec:plan"), None);
    assert_eq!(machine.workflow_by_command("plan"), None);
    assert_eq!(machine.nearest_state("specifed"), Some("Specified"));
    assert_eq!(machine.state(" done ").map(|state| state.name.text.as_str()), Some("Done"));
    assert!(machine.reachable(None, "Done") && machine.reachable(Some("Deployed"), "planned"));
    assert!(!machine.reachable(Some("Done"), "Planned") && machine.reachable(Some("Done"), "Done"));
    assert!(machine.step(Some("Specified"), "Planned") && !machine.step(Some("Specified"), "Validated"));
    let agents: usize = machine.workflows.iter().map(|workflow| workflow.agents.len()).sum();
    assert_eq!(agents, KNOWN_AGENTS.len());
}

#[test]
fn differences() {
    let difference = |from: &str, to: &str| {
        let other = GOOD.replacen(from, to, 1);
        let difference = read(GOOD).0.difference(&read(&other).0);
        difference.map(|it| (it.what, it.here.map(|range| &GOOD[range]), it.there.map(|range| other[range].to_owned())))
    };
    assert_eq!(difference("version", "# a comment\nversion"), None);
    assert_eq!(difference(", validation: NONE", ""), None);
    expect![[r#"
        [
            Some(
                (
                    "the state `Cancelled`",
                    None,
                    Some(
                        "Cancelled",
                    ),
                ),
            ),
            Some(
                (
                    "the input states of `specify`",
                    Some(
                        "Assessed",
                    ),
                    Some(
                        "Assessed",
                    ),
                ),
            ),
            Some(
                (
                    "the output state of `specify`",
                    Some(
                        "Specified",
                    ),
                    Some(
                        "Done",
                    ),
                ),
            ),
            Some(
                (
                    "the `optional` of `specify`",
                    Some(
                        "specify",
                    ),
                    Some(
                        "specify",
                    ),
                ),
            ),
            Some(
                (
                    "the transition `Specified → Done, via manual, validation NONE`",
                    Some(
                        "finish",
                    ),
                    None,
                ),
            ),
            Some(
                (
                    "the workflow `specify`",
                    Some(
                        "specify",
                    ),
                    None,
                ),
            ),
        ]
    "#]]
    .assert_debug_eq(&[
        difference("Specified, Done]", "Specified, Done, Cancelled]"),
        difference("[Assessed]", "[Assessed, Done]"),
        difference("output_state: Specified", "output_state: Done"),
        difference("    optional: true\n", ""),
        difference("via: manual", "via: rework"),
        difference("specify:\n", "specified:\n"),
    ]);
}

#[test]
fn hostile_machines_are_read_in_linear_time() {
    let mut text = "version: \"2.0\"\nstates:\n".to_owned();
    for state in 0..3_000 {
        let _ = writeln!(text, "  - s{state}");
    }
    text.push_str(
        "workflows: {go: {command: /flow:go, agents: [a], input_states: [s1], output_state: s2}}\ntransitions:\n",
    );
    for state in 0..3_000 {
        let _ = writeln!(
            text,
            "  - {{from: s{state}, to: s{}, via: go}}\n  - {{from: s{state}, to: s0, via: go}}",
            state + 1
        );
    }
    let (machine, findings) = read(&text);
    assert_eq!(machine.states.len(), 3_000);
    let cycles = findings.iter().filter(|finding| finding.check == Check::Cycle);
    assert_eq!(cycles.count(), 1);
}
