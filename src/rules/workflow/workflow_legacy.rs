//! A file of the first version.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-legacy",
    severity: Severity::Info,
    summary: "a workflow file of version 1.0, without states and workflows",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-legacy.md"),
    check: |context, sink| found::report(MachineCheck::Legacy, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::GOOD,
    };

    #[test]
    fn one_hint() {
        let fixture = "//- /flowspec_workflow.yml\nversion: \"1.0\"\r\ntransitions:\r\n  - { name: \"é😀\", from: To Do, to: Assessed, validation: NONE }\r\n  - { from: Assessed, to: Ready }\r\n";
        check(
            "workflow-legacy",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
              version: "1.0"
            //          ^^^ info workflow-legacy: a version 1.0 workflow file without `states` and `workflows`, the states are taken from its transitions
        "#]],
        );
    }

    #[test]
    fn a_file_of_today() {
        check_silent("workflow-legacy", GOOD);
    }
}
