//! The Markdown facts of CommonMark's model, from `pulldown-cmark`: headings, links, code.

mod anchor;
pub mod blocks;
mod definitions;
pub mod incremental;
mod read;

use std::{ops::Range, sync::Arc};

use text_size::{TextRange, TextSize};

use super::range;
use crate::text::window::Fact;

/// What a Markdown reader sees in the body of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Inline and reference links and images, with a destination.
    pub links: Vec<MarkdownLink>,
    /// Fenced code blocks in order. Indented code is in [`Markdown::code`] only.
    pub fenced: Vec<FencedBlock>,
    /// Everything that is code: fenced and indented blocks and inline code spans, in order, delimiters included.
    pub code: Vec<TextRange>,
    /// The inline code spans among [`Markdown::code`].
    pub spans: Vec<TextRange>,
    /// The indented blocks among [`Markdown::code`].
    pub indented: Vec<TextRange>,
}

/// The facts of `text` from `body`, where the front matter ends, as GitHub would read it.
pub fn parse(text: &str, body: TextSize) -> Markdown {
    read::read(text, body.into(), None).markdown
}

impl Markdown {
    /// Gives back the memory that its lists do not need.
    pub fn shrink_to_fit(&mut self) {
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.fenced.shrink_to_fit();
        for ranges in [&mut self.code, &mut self.spans, &mut self.indented] {
            ranges.shrink_to_fit();
        }
    }

    /// Whether `offset` is in code of any kind, by CommonMark's rules.
    pub fn in_code(&self, offset: TextSize) -> bool {
        holds(&self.code, offset)
    }
}

/// Whether one of `ranges`, which are in order and do not overlap, holds `offset`.
pub(super) fn holds(ranges: &[TextRange], offset: TextSize) -> bool {
    let after = ranges.partition_point(|range| range.start() <= offset);
    after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|range| offset < range.end())
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The whole heading.
    pub range: TextRange,
    /// Its text without marks.
    pub text: Arc<str>,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownLink {
    /// The whole link.
    pub range: TextRange,
    /// The destination as written, in the link or in its reference definition; the whole link when it cannot be told.
    pub destination_range: TextRange,
    /// The destination, unescaped.
    pub destination: String,
    /// For a reference, the index of its definition among those of the text.
    definition: Option<u32>,
    /// Whether it is an image.
    pub image: bool,
}

/// A fenced block by CommonMark's rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FencedBlock {
    /// The opening fence line from its first backtick or tilde, without its line end.
    pub opener: TextRange,
    /// The closing fence line likewise; `None` when the block ends with its container or the text.
    pub closer: Option<TextRange>,
    /// The info string, trimmed; possibly empty.
    pub info: TextRange,
    /// The lines between.
    pub content: TextRange,
    /// The fence character, `` ` `` or `~`.
    pub fence: char,
    /// The length of the opening fence in characters.
    pub length: u32,
    /// The first line of the content that would open a block of its own, from its fence to its end. The author probably meant it to,
    /// and the line that closes this block to close that one.
    pub inner_opener: Option<TextRange>,
}

impl Fact for Heading {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Fact for MarkdownLink {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
        // A definition can be on either side of an edit.
        if self.definition.is_none() {
            change(&mut self.destination_range);
        }
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Fact for FencedBlock {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.opener);
        self.closer.iter_mut().for_each(&mut change);
        change(&mut self.info);
        change(&mut self.content);
        self.inner_opener.iter_mut().for_each(&mut change);
    }

    fn extent(&self) -> TextRange {
        self.opener.cover(self.closer.unwrap_or(self.content))
    }
}

/// The destination at the start of `rest`, spaces and angle brackets excluded.
fn destination(text: &str, rest: Range<usize>) -> Option<TextRange> {
    let source = text.get(rest.clone())?;
    let trimmed = source.trim_start();
    let start = rest.start + (source.len() - trimmed.len());
    if let Some(angled) = trimmed.strip_prefix('<') {
        let end = start + 1 + angled.find('>')?;
        return Some(range(start + 1, end));
    }
    let length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
    Some(range(start, start + length))
}

/// `span` without the spaces at its end.
fn trim_end(text: &str, span: &Range<usize>) -> TextRange {
    let source = text.get(span.clone()).unwrap_or_default();
    range(span.start, span.start + source.trim_end().len())
}

#[cfg(test)]
mod tests;
