//! Fenced blocks as the upstream expander sees them, which decides whether a directive is live.
//!
//! Line by line: a fence line is `^\s*` and three or more backticks, then an info string; tildes do not count. Outside a block it
//! opens one. Inside, one with an info string nests, a bare one ends the innermost nesting, and a bare one at no nesting that is at
//! least as long as the opener closes the block. A line with a backtick after the first run is inline code, as in CommonMark. CommonMark's own blocks are in [`super::markdown`].

use super::{line_end, range};
use crate::text::window::{Fact, Window};
use memchr::memmem;
use text_size::{TextRange, TextSize};

/// The blocks of `text` from `body`, where the front matter ends, to the end.
pub fn parse(text: &str, body: TextSize) -> Fences {
    scan(text, usize::from(body), Vec::new(), |_| None)
}

/// The same blocks, when those of an earlier version of the text are known: from the first block that the window touches to the first
/// one that opens after it as it did before.
pub fn edited(text: &str, body: TextSize, earlier: &Fences, window: &Window) -> Fences {
    let blocks = &earlier.blocks;
    let ends_before =
        |block: &ExpanderFence| block.closer.is_some_and(|closer| closer.end() + LINE_END <= window.earlier().start());
    let kept = blocks.partition_point(ends_before);
    let start = blocks[..kept].last().map_or(usize::from(body), |block| line_end(text, block.extent().end().into()).1);
    let known_from = blocks.partition_point(|block| block.opener.start() <= window.earlier().end());
    scan(text, start, blocks[..kept].to_vec(), |opener| {
        let known = &blocks[known_from..];
        let same = known.binary_search_by_key(&opener, |block| window.moved(block.opener.start())).ok()?;
        Some(known[same..].iter().map(|block| block.moved(window)).collect())
    })
}

/// The longest line end.
const LINE_END: TextSize = TextSize::new(2);

/// The blocks after `blocks`, from `at`, where a line starts outside of any. Asked with where a block opens, `rest` may know this
/// block and all that follow.
fn scan(
    text: &str,
    mut at: usize,
    blocks: Vec<ExpanderFence>,
    rest: impl Fn(TextSize) -> Option<Vec<ExpanderFence>>,
) -> Fences {
    let mut fences = Fences { blocks };
    let mut nested = 0u32;
    let mut open = false;
    while let Some(line) = next_fence_line(text, at) {
        at = line.next;
        match fences.blocks.last_mut().filter(|_| open) {
            None => {
                if let Some(rest) = rest(line.range.start()) {
                    fences.blocks.extend(rest);
                    return fences;
                }
                open = true;
                nested = 0;
                fences.blocks.push(ExpanderFence {
                    opener: line.range,
                    closer: None,
                    length: line.length,
                    info: line.info,
                    longest_inside: 0,
                });
            }
            Some(block) if line.info.is_empty() && nested == 0 && line.length >= block.length => {
                block.closer = Some(line.range);
                open = false;
            }
            Some(block) => {
                block.longest_inside = block.longest_inside.max(line.length);
                nested = match line.info.is_empty() {
                    true => nested.saturating_sub(1),
                    false => nested + 1,
                };
            }
        }
    }
    fences
}

struct FenceLine {
    range: TextRange,
    length: u32,
    info: TextRange,
    /// Where the next line starts.
    next: usize,
}

/// The first fence line at or after `at`, which is the start of a line. Only the first backticks of a line can make it one, so
/// every line is looked at once.
fn next_fence_line(text: &str, mut at: usize) -> Option<FenceLine> {
    let bytes = text.as_bytes();
    loop {
        let ticks = at + memmem::find(bytes.get(at..)?, b"```")?;
        let start = memchr::memrchr(b'\n', &bytes[at..ticks]).map_or(at, |newline| at + newline + 1);
        let (end, next) = line_end(text, ticks);
        at = next;
        if text[start..ticks].trim_start().is_empty() {
            let length = bytes[ticks..end].iter().take_while(|&&byte| byte == b'`').count();
            let rest = &text[ticks + length..end];
            // Inline code that fills the line: the info string of a fence holds no backtick.
            if rest.contains('`') {
                continue;
            }
            let info = ticks + length + (rest.len() - rest.trim_start().len());
            return Some(FenceLine {
                range: range(start, end),
                length: u32::try_from(length).unwrap_or(u32::MAX),
                info: range(info.min(end), info + rest.trim().len()),
                next,
            });
        }
    }
}

/// The fenced blocks of one text, in order, never overlapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fences {
    /// The outermost blocks.
    pub blocks: Vec<ExpanderFence>,
}

/// One outermost block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpanderFence {
    /// The opening line, without its line end.
    pub opener: TextRange,
    /// The closing line, without its line end; `None` when the text ends first.
    pub closer: Option<TextRange>,
    /// The number of backticks of the opener.
    pub length: u32,
    /// The info string of the opener, trimmed; possibly empty.
    pub info: TextRange,
    /// The longest run of backticks on a fence line inside the block, 0 when there is none.
    pub longest_inside: u32,
}

impl Fact for ExpanderFence {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.opener);
        self.closer.iter_mut().for_each(&mut change);
        change(&mut self.info);
    }

    /// A block that is not closed goes to the end, wherever that is.
    fn extent(&self) -> TextRange {
        let end = self.closer.map_or(TextSize::new(u32::MAX), TextRange::end);
        TextRange::new(self.opener.start(), end)
    }
}

impl Fences {
    /// The block that `offset` is inside of, its fence lines included.
    pub fn at(&self, offset: TextSize) -> Option<&ExpanderFence> {
        let after = self.blocks.partition_point(|block| block.opener.start() <= offset);
        let block = &self.blocks[after.checked_sub(1)?];
        match block.closer {
            Some(closer) if closer.end() < offset => None,
            _ => Some(block),
        }
    }
}

#[cfg(test)]
mod tests;
