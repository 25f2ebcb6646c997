//! Fenced blocks as the upstream expander sees them, which decides whether a directive is live.
//!
//! Line by line: a fence line is `^\s*` and three or more backticks, then an info string; tildes do not count. Outside a block it
//! opens one. Inside, one with an info string nests, a bare one ends the innermost nesting, and a bare one at no nesting that is at
//! least as long as the opener closes the block. CommonMark's own blocks are in [`super::markdown`].

use text_size::{TextRange, TextSize};

/// The fenced blocks of one text, in order, never overlapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fences {
    /// The outermost blocks.
    pub blocks: Vec<Block>,
}

/// One outermost block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
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

impl Fences {
    /// The block that `offset` is inside of, its fence lines included.
    pub fn at(&self, offset: TextSize) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.opener.start() <= offset);
        let block = &self.blocks[after.checked_sub(1)?];
        match block.closer {
            Some(closer) if closer.end() < offset => None,
            _ => Some(block),
        }
    }
}
