//! A block that nothing closes.

use text_size::{TextRange, TextSize};

use super::{FenceProblem, Widening, cause, explain, is_history};
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::markdown::FencedBlock,
    text::lines::{line_end, line_start},
};

pub(super) static RULE: Rule = Rule::new(page!("fence-unclosed"), Severity::Warning)
    .summary("a fenced block is opened and never closed")
    .fix(FixKind::Offered)
    .checks(&[Check::new(Kind::MARKDOWN, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if is_history(context) {
        return;
    }
    let mut widening = None;
    for fenced in context.facts().markdown.fenced.iter().filter(|fenced| is_unclosed(fenced)) {
        let widening = widening.get_or_insert_with(|| Widening::new(context));
        // One cause, one finding: that of the block that ends early shows this one.
        if cause(widening, context, fenced.opener.start()).is_some() {
            continue;
        }
        let indented = indented_closer(context.text, fenced);
        let message = match indented {
            Some(closer) => {
                let line = context.facts().lines.line(closer.start()) + 1;
                format!(
                    "this block is never closed, because its closing fence at line {line} is indented too far: indent both alike"
                )
            }
            None => "this block is never closed: close it where the code ends".to_owned(),
        };
        let mut finding = sink.report(fenced.opener, message);
        explain(widening, context, fenced, &mut finding);
        finding.fixes(|| fixes(context, widening, fenced, indented));
    }
}

fn fixes(
    context: &Context<'_>,
    widening: &mut Widening<'_>,
    fenced: &FencedBlock,
    indented: Option<TextRange>,
) -> impl Iterator<Item = Fix> {
    let problem = FenceProblem::Unclosed(context.facts().lines.line(fenced.opener.start()));
    let indent = indented.map(|closer| {
        let before = TextRange::new(line_start(context.text, closer.start()), closer.start());
        Fix::new("Indent the closing fence like the opening one", vec![indent(context, fenced, before)])
    });
    let close = Fix::new("Close the block", vec![close(context, fenced)]);
    widening.fix(problem, fenced.opener.start()).into_iter().chain(indent).chain([close])
}

/// The first fence in a block that would close it with less before it: four spaces more than the block has make it code.
fn indented_closer(text: &str, fenced: &FencedBlock) -> Option<TextRange> {
    let mut start = fenced.content.start();
    text[fenced.content].split_inclusive('\n').find_map(|line| {
        let fence = line.trim();
        let is_fence = fence.len() >= fenced.length as usize && fence.chars().all(|char| char == fenced.fence);
        let blanks = TextSize::of(&line[..line.len() - line.trim_start().len()]);
        let range = TextRange::at(start + blanks, TextSize::of(fence));
        start += TextSize::of(line);
        is_fence.then_some(range)
    })
}

/// Gives the line of a closing fence the indent of the opening one.
fn indent(context: &Context<'_>, fenced: &FencedBlock, before: TextRange) -> Edit {
    let start = line_start(context.text, fenced.opener.start());
    let column = context.text[TextRange::new(start, fenced.opener.start())].chars().count();
    Edit::replace(&context.document.path, before, " ".repeat(column))
}

/// Whether nothing closes a block.
pub(super) fn is_unclosed(fenced: &FencedBlock) -> bool {
    fenced.closer.is_none()
}

/// Adds the closing line after the last line of the block.
fn close(context: &Context<'_>, fenced: &FencedBlock) -> Edit {
    let text = context.text;
    let start = line_start(text, fenced.opener.start());
    // In a list the fence is indented like the item's text, in a quote it has the quote's mark.
    let indent: String = text[TextRange::new(start, fenced.opener.start())]
        .chars()
        .map(|char| if matches!(char, '>' | '\t') { char } else { ' ' })
        .collect();
    let fence: String = std::iter::repeat_n(fenced.fence, fenced.length as usize).collect();
    let content = text[..fenced.content.end().into()].trim_end();
    let at = TextSize::of(content).max(fenced.opener.end());
    Edit::replace(&context.document.path, TextRange::empty(at), format!("{}{indent}{fence}", line_end(text)))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_block_is_closed_at_the_end_of_the_file() {
        let fixture = "😀 Run:\r\n```bash\r\nmake\r\n\r\nThen ask.\r\n\r\n";
        check(
            "fence-unclosed",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              ```bash
            //^^^^^^^ warning fence-unclosed: this block is never closed: close it where the code ends
        "#]],
        );
        check_fixes(
            "fence-unclosed",
            fixture,
            expect![[r#"
            * Close the block
            //- /.claude/commands/flow/plan.md
            😀 Run:␍
            ```bash␍
            make␍
            ␍
            Then ask.␍
            ```␍
            ␍
        "#]],
        );
    }

    #[test]
    fn a_block_in_a_list_or_a_quote_is_closed_there() {
        check_fixes(
            "fence-unclosed",
            "- Run:\n\n  ~~~~bash\n  make\n\nThen ask.\n",
            expect![[r#"
            * Close the block
            //- /.claude/commands/flow/plan.md
            - Run:

              ~~~~bash
              make
              ~~~~

            Then ask.
        "#]],
        );
        check_fixes(
            "fence-unclosed",
            "- ```bash\n  make\n- next\n",
            expect![[r#"
            * Close the block
            //- /.claude/commands/flow/plan.md
            - ```bash
              make
              ```
            - next
        "#]],
        );
        check_fixes(
            "fence-unclosed",
            "> ```\n> make\n\nThen ask.\n",
            expect![[r#"
            * Close the block
            //- /.claude/commands/flow/plan.md
            > ```
            > make
            > ```

            Then ask.
        "#]],
        );
    }

    #[test]
    fn a_block_that_another_one_left_open_is_mended_there() {
        let fixture = "```markdown\n```text\n```\n```\nMore.\n";
        // The block that ends early is the cause.
        check(
            "fence-closes-early",
            fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  ```markdown
                //^^^^^^^^^^^ warning fence-closes-early: this code block already ends at line 3, because the block inside it (line 2) uses a fence of the same length: make this fence longer
                //  .claude/commands/flow/plan.md:4:1: so this block is never closed
            "#]],
        );
        check_silent("fence-unclosed", fixture);
        check_fixes(
            "fence-closes-early",
            fixture,
            expect![[r#"
                * Widen the outer fence to 4 backticks
                //- /.claude/commands/flow/plan.md
                ````markdown
                ```text
                ```
                ````
                More.
            "#]],
        );
    }

    #[test]
    fn a_closing_fence_that_is_indented_too_far_is_named() {
        let fixture = "3. Write 😀:\n\n   ```markdown\n   # A\n       ```\n\nThen ask.\n";
        check(
            "fence-unclosed",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
                 ```markdown
            //   ^^^^^^^^^^^ warning fence-unclosed: this block is never closed, because its closing fence at line 5 is indented too far: indent both alike
        "#]],
        );
        check_fixes(
            "fence-unclosed",
            fixture,
            expect![[r#"
            * Indent the closing fence like the opening one
            //- /.claude/commands/flow/plan.md
            3. Write 😀:

               ```markdown
               # A
               ```

            Then ask.
            * Close the block
            //- /.claude/commands/flow/plan.md
            3. Write 😀:

               ```markdown
               # A
                   ```
               ```

            Then ask.
        "#]],
        );
    }

    #[test]
    fn closed_blocks_are_silent() {
        check_silent("fence-unclosed", "```\n```\n\n~~~\n~~~\n    ```\n    indented\n");
    }
}
