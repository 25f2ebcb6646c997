//! Edits that leave whole lines behind.

use text_size::{TextRange, TextSize};

/// `range`, with its whole line when nothing else stands on it.
pub(super) fn with_line(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let before = text[..start].trim_end_matches([' ', '\t']);
    let after = text[end..].trim_start_matches([' ', '\t']);
    let alone_before = before.is_empty() || before.ends_with(['\n', '\r']);
    let line_end = match after {
        "" => 0,
        _ if after.starts_with("\r\n") => 2,
        _ if after.starts_with(['\n', '\r']) => 1,
        _ => return range,
    };
    if !alone_before {
        return range;
    }
    TextRange::new(TextSize::of(before), TextSize::of(text) - TextSize::of(&after[line_end..]))
}

/// The line end that the text uses.
pub(super) fn line_end(text: &str) -> &'static str {
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line that `at` is on starts.
pub(super) fn line_start(text: &str, at: TextSize) -> TextSize {
    let before = &text[..usize::from(at)];
    TextSize::new(before.rfind('\n').map_or(0, |newline| newline + 1) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lonely_comment_takes_its_line_with_it() {
        for (text, rest) in [
            ("a\r\n <!--x--> \r\nb", "a\r\nb"),
            ("<!--x-->", ""),
            ("a <!--x-->\n", "a \n"),
            ("<!--x--> a", " a"),
            ("a\n<!--x-->", "a\n"),
        ] {
            let start = text.find("<!--").unwrap_or_default();
            let range = TextRange::at(TextSize::new(start as u32), TextSize::of("<!--x-->"));
            let mut changed = text.to_owned();
            changed.replace_range(std::ops::Range::<usize>::from(with_line(text, range)), "");
            assert_eq!(changed, rest);
        }
    }
}
