//! YAML as a small tree with byte ranges, built from `granit-parser` events.
//!
//! Hostile input (alias bombs, deep nesting) ends in a [`Problem`], never in an abort. Aliases are not expanded.

use super::Problem;
use text_size::TextRange;

/// A document as far as it could be read, and what could not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Yaml {
    /// The root node; `None` for an empty document.
    pub root: Option<Node>,
    /// What is not YAML, in order of position.
    pub problems: Vec<Problem>,
    /// The ranges of the comments, `#` included, line end excluded.
    pub comments: Vec<TextRange>,
}

/// One node and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the node; a quoted scalar includes its quotes.
    pub range: TextRange,
    /// What it is.
    pub value: Value,
}

/// The kinds of node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar with its unescaped text. A plain scalar may still be a number, boolean or null: see [`Node::as_bool`] and friends.
    Scalar {
        /// The text with quotes and escapes resolved.
        text: String,
        /// Whether it was written without quotes and not as a block scalar.
        plain: bool,
    },
    /// A mapping in source order, duplicates kept.
    Mapping(Vec<Entry>),
    /// A sequence.
    Sequence(Vec<Node>),
    /// An alias (`*name`), not expanded.
    Alias,
}

/// One `key: value` of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Node,
    /// The value; an absent one is an empty plain scalar at the end of the key.
    pub value: Node,
}
