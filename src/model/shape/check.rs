//! A YAML tree held against its shape.

use crate::syntax::{
    nearest::nearest,
    yaml::{self, Entry, Node, NodeKind, Value},
};
use rustc_hash::FxHashSet;
use std::fmt::Write;
use text_size::{TextRange, TextSize};

use super::{Misfit, Object, Shape};

/// What kind of thing does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::model) enum MisfitKind {
    /// A key that the program does not know, and ignores.
    UnknownKey,
    /// A key that a mapping has already, which no reader of YAML 1.2 takes.
    DuplicateKey,
    /// Anything else.
    Value,
}

/// What does not fit in a document whose root should be this object.
pub(in crate::model) fn misfits(root: &Node, object: &Object) -> Vec<Misfit> {
    let found = check(root, object, false);
    found.into_iter().map(|(_, misfit)| misfit).collect()
}

/// As [`misfits`], for a program that reads YAML 1.2 and no key that it does not know: every unknown key is one, `yes` is a string, a
/// key without a value has one of the wrong type, and so are two keys of one name.
pub(in crate::model) fn strict_misfits(root: &Node, object: &Object) -> Vec<(MisfitKind, Misfit)> {
    check(root, object, true)
}

fn check(root: &Node, object: &Object, strict: bool) -> Vec<(MisfitKind, Misfit)> {
    let mut checker = Checker { misfits: Vec::new(), strict };
    let at = Place { label: "the file", key: first_key(root) };
    checker.object(root, object, at);
    if strict {
        checker.duplicates(root);
    }
    checker.misfits.sort_by_key(|(_, misfit)| misfit.range.start());
    checker.misfits
}

/// Where a node stands, for nodes that cannot be pointed at themselves.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// How a message calls the node.
    label: &'a str,
    /// The key that leads to it, or what names it best.
    key: TextRange,
}

struct Checker {
    misfits: Vec<(MisfitKind, Misfit)>,
    strict: bool,
}

impl Checker {
    fn node(&mut self, node: &Node, shape: &Shape, at: Place) {
        let kind = self.kind(node);
        if kind == NodeKind::Alias {
            return;
        }
        match shape {
            Shape::Any => {}
            Shape::OrNothing(_) if kind == NodeKind::Null => {}
            Shape::OrNothing(other) => self.node(node, other, at),
            Shape::Text => self.text(node, at, |text| !text.is_empty(), "a string"),
            Shape::Prose => self.text(node, at, |_| true, "a string"),
            Shape::Form(test, form) => self.text(node, at, test, form),
            Shape::OneOf(words) => self.one_of(node, words, at),
            Shape::Bool if kind == NodeKind::Bool => {}
            Shape::Bool | Shape::Number(..) if self.unquoted(node, shape, at) => {}
            Shape::Bool => {
                let (range, message) = wrong(node, "`true` or `false`", at);
                self.push(range, message, node.as_bool().map(|meant| meant.to_string()));
            }
            Shape::Number(first, last) => {
                let fits = |number| (*first..=*last).contains(&number);
                if !self.number(node).is_some_and(fits) {
                    let form = match (first, last) {
                        (0, &u64::MAX) => "a whole number".to_owned(),
                        (first, &u64::MAX) => format!("a whole number from {first} on"),
                        (first, last) => format!("a whole number from {first} to {last}"),
                    };
                    self.expected(node, &form, at);
                }
            }
            Shape::List(item) => self.list(node, item, at),
            Shape::Filled(_) if kind == NodeKind::Sequence && node.items().is_empty() => {
                self.push(at.key, format!("{} must not be empty", at.label), None);
            }
            Shape::Filled(item) => self.list(node, item, at),
            Shape::Map(keys, values) if kind == NodeKind::Mapping => {
                for entry in node.entries() {
                    self.node(&entry.key, keys, self::at(entry, "a name"));
                    let label = format!("`{}`", name(entry));
                    self.node(&entry.value, values, self::at(entry, &label));
                }
            }
            Shape::Map(..) => self.expected(node, "a mapping", at),
            Shape::Object(object) => self.object(node, object, at),
            Shape::ScalarOr(scalar, other) => {
                let scalar_node = !matches!(kind, NodeKind::Mapping | NodeKind::Sequence);
                self.node(node, if scalar_node { scalar } else { other }, at);
            }
            Shape::OneOrMany(item) if kind == NodeKind::Sequence => self.list(node, item, at),
            Shape::OneOrMany(item) => self.node(node, item, at),
        }
    }

