//! The lines of a Markdown file without what is in code blocks and comments, and pieces of them.

use text_size::{TextRange, TextSize};

/// A part of a line and where it starts in the text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinePiece<'a> {
    pub text: &'a str,
    pub start: usize,
}

impl<'a> LinePiece<'a> {
    pub(super) fn range(self) -> TextRange {
        TextRange::at(size(self.start), size(self.text.len()))
    }

    /// Without its first bytes, which end at the boundary of a character.
    pub(super) fn skip(self, bytes: usize) -> LinePiece<'a> {
        LinePiece { text: self.text.get(bytes..).unwrap_or_default(), start: self.start + bytes }
    }

    /// Its first bytes.
    pub(super) fn first(self, bytes: usize) -> LinePiece<'a> {
        LinePiece { text: self.text.get(..bytes).unwrap_or_default(), ..self }
    }

    pub(super) fn trim(self) -> LinePiece<'a> {
        LinePiece { text: self.text.trim_end(), ..self }.trim_start_matches(char::is_whitespace)
    }

    pub(super) fn trim_start_matches(self, matches: impl Fn(char) -> bool) -> LinePiece<'a> {
        let rest = self.text.trim_start_matches(matches);
        self.skip(self.text.len() - rest.len())
    }

    pub(super) fn strip(self, prefix: &str) -> Option<LinePiece<'a>> {
        self.text.starts_with(prefix).then(|| self.skip(prefix.len()))
    }

    /// Without one of these words at its start, in upper or lower case.
    pub(super) fn strip_word(self, words: &[&str]) -> Option<LinePiece<'a>> {
        let fits = |word: &&&str| self.text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        words.iter().find(fits).map(|word| self.skip(word.len()))
    }

    /// The whole number that it starts with, and what follows.
    pub(super) fn number(self) -> Option<(u32, LinePiece<'a>)> {
        let length = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let number = self.first(length).text.parse().ok()?;
        Some((number, self.skip(length)))
    }

    /// How far its text is indented, in columns.
    pub(super) fn indent(self) -> usize {
        let blanks = self.text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
        blanks.fold(0, |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
    }

    /// The level and the text of a heading, without what only marks it.
    pub(super) fn heading(self) -> Option<(usize, LinePiece<'a>)> {
        let level = self.text.bytes().take_while(|byte| *byte == b'#').count();
        let rest = self.skip(level);
        let is_heading = (1..=6).contains(&level) && rest.text.starts_with([' ', '\t']);
        let text = rest.trim();
        is_heading.then(|| (level, LinePiece { text: text.text.trim_end_matches('#').trim_end(), ..text }))
    }

    /// What follows the mark of a bulleted item.
    pub(super) fn bullet(self) -> Option<LinePiece<'a>> {
        let item = self.trim().strip("- ").or_else(|| self.trim().strip("* ")).or_else(|| self.trim().strip("+ "))?;
        Some(item.trim())
    }

    /// The number of a numbered item and what follows.
    pub(super) fn numbered(self) -> Option<(u32, LinePiece<'a>, LinePiece<'a>)> {
        let line = self.trim();
        let (number, rest) = line.number()?;
        let text = rest.strip(". ").or_else(|| rest.strip(") "))?;
        Some((number, line.first(line.text.len() - rest.text.len()), text.trim()))
    }
}

/// The lines outside of code blocks and comments, without their line ends.
pub(super) fn prose_lines(text: &str) -> impl Iterator<Item = LinePiece<'_>> {
    let mut start = 0;
    let mut fence: Option<(char, usize)> = None;
    let mut in_comment = false;
    text.split_inclusive('\n').filter_map(move |line| {
        let piece = LinePiece { text: line.trim_end_matches(['\n', '\r']), start };
        start += line.len();
        let trimmed = piece.text.trim();
        if in_comment {
            in_comment = !trimmed.contains("-->");
            return None;
        }
        if let Some((mark, length)) = fence {
            let closing = trimmed.chars().take_while(|char| *char == mark).count();
            if closing >= length && trimmed.trim_start_matches(mark).trim().is_empty() {
                fence = None;
            }
            return None;
        }
        let mark = trimmed.chars().next().filter(|char| matches!(char, '`' | '~'));
        let length = mark.map_or(0, |mark| trimmed.chars().take_while(|char| *char == mark).count());
        if let Some(mark) = mark.filter(|_| length >= 3) {
            // What opens and closes on one line is a span of code.
            if !trimmed.trim_start_matches(mark).contains(mark) {
                fence = Some((mark, length));
                return None;
            }
        }
        if let Some(at) = trimmed.rfind("<!--") {
            in_comment = !trimmed[at..].contains("-->");
            if trimmed.starts_with("<!--") {
                return None;
            }
        }
        Some(piece)
    })
}

/// An offset; no document is longer than 4 GiB.
pub(super) fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_comments_are_left_out() {
        let text = "a\r\n```md\nb\n~~~\n```\nc <!-- d\ne -->\nf\n  ~~~~\n~~~\n  ~~~~\n<!-- g -->\n```h``` i\n";
        let lines: Vec<_> = prose_lines(text).map(|line| (line.start, line.text)).collect();
        assert_eq!(lines, [(0, "a"), (19, "c <!-- d"), (34, "f"), (65, "```h``` i")]);
    }

    #[test]
    fn pieces() {
        let line = LinePiece { text: "\t## Plän 1 ##", start: 10 };
        assert_eq!(line.indent(), 4);
        let (level, heading) = line.trim().heading().unwrap();
        assert_eq!((level, heading.text, usize::from(heading.range().start())), (2, "Plän 1", 14));
        assert!(LinePiece { text: "#tag", start: 0 }.heading().is_none());
        let (number, digits, rest) = LinePiece { text: " 12. WHEN", start: 0 }.numbered().unwrap();
        assert_eq!((number, digits.text, rest.text, rest.start), (12, "12", "WHEN", 5));
        assert!(LinePiece { text: "99999999999. x", start: 0 }.numbered().is_none());
    }
}
