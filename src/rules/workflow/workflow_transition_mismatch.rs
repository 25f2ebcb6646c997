//! A transition that contradicts its workflow.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-transition-mismatch",
    severity: Severity::Warning,
    summary: "a transition contradicts the workflow in its `via`",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-transition-mismatch.md"),
    check: |context, sink| found::report(MachineCheck::TransitionMismatch, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn another_state_than_the_workflow() {
        let fixture = &changed("to: Specified, via: specify", "to: Done, via: specify");
        check(
            "workflow-transition-mismatch",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 specify", from: Assessed, to: Done, via: specify }
            //                                              ^^^^ warning workflow-transition-mismatch: the workflow `specify` leads to `Specified`, not to `Done`
            //  flowspec_workflow.yml:13:19: the output state of `specify`
        "#]],
        );
    }

    #[test]
    fn a_step_of_people_has_no_workflow() {
        check_silent("workflow-transition-mismatch", GOOD);
    }
}
