//! A command that leads on from an end.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-terminal-has-exit",
    severity: Severity::Warning,
    summary: "a transition leads out of a state that is meant to be an end",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-terminal-has-exit.md"),
    check: |context, sink| found::report(MachineCheck::TerminalHasExit, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn a_command_after_the_end() {
        let fixture =
            &changed("metadata", "  - { name: \"é😀 reopen\", from: Done, to: Specified, via: specify }\nmetadata");
        check(
            "workflow-terminal-has-exit",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 reopen", from: Done, to: Specified, via: specify }
            //                               ^^^^ warning workflow-terminal-has-exit: `Done` is an end, but this transition leads on from it
        "#]],
        );
    }

    #[test]
    fn people_may_reopen() {
        check_silent("workflow-terminal-has-exit", GOOD);
        check_silent(
            "workflow-terminal-has-exit",
            &changed("metadata", "  - { name: \"é😀 reopen\", from: Done, to: Specified, via: rework }\nmetadata"),
        );
    }
}
