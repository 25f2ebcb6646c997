//! An include of which the expander and CommonMark disagree whether it is inside a block.

use std::cmp::Ordering;

use text_size::{TextRange, TextSize};

use crate::{
    rules::{Context, Edit, FixKind, Rule, Severity, Sink},
    syntax::{fence::Block, include::IncludeKind, markdown::FencedBlock},
    workspace::{DocPath, Kind},
};

pub(super) static RULE: Rule = Rule {
    code: "include-fragile",
    severity: Severity::Hint,
    summary: "the expander and Markdown disagree whether an include is in a block",
    fix: FixKind::Offered,
    tag: None,
    kinds: Kind::PROMPTS,
    in_copies: false,
    page: include_str!("../../../docs/rules/include-fragile.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (text, facts, path) = (context.text, context.facts, &context.document.path);
    let mut blocks = facts.fences.blocks.iter().peekable();
    let mut culprit = None;
    for include in facts.includes.iter().filter(|include| include.kind == IncludeKind::Directive) {
        while let Some(block) = blocks.next_if(|block| block.opener.start() < include.range.start()) {
            // Only a block that holds a fence as long as its own is read in two ways.
            if block.longest_inside >= block.length {
                culprit = Some(block);
            }
        }
        let in_markdown = in_block(&facts.markdown.fenced, include.range.start());
        let message = match (include.fenced, in_markdown) {
            (true, false) => "the expander sees this include inside a block, a Markdown reader outside of it",
            (false, true) => "the expander sees this include outside of any block, a Markdown reader inside of one",
            _ => continue,
        };
        let advice = if culprit.is_some() { ": widen the outer fence" } else { "" };
        let wants_fixes = sink.wants_fixes();
        let diagnostic = sink.report(include.range, format!("{message}{advice}"));
        if let Some(block) = culprit {
            diagnostic.related(path, block.opener, "this block holds fences as long as its own");
            if let Some(edits) = widened(text, path, block).filter(|_| wants_fixes) {
                diagnostic.fix("Widen the outer fence", edits);
            }
        }
    }
}

/// Whether CommonMark sees `offset` inside a fenced block; they are in order.
fn in_block(blocks: &[FencedBlock], offset: TextSize) -> bool {
    let found = blocks.binary_search_by(|block| {
        let end = block.closer.map_or(block.content.end(), |closer| closer.end()).max(block.content.end());
        match (offset < block.opener.start(), offset >= end) {
            (true, _) => Ordering::Greater,
            (_, true) => Ordering::Less,
            _ => Ordering::Equal,
        }
    });
    found.is_ok()
}

/// The edits that make both fences of a block longer than every fence inside it.
fn widened(text: &str, path: &DocPath, block: &Block) -> Option<Vec<Edit>> {
    let fence = "`".repeat(block.longest_inside as usize + 1);
    let edit = |line: TextRange| {
        let written = &text[line];
        let start = written.find('`')?;
        let length = written[start..].bytes().take_while(|byte| *byte == b'`').count();
        let start = line.start() + TextSize::new(start as u32);
        Some(Edit::replace(path, TextRange::at(start, TextSize::new(length as u32)), &*fence))
    };
    Some(vec![edit(block.opener)?, edit(block.closer?)?])
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
            * Widen the outer fence
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
