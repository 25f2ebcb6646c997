//! The tree of documents that a plan lists in a block of code.

use text_size::TextRange;

use super::lines::TextLine;

/// A document in the tree of `plan.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// Its name.
    pub range: TextRange,
    /// Its path below the folder of the feature.
    pub path: String,
    /// The folder that the tree is of, as written: `specs/001-login`.
    pub root: String,
}

/// Reads the lines of blocks of code.
#[derive(Debug, Default)]
pub(super) struct TreeReader {
    inside: bool,
    root: String,
    /// The folders above the next line: how far each is indented, in characters, and its name.
    folders: Vec<(usize, String)>,
    pub entries: Vec<TreeEntry>,
}

impl TreeReader {
    /// Takes in the next line.
    pub fn line(&mut self, line: &TextLine<'_>) {
        if !line.fenced {
            self.inside = false;
            return;
        }
        let text = line.text.trim();
        if !self.inside {
            let root = text.trim_start_matches("./");
            self.inside = (root.starts_with("specs/") || root.starts_with(".specify/specs/"))
                && root.split_whitespace().next().is_some_and(|root| root.ends_with('/') && !root.contains('['));
            self.folders.clear();
            self.root = root.split_whitespace().next().unwrap_or_default().trim_end_matches('/').to_owned();
            return;
        }
        let name = line.text.trim_start_matches([' ', '│', '├', '└', '─', '|', '`', '+', '-', '\t', '\u{a0}']);
        let start = line.text.len() - name.len();
        let depth = line.text[..start].chars().count();
        if depth == 0 || name.is_empty() {
            self.inside = depth == 0 && name.is_empty();
            return;
        }
        let word = name.split_whitespace().next().unwrap_or_default();
        while self.folders.last().is_some_and(|(above, _)| *above >= depth) {
            self.folders.pop();
        }
        if let Some(folder) = word.strip_suffix('/') {
            // A tree is never deep, and what is deeper is not looked at.
            const DEEPEST: usize = 8;
            if self.folders.len() < DEEPEST {
                self.folders.push((depth, folder.to_owned()));
            }
            return;
        }
        if word.ends_with(".md") && !word.contains(['[', '*', '<', '{', '…']) && !is_optional(name) {
            let above: Vec<_> = self.folders.iter().map(|(_, folder)| folder.as_str()).chain([word]).collect();
            self.entries.push(TreeEntry {
                range: line.range(start, start + word.len()),
                path: above.join("/"),
                root: self.root.clone(),
            });
        }
    }
}

/// Whether the line of a document says that it need not be there.
fn is_optional(line: &str) -> bool {
    const WORDS: [&str; 13] = [
        "optional",
        "n/a",
        "not created",
        "not needed",
        "not required",
        "if needed",
        "skipped",
        "omitted",
        "none",
        "later",
        "future",
        "no ",
        "not ",
    ];
    let comment = line.split_once(char::is_whitespace).map_or("", |(_, comment)| comment).to_lowercase();
    WORDS.iter().any(|word| comment.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{super::lines::lines, *};

    #[test]
    fn a_tree_lists_documents() {
        let text = "specs/001-a/
```text
specs/001-a/
├── plan.md      # This file
├── research.md  # Not created: nothing to research
├── contracts/
│   ├── api.md
│   └── deep/
│       └── x.md
└── tasks.md
```
```text
src/
└── README.md
```
";
        let mut reader = TreeReader::default();
        lines(text).for_each(|line| reader.line(&line));
        let paths: Vec<_> = reader.entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["plan.md", "contracts/api.md", "contracts/deep/x.md", "tasks.md"]);
    }
}
