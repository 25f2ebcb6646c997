//! The lines of a spec as the program `openspec` cuts them.
//!
//! It drops a byte-order mark, ends a line at LF, CRLF and a lone CR, and skips fenced blocks: `^\s*` and three or more backticks or
//! tildes open one at any indent; the same character, at least as often and with nothing after it, closes it. Comments count as text.

pub mod pattern;

use text_size::{TextRange, TextSize};

use pattern::{SpecHeading, heading, trim};

/// A byte-order mark, which only the first line can have.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A text, line by line. The last line is what follows the last line end, often nothing.
#[derive(Debug, Clone)]
pub struct SpecLines<'a> {
    whole: &'a str,
    lines: Vec<SpecLine<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub struct SpecLine<'a> {
    /// Its text without a line end, and without a byte-order mark.
    pub text: &'a str,
    /// Whether it is inside a fenced block, fences included.
    pub is_inert: bool,
    start: TextSize,
}

impl<'a> SpecLines<'a> {
    /// Cuts a text.
    pub fn new(whole: &'a str) -> SpecLines<'a> {
        let mut lines = Vec::new();
        let mut fence = None;
        let mut rest = whole.strip_prefix(BYTE_ORDER_MARK).unwrap_or(whole);
        loop {
            let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes());
            let (text, after) = rest.split_at(end.unwrap_or(rest.len()));
            let start = offset(whole, text);
            lines.push(SpecLine { text, is_inert: step(&mut fence, text), start });
            if end.is_none() {
                return SpecLines { whole, lines };
            }
            rest = after.strip_prefix("\r\n").unwrap_or_else(|| &after[1..]);
        }
    }

    /// The lines in their order.
    pub fn lines(&self) -> &[SpecLine<'a>] {
        &self.lines
    }

    /// Whether the text begins with a byte-order mark.
    pub fn has_mark(&self) -> bool {
        self.whole.starts_with(BYTE_ORDER_MARK)
    }

    /// The bytes from the start of the line `first` to the end of the last line before `end` that is not blank. Empty when all are.
    pub fn trimmed(&self, first: usize, end: usize) -> TextRange {
        let lines = self.lines.get(first..end).unwrap_or_default();
        let last = lines.iter().rev().find(|line| !line.is_blank());
        match (lines.first(), last) {
            (Some(first), Some(last)) => TextRange::new(first.start, last.trimmed_range().end()),
            _ => TextRange::empty(self.start(first)),
        }
    }

    /// Where a line starts; for one after the last line, where the text ends.
    pub fn start(&self, line: usize) -> TextSize {
        self.lines.get(line).map_or(TextSize::of(self.whole), |line| line.start)
    }

    /// The bytes of a part of the text.
    pub fn range(&self, part: &str) -> TextRange {
        TextRange::at(offset(self.whole, part), TextSize::of(part))
    }
}

impl<'a> SpecLine<'a> {
    /// Its bytes, without the line end.
    pub fn range(&self) -> TextRange {
        TextRange::at(self.start, TextSize::of(self.text))
    }

    /// Its bytes without spaces around them.
    pub fn trimmed_range(&self) -> TextRange {
        let trimmed = trim(self.text);
        let before = if trimmed.is_empty() { 0 } else { trimmed.as_ptr() as usize - self.text.as_ptr() as usize };
        TextRange::at(self.start + TextSize::new(before as u32), TextSize::of(trimmed))
    }

    /// Whether there is nothing but spaces in it.
    pub fn is_blank(&self) -> bool {
        trim(self.text).is_empty()
    }

    /// The heading that it is, outside of fenced blocks.
    pub fn heading(&self) -> Option<SpecHeading<'a>> {
        if self.is_inert { None } else { heading(self.text) }
    }
}

/// Where a part of a text begins.
fn offset(whole: &str, part: &str) -> TextSize {
    let offset = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// The character and the length of an open fence.
pub type OpenFence = Option<(char, usize)>;

/// Whether a line is inside a fenced block, when `fence` is open before it. Afterwards it is what is open after the line.
pub fn step(fence: &mut OpenFence, line: &str) -> bool {
    let marks = pattern::trim_start(line);
    let found = marks.chars().next().filter(|mark| ['`', '~'].contains(mark)).map(|mark| {
        let after = marks.trim_start_matches(mark);
        (mark, marks.len() - after.len(), after)
    });
    match (*fence, found.filter(|(_, length, _)| *length >= 3)) {
        (None, Some((mark, length, _))) => *fence = Some((mark, length)),
        (None, None) => return false,
        (Some((open, opened)), Some((mark, length, after)))
            if mark == open && length >= opened && trim(after).is_empty() =>
        {
            *fence = None;
        }
        (Some(_), _) => {}
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_as_the_program_cuts_it() {
        let text = "\u{feff}a\r\nb\rc\n\n  ```rs\n## x\n  ~~~\n```` \n```` x\n````\nd";
        let lines = SpecLines::new(text);
        assert!(lines.has_mark());
        let found: Vec<_> = lines.lines().iter().map(|line| (line.text, line.is_inert)).collect();
        let live = |text| (text, false);
        let inert = |text| (text, true);
        assert_eq!(
            found,
            [
                live("a"),
                live("b"),
                live("c"),
                live(""),
                inert("  ```rs"),
                inert("## x"),
                inert("  ~~~"),
                inert("```` "),
                inert("```` x"),
                inert("````"),
                live("d"),
            ],
            "an info string does not close a block, and neither does the other character",
        );
    }

    #[test]
    fn lines_know_their_bytes_in_the_original() {
        let text = "\u{feff}é\r\n  ü x \r\n\r\n";
        let lines = SpecLines::new(text);
        let part = |range: TextRange| &text[range];
        assert_eq!(lines.lines().iter().map(|line| part(line.range())).collect::<Vec<_>>(), ["é", "  ü x ", "", ""]);
        assert_eq!(part(lines.lines()[1].trimmed_range()), "ü x");
        assert_eq!(part(lines.trimmed(0, 4)), "é\r\n  ü x");
        assert_eq!(part(lines.trimmed(2, 4)), "");
        assert_eq!(lines.start(9), TextSize::of(text));
    }
}
