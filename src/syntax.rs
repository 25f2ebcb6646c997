//! Text to facts. Every parser here is pure and total: it never fails, never panics and knows no file.
//!
//! Facts hold byte ranges into the text they were read from, not copies of it.

pub mod at_path;
mod code;
pub mod fence;
pub mod front_matter;
pub mod include;
pub mod markdown;
pub mod marker;
pub mod nearest;
pub mod prompt;
pub mod reference;
pub mod yaml;

use text_size::{TextRange, TextSize};

/// Something a parser could not understand, for a rule to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes at fault.
    pub range: TextRange,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

/// The range of two byte offsets. Documents are far below 4 GB; what would not fit is cut.
fn range(start: usize, end: usize) -> TextRange {
    let size = |offset| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(start.min(end)), size(end))
}

/// The end of the line that `at` is on, without its line end, and the start of the next line.
fn line_end(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    match bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        Some(newline) if newline > 0 && bytes[at + newline - 1] == b'\r' => (at + newline - 1, at + newline + 1),
        Some(newline) => (at + newline, at + newline + 1),
        None => (text.len().max(at), text.len().max(at)),
    }
}
