//! What the states and the steps between them are.

use super::*;

#[test]
fn states() {
    changed(
        "input_states: [Assessed]",
        "input_states: [assessed, Triaged]",
        expect![[r#"
            12:20 "assessed" StateUndefined: the state `assessed` is not listed under `states`: did you mean `Assessed`?
                write Assessed
            12:30 "Triaged" StateUndefined: the state `Triaged` is not listed under `states`
        "#]],
    );
    changed(
        "to: Specified, via",
        "to: Specifed, via",
        expect![[r#"
            17:42 "Specifed" StateUndefined: the state `Specifed` is not listed under `states`: did you mean `Specified`?
                write Specified
        "#]],
    );
    changed(
        "[\"To Do\", Assessed",
        "[\"To do\", Assessed",
        expect![[r#"
            2:11 "To do" NoInitialState: the initial state must be written `To Do`
                write To Do
        "#]],
    );
    changed(
        "[\"To Do\", Assessed",
        "[Open, Assessed",
        expect![[r#"
            2:1 "states" NoInitialState: the initial state `To Do` is missing: every task begins there
        "#]],
    );
    changed(
        "Specified, Done]",
        "Specified, Done, specified]",
        expect![[r#"
            2:46 "specified" DuplicateState: the state `specified` is listed twice
                2:29 "Specified" it is listed here already
            21:16 "4" CountMismatch: `state_count` is 4, but the number of states is 5
                write 5
        "#]],
    );
    changed(
        "Specified, Done]",
        "Specified, Done, Blocked]",
        expect![[r#"
            2:46 "Blocked" StateUnreachable: `Blocked` cannot be reached from `To Do`: add a transition to it
            21:16 "4" CountMismatch: `state_count` is 4, but the number of states is 5
                write 5
        "#]],
    );
    check(
        &GOOD.replace("Done", "Finished"),
        expect![[r#"
            2:1 "states" NoTerminalState: no final state: add `Done`, `Deployed`, `Cancelled` or `Archived`
        "#]],
    );
}

#[test]
fn transitions() {
    changed(
        "via: specify",
        "via: /flow:specify",
        expect![[r#"
            17:58 "/flow:specify" ViaUndefined: `/flow:specify` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `specify`?
                write specify
        "#]],
    );
    changed(
        "via: specify",
        "via: specfy",
        expect![[r#"
            17:58 "specfy" ViaUndefined: `specfy` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `specify`?
                write specify
        "#]],
    );
    changed(
        "via: specify",
        "via: hotfix",
        expect![[r#"
            17:58 "hotfix" ViaUndefined: `hotfix` is neither a workflow of this file nor `manual`, `rework` or `rollback`
        "#]],
    );
    changed("version: \"2.0\"\n", "version: \"2.0\"\ncustom_workflows: {hotfix: {}}\n", expect![[""]]);
    changed(
        "from: Assessed, to: Specified, via: specify",
        "from: \"To Do\", to: Done, via: specify",
        expect![[r#"
            2:29 "Specified" StateUnreachable: `Specified` cannot be reached from `To Do`: add a transition to it
            17:29 "To Do" TransitionMismatch: `To Do` is not an input state of the workflow `specify`
                12:20 "Assessed" the input states of `specify`
            17:41 "Done" TransitionMismatch: the workflow `specify` leads to `Specified`, not to `Done`
                13:19 "Specified" the output state of `specify`
        "#]],
    );
    changed(
        "via: rework",
        "via: assess",
        expect![[r#"
            19:27 "Specified" TransitionMismatch: `Specified` is not an input state of the workflow `assess`
                7:21 "To Do" the input states of `assess`
            19:42 "Assessed" Cycle: this transition creates a cycle back to `Assessed`: if going back is intended, use `via: rework` or `via: rollback`
                17:42 "Specified" from `Assessed` to `Specified`
        "#]],
    );
    changed(
        "name: finish, from: Specified, to: Done",
        "name: finish, from: Done, to: Assessed",
        expect![[r#"
            2:40 "Done" StateUnreachable: `Done` cannot be reached from `To Do`: add a transition to it
        "#]],
    );
    changed(
        "from: Specified, to: Assessed, via: rework",
        "from: Done, to: Assessed, via: specify",
        expect![[r#"
            19:27 "Done" TransitionMismatch: `Done` is not an input state of the workflow `specify`
                12:20 "Assessed" the input states of `specify`
            19:27 "Done" TerminalHasExit: `Done` is a final state, but this transition leaves it: use `via: rework` or `via: rollback`, or remove it
            19:37 "Assessed" TransitionMismatch: the workflow `specify` leads to `Specified`, not to `Assessed`
                13:19 "Specified" the output state of `specify`
        "#]],
    );
    changed(
        "name: rework, from: Specified, to: Assessed, via: rework",
        "name: again, from: Specified, to: Done, via: manual",
        expect![[r#"
            19:13 "again" DuplicateTransition: this transition is there twice
                18:13 "finish" the other one is here
        "#]],
    );
    changed(
        "name: rework",
        "name: finish",
        expect![[r#"
            19:13 "finish" DuplicateTransition: another transition is named `finish` too
                18:13 "finish" the other one is here
        "#]],
    );
    changed(
        "validation: NONE",
        "validation: 'KEYWORD[APPROVED]'",
        expect![[r#"
            16:76 "KEYWORD[APPROVED]" ValidationKeyword: `KEYWORD[APPROVED]` passes the schema, but flowspec only takes `KEYWORD["APPROVED"]` when it runs
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
        let cycles = read(&text).1.into_iter().filter(|finding| finding.check == MachineCheck::Cycle);
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
            21:16 "5" CountMismatch: `state_count` is 5, but the number of states is 4
                write 4
            22:19 "3" CountMismatch: `workflow_count` is 3, but the number of workflows is 2
                write 2
            24:16 "9" CountMismatch: `agent_count` is 9, but the number of agents is 2
                write 2
        "#]],
    );
    changed(
        "metadata:",
        "agent_loops:\n  inner: {agents: [a, a, b]}\n  outer_loop: [c]\nmetadata:\n  inner_loop_agent_count: 3\n  outer_loop_agent_count: 1",
        expect![[r#"
            24:27 "3" CountMismatch: `inner_loop_agent_count` is 3, but the number of agents in the inner loop is 2
                write 2
        "#]],
    );
}
