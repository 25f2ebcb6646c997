//! The blocks of CommonMark that hold other blocks or lines of text. Headings and code are facts of their own.

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};
use text_size::TextRange;

use crate::{syntax::range, text::window::Fact};

/// A block, from its first character to its last one that is not a space or a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it is. A block is inside of another one or outside of it.
    pub range: TextRange,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of [`Block`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A block quote.
    Quote,
    /// A list.
    List,
    /// An item of a list, with its mark.
    Item,
    /// The definition of a footnote.
    Footnote,
    /// A table.
    Table,
    /// A cell of a table.
    Cell,
    /// A block of HTML, such as a comment.
    Html,
    /// A paragraph. The text of an item in a list without blank lines is not one.
    Paragraph,
}

impl BlockKind {
    /// Whether it holds blocks of its own, headings too.
    pub fn is_container(self) -> bool {
        matches!(self, BlockKind::Quote | BlockKind::Item | BlockKind::Footnote)
    }

    fn of(tag: &Tag<'_>) -> Option<Self> {
        Some(match tag {
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::List(_) => BlockKind::List,
            Tag::Item => BlockKind::Item,
            Tag::FootnoteDefinition(_) => BlockKind::Footnote,
            Tag::Table(_) => BlockKind::Table,
            Tag::TableCell => BlockKind::Cell,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::Paragraph => BlockKind::Paragraph,
            _ => return None,
        })
    }

    fn is_end(tag: &TagEnd) -> bool {
        matches!(
            tag,
            TagEnd::BlockQuote(_)
                | TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::FootnoteDefinition
                | TagEnd::Table
                | TagEnd::TableCell
                | TagEnd::HtmlBlock
                | TagEnd::Paragraph
        )
    }
}

impl Fact for Block {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

/// Collects blocks.
#[derive(Default)]
pub(super) struct Collector {
    /// In order of where they start, the outer before the inner.
    pub(super) blocks: Vec<Block>,
    open: Vec<usize>,
    /// Where the last block that has ended does, by the parser and without the blank lines. The parser counts the blank lines after a
    /// block to all that end with it: they are looked at once.
    ended: (usize, usize),
}

impl Collector {
    pub(super) fn start(&mut self, tag: &Tag<'_>, span: &Range<usize>) {
        if let Some(kind) = BlockKind::of(tag) {
            self.open.push(self.blocks.len());
            self.blocks.push(Block { range: range(span.start, span.end), kind });
        }
    }

    pub(super) fn end(&mut self, text: &str, tag: &TagEnd, span: &Range<usize>) {
        if !BlockKind::is_end(tag) {
            return;
        }
        let Some(index) = self.open.pop() else { return };
        let Some(block) = self.blocks.get_mut(index) else { return };
        let (from, inner) = self.ended;
        let known = span.start.max(from).min(span.end);
        let rest = text.get(known..span.end).unwrap_or_default();
        let rest = if block.kind == BlockKind::Quote { rest.trim_end() } else { content(rest, from > span.start) };
        let end = if rest.is_empty() && from > span.start { inner } else { known + rest.len() };
        let spaces = if block.kind == BlockKind::Cell { rest.len() - rest.trim_start().len() } else { 0 };
        block.range = range(span.start + spaces, end);
        self.ended = (span.end, end);
        // Rows are filled up with cells that are not written.
        if span.is_empty() || block.range.is_empty() {
            self.blocks.truncate(index);
        }
    }
}

/// `text` without the lines at its end that are blank but for the marks of a quote around it, among them the first line only when
/// other blocks are `before` it.
fn content(text: &str, before: bool) -> &str {
    let mut text = text.trim_end();
    while !text.is_empty() {
        let line = text.rfind('\n');
        let marks = &text[line.unwrap_or_default()..];
        if line.is_none() && !before || marks.contains(|char: char| char != '>' && !char.is_whitespace()) {
            break;
        }
        text = text[..line.unwrap_or_default()].trim_end();
    }
    text
}
