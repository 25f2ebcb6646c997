//! A constitution that is still the template.

use super::{CONSTITUTION, constitution};
use crate::rules::{Check, Context, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("constitution-untouched"), Severity::Warning)
    .summary("the constitution is still the template")
    .checks(&[Check::new(&[CONSTITUTION], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(constitution) = constitution(context).filter(|_| is_untouched(context)) else { return };
    let has_features = !context.index.spec_kit.features.is_empty();
    let severity = if has_features { Severity::Warning } else { Severity::Info };
    let message = "this is still the template: fill it in, plans are checked against it";
    sink.report(constitution.title, message).severity(severity);
}

/// Whether a constitution is the template, by its hash or by its tokens.
pub(super) fn is_untouched(context: &Context<'_>) -> bool {
    constitution(context).is_some() && context.snapshot.is_untouched_constitution(context.document)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn tokens() -> String {
        ('A'..='O').map(|letter| format!("[TOKEN_{letter}]\n")).collect()
    }

    #[test]
    fn the_template_is_one_finding() {
        let template = format!("//- /.specify/memory/constitution.md\n# [PROJECT_NAME] Constitution\n{}", tokens());
        check(
            "constitution-untouched",
            &template,
            expect![[r#"
            .specify/memory/constitution.md
              # [PROJECT_NAME] Constitution
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info constitution-untouched: this is still the template: fill it in, plans are checked against it
        "#]],
        );
        check(
            "constitution-untouched",
            &format!("{template}//- /specs/001-a/spec.md\n# A\n"),
            expect![[r#"
            .specify/memory/constitution.md
              # [PROJECT_NAME] Constitution
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning constitution-untouched: this is still the template: fill it in, plans are checked against it
        "#]],
        );
        check_silent("placeholder", &template);
    }

    #[test]
    fn a_preset_may_have_a_template_without_tokens() {
        let fixture = "//- /.specify/memory/constitution.md\nabc//- no file\n";
        check_silent("constitution-untouched", fixture);
        check(
            "constitution-untouched",
            "//- /.specify/memory/.constitution-template.json\n{\"sha256\": \"edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb\"}\n//- /.specify/memory/constitution.md\nabc\n",
            expect![[r#"
                .specify/memory/constitution.md
                  abc
                //^^^ info constitution-untouched: this is still the template: fill it in, plans are checked against it
            "#]],
        );
    }

    #[test]
    fn a_constitution_that_was_filled_in_is_ignored() {
        check_silent("constitution-untouched", "//- /.specify/memory/constitution.md\n# Ours\n[RATIFICATION_DATE]\n");
    }
}
