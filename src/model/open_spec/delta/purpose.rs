//! The purpose in a delta, which a new capability gets. Here the program looks past comments, too.

use std::borrow::Cow;

use memchr::memmem;
use text_size::TextRange;

use crate::model::open_spec::lines::{
    BYTE_ORDER_MARK, SpecLine, SpecLines,
    pattern::{SpecHeading, trim_end, trim_start},
};

/// The heading's word `Purpose` and what is below it, without blank lines around it. `None` when there is nothing but comments and code.
pub(crate) fn purpose(text: &str) -> Option<(TextRange, TextRange)> {
    let masked = without_comments(text);
    let lines = SpecLines::new(&masked);
    let all = lines.lines();
    let is_purpose = |line: &SpecLine| line.heading().is_some_and(|heading| heading.is(2, "Purpose"));
    // A byte-order mark hides a heading.
    let start = all.iter().skip(usize::from(text.starts_with(BYTE_ORDER_MARK))).position(is_purpose)?;
    let start = start + usize::from(text.starts_with(BYTE_ORDER_MARK));
    let ends = |line: &SpecLine| line.heading().is_some_and(|heading: SpecHeading| heading.level == 2);
    let end = all[start + 1..].iter().position(ends).map_or(all.len(), |length| start + 1 + length);
    if all[start + 1..end].iter().all(|line| line.is_inert || line.is_blank()) {
        return None;
    }
    let heading = lines.range(all[start].heading()?.words());
    let body = TextRange::new(lines.start(start + 1), lines.start(end));
    let written = &text[body];
    let from = body.end() - text_size::TextSize::of(trim_start(written));
    Some((heading, TextRange::new(from, body.start() + text_size::TextSize::of(trim_end(written)))))
}

/// The text with spaces in place of every comment, byte for byte. One that is not closed goes to the end.
fn without_comments(text: &str) -> Cow<'_, str> {
    let opens = memmem::Finder::new("<!--");
    let mut masked = String::new();
    let mut rest = text;
    while let Some(open) = opens.find(rest.as_bytes()) {
        let comment = &rest[open..];
        let inside = &comment.as_bytes()[4..];
        let closes = |at: &usize| inside[..*at].ends_with(b"--") || inside[..*at].ends_with(b"--!");
        let end = memchr::memchr_iter(b'>', inside).find(closes).map_or(comment.len(), |at| 4 + at + 1);
        masked.push_str(&rest[..open]);
        masked.extend(comment[..end].bytes().map(|byte| match byte {
            b'\n' | b'\r' => char::from(byte),
            _ => ' ',
        }));
        rest = &comment[end..];
    }
    if masked.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<&str> {
        purpose(text).map(|(_, body)| &text[body])
    }

    #[test]
    fn a_purpose_is_read_past_comments_and_code() {
        assert_eq!(
            read("## Purpose\r\n\r\n It <!-- so --> is.\r\n\r\n## ADDED Requirements\r\n"),
            Some("It <!-- so --> is.")
        );
        assert_eq!(read("<!--\n## Purpose\nx\n-->\n## purpose \ny"), Some("y"));
        assert_eq!(read("```\n## Purpose\nx\n```\n"), None);
        assert_eq!(read("## Purpose\n<!-- é --!>\n```\nx\n```\n## Why\nx"), None);
        assert_eq!(read("## Purpose\nx <!-- é\n## Why\n"), Some("x <!-- é\n## Why"));
        assert_eq!(read("\u{feff}## Purpose\nx\n"), None);
        assert_eq!(read("### Purpose\nx\n"), None);
    }
}
