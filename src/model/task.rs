//! A task of Backlog.md: its id, status, workflow state and dependencies.

use text_size::TextRange;

use crate::syntax::{
    front_matter::FrontMatter,
    yaml::{Node, Value},
};

/// The prefix of the one label that holds a task's workflow state.
pub const STATE_PREFIX: &str = "workflow:";

/// What the front matter of a task says. An absent or malformed key is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    /// `id`, as written.
    pub id: Option<Word>,
    /// `title`.
    pub title: Option<Word>,
    /// `status`, Backlog.md's own column.
    pub status: Option<Word>,
    /// `labels`, all of them.
    pub labels: Vec<Word>,
    /// `dependencies`.
    pub dependencies: Vec<Word>,
    /// `parent_task_id`.
    pub parent: Option<Word>,
}

/// A scalar and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The text, unquoted.
    pub text: String,
    /// Its bytes, quotes included.
    pub range: TextRange,
}

impl Task {
    /// Reads the keys that Backlog.md reads.
    pub fn read(front_matter: &FrontMatter) -> Task {
        let value = |key: &str| front_matter.get(key).map(|entry| &entry.value);
        Task {
            id: value("id").and_then(word),
            title: value("title").and_then(word),
            status: value("status").and_then(word),
            labels: value("labels").map(words).unwrap_or_default(),
            dependencies: value("dependencies").map(words).unwrap_or_default(),
            parent: value("parent_task_id").and_then(word),
        }
    }

    /// The labels that name a workflow state, with the state's name.
    pub fn states(&self) -> impl Iterator<Item = (&Word, &str)> {
        self.labels.iter().filter_map(|label| Some((label, label.text.strip_prefix(STATE_PREFIX)?.trim())))
    }
}

fn word(node: &Node) -> Option<Word> {
    match &node.value {
        Value::Scalar { text, .. } if !text.is_empty() => Some(Word { text: text.clone(), range: node.range }),
        _ => None,
    }
}

/// A list of words, or the one word that stands where a list should.
fn words(node: &Node) -> Vec<Word> {
    match &node.value {
        Value::Sequence(items) => items.iter().filter_map(word).collect(),
        _ => word(node).into_iter().collect(),
    }
}
