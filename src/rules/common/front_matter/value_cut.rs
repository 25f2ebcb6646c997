//! A `#` that cuts off the rest of a value.

use text_size::TextRange;

use super::KINDS;
use crate::{
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::yaml::{self, Value},
};

pub(super) static RULE: Rule = Rule::new(page!("value-cut"), Severity::Hint)
    .summary("` #` cuts off the rest of an unquoted value")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, check).in_copies().local()]);

/// The keys whose values are sentences: behind another value a comment is most likely meant.
const PROSE: [&str; 5] = ["description", "title", "argument-hint", "when_to_use", "initialPrompt"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(front_matter) = &context.facts().front_matter else { return };
    for entry in front_matter.entries.iter().filter(|entry| entry.name().is_some_and(|name| PROSE.contains(&name))) {
        let Value::Scalar { plain: true, .. } = &entry.value.value else { continue };
        let comments = &front_matter.comments;
        let next = comments.partition_point(|comment| comment.start() < entry.value.range.end());
        let Some(comment) = comments.get(next).filter(|_| !entry.value.is_null()) else { continue };
        let between = &context.text[TextRange::new(entry.value.range.end(), comment.start())];
        if between.is_empty() || !between.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
            continue;
        }
        let comment = TextRange::at(comment.start(), text_size::TextSize::of(context.text[*comment].trim_end()));
        sink.report(comment, "` #` begins a comment, so this is not part of the value: put the value in quotes").fixes(
            || {
                let whole = entry.value.range.cover(comment);
                let edit = Edit::replace(&context.document.path, whole, yaml::quote(&context.text[whole]));
                [Fix::new("Put the value in quotes", vec![edit])]
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_value_with_a_comment_is_reported() {
        let fixture = "---\ndescription: Fix 😀 #12 and deploy\n---\n";
        check(
            "value-cut",
            fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  description: Fix 😀 #12 and deploy
                //                   ^^^^^^^^^^^^^^ hint value-cut: ` #` begins a comment, so this is not part of the value: put the value in quotes
            "#]],
        );
        check_fixes(
            "value-cut",
            fixture,
            expect![[r#"
                * Put the value in quotes
                //- /.claude/commands/flow/plan.md
                ---
                description: "Fix 😀 #12 and deploy"
                ---
            "#]],
        );
    }

    #[test]
    fn comments_of_their_own_and_quoted_values_are_ignored() {
        for keys in [
            "description: Fix#12",
            "description: 'Fix #12' # now",
            "description: Fix it\n# later",
            "model: sonnet # cheap",
            "description: # none",
        ] {
            check_silent("value-cut", &format!("---\n{keys}\n---\n"));
        }
    }
}
