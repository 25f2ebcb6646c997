//! A `via` that names nothing.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-via-undefined",
    severity: Severity::Error,
    summary: "the `via` of a transition names nothing that exists",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-via-undefined.md"),
    check: |context, sink| found::report(MachineCheck::ViaUndefined, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_fixes, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn a_command_is_no_workflow() {
        let fixture = &changed("via: specify", "via: /flow:specify");
        check(
            "workflow-via-undefined",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 specify", from: Assessed, to: Specified, via: /flow:specify }
            //                                                              ^^^^^^^^^^^^^ error workflow-via-undefined: `/flow:specify` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `specify`?
        "#]],
        );
        check_fixes(
            "workflow-via-undefined",
            fixture,
            expect![[r#"
            * Write `specify`
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
    fn steps_of_people() {
        check_silent("workflow-via-undefined", GOOD);
        check_silent("workflow-via-undefined", &changed("via: manual", "via: rollback"));
    }
}
