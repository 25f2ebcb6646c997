//! A workflow without a beginning.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-no-initial-state",
    severity: Severity::Error,
    summary: "the state `To Do` is missing from `states`",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-no-initial-state.md"),
    check: |context, sink| found::report(MachineCheck::NoInitialState, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_fixes, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn the_name_is_fixed() {
        let fixture = &changed("[\"To Do\", A", "[TO DO, A");
        check(
            "workflow-no-initial-state",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
              states: [TO DO, Assessed, Specified, Done]
            //         ^^^^^ error workflow-no-initial-state: the initial state must be written `To Do`
        "#]],
        );
        check_fixes(
            "workflow-no-initial-state",
            fixture,
            expect![[r#"
            * Write `To Do`
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
        );
    }

    #[test]
    fn a_beginning() {
        check_silent("workflow-no-initial-state", GOOD);
    }
}
