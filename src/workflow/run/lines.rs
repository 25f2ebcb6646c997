//! The output of a program as plain lines: without what a terminal would obey, and in pieces of a bounded size.

use anstream::adapter::StripBytes;

use crate::text::plain;

/// A line longer than this comes in pieces, in bytes.
const LONGEST: usize = 8 << 10;
/// What every escape sequence begins with.
const ESCAPE: u8 = 0x1b;

/// Makes lines of bytes as they come.
#[derive(Debug, Default)]
pub(super) struct Lines {
    escapes: StripBytes,
    /// The line so far.
    line: Vec<u8>,
    /// The last byte was a carriage return, which ends a line with or without a line feed behind it.
    returned: bool,
}

impl Lines {
    /// The lines that `bytes` complete, each with its line end, and pieces of one that does not end.
    pub(super) fn push(&mut self, bytes: &[u8]) -> String {
        let mut text = String::new();
        // Most output has no escape sequences, and is taken as it is.
        if self.escapes == StripBytes::default() && memchr::memchr(ESCAPE, bytes).is_none() {
            self.push_plain(bytes, &mut text);
            return text;
        }
        let mut escapes = std::mem::take(&mut self.escapes);
        escapes.strip_next(bytes).for_each(|plain| self.push_plain(plain, &mut text));
        self.escapes = escapes;
        text
    }

    fn push_plain(&mut self, mut plain: &[u8], text: &mut String) {
        let Lines { line, returned, .. } = self;
        while !plain.is_empty() {
            if std::mem::take(returned) && plain.starts_with(b"\n") {
                plain = &plain[1..];
                continue;
            }
            let length = memchr::memchr2(b'\n', b'\r', plain).unwrap_or(plain.len());
            let (part, rest) = plain.split_at(length.min(LONGEST - line.len()));
            line.extend(part);
            plain = rest;
            if part.len() < length {
                let whole = line.len() - unfinished(line);
                append(&line[..whole], text);
                line.drain(..whole);
            } else if let Some((end_of_line, rest)) = plain.split_first() {
                *returned = *end_of_line == b'\r';
                plain = rest;
                end(line, text);
            }
        }
    }

    /// What is left in the end, with a line end.
    pub(super) fn flush(&mut self) -> String {
        let mut text = String::new();
        if !self.line.is_empty() {
            end(&mut self.line, &mut text);
        }
        text
    }
}

fn end(line: &mut Vec<u8>, text: &mut String) {
    append(line, text);
    text.push('\n');
    line.clear();
}

fn append(line: &[u8], text: &mut String) {
    let line = String::from_utf8_lossy(line);
    // A terminal shows nothing for a control character that is left; what it would show is replaced, where that misleads.
    for part in line.split(|char: char| char.is_control() && char != '\t') {
        text.push_str(&plain(part));
    }
}

/// The length of a letter at the end that may still go on.
fn unfinished(line: &[u8]) -> usize {
    let begin = line.iter().rposition(|byte| !is_continuation(*byte)).unwrap_or_default();
    let letter = line.get(begin..).unwrap_or_default();
    match std::str::from_utf8(letter) {
        Err(error) if error.error_len().is_none() => letter.len(),
        _ => 0,
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(chunks: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::default();
        let mut texts: Vec<_> = chunks.iter().map(|chunk| lines.push(chunk)).collect();
        texts.push(lines.flush());
        texts.retain(|text| !text.is_empty());
        texts
    }

    #[test]
    fn whole_lines_come_at_once() {
        for (chunks, expected) in [
            (&[b"one\ntwo" as &[u8], b" and\nthree\n"][..], &["one\n", "two and\nthree\n"][..]),
            (&[b"a\r\nb\r", b"\nc"], &["a\nb\n", "c\n"]),
            (&[b"10%\r20%\r", b"done\n"], &["10%\n20%\n", "done\n"]),
            (&[b"\x1b[31mred\x1b[0m \x1b]0;ti", b"tle\x07x\x1b[2J\n"], &["red x\n"]),
            (&["gr\u{9b}öße 😀".as_bytes()], &["größe 😀\n"]),
            (&[b"gr\xc3", b"\xb6\xc3\x9fe \xff\n"], &["größe \u{fffd}\n"]),
            (&[b"bell\x07 back\x08space tab\tnul\0\n"], &["bell backspace tab\tnul\n"]),
            (&["a\u{202e}b \u{2066}c\u{200b}\u{e0041}\n".as_bytes()], &["a\u{fffd}b \u{fffd}c\u{fffd}\u{fffd}\n"]),
            (&[b"", b"\n\n"], &["\n\n"]),
        ] {
            assert_eq!(lines(chunks), expected, "{chunks:?}");
        }
    }

    #[test]
    fn a_line_without_end_comes_in_pieces_that_cut_no_letter() {
        let letters = "😀".repeat(5000);
        for offset in 0..4 {
            let line = format!("{}{letters}", "x".repeat(offset));
            let mut lines = Lines::default();
            let mut text = String::new();
            for chunk in line.as_bytes().chunks(1000) {
                text += &lines.push(chunk);
                assert!(lines.line.len() <= LONGEST);
            }
            text += &lines.flush();
            assert_eq!(text, format!("{line}\n"));
        }
    }

    #[test]
    fn an_escape_sequence_without_end_is_not_kept() {
        let mut lines = Lines::default();
        assert_eq!(lines.push(b"\x1b]0;"), "");
        for _ in 0..100 {
            assert_eq!(lines.push(&[b'x'; 1000]), "");
        }
        assert_eq!(lines.push(b"\x1b\\y\n"), "y\n");
    }
}
