//! YAML front matter of a Markdown file: `---` on the first line, up to the next `---`.
//!
//! One bad key costs only itself: when the whole is not YAML, it is cut at `key:` lines in column 0 and each piece is read alone.

mod recover;
#[cfg(test)]
mod tests;

use super::{
    Problem,
    yaml::{self, Entry},
};
use text_size::{TextRange, TextSize};

/// The front matter of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// From the first `---` to the end of the closing line, its line end included.
    pub range: TextRange,
    /// Between the two `---` lines.
    pub content: TextRange,
    /// The keys that could be read, in source order, duplicates kept. A broken key is among them, with its text as it stands for a plain value.
    pub entries: Vec<Entry>,
    /// What is not YAML.
    pub problems: Vec<Problem>,
    /// The keys whose value is not YAML.
    pub broken: Vec<Broken>,
    /// The ranges of the comments, `#` included, line end excluded.
    pub comments: Vec<TextRange>,
}

/// A key of column 0 whose value is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The key.
    pub key: TextRange,
    /// Everything after its colon as it stands, without the blanks around.
    pub value: TextRange,
    /// What is wrong: the range of one of [`FrontMatter::problems`].
    pub problem: TextRange,
    /// The bytes that make the whole value YAML once they are replaced by [`yaml::quote`] of themselves; `None` when none do, and when a quote or bracket was only left open.
    pub quotable: Option<TextRange>,
}

impl FrontMatter {
    /// The first entry with this key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        yaml::find(&self.entries, key)
    }
}

/// Reads the front matter of a document; `None` when it has none or never closes it.
pub fn parse(text: &str) -> Option<FrontMatter> {
    let (range, content) = fences(text)?;
    let whole = yaml::parse(text, content);
    let mut front_matter = FrontMatter {
        range,
        content,
        entries: Vec::new(),
        problems: Vec::new(),
        broken: Vec::new(),
        comments: Vec::new(),
    };
    if whole.truncated {
        recover::recover(text, whole, &mut front_matter);
    } else {
        front_matter.comments = whole.comments;
        front_matter.problems = whole.problems;
        front_matter.entries = entries(whole.root);
    }
    Some(front_matter)
}

/// The entries of a root that is a mapping.
fn entries(root: Option<yaml::Node>) -> Vec<Entry> {
    match root.map(|root| root.value) {
        Some(yaml::Value::Mapping(entries)) => entries,
        _ => Vec::new(),
    }
}

/// The whole front matter and what is between its two `---` lines.
fn fences(text: &str) -> Option<(TextRange, TextRange)> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let content = after_fence(text, start)?;
    let mut line = content;
    loop {
        if let Some(end) = after_fence(text, line) {
            return Some((span(start, end), span(content, line)));
        }
        line = next_line(text, line)?;
    }
}

/// Where the line after this one starts; `None` when this is the last one.
fn next_line(text: &str, line: usize) -> Option<usize> {
    let rest = text.as_bytes().get(line..)?;
    memchr::memchr(b'\n', rest).map(|offset| line + offset + 1)
}

/// Where the line ends, its line end included, if it is `---` and blanks.
fn after_fence(text: &str, line: usize) -> Option<usize> {
    let rest = text.as_bytes().get(line..)?;
    let blanks = rest.strip_prefix(b"---")?;
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    let count = blanks.iter().take_while(blank).count();
    let end = match blanks.get(count..)? {
        [] => 0,
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    Some(line + 3 + count + end)
}

/// A range from byte offsets; no document is longer than 4 GiB.
fn span(start: usize, end: usize) -> TextRange {
    let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(start), size(end.max(start)))
}
