//! The tree and how to ask it.

use std::fmt;
use text_size::TextRange;

/// One node and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the node, without its tag and anchor; a quoted scalar includes its quotes, a block scalar its `|` or `>`
    /// but not the line end after it, a block collection reaches from its first to its last child.
    pub range: TextRange,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar with its unescaped text. A plain scalar may still be a number, boolean or null: see [`Node::as_bool`] and friends.
    Scalar {
        /// The text with quotes and escapes resolved.
        text: String,
        /// Whether it was written without quotes and not as a block scalar, so that it need not be a string.
        plain: bool,
        /// The bytes of the text: without the quotes, without the header of a block scalar.
        content: TextRange,
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
    /// The value; an absent one is an empty plain scalar right after the colon, or at the end of the key when there is no colon.
    pub value: Node,
}

/// The type of a node as a YAML reader resolves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// Absent, `~` or `null`.
    Null,
    /// `true`, `false` and the older `yes`, `no`, `on`, `off`.
    Bool,
    /// A plain integer or decimal number.
    Number,
    /// Any other scalar.
    String,
    /// A mapping.
    Mapping,
    /// A sequence.
    Sequence,
    /// An alias, whose type is not known.
    Alias,
}

impl fmt::Display for NodeKind {
    /// The kind with its article, for messages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NodeKind::Null => "nothing",
            NodeKind::Bool => "a boolean",
            NodeKind::Number => "a number",
            NodeKind::String => "a string",
            NodeKind::Mapping => "a mapping",
            NodeKind::Sequence => "a list",
            NodeKind::Alias => "an alias",
        })
    }
}

impl Node {
    /// What a YAML reader takes it for.
    pub fn kind(&self) -> NodeKind {
        match &self.value {
            Value::Mapping(_) => NodeKind::Mapping,
            Value::Sequence(_) => NodeKind::Sequence,
            Value::Alias => NodeKind::Alias,
            Value::Scalar { plain: false, .. } => NodeKind::String,
            Value::Scalar { text, .. } => match text.as_str() {
                "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
                text if bool_of(text).is_some() => NodeKind::Bool,
                text if is_number(text) => NodeKind::Number,
                _ => NodeKind::String,
            },
        }
    }

    /// The text of any scalar, whatever its kind.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The boolean that a plain scalar is.
    pub fn as_bool(&self) -> Option<bool> {
        bool_of(self.plain()?)
    }

    /// The whole number that a plain scalar is.
    pub fn as_u64(&self) -> Option<u64> {
        let text = self.plain()?;
        // `str::parse` also takes a plus sign, and so does YAML.
        text.parse().ok()
    }

    /// Whether it is absent, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == NodeKind::Null
    }

    /// Whether it is a scalar that a YAML reader takes for a string.
    pub fn is_string(&self) -> bool {
        self.kind() == NodeKind::String
    }

    /// The entries of a mapping.
    pub fn as_mapping(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        self.as_mapping().unwrap_or_default()
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self) -> &[Node] {
        self.as_sequence().unwrap_or_default()
    }

    /// The first entry of a mapping with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        find(self.entries(), key)
    }

    /// The value of the first entry of a mapping with this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The bytes of the text of a scalar, without quotes or block header; of anything else, all its bytes.
    pub fn content_range(&self) -> TextRange {
        match &self.value {
            Value::Scalar { content, .. } => *content,
            _ => self.range,
        }
    }

    fn plain(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, plain: true, .. } => Some(text),
            _ => None,
        }
    }
}

impl Entry {
    /// The key's text; `None` when the key is a collection or an alias.
    pub fn name(&self) -> Option<&str> {
        self.key.as_str()
    }

    /// Whether the key is this.
    pub fn is(&self, key: &str) -> bool {
        self.name() == Some(key)
    }

    /// From the start of the key to the end of the value.
    pub fn range(&self) -> TextRange {
        self.key.range.cover(self.value.range)
    }
}

/// The first entry with this key.
pub(in crate::syntax) fn find<'a>(entries: &'a [Entry], key: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.is(key))
}

fn bool_of(text: &str) -> Option<bool> {
    // The longest word is `false`.
    if text.len() > 5 {
        return None;
    }
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match () {
        () if is(["true", "yes", "on"]) => Some(true),
        () if is(["false", "no", "off"]) => Some(false),
        () => None,
    }
}

/// Integers and decimal fractions; hexadecimal and the like are left to be strings.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.contains(|char: char| char.is_ascii_digit())
        && digits.parse::<f64>().is_ok()
}
