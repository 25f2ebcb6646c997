//! A state that nothing leads to.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-state-unreachable",
    severity: Severity::Error,
    summary: "no chain of transitions leads from `To Do` to this state",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-state-unreachable.md"),
    check: |context, sink| found::report(MachineCheck::StateUnreachable, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn an_island() {
        let fixture = &changed("Specified, Done]", "Specified, \"é😀\", Blocked, Done]");
        check(
            "workflow-state-unreachable",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
              states: ["To Do", Assessed, Specified, "é😀", Blocked, Done]
            //                                        ^^ error workflow-state-unreachable: no transition leads from `To Do` to `é😀`
              states: ["To Do", Assessed, Specified, "é😀", Blocked, Done]
            //                                             ^^^^^^^ error workflow-state-unreachable: no transition leads from `To Do` to `Blocked`
        "#]],
        );
    }

    #[test]
    fn people_lead_there_too() {
        check_silent("workflow-state-unreachable", GOOD);
    }
}
