//! A state that is not listed.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-state-undefined",
    severity: Severity::Error,
    summary: "a state that is not listed under `states`",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-state-undefined.md"),
    check: |context, sink| found::report(MachineCheck::StateUndefined, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_fixes, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn says_which_state_is_meant() {
        let fixture = &changed("to: Specified", "to: Specifed");
        check(
            "workflow-state-undefined",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 specify", from: Assessed, to: Specifed, via: specify }
            //                                              ^^^^^^^^ error workflow-state-undefined: the state `Specifed` is not listed under `states`: did you mean `Specified`?
        "#]],
        );
        check_fixes(
            "workflow-state-undefined",
            fixture,
            expect![[r#"
            * Write `Specified`
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
        );
    }

    #[test]
    fn every_state_is_listed() {
        check_silent("workflow-state-undefined", GOOD);
    }
}
