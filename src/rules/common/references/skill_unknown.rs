//! A skill that the project does not have.

use super::{INSTRUCTIONS, close, severity};
use text_size::TextRange;

use crate::{
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{nearest::around, reference::ReferenceKind},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("skill-unknown"), Severity::Warning)
    .summary("`{{INVOKE_SKILL:…}}` of a skill that the project does not have")
    .fix(FixKind::Offered)
    .checks(&[Check::new(INSTRUCTIONS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let skills = &context.index.skills;
    for reference in &context.facts().references.references {
        let ReferenceKind::Skill { name } = reference.kind else { continue };
        let Some(severity) = severity(context, reference, Severity::Warning) else { continue };
        let skill = &context.text[name];
        if skills.contains_key(skill) {
            continue;
        }
        let better = close(&mut sink.advice, skill, &around(skill, skills));
        let advice =
            better.first().map_or("correct it or add the skill".to_owned(), |near| format!("did you mean `{near}`?"));
        let fixes = || better.into_iter().map(|near| fix(context, name, near));
        sink.report(name, format!("the project has no skill `{skill}`: {advice}")).severity(severity).fixes(fixes);
    }
}

fn fix(context: &Context<'_>, name: TextRange, near: &str) -> Fix {
    Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, name, near)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn unknown() {
        let fixture = "
//- /.claude/commands/flow/plan.md
Plän 😀 {{INVOKE_SKILL:cheker}} {{INVOKE_SKILL:checker}} {{INVOKE_SKILL:folder}}
//- /.claude/skills/folder/SKILL.md
---
name: checker
---
";
        check(
            "skill-unknown",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              Plän 😀 {{INVOKE_SKILL:cheker}} {{INVOKE_SKILL:checker}} {{INVOKE_SKILL:folder}}
            //                      ^^^^^^ warning skill-unknown: the project has no skill `cheker`: did you mean `checker`?
        "#]],
        );
        check_fixes(
            "skill-unknown",
            fixture,
            expect![[r#"
            * Change to `checker`
            //- /.claude/commands/flow/plan.md
            Plän 😀 {{INVOKE_SKILL:checker}} {{INVOKE_SKILL:checker}} {{INVOKE_SKILL:folder}}
        "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent("skill-unknown", "Write `{{INVOKE_SKILL:x}}`, {{INVOKE_SKILL:name}} or {{INVOKE_SKILL:...}}.\n");
        check_silent("skill-unknown", "//- /README.md\n{{INVOKE_SKILL:gone}}\n");
    }
}
