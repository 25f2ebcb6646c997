//! What a machine answers.

use super::*;

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
fn questions_to_the_seed() {
    let machine = Machine::seed();
    assert!(machine.is_seed());
    let commands = |state| {
        let workflows = machine.valid_commands(state).into_iter();
        workflows.filter_map(|step| step.command.as_ref()).map(|command| command.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(commands(Some("Specified")), ["/flow:research", "/flow:plan"]);
    assert_eq!(commands(Some(" in implementation ")), ["/flow:validate"]);
    assert_eq!(commands(Some("To Do")), ["/flow:assess"]);
    assert_eq!(commands(None), ["/flow:assess"]);
    assert_eq!(commands(Some("Done")), [""; 0]);
    for command in ["/flow:plan", "flow:plan", "/flow.plan", "flow.plan"] {
        assert_eq!(machine.step_by_command(command).map(|step| step.name.text.as_str()), Some("plan"));
    }
    assert_eq!(machine.step_by_command("/spec:plan"), None);
    assert_eq!(machine.step_by_command("plan"), None);
    assert_eq!(machine.nearest_state("specifed"), Some("Specified"));
    assert_eq!(machine.state(" done ").map(|state| state.name.text.as_str()), Some("Done"));
    assert!(machine.reachable(None, "Done") && machine.reachable(Some("Deployed"), "planned"));
    assert!(!machine.reachable(Some("Done"), "Planned") && machine.reachable(Some("Done"), "Done"));
    assert!(machine.leads(Some("Specified"), "Planned") && !machine.leads(Some("Specified"), "Validated"));
    let agents: usize = machine.steps.iter().map(|step| step.agents.len()).sum();
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
    let cycles = findings.iter().filter(|finding| finding.check == MachineCheck::Cycle);
    assert_eq!(cycles.count(), 1);
}
