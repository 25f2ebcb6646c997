//! Fenced blocks.

mod fence_closes_early;
mod fence_unclosed;

use text_size::TextRange;

use super::{Context, Diagnostic, Edit, Rule};
use crate::{
    model::task::Task,
    syntax::{fence::Block, markdown::FencedBlock},
    workspace::Kind,
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[&fence_closes_early::RULE, &fence_unclosed::RULE];

/// Whether nobody works on the document any more, so that how it reads is of no concern.
fn is_history(context: &Context<'_>) -> bool {
    let document = context.document;
    document.kind == Kind::Task && !Task::place(document.name(), &context.snapshot.backlog().folder).is_active()
}

/// How many blocks one fix widens at most, so that a file full of fences does not make every finding carry them all.
const MOST: usize = 50;

/// The blocks that Markdown opens where their author did and closes elsewhere, in order.
fn misread<'a>(context: &Context<'a>) -> Vec<&'a Block> {
    let fenced = &context.facts.markdown.fenced;
    let opened_as_meant = |block: &&Block| {
        let same = fenced.partition_point(|fenced| fenced.opener.start() < block.opener.start());
        let same = fenced.get(same).filter(|fenced| block.opener.contains(fenced.opener.start()));
        same.is_some_and(|fenced| match (fenced.closer, block.closer) {
            (Some(closer), Some(meant)) => !meant.contains(closer.start()),
            (closer, meant) => closer.is_some() != meant.is_some(),
        })
    };
    context.facts.fences.blocks.iter().filter(opened_as_meant).collect()
}

/// Says in which of the `misread` blocks the trouble with a block began, and mends it there.
fn widen(context: &Context<'_>, misread: &[&Block], fenced: &FencedBlock, found: &mut Diagnostic, wants_fixes: bool) {
    let before = misread.partition_point(|block| block.opener.start() <= fenced.opener.start());
    let Some(block) = before.checked_sub(1).and_then(|last| misread.get(last)) else { return };
    let path = &context.document.path;
    if !block.opener.contains(fenced.opener.start()) {
        let opener = fence(context, block.opener);
        found.related(path, opener, "because this block ends earlier than its author meant");
    }
    if !wants_fixes {
        return;
    }
    // The blocks from there on may hide each other's trouble. Without an end there is nothing to widen to.
    let from = context.facts.fences.blocks.partition_point(|other| other.opener.start() < block.opener.start());
    let until = context.facts.fences.blocks.partition_point(|other| other.opener.start() <= fenced.opener.start());
    let fragile = context.facts.fences.blocks[from..until].iter().filter(|block| block.longest_inside >= block.length);
    let widened: Vec<_> = fragile.filter_map(|block| Some((block, block.closer?))).take(MOST + 1).collect();
    let title = match *widened {
        [] => return,
        [(block, _)] => format!("Widen the outer fence to {} backticks", block.longest_inside + 1),
        _ => "Widen the outer fences".to_owned(),
    };
    let edits = widened.iter().flat_map(|(block, closer)| {
        let wide = "`".repeat(block.longest_inside as usize + 1);
        [block.opener, *closer].map(|line| Edit::replace(path, ticks(context, line), &wide))
    });
    if widened.len() <= MOST {
        found.fix(title, edits.collect());
    }
}

/// A fence line without the blanks around it.
fn fence(context: &Context<'_>, line: TextRange) -> TextRange {
    let source = &context.text[line];
    let indent = source.len() - source.trim_start().len();
    TextRange::at(line.start() + text_size::TextSize::new(indent as u32), text_size::TextSize::of(source.trim()))
}

/// The backticks of a fence line.
fn ticks(context: &Context<'_>, line: TextRange) -> TextRange {
    let fence = fence(context, line);
    let length = context.text[fence].bytes().take_while(|byte| *byte == b'`').count();
    TextRange::at(fence.start(), text_size::TextSize::new(length as u32))
}
