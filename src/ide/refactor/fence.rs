//! A fenced block gets longer fences than those that it shows.

use text_size::{TextRange, TextSize};

use super::{RefactorKind, Refactoring, Selection};
use crate::workspace::Edit;

/// Offered on the fences of a block in which there are fences as long as its own.
pub(super) fn widen(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { document, range, .. } = *selection;
    let text = document.text();
    let on = |fence: TextRange| fence.contains_inclusive(range.start()) && fence.contains_inclusive(range.end());
    let mut blocks = document.facts().fences.blocks.iter();
    let block = blocks.find(|block| on(block.opener) || block.closer.is_some_and(on))?;
    let closer = block.closer.filter(|_| block.longest_inside >= block.length)?;
    let length = block.longest_inside + 1;
    let edits = [block.opener, closer].map(|fence| {
        let line = &text[fence];
        let start = fence.start() + TextSize::of(&line[..line.find('`').unwrap_or_default()]);
        let ticks = text[usize::from(start)..].bytes().take_while(|byte| *byte == b'`').count();
        let ticks = TextRange::at(start, TextSize::new(ticks as u32));
        Edit::replace(&document.path, ticks, "`".repeat(length as usize))
    });
    Some(Refactoring {
        title: format!("Widen the fence to {length} backticks"),
        kind: RefactorKind::Rewrite,
        edits: edits.into(),
    })
}
