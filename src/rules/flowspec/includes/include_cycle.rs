//! A circle of includes, at the include that closes it.

use super::target::{include_of, name};
use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::{DocPath, include_graph::MAX_CHAIN},
};

pub(super) static RULE: Rule = Rule::new(page!("include-cycle"), Severity::Error)
    .summary("partials include each other in a cycle")
    .checks(&[Check::new(Kind::PROMPTS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let own = &context.document.path;
    for cycle in context.index.include_graph.cycles.get(own).into_iter().flatten() {
        let Some(first) = cycle.first() else { continue };
        let Some(range) = include_of(context, own, first) else { continue };
        let message = match cycle.len() {
            1 => "this file includes itself: remove the include".to_owned(),
            _ => format!("this include creates a cycle: {}", chain(context, cycle, first)),
        };
        let mut finding = sink.report(range, message);
        for pair in cycle.windows(2) {
            if let Some(range) = include_of(context, &pair[0], &pair[1]) {
                finding.related(&pair[0], range, format!("here `{}` is included", name(context, &pair[1])));
            }
        }
    }
}

/// `a.md` → `b.md` → `a.md`.
fn chain(context: &Context<'_>, cycle: &[DocPath], first: &DocPath) -> String {
    let more = if cycle.len() == MAX_CHAIN { "… → " } else { "" };
    let steps: String = cycle.iter().map(|path| format!("`{}` → ", name(context, path))).collect();
    format!("{steps}{more}`{}`", name(context, first))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn once_at_the_include_that_closes_it() {
        check(
            "include-cycle",
            "
//- /.claude/commands/flow/plan.md
{{INCLUDE:a.md}}
{{INCLUDE:c.md}}
//- /a.md
😀 {{INCLUDE:b.md}}
//- /b.md
{{INCLUDE:c.md}}
//- /c.md
x {{INCLUDE:a.md}} {{INCLUDE:a.md}}
",
            expect![[r#"
                c.md
                  x {{INCLUDE:a.md}} {{INCLUDE:a.md}}
                //            ^^^^ error include-cycle: this include creates a cycle: `a.md` → `b.md` → `c.md` → `a.md`
                //  a.md:1:13: here `b.md` is included
                //  b.md:1:11: here `c.md` is included
            "#]],
        );
    }

    #[test]
    fn one_file_alone_and_circles_that_no_command_uses() {
        check(
            "include-cycle",
            "
//- /.claude/partials/a.md
{{INCLUDE:.claude/partials/b.md}}
//- /.claude/partials/b.md
{{INCLUDE:.claude/partials/a.md}}
//- /.claude/partials/c.md
{{INCLUDE:.claude/partials/c.md}}
",
            expect![[r#"
                .claude/partials/b.md
                  {{INCLUDE:.claude/partials/a.md}}
                //          ^^^^^^^^^^^^^^^^^^^^^ error include-cycle: this include creates a cycle: `.claude/partials/a.md` → `.claude/partials/b.md` → `.claude/partials/a.md`
                //  .claude/partials/a.md:1:11: here `.claude/partials/b.md` is included
                .claude/partials/c.md
                  {{INCLUDE:.claude/partials/c.md}}
                //          ^^^^^^^^^^^^^^^^^^^^^ error include-cycle: this file includes itself: remove the include
            "#]],
        );
    }

    #[test]
    fn twice_the_same_is_no_circle() {
        check_silent(
            "include-cycle",
            "
//- /.claude/commands/flow/plan.md
{{INCLUDE:a.md}} {{INCLUDE:b.md}}
//- /a.md
{{INCLUDE:b.md}}
```
{{INCLUDE:a.md}}
```
//- /b.md
",
        );
    }
}
