//! A question that a spec leaves open.

use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink, spec_kit},
    syntax::reference::ReferenceKind,
};

pub(super) static RULE: Rule = Rule::new(page!("clarification-needed"), Severity::Warning)
    .summary("an open `[NEEDS CLARIFICATION: …]` in a spec")
    .checks(&[Check::new(&[Kind::Spec], check).local(), spec_kit::features::clarification_needed::CHECK]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.document.is_template() {
        return;
    }
    let references = context.facts().references.references.iter();
    for open in references.filter(|reference| reference.kind == ReferenceKind::Clarification) {
        sink.report(open.range, "this question is open: answer it before the feature is planned");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn every_question_is_one_finding() {
        check(
            "clarification-needed",
            "//- /specs/001-login/spec.md\n😀 With [NEEDS CLARIFICATION: which [one]?] and [NEEDS CLARIFICATION: why?].\n",
            expect![[r#"
                specs/001-login/spec.md
                  😀 With [NEEDS CLARIFICATION: which [one]?] and [NEEDS CLARIFICATION: why?].
                //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning clarification-needed: this question is open: answer it before the feature is planned
                  😀 With [NEEDS CLARIFICATION: which [one]?] and [NEEDS CLARIFICATION: why?].
                //                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning clarification-needed: this question is open: answer it before the feature is planned
            "#]],
        );
    }

    #[test]
    fn prompts_and_documentation_are_silent() {
        check_silent("clarification-needed", "Mark it as [NEEDS CLARIFICATION: question].\n");
        check_silent(
            "clarification-needed",
            "//- /specs/001-a/spec.md\n`[NEEDS CLARIFICATION: a]`\n<!-- [NEEDS CLARIFICATION: a] -->\n",
        );
    }
}
