//! A workflow without an end.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-no-terminal-state",
    severity: Severity::Warning,
    summary: "none of the states is an end",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-no-terminal-state.md"),
    check: |context, sink| found::report(MachineCheck::NoTerminalState, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn no_end() {
        let fixture = &changed("Specified, Done]", "Specified]");
        check(
            "workflow-no-terminal-state",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
              states: ["To Do", Assessed, Specified]
            //^^^^^^ warning workflow-no-terminal-state: no state is an end: add `Done`, `Deployed`, `Cancelled` or `Archived`
        "#]],
        );
    }

    #[test]
    fn any_end_will_do() {
        check_silent("workflow-no-terminal-state", GOOD);
        check_silent("workflow-no-terminal-state", &changed("Specified, Done]", "Specified, Archived]"));
    }
}
