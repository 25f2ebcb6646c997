//! Whole lines of a text, for edits that leave whole lines behind.

use text_size::{TextRange, TextSize};

/// `range`, with its whole line when nothing else is on it. Before a line of `---` or `===` a comment leaves an empty line: without one,
/// that line could start front matter or turn the text above into a heading.
pub fn with_line(text: &str, range: TextRange) -> TextRange {
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
    if !alone_before
        || text[start..].starts_with("<!--") && is_underline(&after[line_end..]) && !is_blank_before(before)
    {
        return range;
    }
    TextRange::new(TextSize::of(before), TextSize::of(text) - TextSize::of(&after[line_end..]))
}

/// Whether the first line of `text` could underline a heading or open front matter.
fn is_underline(text: &str) -> bool {
    let line = text.split(['\n', '\r']).next().unwrap_or_default().trim();
    !line.is_empty() && ['-', '='].into_iter().any(|mark| line.chars().all(|char| char == mark))
}

/// Whether the last line of `text`, which ends with its line end, is blank.
fn is_blank_before(text: &str) -> bool {
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    !text.is_empty() && line.rsplit(['\n', '\r']).next().unwrap_or_default().trim().is_empty()
}

/// The line end that the text uses.
pub fn line_end(text: &str) -> &'static str {
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line that `at` is on starts.
pub fn line_start(text: &str, at: TextSize) -> TextSize {
    let before = &text[..usize::from(at)];
    TextSize::new(before.rfind('\n').map_or(0, |newline| newline + 1) as u32)
}

/// The lines that `range` is on, the line end of the last one included.
pub fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}

/// Where the content of a document starts: after the byte-order mark.
pub fn start_of_text(text: &str) -> TextSize {
    TextSize::new(if text.starts_with('\u{feff}') { 3 } else { 0 })
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
            ("<!--x-->\n---\nb: c\n---\n", "\n---\nb: c\n---\n"),
            ("<!--x-->\n- a\n", "- a\n"),
            ("a\r\n<!--x-->\r\n===\r\n", "a\r\n\r\n===\r\n"),
            ("a\n\n<!--x-->\n---\n", "a\n\n---\n"),
        ] {
            let start = text.find("<!--").unwrap_or_default();
            let range = TextRange::at(TextSize::new(start as u32), TextSize::of("<!--x-->"));
            let mut changed = text.to_owned();
            changed.replace_range(std::ops::Range::<usize>::from(with_line(text, range)), "");
            assert_eq!(changed, rest);
        }
    }

    #[test]
    fn carriage_returns_belong_to_their_lines() {
        let text = "---\r\nnäme: a\r\ntools:\r\n  - b\r\n---";
        assert_eq!(line_end(text), "\r\n");
        let at = |part: &str| {
            let start = text.find(part).map_or(0, |at| at as u32);
            TextRange::at(TextSize::new(start), TextSize::of(part))
        };
        assert_eq!(&text[whole_lines(text, at("äme"))], "näme: a\r\n");
        assert_eq!(&text[whole_lines(text, at("tools:\r\n  -"))], "tools:\r\n  - b\r\n");
        assert_eq!(line_end("a\nb\r\n"), "\n");
    }
}
