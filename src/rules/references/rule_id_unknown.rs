//! The id of a rule that nothing defines.

use super::{INSTRUCTIONS, close, severity};

use crate::{
    rules::{Context, Edit, FixKind, Rule, Severity, Sink},
    syntax::{nearest::around, reference::ReferenceKind},
};

pub(super) static RULE: Rule = Rule {
    code: "rule-id-unknown",
    severity: Severity::Warning,
    summary: "the id of a rule that nothing defines",
    fix: FixKind::Offered,
    tag: None,
    kinds: INSTRUCTIONS,
    in_copies: false,
    page: include_str!("../../../docs/rules/rule-id-unknown.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let ids = &context.index.rule_ids;
    for reference in context.facts.references.references.iter().filter(|it| it.kind == ReferenceKind::RuleId) {
        let id = &context.text[reference.range];
        if ids.contains_key(id) {
            continue;
        }
        // Without any rule of its family it is no rule id: `PR-123` is a pull request.
        let family = id.split('-').next().unwrap_or(id);
        let of_family = |other: &&str| other.split('-').next() == Some(family);
        if !ids.range(family.to_owned()..).next().is_some_and(|(first, _)| of_family(&first.as_str())) {
            continue;
        }
        let Some(severity) = severity(context, reference, Severity::Warning) else { continue };
        let siblings = || around(id, ids).into_iter().filter(of_family).collect::<Vec<_>>();
        let better = if sink.wants_fixes() { close(sink, id, &siblings()) } else { Vec::new() };
        let message = format!("no heading `### Rule: {id}` defines this rule: add one or correct the id");
        let diagnostic = sink.report(reference.range, message).severity(severity);
        for near in better {
            let edit = Edit::replace(&context.document.path, reference.range, near);
            diagnostic.fix(format!("Write `{near}`"), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const RULES: &str = "//- /.claude/commands/flow/_rules.md\n### Rule: EXEC-001 - A\n### Rule: EXEC-002 - B\n";

    #[test]
    fn unknown() {
        let fixture = format!("//- /.claude/commands/flow/plan.md\nPlän 😀: EXEC-010, not EXEC-001.\n{RULES}");
        check(
            "rule-id-unknown",
            &fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  Plän 😀: EXEC-010, not EXEC-001.
                //        ^^^^^^^^ warning rule-id-unknown: no heading `### Rule: EXEC-010` defines this rule: add one or correct the id
            "#]],
        );
        check_fixes(
            "rule-id-unknown",
            &fixture,
            expect![[r#"
            * Write `EXEC-001`
            //- /.claude/commands/flow/plan.md
            Plän 😀: EXEC-001, not EXEC-001.
            * Write `EXEC-002`
            //- /.claude/commands/flow/plan.md
            Plän 😀: EXEC-002, not EXEC-001.
        "#]],
        );
    }

    #[test]
    fn silent() {
        let text = "See PR-123, EXEC-002 and SETUP-001 and AEXEC-009.";
        check_silent("rule-id-unknown", &format!("//- /.claude/commands/flow/plan.md\n{text}\n{RULES}"));
        check_silent("rule-id-unknown", &format!("//- /backlog/tasks/task-1 - A.md\nEXEC-009\n{RULES}"));
    }
}
