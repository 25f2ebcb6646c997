//! Places in front matter that edits need.

use text_size::{TextRange, TextSize};

/// The line end that a text uses.
pub(super) fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or(0);
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}

/// The lines that `range` is on, the line end of the last one included.
pub(super) fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}

/// Where the content of a document starts: after the byte-order mark.
pub(super) fn start_of_text(text: &str) -> TextSize {
    TextSize::new(if text.starts_with('\u{feff}') { 3 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

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
