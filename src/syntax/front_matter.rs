//! YAML front matter of a Markdown file: `---` on the first line, up to the next `---`.
//!
//! One bad key costs only itself: when the whole is not YAML, it is cut at `key:` lines in column 0 and each piece is read alone.

use super::{Problem, yaml::Entry};
use text_size::TextRange;

/// The front matter of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// From the first `---` to the end of the closing line, its line end included.
    pub range: TextRange,
    /// Between the two `---` lines.
    pub content: TextRange,
    /// The keys that could be read, in source order, duplicates kept.
    pub entries: Vec<Entry>,
    /// What is not YAML.
    pub problems: Vec<Problem>,
}
