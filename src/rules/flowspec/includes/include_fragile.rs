//! An include of which the expander and CommonMark disagree whether it is inside a block.

use crate::{
    model::Kind,
    rules::{
        Check, Context, FixKind, Rule, Severity, Sink,
        common::markdown::{FenceProblem, Widening, is_fragile},
    },
};

pub(super) static RULE: Rule = Rule::new(page!("include-fragile"), Severity::Hint)
    .summary("the expander and Markdown disagree whether an include is in a block")
    .fix(FixKind::Offered)
    .checks(&[Check::new(Kind::PROMPTS, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let fenced = &context.facts().markdown.fenced;
    let mut widening = None;
    for include in context.facts().includes.iter().filter(|include| is_fragile(include, fenced)) {
        let widening = widening.get_or_insert_with(|| Widening::new(context));
        let reason = widening.reason(include.range.start());
        let message = match include.fenced {
            true => "the expander sees this include inside a block, a Markdown reader outside of it",
            false => "the expander sees this include outside of any block, a Markdown reader inside of one",
        };
        let advice = if reason.is_some() { ": widen the outer fence" } else { "" };
        let mut finding = sink.report(include.range, format!("{message}{advice}"));
        if let Some(block) = reason {
            finding.related(&context.document.path, block.opener, "this block holds fences as long as its own");
        }
        finding.fixes(|| {
            let problem = FenceProblem::Fragile(context.facts().lines.line(include.range.start()));
            widening.fix(problem, include.range.start())
        });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const FIXTURE: &str = "
//- /.claude/commands/flow/plan.md
  ```markdown
```text
x
```
😀 {{INCLUDE:a.md}}
  ```
{{INCLUDE:b.md}}
```sh
```
";

    #[test]
    fn a_block_that_markdown_ends_early() {
        check(
            "include-fragile",
            FIXTURE,
            expect![[r#"
            .claude/commands/flow/plan.md
              😀 {{INCLUDE:a.md}}
            //  ^^^^^^^^^^^^^^^^ hint include-fragile: the expander sees this include inside a block, a Markdown reader outside of it: widen the outer fence
            //  .claude/commands/flow/plan.md:1:1: this block holds fences as long as its own
              {{INCLUDE:b.md}}
            //^^^^^^^^^^^^^^^^ hint include-fragile: the expander sees this include outside of any block, a Markdown reader inside of one: widen the outer fence
            //  .claude/commands/flow/plan.md:1:1: this block holds fences as long as its own
        "#]],
        );
        check_fixes(
            "include-fragile",
            FIXTURE,
            expect![[r#"
            * Widen the outer fence to 4 backticks
            //- /.claude/commands/flow/plan.md
              ````markdown
            ```text
            x
            ```
            😀 {{INCLUDE:a.md}}
              ````
            {{INCLUDE:b.md}}
            ```sh
            ```
        "#]],
        );
    }

    #[test]
    fn tildes_have_no_fence_to_widen() {
        check(
            "include-fragile",
            "~~~\r\n{{INCLUDE:a.md}}\r\n~~~\r\n",
            expect![[r#"
            .claude/commands/flow/plan.md
              {{INCLUDE:a.md}}
            //^^^^^^^^^^^^^^^^ hint include-fragile: the expander sees this include outside of any block, a Markdown reader inside of one
        "#]],
        );
    }

    #[test]
    fn both_models_agree() {
        check_silent(
            "include-fragile",
            "````markdown\n```text\nx\n```\n{{INCLUDE:a.md}}\n````\n{{INCLUDE:b.md}} `{{INCLUDE:c.md}}`\n~~~\n{{INCLUDE:...}}\n~~~\n",
        );
    }
}
