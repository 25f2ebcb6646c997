//! A keyword in a form that not all of flowspec takes.

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-validation-keyword",
    severity: Severity::Warning,
    summary: "a keyword in a form that only one half of flowspec understands",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-validation-keyword.md"),
    check: |context, sink| found::report(MachineCheck::ValidationKeyword, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn without_quotes() {
        let fixture = &changed("via: manual", "via: manual, validation: \"KEYWORD[SHIP]\"");
        check(
            "workflow-validation-keyword",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
                - { name: "é😀 finish", from: Specified, to: Done, via: manual, validation: "KEYWORD[SHIP]" }
            //                                                                              ^^^^^^^^^^^^^ warning workflow-validation-keyword: `KEYWORD[SHIP]` passes the schema, but flowspec only takes `KEYWORD["SHIP"]` when it runs
        "#]],
        );
    }

    #[test]
    fn the_forms_that_work() {
        check_silent("workflow-validation-keyword", GOOD);
        check_silent(
            "workflow-validation-keyword",
            &changed("via: manual", "via: manual, validation: 'KEYWORD[\"SHIP\"]'"),
        );
        check_silent("workflow-validation-keyword", &changed("via: manual", "via: manual, validation: PULL_REQUEST"));
    }
}
