//! A block that ends on the fence that was meant to end a block inside of it.

use std::collections::BTreeMap;

use text_size::TextSize;

use super::{FenceProblem, Widening, cause, explain, fence_unclosed::is_unclosed, is_history};
use crate::{
    model::Kind,
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
    syntax::markdown::FencedBlock,
};

pub(super) static RULE: Rule = Rule::new(page!("fence-closes-early"), Severity::Hint)
    .summary("an inner fence ends a block earlier than its author meant")
    .fix(FixKind::Offered)
    .checks(&[Check::new(Kind::MARKDOWN, check).local()]);

/// How many of the consequences are shown.
const MOST: usize = 10;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if is_history(context) {
        return;
    }
    let fenced = &context.facts().markdown.fenced;
    if !fenced.iter().any(|block| closes_early(context.text, block)) {
        return;
    }
    let mut widening = Widening::new(context);
    let mut consequences: BTreeMap<TextSize, Vec<&FencedBlock>> = BTreeMap::new();
    for block in fenced.iter().filter(|block| closes_early(context.text, block) || is_unclosed(block)) {
        if let Some(root) = cause(&widening, context, block.opener.start()) {
            consequences.entry(root).or_default().push(block);
        }
    }
    let lines = &context.facts().lines;
    for block in fenced.iter().filter(|block| closes_early(context.text, block)) {
        let (Some(inner), Some(closer)) = (block.inner_opener, block.closer) else { continue };
        let start = block.opener.start();
        if cause(&widening, context, start).is_some() {
            continue;
        }
        let message = format!(
            "this code block already ends at line {}, because the block inside it (line {}) uses a fence of the same length: make this fence longer",
            lines.line(closer.start()) + 1,
            lines.line(inner.start()) + 1,
        );
        let mut finding = sink.report(block.opener, message);
        explain(&widening, context, block, &mut finding);
        let others = consequences.get(&start).map_or(&[][..], |others| others);
        if others.iter().any(|other| is_unclosed(other)) {
            finding.severity(Severity::Warning);
        }
        for other in others.iter().take(MOST) {
            let what =
                if is_unclosed(other) { "so this block is never closed" } else { "so this block ends too early, too" };
            finding.related(&context.document.path, other.opener, what);
        }
        let problem = FenceProblem::ClosesEarly(lines.line(start));
        finding.fixes(|| widening.fix(problem, start));
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
                //^^^^^^^^^^^ hint fence-closes-early: this code block already ends at line 6, because the block inside it (line 4) uses a fence of the same length: make this fence longer
                //  .claude/commands/flow/plan.md:8:1: so this block ends too early, too
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
