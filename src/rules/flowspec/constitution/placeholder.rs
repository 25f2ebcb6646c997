//! A placeholder that was never filled in.

use text_size::TextRange;

use crate::{
    model::{Kind, constitution::placeholders},
    rules::{Check, Context, Rule, Severity, Sink, spec_kit},
};

pub(super) static RULE: Rule = Rule::new(page!("placeholder"), Severity::Warning)
    .summary("a placeholder such as `[PROJECT_NAME]` that has not been filled in")
    // Prompts name placeholders that the agent is to fill in, and capitals in brackets mean much else in specs and tasks.
    .checks(&[Check::new(&[Kind::Constitution], check).local(), spec_kit::projects::placeholder::CHECK]);

/// From how many placeholders on a constitution is still the template.
const UNTOUCHED: usize = 10;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.document.is_template() {
        return;
    }
    let left: Vec<_> = placeholders(&context.facts().references).collect();
    let name = |range: TextRange| context.text[range].trim_end_matches(':');
    // So many have one cause: the template was never filled in.
    if let [first, rest @ ..] = &left[..]
        && left.len() >= UNTOUCHED
    {
        let message =
            format!("`{}` and {} more have not been filled in: write the real values", name(*first), rest.len());
        let mut finding = sink.report(*first, message);
        for range in rest {
            finding.related(&context.document.path, *range, format!("`{}` is left, too", name(*range)));
        }
        return;
    }
    for range in left {
        sink.report(range, format!("`{}` has not been filled in: write the real value", name(range)));
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
    fn an_untouched_template_is_one_finding() {
        let tokens = |count: usize| (1..=count).map(|n| format!("é [PRINCIPLE_{n}_NAME]\n")).collect::<String>();
        check(
            "placeholder",
            &format!("//- /memory/constitution.md\n{}", tokens(10)),
            expect![[r#"
            memory/constitution.md
              é [PRINCIPLE_1_NAME]
            //  ^^^^^^^^^^^^^^^^^^ warning placeholder: `[PRINCIPLE_1_NAME]` and 9 more have not been filled in: write the real values
            //  memory/constitution.md:2:3: `[PRINCIPLE_2_NAME]` is left, too
            //  memory/constitution.md:3:3: `[PRINCIPLE_3_NAME]` is left, too
            //  memory/constitution.md:4:3: `[PRINCIPLE_4_NAME]` is left, too
            //  memory/constitution.md:5:3: `[PRINCIPLE_5_NAME]` is left, too
            //  memory/constitution.md:6:3: `[PRINCIPLE_6_NAME]` is left, too
            //  memory/constitution.md:7:3: `[PRINCIPLE_7_NAME]` is left, too
            //  memory/constitution.md:8:3: `[PRINCIPLE_8_NAME]` is left, too
            //  memory/constitution.md:9:3: `[PRINCIPLE_9_NAME]` is left, too
            //  memory/constitution.md:10:3: `[PRINCIPLE_10_NAME]` is left, too
        "#]],
        );
        check(
            "placeholder",
            &format!("//- /memory/constitution.md\n{}", tokens(2)),
            expect![[r#"
            memory/constitution.md
              é [PRINCIPLE_1_NAME]
            //  ^^^^^^^^^^^^^^^^^^ warning placeholder: `[PRINCIPLE_1_NAME]` has not been filled in: write the real value
              é [PRINCIPLE_2_NAME]
            //  ^^^^^^^^^^^^^^^^^^ warning placeholder: `[PRINCIPLE_2_NAME]` has not been filled in: write the real value
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
