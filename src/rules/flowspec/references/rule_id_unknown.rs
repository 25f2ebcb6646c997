//! The id of a rule that nothing defines.

use text_size::TextRange;

use crate::{
    rules::{
        Advice, Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink,
        common::references::{INSTRUCTIONS, close, severity},
    },
    syntax::{nearest::around, reference::ReferenceKind},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("rule-id-unknown"), Severity::Warning)
    .summary("the id of a rule that nothing defines")
    .fix(FixKind::Offered)
    .checks(&[Check::new(INSTRUCTIONS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let ids = &context.index.rule_ids;
    for reference in context.facts().references.references.iter().filter(|it| it.kind == ReferenceKind::RuleId) {
        let id = &context.text[reference.range];
        if ids.contains_key(id) {
            continue;
        }
        // Without any rule of its family it is no rule id: `PR-123` is a pull request.
        if ids.range(family(id).to_owned()..).next().is_none_or(|(first, _)| family(first) != family(id)) {
            continue;
        }
        let Some(severity) = severity(context, reference, Severity::Warning) else { continue };
        let message = format!("`{id}` is not defined: add a heading `### Rule: {id}`, or fix the id");
        let mut finding = sink.report(reference.range, message);
        finding.severity(severity).advised_fixes(|advice| fixes(context, reference.range, advice));
    }
}

fn fixes(context: &Context<'_>, range: TextRange, advice: &mut Advice) -> Vec<Fix> {
    let id = &context.text[range];
    let siblings: Vec<_> =
        around(id, &context.index.rule_ids).into_iter().filter(|other| family(other) == family(id)).collect();
    let fix = |near| Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, range, near)]);
    close(advice, id, &siblings).into_iter().map(fix).collect()
}

/// What the ids of related rules begin with.
fn family(id: &str) -> &str {
    id.split('-').next().unwrap_or(id)
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
                //        ^^^^^^^^ warning rule-id-unknown: `EXEC-010` is not defined: add a heading `### Rule: EXEC-010`, or fix the id
            "#]],
        );
        check_fixes(
            "rule-id-unknown",
            &fixture,
            expect![[r#"
            * Change to `EXEC-001`
            //- /.claude/commands/flow/plan.md
            Plän 😀: EXEC-001, not EXEC-001.
            * Change to `EXEC-002`
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
