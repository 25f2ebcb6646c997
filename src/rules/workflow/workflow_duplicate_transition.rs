//! A transition that is there twice.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-duplicate-transition",
    severity: Severity::Warning,
    summary: "a transition stands in the file twice",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-duplicate-transition.md"),
    check: |context, sink| found::report(MachineCheck::DuplicateTransition, context, sink),
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
        let fixture =
            &changed("metadata", "  - { name: \"é😀 end\", from: Specified, to: Done, via: manual }\nmetadata");
        check(
            "workflow-duplicate-transition",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 end", from: Specified, to: Done, via: manual }
            //             ^^^^^^ warning workflow-duplicate-transition: this transition is there twice
            //  flowspec_workflow.yml:17:14: the other one is here
        "#]],
        );
    }

    #[test]
    fn two_ways_to_one_state() {
        check_silent("workflow-duplicate-transition", GOOD);
        check_silent(
            "workflow-duplicate-transition",
            &changed("metadata", "  - { name: \"é😀 drop\", from: Assessed, to: Done, via: manual }\nmetadata"),
        );
    }
}