    fn object(&mut self, node: &Node, object: &Object, at: Place) {
        if node.as_mapping().is_none() {
            if node.kind() != NodeKind::Alias {
                self.expected(node, "a mapping", at);
            }
            return;
        }
        let absent: Vec<&'static str> =
            object.keys.iter().map(|key| key.name).filter(|key| node.entry(key).is_none()).collect();
        let mut misspelt = Vec::new();
        for entry in node.entries() {
            let Some(written) = entry.name() else {
                continue;
            };
            match object.keys.iter().find(|key| key.name == written) {
                Some(key) => {
                    // A key without a value is as good as none where none is needed.
                    if key.required || self.strict || !entry.value.is_null() {
                        let label = format!("`{written}`");
                        self.node(&entry.value, &key.shape, self::at(entry, &label));
                    }
                }
                // `<<` merges another mapping, which may hold anything.
                None if written == "<<" => return,
                None if object.open => {}
                None => misspelt.extend(self.misspelt(object, &absent, entry, written)),
            }
        }
        let required = object.keys.iter().filter(|key| key.required).map(|key| key.name);
        let missing: Vec<_> = required.filter(|name| absent.contains(name) && !misspelt.contains(name)).collect();
        // A section that lacks much was begun, or is none: that is one thing to say. A program that says each has each said.
        let at_once = if self.strict { 1 } else { missing.len().max(1) };
        for names in missing.chunks(at_once) {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            let names = match names.split_last() {
                Some((last, others)) if !others.is_empty() => format!("{} and no {last}", others.join(", no ")),
                _ => names.concat(),
            };
            self.push(at.key, format!("this {} has no {names}", object.name), None);
        }
    }

    /// Reports a key that is a known one misspelt, and says which.
    fn misspelt(
        &mut self,
        object: &Object,
        absent: &[&'static str],
        entry: &Entry,
        written: &str,
    ) -> Option<&'static str> {
        let meant = nearest(written, absent.iter().copied());
        let meant = meant.filter(|meant| strsim::osa_distance(written, meant) <= 2);
        let message = match meant {
            Some(meant) => format!("unknown key `{written}` in this {}: did you mean `{meant}`?", object.name),
            None if self.strict => {
                format!("unknown key `{written}` in this {}: remove it", object.name)
            }
            None => return None,
        };
        let misfit = Misfit { range: entry.key.content_range(), message, replacement: meant.map(str::to_owned) };
        self.misfits.push((MisfitKind::UnknownKey, misfit));
        meant
    }

    /// The keys that a mapping has twice, which YAML does not allow.
    fn duplicates(&mut self, root: &Node) {
        let mut nodes = vec![root];
        while let Some(node) = nodes.pop() {
            let mut names = FxHashSet::default();
            for entry in node.entries() {
                if let Some(name) = entry.name().filter(|name| !names.insert(*name)) {
                    let message = format!("duplicate key `{}`: remove one of them", shortened(name));
                    let misfit = Misfit { range: entry.key.content_range(), message, replacement: None };
                    self.misfits.push((MisfitKind::DuplicateKey, misfit));
                }
                nodes.push(&entry.value);
            }
            nodes.extend(node.items());
        }
    }

    /// What the program takes a node for.
    fn kind(&self, node: &Node) -> NodeKind {
        match node.kind() {
            // In YAML 1.2 there are no other words for these two.
            NodeKind::Bool if self.strict => match node.as_str() {
                Some("true" | "True" | "TRUE" | "false" | "False" | "FALSE") => NodeKind::Bool,
                _ => NodeKind::String,
            },
            NodeKind::String if self.strict && is_other_number(node) => NodeKind::Number,
            kind => kind,
        }
    }

    /// Reports a boolean or a number that is in quotes.
    fn unquoted(&mut self, node: &Node, shape: &Shape, at: Place) -> bool {
        let Some(text) =
            node.as_str().filter(|text| self.strict && node.range.len() == TextSize::of(*text) + TextSize::new(2))
        else {
            return false;
        };
        let fits = match shape {
            Shape::Bool => matches!(text, "true" | "false"),
            Shape::Number(first, last) => text.parse().is_ok_and(|number| (*first..=*last).contains(&number)),
            _ => false,
        };
        if fits {
            let kind = if matches!(shape, Shape::Bool) { "a boolean" } else { "a number" };
            let message = format!("{} must be {kind}, not a string: remove the quotes", at.label);
            self.push(node.range, message, Some(text.to_owned()));
        }
        fits
    }

