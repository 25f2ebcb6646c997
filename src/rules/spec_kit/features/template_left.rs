//! Text of the template that was never filled in.

use super::{ALL, own};
use crate::rules::{Check, Context, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("template-left"), Severity::Warning)
    .summary("text of Spec Kit's template that was never filled in")
    .checks(&[Check::new(ALL, check).local()]);

/// How many other places one finding names.
const MOST_RELATED: usize = 20;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let found = &own(context).leftovers;
    let live = found.iter().filter(|it| !it.quoted).count();
    // What is in prose is worse, and comes first.
    let Some(first) = found.iter().find(|it| !it.quoted).or(found.first()) else { return };
    let text = context.text[first.range].lines().next().unwrap_or_default();
    let message = match live {
        _ if own(context).is_template() => {
            "the template was not filled in here: fill it in, or remove what is left of it".to_owned()
        }
        _ => format!("`{text}` is left of the template: fill it in or remove it"),
    };
    let severity = if live == 0 { Severity::Hint } else { Severity::Warning };
    let mut finding = sink.report(first.range, message);
    finding.severity(severity);
    for other in found.iter().filter(|it| it.range != first.range).take(MOST_RELATED) {
        finding.related(&context.document.path, other.range, "this is left, too");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const PLAN: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/plan.md\n";

    #[test]
    fn what_is_left_of_a_template_is_one_finding() {
        check(
            "template-left",
            &format!(
                "{PLAN}# Implementation Plan: 😀\n```\n# [REMOVE IF UNUSED] Option 1\n```\n| [e.g., 4th project] | [current need] |\n"
            ),
            expect![[r#"
                specs/001-a/plan.md
                  | [e.g., 4th project] | [current need] |
                //  ^^^^^^^^^^^^^^^^^^^ warning template-left: `[e.g., 4th project]` is left of the template: fill it in or remove it
                //  specs/001-a/plan.md:3:3: this is left, too
                //  specs/001-a/plan.md:5:25: this is left, too
            "#]],
        );
    }

    #[test]
    fn in_code_alone_it_is_a_hint() {
        check(
            "template-left",
            &format!("{PLAN}```\n# [REMOVE IF UNUSED] Option 1\n```\n"),
            expect![[r#"
            specs/001-a/plan.md
              # [REMOVE IF UNUSED] Option 1
            //  ^^^^^^^^^^^^^^^^^^ hint template-left: `[REMOVE IF UNUSED]` is left of the template: fill it in or remove it
        "#]],
        );
    }

    #[test]
    fn what_speaks_of_a_template_is_ignored() {
        check_silent(
            "template-left",
            &format!(
                "{PLAN}# Plan\nUse `[current need]`. [FEATURE] [DATE] [Link to spec.md](../spec.md)\n//- /.specify/templates/plan-template.md\n[current need]\n"
            ),
        );
    }
}
