//! Text to facts. Every parser here is pure and total: it never fails, never panics and knows no file.
//!
//! Facts hold byte ranges into the text they were read from, not copies of it.

pub mod fence;
pub mod front_matter;
pub mod include;
pub mod markdown;
pub mod marker;
pub mod reference;
pub mod yaml;

use text_size::TextRange;

/// Something a parser could not understand, for a rule to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes at fault.
    pub range: TextRange,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}
