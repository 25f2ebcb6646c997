//! A placeholder that was never filled in.

use crate::{
    model::{Kind, constitution::placeholders},
    rules::{Check, Context, Rule, Severity, Sink, spec_kit},
};

pub(super) static RULE: Rule = Rule::new(page!("placeholder"), Severity::Warning)
    .summary("a placeholder such as `[PROJECT_NAME]` that has not been filled in")
    // Prompts name placeholders that the agent is to fill in, and capitals in brackets mean much else in specs and tasks.
    .checks(&[Check::new(&[Kind::Constitution], check).local(), spec_kit::projects::placeholder::CHECK]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.document.is_template() {
        return;
    }
    for range in placeholders(&context.facts.references) {
        let placeholder = context.text[range].trim_end_matches(':');
        sink.report(range, format!("`{placeholder}` has not been filled in: write the real value"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn names_what_is_to_be_filled_in() {
        check(
            "placeholder",
            "//- /memory/constitution.md\n# 😀 [PROJECT_NAME] Constitution\n\nTODO(RATIFICATION_DATE): ask the team\n",
            expect![[r#"
                memory/constitution.md
                  # 😀 [PROJECT_NAME] Constitution
                //    ^^^^^^^^^^^^^^ warning placeholder: `[PROJECT_NAME]` has not been filled in: write the real value
                  TODO(RATIFICATION_DATE): ask the team
                //^^^^^^^^^^^^^^^^^^^^^^^^ warning placeholder: `TODO(RATIFICATION_DATE)` has not been filled in: write the real value
            "#]],
        );
    }

    #[test]
    fn templates_prompts_and_documentation_are_silent() {
        for path in ["/templates/constitutions/light.md", "/.claude/commands/flow/a.md", "/specs/001-a/spec.md"] {
            check_silent("placeholder", &format!("//- {path}\n# [PROJECT_NAME] Constitution\n"));
        }
        check_silent(
            "placeholder",
            "//- /memory/constitution.md\nWrite `[PROJECT_NAME]`, [DATE](date.md) or [x].\n<!-- [PROJECT_NAME] -->\n```\n[PROJECT_NAME]\n```\n",
        );
    }
}
