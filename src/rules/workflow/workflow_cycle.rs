//! Commands that lead in a circle.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-cycle",
    severity: Severity::Error,
    summary: "the transitions lead in a circle",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-cycle.md"),
    check: |context, sink| found::report(MachineCheck::Cycle, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn shows_the_chain() {
        let fixture =
            &changed("metadata", "  - { name: \"é😀 again\", from: Specified, to: Assessed, via: assess }\nmetadata");
        check(
            "workflow-cycle",
            fixture,
            expect![[r#"
                flowspec_workflow.yml
                    - { name: "é😀 again", from: Specified, to: Assessed, via: assess }
                //                                             ^^^^^^^^ error workflow-cycle: this leads back to `Assessed`, and commands must not go in a circle: for a correction write `via: rework` or `via: rollback`
                //  flowspec_workflow.yml:16:47: from `Assessed` to `Specified`
            "#]],
        );
    }

    #[test]
    fn rework_is_no_circle() {
        check_silent("workflow-cycle", GOOD);
        check_silent(
            "workflow-cycle",
            &changed("metadata", "  - { name: \"é😀 again\", from: Specified, to: Assessed, via: rework }\nmetadata"),
        );
    }
}
