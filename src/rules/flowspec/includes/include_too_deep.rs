//! Includes that are nested too deep.

use super::target::{Target, include_of, live, name, target};
use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink, common::references::import_too_deep},
    workspace::expand::MAX_DEPTH,
};

pub(super) static RULE: Rule = Rule::new(page!("include-too-deep"), Severity::Error)
    .summary("includes are nested more than 10 levels deep, or imports more than 5")
    .checks(&[Check::new(Kind::PROMPTS, check), import_too_deep::CHECK]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let graph = &context.index.include_graph;
    let Some(chain) = graph.too_deep.get(&context.document.path) else { return };
    let closing = graph.cycles.get(&context.document.path);
    for include in live(context) {
        let Target::File(target) = target(context, &context.text[include.path]) else { continue };
        if closing.into_iter().flatten().any(|cycle| cycle.first() == Some(&target)) {
            continue;
        }
        let top = chain.first().map_or("".into(), |top| format!(" (from `{}`)", name(context, top)));
        let message = format!(
            "this include is nested {} levels deep{top}, and only {MAX_DEPTH} are expanded: include it from a higher level",
            MAX_DEPTH + 1,
        );
        let mut finding = sink.report(include.path, message);
        for pair in chain.windows(2) {
            if let Some(range) = include_of(context, &pair[0], &pair[1]) {
                finding.related(&pair[0], range, format!("here `{}` is included", name(context, &pair[1])));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    /// A command and so many partials below it, one inside the other.
    fn nested(levels: usize) -> String {
        let mut fixture = "//- /.claude/commands/flow/plan.md\n{{INCLUDE:1.md}}".to_owned();
        for level in 1..levels {
            write!(fixture, "\n//- /{level}.md\né {{{{INCLUDE:{}.md}}}}", level + 1).unwrap();
        }
        write!(fixture, "\n//- /{levels}.md\nend\n").unwrap();
        fixture
    }

    #[test]
    fn only_where_the_limit_is_crossed() {
        check(
            "include-too-deep",
            &nested(13),
            expect![[r#"
                10.md
                  é {{INCLUDE:11.md}}
                //            ^^^^^ error include-too-deep: this include is nested 11 levels deep (from `.claude/commands/flow/plan.md`), and only 10 are expanded: include it from a higher level
                //  .claude/commands/flow/plan.md:1:11: here `1.md` is included
                //  1.md:1:13: here `2.md` is included
                //  2.md:1:13: here `3.md` is included
                //  3.md:1:13: here `4.md` is included
                //  4.md:1:13: here `5.md` is included
                //  5.md:1:13: here `6.md` is included
                //  6.md:1:13: here `7.md` is included
                //  7.md:1:13: here `8.md` is included
                //  8.md:1:13: here `9.md` is included
                //  9.md:1:13: here `10.md` is included
            "#]],
        );
    }

    #[test]
    fn ten_levels_are_fine() {
        check_silent("include-too-deep", &nested(10));
    }
}