    /// The whole number that a node is. To JavaScript `1.0` is one, too.
    fn number(&self, node: &Node) -> Option<u64> {
        if !self.strict || self.kind(node) != NodeKind::Number {
            return node.as_u64();
        }
        let text = node.as_str()?;
        let other = |prefix, radix| u64::from_str_radix(text.strip_prefix(prefix)?, radix).ok();
        if let Some(number) = other("0x", 16).or_else(|| other("0o", 8)) {
            return Some(number);
        }
        let number: f64 = text.parse().ok()?;
        (number.fract() == 0.0 && number >= 0.0).then_some(number as u64)
    }

    fn list(&mut self, node: &Node, item: &Shape, at: Place) {
        let Some(items) = node.as_sequence() else {
            return self.expected(node, "a list", at);
        };
        let label = format!("each item of {}", at.label);
        for node in items {
            let key = match self.kind(node) {
                NodeKind::Mapping => {
                    let name = node.get("name").filter(|name| name.is_string());
                    name.map_or_else(|| first_key(node), Node::content_range)
                }
                NodeKind::Null | NodeKind::Sequence => at.key,
                _ => node.content_range(),
            };
            self.node(node, item, Place { label: &label, key });
        }
    }

    fn text(&mut self, node: &Node, at: Place, test: impl Fn(&str) -> bool, form: &str) {
        match (self.kind(node), node.as_str()) {
            (NodeKind::String, Some(text)) if test(text) => {}
            (kind @ (NodeKind::Number | NodeKind::Bool), Some(text)) => {
                let message = format!("{} must be a string, but `{text}` is {kind}: put it in quotes", at.label);
                self.push(node.range, message, Some(yaml::quote(text)));
            }
            _ => self.expected(node, form, at),
        }
    }

    fn one_of(&mut self, node: &Node, words: &[&'static str], at: Place) {
        let text = node.as_str().unwrap_or_default();
        if words.contains(&text) {
            return;
        }
        let mut form = String::new();
        for (index, word) in words.iter().enumerate() {
            let separator = match index {
                0 => "",
                _ if index + 1 == words.len() => " or ",
                _ => ", ",
            };
            // Writing to a string cannot fail.
            let _ = write!(form, "{separator}`{word}`");
        }
        let meant = nearest(text, words.iter().copied()).map(str::to_owned);
        let (range, message) = wrong(node, &form, at);
        self.push(range, message, meant);
    }

    fn expected(&mut self, node: &Node, form: &str, at: Place) {
        let (range, message) = wrong(node, form, at);
        self.push(range, message, None);
    }

    fn push(&mut self, range: TextRange, message: String, replacement: Option<String>) {
        self.misfits.push((MisfitKind::Value, Misfit { range, message, replacement }));
    }
}

/// Whether a node is a number in one of the forms that [`Node::kind`] takes for a string.
fn is_other_number(node: &Node) -> bool {
    let Value::Scalar { text, plain: true, .. } = &node.value else { return false };
    let digits = |prefix, radix| {
        let digits = text.strip_prefix(prefix).filter(|digits| !digits.is_empty());
        digits.is_some_and(|digits: &str| digits.chars().all(|digit: char| digit.is_digit(radix)))
    };
    let name = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits("0x", 16) || digits("0o", 8) || matches!(name, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

/// Where and what: a scalar is shown itself, anything else by the key that leads to it.
fn wrong(node: &Node, form: &str, at: Place) -> (TextRange, String) {
    let label = at.label;
    match (node.kind(), node.as_str()) {
        (NodeKind::Null, _) => (at.key, format!("{label} must be {form}, but it has no value")),
        (NodeKind::Mapping | NodeKind::Sequence, _) | (_, None) => {
            (at.key, format!("{label} must be {form}, not {}", node.kind()))
        }
        (_, Some("")) => (node.range, format!("{label} must not be empty")),
        (_, Some(text)) => {
            let text = shortened(text);
            (node.content_range(), format!("{label} must be {form}, not `{text}`"))
        }
    }
}

/// The first line of a text, for a message.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

fn name(entry: &Entry) -> &str {
    entry.name().unwrap_or("?")
}

fn at<'a>(entry: &Entry, label: &'a str) -> Place<'a> {
    Place { label, key: entry.key.content_range() }
}

fn first_key(node: &Node) -> TextRange {
    let first = node.entries().first();
    first.map_or(TextRange::empty(node.range.start()), |entry| entry.key.content_range())
}
