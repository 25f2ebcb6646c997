//! A state that is listed twice.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-duplicate-state",
    severity: Severity::Warning,
    summary: "a state is listed twice under `states`",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-duplicate-state.md"),
    check: |context, sink| found::report(MachineCheck::DuplicateState, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn shows_the_first() {
        let fixture = &changed("Specified, Done]", "Specified, \"é\", Assessed, Done]");
        check(
            "workflow-duplicate-state",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
              states: ["To Do", Assessed, Specified, "é", Assessed, Done]
            //                                            ^^^^^^^^ warning workflow-duplicate-state: the state `Assessed` is listed twice
            //  flowspec_workflow.yml:2:19: it is listed here already
        "#]],
        );
    }

    #[test]
    fn each_state_once() {
        check_silent("workflow-duplicate-state", GOOD);
    }
}
