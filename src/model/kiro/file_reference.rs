//! `#[[file:relative/path]]`, by which a document of Kiro pulls another file in.

use text_size::{TextRange, TextSize};

/// A file that a document pulls in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReference {
    /// From `#` to the last bracket.
    pub range: TextRange,
    /// The path as written.
    pub path: TextRange,
}

impl FileReference {
    /// The path without what names a part of the file.
    pub fn file(&self, text: &str) -> TextRange {
        let written = text.get(std::ops::Range::<usize>::from(self.path)).unwrap_or_default();
        TextRange::at(self.path.start(), size(written.find(['#', '?']).unwrap_or(written.len())))
    }
}

/// The references of a text, code and all.
pub fn file_references(text: &str) -> Vec<FileReference> {
    const START: &str = "#[[file:";
    let starts = memchr::memmem::find_iter(text.as_bytes(), START);
    let found = starts.filter_map(|start| {
        let from = start + START.len();
        // A path ends on its line.
        let line = text.get(from..)?.lines().next()?;
        let length = line.find(']').filter(|end| line[*end..].starts_with("]]"))?;
        let blanks = line.len() - line.trim_start().len();
        let path = line.get(..length)?.trim();
        let path = TextRange::at(size(from + blanks), size(path.len()));
        (!path.is_empty()).then(|| FileReference { range: TextRange::new(size(start), size(from + length + 2)), path })
    });
    found.collect()
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_end_on_their_line() {
        let text = "See #[[file:docs/ä.md]], #[[file: b.md ]] #[[file:]] #[[file:c]\n] #[[file:d\n]] #[[file:e]]";
        let found: Vec<_> = file_references(text).iter().map(|it| (&text[it.range], &text[it.path])).collect();
        assert_eq!(found, [("#[[file:docs/ä.md]]", "docs/ä.md"), ("#[[file: b.md ]]", "b.md"), ("#[[file:e]]", "e")]);
    }
}
