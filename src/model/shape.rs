//! Whether a YAML tree has the shape that a format wants: keys, types and forms, as static tables.
//!
//! Ecosystems add keys faster than linters: an unknown key is only worth a word when it is a known one misspelt.

mod check;

pub(super) use check::{MisfitKind, misfits, strict_misfits};

use text_size::TextRange;

/// What may stand at a place of a file whose shape is known.
#[derive(Clone, Copy)]
pub struct Expected(&'static Shape);

/// How the value of a key begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// On the same line.
    Inline,
    /// With a list.
    List,
    /// With a mapping.
    Mapping,
}

impl Expected {
    /// The keys of a mapping, each with how its value begins.
    pub fn keys(self) -> impl Iterator<Item = (&'static str, Begins)> {
        let keys = match self.0.mapping() {
            Some(Shape::Object(object)) => object.keys,
            _ => &[],
        };
        keys.iter().map(|key| (key.name, key.shape.begins()))
    }

    /// What a key of the mapping is for, in one sentence without a full stop; empty where nothing is said.
    pub fn summary(self, key: &str) -> &'static str {
        let Some(Shape::Object(object)) = self.0.mapping() else { return "" };
        object.keys.iter().find(|known| known.name == key).map_or("", |known| known.summary)
    }

    /// What it is in words that follow "is"; `None` for anything, and for a scalar that is one of some words.
    pub fn form(self) -> Option<&'static str> {
        match self.0 {
            Shape::Text | Shape::Prose => Some("a string"),
            Shape::Form(_, form) => Some(form),
            Shape::Number(..) => Some("a whole number"),
            Shape::List(_) | Shape::Filled(_) | Shape::OneOrMany(_) => Some("a list"),
            Shape::Map(..) | Shape::Object(_) => Some("keys and values"),
            Shape::ScalarOr(scalar, _) => Expected(scalar).form(),
            Shape::OrNothing(shape) => Expected(shape).form(),
            Shape::Any | Shape::OneOf(_) | Shape::Bool => None,
        }
    }

    /// The words that a scalar can be.
    pub fn words(self) -> &'static [&'static str] {
        match self.0 {
            Shape::OneOf(words) => words,
            Shape::Bool => &["true", "false"],
            Shape::ScalarOr(scalar, _) => Expected(scalar).words(),
            _ => &[],
        }
    }
}

/// What may stand where these keys lead, `None` for an item of a list.
pub(super) fn expected(root: &'static Shape, path: &[Option<&str>]) -> Option<Expected> {
    let mut shape = root;
    for step in path {
        shape = match (shape, step) {
            (Shape::List(item) | Shape::Filled(item) | Shape::OneOrMany(item), None) => item,
            (Shape::ScalarOr(_, other), None) => return expected(other, &[None]),
            (shape, Some(wanted)) => match shape.mapping()? {
                Shape::Object(object) => &object.keys.iter().find(|key| key.name == *wanted)?.shape,
                Shape::Map(_, values) => values,
                _ => return None,
            },
            _ => return None,
        };
    }
    Some(Expected(shape))
}

impl Shape {
    /// The mapping that it is, or can be instead of a scalar.
    fn mapping(&'static self) -> Option<&'static Shape> {
        match self {
            Shape::Object(_) | Shape::Map(..) => Some(self),
            Shape::ScalarOr(_, other) => other.mapping(),
            _ => None,
        }
    }

    fn begins(&self) -> Begins {
        match self {
            Shape::List(_) | Shape::Filled(_) => Begins::List,
            Shape::Object(_) | Shape::Map(..) => Begins::Mapping,
            _ => Begins::Inline,
        }
    }
}

/// A place that does not have the shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The words at fault.
    pub range: TextRange,
    /// What is wrong and what is expected.
    pub message: String,
    /// What to write in place of `range` to cure it.
    pub replacement: Option<String>,
}

/// What a node may be.
pub(super) enum Shape {
    /// Whatever it likes.
    Any,
    /// A string that is not empty.
    Text,
    /// Any string.
    Prose,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A string of a form: the test, and the form in words that follow "must be".
    Form(fn(&str) -> bool, &'static str),
    Bool,
    /// A whole number from the first to the last.
    Number(u64, u64),
    List(&'static Shape),
    /// A list that is not empty.
    Filled(&'static Shape),
    /// A mapping with keys of the author's choice: the form of the keys, and of the values.
    Map(&'static Shape, &'static Shape),
    Object(&'static Object),
    /// The first for a scalar, the second for anything else.
    ScalarOr(&'static Shape, &'static Shape),
    /// One or a list of them.
    OneOrMany(&'static Shape),
    /// This or nothing at all, where a key without a value is not as good as none.
    OrNothing(&'static Shape),
}

/// A mapping with known keys.
pub(super) struct Object {
    /// What it is, to follow "this": `workflow`.
    pub name: &'static str,
    /// Whether other keys are welcome, so that none is taken for a misspelt one.
    pub open: bool,
    pub keys: &'static [Key],
}

pub(super) struct Key {
    name: &'static str,
    shape: Shape,
    required: bool,
    summary: &'static str,
}

impl Key {
    /// The key with what it is for, in one sentence without a full stop.
    pub const fn about(mut self, summary: &'static str) -> Key {
        self.summary = summary;
        self
    }
}

pub(super) const fn required(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: true, summary: "" }
}

pub(super) const fn optional(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: false, summary: "" }
}
