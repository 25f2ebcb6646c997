//! Inline code where the author meant prose: CommonMark's spans, and those of lines that only CommonMark takes for a block.
//!
//! The expander's model decides what is prose (see [`super::fence`]). Where an inner fence closes a block early, CommonMark takes
//! such prose for code and sees no spans in it, so they are paired here, line by line.

use super::{fence::Fences, line_end, markdown::Markdown, range};
use rustc_hash::FxHashMap;
use std::{borrow::Cow, ops::Range};
use text_size::TextRange;

/// All inline code spans in prose, in order, backticks included.
pub(super) fn spans<'a>(text: &str, fences: &Fences, markdown: &'a Markdown) -> Cow<'a, [TextRange]> {
    let mut extra = Vec::new();
    for prose in disputed(text, fences, markdown) {
        let mut at = prose.start;
        while at < prose.end {
            let (end, next) = line_end(text, at);
            pair(text, at..end.min(prose.end), &mut extra);
            at = next;
        }
    }
    if extra.is_empty() {
        return Cow::Borrowed(&markdown.spans);
    }
    extra.extend_from_slice(&markdown.spans);
    extra.sort_unstable_by_key(|span| span.start());
    Cow::Owned(extra)
}

/// The parts of CommonMark's blocks that are outside of the expander's, in order.
fn disputed(text: &str, fences: &Fences, markdown: &Markdown) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut blocks = fences.blocks.iter().peekable();
    for fenced in &markdown.fenced {
        let mut at = usize::from(fenced.opener.start());
        let end = usize::from(fenced.closer.map_or(fenced.content.end(), TextRange::end));
        while at < end {
            let Some(block) = blocks.peek() else {
                parts.push(at..end);
                break;
            };
            let block_end = block.closer.map_or(text.len(), |closer| closer.end().into());
            let block_start = usize::from(block.opener.start());
            if block_end <= at {
                blocks.next();
                continue;
            }
            if at < block_start {
                parts.push(at..block_start.min(end));
            }
            at = block_end;
        }
    }
    parts
}

/// Pairs the runs of backticks of one line: a run closes at the next one of its length.
fn pair(text: &str, line: Range<usize>, spans: &mut Vec<TextRange>) {
    let bytes = text.as_bytes();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for tick in memchr::memchr_iter(b'`', &bytes[line.clone()]) {
        let tick = line.start + tick;
        match runs.last_mut() {
            Some(run) if run.end == tick => run.end += 1,
            _ => runs.push(tick..tick + 1),
        }
    }
    // Read from the right, each length has the nearest run that can close it, so that a line of ever longer runs stays linear.
    let mut nearest = FxHashMap::default();
    let mut closes = vec![None; runs.len()];
    for (index, run) in runs.iter().enumerate().rev() {
        closes[index] = nearest.insert(run.len(), index);
    }
    let mut index = 0;
    while let (Some(run), Some(close)) = (runs.get(index), closes.get(index)) {
        if let Some(closing) = close.and_then(|close| runs.get(close)) {
            spans.push(range(run.start, closing.end));
        }
        index = close.unwrap_or(index) + 1;
    }
}
