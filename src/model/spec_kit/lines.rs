//! The lines of a Markdown text, with what is a block of code and what is a comment.

use std::iter;

use text_size::{TextRange, TextSize};

/// A line without its line end.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextLine<'a> {
    /// The offset of its first byte.
    pub start: usize,
    pub text: &'a str,
    /// Whether it is in a fenced block, or one of the fences.
    pub fenced: bool,
    /// Whether it begins in a comment, or with one.
    pub commented: bool,
}

impl TextLine<'_> {
    /// The range of a part of its text, by byte offsets in the line.
    pub fn range(&self, start: usize, end: usize) -> TextRange {
        range(self.start + start, self.start + end)
    }

    /// Its text without the spaces around it.
    pub fn trimmed(&self) -> TextRange {
        let indent = self.text.len() - self.text.trim_start().len();
        self.range(indent, indent + self.text.trim().len())
    }

    /// Whether an agent reads it as prose.
    pub fn is_live(&self) -> bool {
        !self.fenced && !self.commented
    }
}

/// The range of two byte offsets. Documents are far below 4 GB; what would not fit is cut.
pub(super) fn range(start: usize, end: usize) -> TextRange {
    let size = |offset| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(start.min(end)), size(end))
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> impl Iterator<Item = TextLine<'_>> {
    let mut start = 0;
    let mut fence: Option<(u8, usize)> = None;
    let mut in_comment = false;
    iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let here = start;
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        start += length;
        let text = rest[..length].trim_end_matches(['\n', '\r']);
        let trimmed = text.trim_start();
        let opener = fence_of(trimmed);
        let fenced = match (fence, opener) {
            (Some((byte, length)), Some((other, more))) if byte == other && more >= length && is_closer(trimmed) => {
                fence = None;
                true
            }
            (Some(_), _) => true,
            (None, Some(opener)) if !in_comment => {
                fence = Some(opener);
                true
            }
            (None, _) => false,
        };
        let commented = !fenced && (in_comment || trimmed.starts_with("<!--"));
        if !fenced {
            in_comment = is_open_after(text, in_comment);
        }
        Some(TextLine { start: here, text, fenced, commented })
    })
}

/// Whether a comment is open at the end of a line.
fn is_open_after(line: &str, mut open: bool) -> bool {
    // Nearly no line has one, and to look for a byte is cheap.
    if !open && memchr::memchr(b'<', line.as_bytes()).is_none() {
        return false;
    }
    let mut rest = line;
    loop {
        let mark = if open { "-->" } else { "<!--" };
        let Some(at) = rest.find(mark) else { return open };
        rest = &rest[at + mark.len()..];
        open = !open;
    }
}

/// The character and the length of the fence that a line begins with.
fn fence_of(line: &str) -> Option<(u8, usize)> {
    let byte = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = line.bytes().take_while(|other| *other == byte).count();
    let is_fence = length >= 3 && (byte == b'~' || !line[length..].contains('`'));
    is_fence.then_some((byte, length))
}

fn is_closer(line: &str) -> bool {
    line.trim_end().trim_start_matches(['`', '~']).is_empty()
}

/// The text of a heading and its level.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.get(level..).filter(|_| (1..=6).contains(&level))?;
    rest.starts_with([' ', '\t']).then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_comments_are_told_from_prose() {
        let text = "a\r\n```x\n- b\n~~~\n```\nc <!-- d\ne\n--> f\n<!-- g --> h\n````\n```\n````\ni";
        let kinds: Vec<_> = lines(text)
            .map(|line| match (line.fenced, line.commented) {
                (true, _) => format!("`{}", line.text),
                (_, true) => format!("!{}", line.text),
                _ => line.text.to_owned(),
            })
            .collect();
        let expected = [
            "a",
            "````x",
            "`- b",
            "`~~~",
            "````",
            "c <!-- d",
            "!e",
            "!--> f",
            "!<!-- g --> h",
            "`````",
            "````",
            "`````",
            "i",
        ];
        assert_eq!(kinds, expected);
        assert!(lines(text).all(|line| text[line.range(0, line.text.len())] == *line.text));
    }

    #[test]
    fn headings_have_a_level() {
        assert_eq!(heading("### A b ##"), Some((3, "A b")));
        assert_eq!(heading("#A"), None);
        assert_eq!(heading("####### A"), None);
    }
}
