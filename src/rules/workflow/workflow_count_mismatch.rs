//! A count that does not agree with the file.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-count-mismatch",
    severity: Severity::Warning,
    summary: "a count under `metadata` does not agree with the file",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-count-mismatch.md"),
    check: |context, sink| found::report(MachineCheck::CountMismatch, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_fixes, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn counts_again() {
        let fixture = &changed("state_count: 4", "state_count: 9");
        check(
            "workflow-count-mismatch",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
              metadata: { note: "é😀", state_count: 9 }
            //                                     ^ warning workflow-count-mismatch: `state_count` is 9, but the number of states is 4
        "#]],
        );
        check_fixes(
            "workflow-count-mismatch",
            fixture,
            expect![[r#"
            * Write `4`
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
    fn right_counts() {
        check_silent("workflow-count-mismatch", GOOD);
        check_silent("workflow-count-mismatch", &changed("state_count: 4", "state_count: 4, workflow_count: 2"));
    }
}
