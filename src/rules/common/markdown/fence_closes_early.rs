//! A block that ends on the fence that was meant to end a block inside of it.

use super::{FenceProblem, Widening, explain, is_history};
use crate::{
    model::Kind,
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
    syntax::markdown::FencedBlock,
};

pub(super) static RULE: Rule = Rule::new(page!("fence-closes-early"), Severity::Hint)
    .summary("an inner fence ends a block earlier than its author meant")
    .fix(FixKind::Offered)
    .checks(&[Check::new(Kind::MARKDOWN, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if is_history(context) {
        return;
    }
    let mut widening = None;
    let lines = &context.facts.lines;
    for fenced in context.facts.markdown.fenced.iter().filter(|fenced| closes_early(context.text, fenced)) {
        let (Some(inner), Some(closer)) = (fenced.inner_opener, fenced.closer) else { continue };
        let message = format!(
            "this block ends in line {}, on the fence of the block that line {} was meant to open: make the outer fence longer",
            lines.line(closer.start()) + 1,
            lines.line(inner.start()) + 1,
        );
        let widening = widening.get_or_insert_with(|| Widening::new(context));
        let mut finding = sink.report(fenced.opener, message);
        explain(widening, context, fenced, &mut finding);
        let problem = FenceProblem::ClosesEarly(lines.line(fenced.opener.start()));
        finding.fixes(|| widening.fix(problem, fenced.opener.start()));
    }
}

/// Whether a block ends on the fence of a block inside it.
pub(super) fn closes_early(text: &str, fenced: &FencedBlock) -> bool {
    let (Some(inner), Some(_)) = (fenced.inner_opener, fenced.closer) else { return false };
    // What is shorter than the outer fence opens nothing that could end the outer block.
    let length = text[inner].chars().take_while(|char| *char == fenced.fence).count();
    length >= fenced.length as usize
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    /// The seed's own shape: the block ends on its inner fence, and the fence that was meant to end it opens another one.
    const SEED: &str = "
😀 Write:
```markdown
Start with:
```text
$ARGUMENTS
```
Then go on.
```
Run it:
```bash
make
```
";

    #[test]
    fn the_fence_that_was_meant_to_close_is_explained() {
        check(
            "fence-closes-early",
            SEED,
            expect![[r#"
            .claude/commands/flow/plan.md
              ```markdown
            //^^^^^^^^^^^ hint fence-closes-early: this block ends in line 6, on the fence of the block that line 4 was meant to open: make the outer fence longer
              ```
            //^^^ hint fence-closes-early: this block ends in line 12, on the fence of the block that line 10 was meant to open: make the outer fence longer
            //  .claude/commands/flow/plan.md:2:1: because this block ends earlier than its author meant
        "#]],
        );
    }

    #[test]
    fn one_wider_fence_mends_all_that_follows() {
        check_fixes(
            "fence-closes-early",
            SEED,
            expect![[r#"
                * Widen the outer fence to 4 backticks
                //- /.claude/commands/flow/plan.md
                😀 Write:
                ````markdown
                Start with:
                ```text
                $ARGUMENTS
                ```
                Then go on.
                ````
                Run it:
                ```bash
                make
                ```
            "#]],
        );
        let wide = SEED.replace("```markdown", "````markdown").replace("on.\n```", "on.\n````");
        check_silent("fence-closes-early", &wide);
    }

    #[test]
    fn fences_in_lists_and_with_carriage_returns() {
        check_fixes(
            "fence-closes-early",
            "1. Write:\r\n   ```markdown\r\n   ```text\r\n   x\r\n   ```\r\n   ```\r\n",
            expect![[r#"
                * Widen the outer fence to 4 backticks
                //- /.claude/commands/flow/plan.md
                1. Write:␍
                   ````markdown␍
                   ```text␍
                   x␍
                   ```␍
                   ````␍
            "#]],
        );
    }

    #[test]
    fn blocks_that_end_where_they_should_are_silent() {
        check_silent("fence-closes-early", "````markdown\n```text\nx\n```\n````\n");
        check_silent("fence-closes-early", "~~~markdown\n```text\nx\n```\n~~~\n");
        check_silent("fence-closes-early", "```yaml\nrun: |\n        ```python\n        ```\n```\n");
        check_silent("fence-closes-early", "```text\n```\n```bash\n```\n");
        check_silent("fence-closes-early", "```text\nSay ```markdown and go.\n```\n");
    }
}
