//! What the rules of the table report, and the workflow file that the tests of the group change.

use expect_test::expect;

use super::RULES;
use crate::fixture::{check, check_fixes, check_silent};

/// A workflow file without fault, in which the tests of the rules change something.
pub(super) const GOOD: &str = r#"//- /flowspec_workflow.yml
version: "2.0"
states: ["To Do", Assessed, Specified, Done]
workflows:
  assess:
    command: /flow:assess
    agents: [workflow-assessor]
    input_states: ["To Do"]
    output_state: Assessed
  specify:
    command: /flow:specify
    agents: [product-requirements-manager]
    input_states: [Assessed]
    output_state: Specified
transitions:
  - { name: "é😀 assess", from: "To Do", to: Assessed, via: assess }
  - { name: "é😀 specify", from: Assessed, to: Specified, via: specify }
  - { name: "é😀 finish", from: Specified, to: Done, via: manual }
metadata: { note: "é😀", state_count: 4 }
"#;

/// [`GOOD`] with its first `from` replaced.
pub(super) fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "no {from}");
    GOOD.replacen(from, to, 1)
}

#[test]
fn what_a_rule_reports() {
    let cases = [
        ("workflow-schema", changed("agents: [w", "agent: [w"), expect![[r#"
            flowspec_workflow.yml
                  agent: [workflow-assessor]
            //    ^^^^^ error workflow-schema: unknown key `agent` in this workflow: did you mean `agents`?
        "#]]),
        ("workflow-schema", "//- /flowspec_workflow.yml\n# later\n".to_owned(), expect![[r#"
            flowspec_workflow.yml
              # later
            //^ error workflow-schema: the workflow file is empty: give it `version`, `states`, `workflows` and `transitions`
        "#]]),
        ("workflow-state-undefined", changed("to: Specified", "to: Specifed"), expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 specify", from: Assessed, to: Specifed, via: specify }
            //                                              ^^^^^^^^ error workflow-state-undefined: the state `Specifed` is not listed under `states`: did you mean `Specified`?
        "#]]),
        ("workflow-via-undefined", changed("via: specify", "via: /flow:specify"), expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 specify", from: Assessed, to: Specified, via: /flow:specify }
            //                                                              ^^^^^^^^^^^^^ error workflow-via-undefined: `/flow:specify` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `specify`?
        "#]]),
        ("workflow-no-initial-state", changed("[\"To Do\", A", "[TO DO, A"), expect![[r#"
            flowspec_workflow.yml
              states: [TO DO, Assessed, Specified, Done]
            //         ^^^^^ error workflow-no-initial-state: the initial state must be written `To Do`
        "#]]),
        ("workflow-cycle", changed("metadata", "  - { name: \"é😀 again\", from: Specified, to: Assessed, via: assess }\nmetadata"), expect![[r#"
                flowspec_workflow.yml
                    - { name: "é😀 again", from: Specified, to: Assessed, via: assess }
                //                                             ^^^^^^^^ error workflow-cycle: this transition creates a cycle back to `Assessed`: if going back is intended, use `via: rework` or `via: rollback`
                //  flowspec_workflow.yml:16:47: from `Assessed` to `Specified`
            "#]]),
        ("workflow-state-unreachable", changed("Specified, Done]", "Specified, \"é😀\", Blocked, Done]"), expect![[r#"
            flowspec_workflow.yml
              states: ["To Do", Assessed, Specified, "é😀", Blocked, Done]
            //                                        ^^ error workflow-state-unreachable: `é😀` cannot be reached from `To Do`: add a transition to it
              states: ["To Do", Assessed, Specified, "é😀", Blocked, Done]
            //                                             ^^^^^^^ error workflow-state-unreachable: `Blocked` cannot be reached from `To Do`: add a transition to it
        "#]]),
        ("workflow-transition-mismatch", changed("to: Specified, via: specify", "to: Done, via: specify"), expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 specify", from: Assessed, to: Done, via: specify }
            //                                              ^^^^ warning workflow-transition-mismatch: the workflow `specify` leads to `Specified`, not to `Done`
            //  flowspec_workflow.yml:13:19: the output state of `specify`
        "#]]),
        ("workflow-no-terminal-state", changed("Specified, Done]", "Specified]"), expect![[r#"
            flowspec_workflow.yml
              states: ["To Do", Assessed, Specified]
            //^^^^^^ warning workflow-no-terminal-state: no final state: add `Done`, `Deployed`, `Cancelled` or `Archived`
        "#]]),
        ("workflow-terminal-has-exit", changed("metadata", "  - { name: \"é😀 reopen\", from: Done, to: Specified, via: specify }\nmetadata"), expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 reopen", from: Done, to: Specified, via: specify }
            //                               ^^^^ warning workflow-terminal-has-exit: `Done` is a final state, but this transition leaves it: use `via: rework` or `via: rollback`, or remove it
        "#]]),
        ("workflow-duplicate-state", changed("Specified, Done]", "Specified, \"é\", Assessed, Done]"), expect![[r#"
            flowspec_workflow.yml
              states: ["To Do", Assessed, Specified, "é", Assessed, Done]
            //                                            ^^^^^^^^ warning workflow-duplicate-state: the state `Assessed` is listed twice
            //  flowspec_workflow.yml:2:19: it is listed here already
        "#]]),
        ("workflow-duplicate-transition", changed("metadata", "  - { name: \"é😀 end\", from: Specified, to: Done, via: manual }\nmetadata"), expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 end", from: Specified, to: Done, via: manual }
            //             ^^^^^^ warning workflow-duplicate-transition: this transition is there twice
            //  flowspec_workflow.yml:17:14: the other one is here
        "#]]),
        ("workflow-validation-keyword", changed("via: manual", "via: manual, validation: \"KEYWORD[SHIP]\""), expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 finish", from: Specified, to: Done, via: manual, validation: "KEYWORD[SHIP]" }
            //                                                                              ^^^^^^^^^^^^^ warning workflow-validation-keyword: `KEYWORD[SHIP]` passes the schema, but flowspec only takes `KEYWORD["SHIP"]` when it runs
        "#]]),
        ("workflow-count-mismatch", changed("state_count: 4", "state_count: 9"), expect![[r#"
            flowspec_workflow.yml
              metadata: { note: "é😀", state_count: 9 }
            //                                     ^ warning workflow-count-mismatch: `state_count` is 9, but the number of states is 4
        "#]]),
        ("workflow-legacy", "//- /flowspec_workflow.yml\nversion: \"1.0\"\r\ntransitions:\r\n  - { name: \"é😀\", from: To Do, to: Assessed, validation: NONE }\r\n  - { from: Assessed, to: Ready }\r\n".to_owned(), expect![[r#"
            flowspec_workflow.yml
              version: "1.0"
            //          ^^^ info workflow-legacy: a version 1.0 workflow file without `states` and `workflows`, the states are taken from its transitions
        "#]]),
    ];
    for (code, fixture, expected) in cases {
        check(code, &fixture, expected);
    }
}

#[test]
fn what_is_offered() {
    let cases = [
        (
            "workflow-schema",
            changed("agents: [w", "agent: [w"),
            expect![[r#"
            * Change to `agents`
            //- /flowspec_workflow.yml
            version: "2.0"
            states: ["To Do", Assessed, Specified, Done]
            workflows:
              assess:
                command: /flow:assess
                agents: [workflow-assessor]
                input_states: ["To Do"]
                output_state: Assessed
              specify:
                command: /flow:specify
                agents: [product-requirements-manager]
                input_states: [Assessed]
                output_state: Specified
            transitions:
              - { name: "é😀 assess", from: "To Do", to: Assessed, via: assess }
              - { name: "é😀 specify", from: Assessed, to: Specified, via: specify }
              - { name: "é😀 finish", from: Specified, to: Done, via: manual }
            metadata: { note: "é😀", state_count: 4 }
        "#]],
        ),
        (
            "workflow-state-undefined",
            changed("to: Specified", "to: Specifed"),
            expect![[r#"
            * Change to `Specified`
            //- /flowspec_workflow.yml
            version: "2.0"
            states: ["To Do", Assessed, Specified, Done]
            workflows:
              assess:
                command: /flow:assess
                agents: [workflow-assessor]
                input_states: ["To Do"]
                output_state: Assessed
              specify:
                command: /flow:specify
                agents: [product-requirements-manager]
                input_states: [Assessed]
                output_state: Specified
            transitions:
              - { name: "é😀 assess", from: "To Do", to: Assessed, via: assess }
              - { name: "é😀 specify", from: Assessed, to: Specified, via: specify }
              - { name: "é😀 finish", from: Specified, to: Done, via: manual }
            metadata: { note: "é😀", state_count: 4 }
        "#]],
        ),
        (
            "workflow-via-undefined",
            changed("via: specify", "via: /flow:specify"),
            expect![[r#"
            * Change to `specify`
            //- /flowspec_workflow.yml
            version: "2.0"
            states: ["To Do", Assessed, Specified, Done]
            workflows:
              assess:
                command: /flow:assess
                agents: [workflow-assessor]
                input_states: ["To Do"]
                output_state: Assessed
              specify:
                command: /flow:specify
                agents: [product-requirements-manager]
                input_states: [Assessed]
                output_state: Specified
            transitions:
              - { name: "é😀 assess", from: "To Do", to: Assessed, via: assess }
              - { name: "é😀 specify", from: Assessed, to: Specified, via: specify }
              - { name: "é😀 finish", from: Specified, to: Done, via: manual }
            metadata: { note: "é😀", state_count: 4 }
        "#]],
        ),
        (
            "workflow-no-initial-state",
            changed("[\"To Do\", A", "[TO DO, A"),
            expect![[r#"
            * Change to `To Do`
            //- /flowspec_workflow.yml
            version: "2.0"
            states: [To Do, Assessed, Specified, Done]
            workflows:
              assess:
                command: /flow:assess
                agents: [workflow-assessor]
                input_states: ["To Do"]
                output_state: Assessed
              specify:
                command: /flow:specify
                agents: [product-requirements-manager]
                input_states: [Assessed]
                output_state: Specified
            transitions:
              - { name: "é😀 assess", from: "To Do", to: Assessed, via: assess }
              - { name: "é😀 specify", from: Assessed, to: Specified, via: specify }
              - { name: "é😀 finish", from: Specified, to: Done, via: manual }
            metadata: { note: "é😀", state_count: 4 }
        "#]],
        ),
        (
            "workflow-count-mismatch",
            changed("state_count: 4", "state_count: 9"),
            expect![[r#"
            * Change to `4`
            //- /flowspec_workflow.yml
            version: "2.0"
            states: ["To Do", Assessed, Specified, Done]
            workflows:
              assess:
                command: /flow:assess
                agents: [workflow-assessor]
                input_states: ["To Do"]
                output_state: Assessed
              specify:
                command: /flow:specify
                agents: [product-requirements-manager]
                input_states: [Assessed]
                output_state: Specified
            transitions:
              - { name: "é😀 assess", from: "To Do", to: Assessed, via: assess }
              - { name: "é😀 specify", from: Assessed, to: Specified, via: specify }
              - { name: "é😀 finish", from: Specified, to: Done, via: manual }
            metadata: { note: "é😀", state_count: 4 }
        "#]],
        ),
    ];
    for (code, fixture, expected) in cases {
        check_fixes(code, &fixture, expected);
    }
}

#[test]
fn what_is_right() {
    for rule in RULES {
        check_silent(rule.code, GOOD);
    }
    let cases = [
        // A key of another tool.
        ("workflow-schema", changed("metadata: {", "x-tool: { a: 1 }\nmetadata: {")),
        // A step of people has no workflow.
        ("workflow-via-undefined", changed("via: manual", "via: rollback")),
        // Rework is not a cycle.
        (
            "workflow-cycle",
            changed("metadata", "  - { name: \"é😀 again\", from: Specified, to: Assessed, via: rework }\nmetadata"),
        ),
        // Any end will do.
        ("workflow-no-terminal-state", changed("Specified, Done]", "Specified, Archived]")),
        // People may reopen.
        (
            "workflow-terminal-has-exit",
            changed("metadata", "  - { name: \"é😀 reopen\", from: Done, to: Specified, via: rework }\nmetadata"),
        ),
        // Two ways to one state.
        (
            "workflow-duplicate-transition",
            changed("metadata", "  - { name: \"é😀 drop\", from: Assessed, to: Done, via: manual }\nmetadata"),
        ),
        // The forms that work.
        ("workflow-validation-keyword", changed("via: manual", "via: manual, validation: 'KEYWORD[\"SHIP\"]'")),
        ("workflow-validation-keyword", changed("via: manual", "via: manual, validation: PULL_REQUEST")),
        // Right counts.
        ("workflow-count-mismatch", changed("state_count: 4", "state_count: 4, workflow_count: 2")),
    ];
    for (code, fixture) in cases {
        check_silent(code, &fixture);
    }
}
