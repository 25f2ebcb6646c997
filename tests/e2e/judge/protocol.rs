//! The protocol's messages and types, and whether a value is of a type.

use serde_json::Value;
use std::{fmt, sync::LazyLock};

/// The table that `judge/protocol.py` makes: messages by method, structures by name, enumerations by name.
///
/// A type is the name of a simple one, `#Name`, or an object with one of `array`, `map`, `tuple`, `or` and `literal`. A property whose
/// name ends with `?` may be absent.
pub static PROTOCOL: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("protocol.json")).expect("protocol.json is JSON"));

/// What is wrong with a message, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    path: Vec<String>,
    rule: String,
}

/// A value that is as it has to be, or not.
pub type Judged = Result<(), Fault>;

impl Fault {
    /// A rule that is broken here.
    pub fn new(rule: impl Into<String>) -> Fault {
        Fault { path: Vec::new(), rule: rule.into() }
    }

    /// The same, seen from the object that has it as `key`.
    #[must_use]
    pub fn below(mut self, key: impl fmt::Display) -> Fault {
        self.path.push(key.to_string());
        self
    }

    /// How deep it is.
    fn depth(&self) -> usize {
        self.path.len()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for key in self.path.iter().rev() {
            write!(f, "/{key}")?;
        }
        write!(f, ": {}", self.rule)
    }
}

/// A fault unless something holds.
pub fn require(holds: bool, rule: impl FnOnce() -> String) -> Judged {
    if holds { Ok(()) } else { Err(Fault::new(rule())) }
}

/// What is known of a method; `None` for one that the protocol does not have.
pub fn message(method: &str) -> Option<&'static Value> {
    PROTOCOL["messages"].get(method)
}

/// Whether a value is of a type, with all that is required and nothing that is unknown.
pub fn fits(kind: &Value, value: &Value) -> Judged {
    match kind {
        Value::String(name) => match name.strip_prefix('#') {
            Some(name) => named(name, value),
            None => require(is_simple(name, value), || format!("expected {name}, found {}", shown(value))),
        },
        _ => composed(kind, value),
    }
}

fn is_simple(name: &str, value: &Value) -> bool {
    let integer = value.as_i64();
    match name {
        "any" => true,
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "decimal" => value.is_number(),
        "integer" => integer.is_some_and(|it| i32::try_from(it).is_ok()),
        "uinteger" => integer.is_some_and(|it| (0..=i64::from(i32::MAX)).contains(&it)),
        _ => panic!("protocol.json has an unknown type {name}"),
    }
}

fn named(name: &str, value: &Value) -> Judged {
    if let Some(values) = PROTOCOL["enumerations"].get(name).and_then(Value::as_array) {
        return require(values.contains(value), || format!("expected a {name}, found {}", shown(value)));
    }
    let Some(properties) = PROTOCOL["structures"].get(name).and_then(Value::as_object) else {
        panic!("protocol.json does not have {name}");
    };
    let Some(object) = value.as_object() else {
        return Err(Fault::new(format!("expected a {name}, found {}", shown(value))));
    };
    let mut known = 0;
    for (property, kind) in properties {
        let required = property.strip_suffix('?');
        let key = required.unwrap_or(property);
        match object.get(key) {
            Some(value) => fits(kind, value).map_err(|fault| fault.below(key))?,
            None => require(required.is_some(), || format!("a {name} must have `{key}`"))?,
        }
        known += usize::from(object.contains_key(key));
    }
    let unknown = |key: &&String| !properties.contains_key(*key) && !properties.contains_key(&format!("{key}?"));
    require(known == object.len(), || match object.keys().find(unknown) {
        Some(key) => format!("a {name} has no property `{key}`"),
        None => format!("the properties of {name} are ambiguous"),
    })
}

fn composed(kind: &Value, value: &Value) -> Judged {
    if let Some(kinds) = kind.get("or").and_then(Value::as_array) {
        return alternative(kinds, value).map(|_| ());
    }
    if let Some(literal) = kind.get("literal") {
        return require(value == literal, || format!("expected {literal}, found {}", shown(value)));
    }
    if let Some(kind) = kind.get("map") {
        let Some(object) = value.as_object() else { return Err(Fault::new("expected an object")) };
        return object.iter().try_for_each(|(key, value)| fits(kind, value).map_err(|fault| fault.below(key)));
    }
    let Some(array) = value.as_array() else {
        return Err(Fault::new(format!("expected an array, found {}", shown(value))));
    };
    if let Some(kinds) = kind.get("tuple").and_then(Value::as_array) {
        require(array.len() == kinds.len(), || format!("expected {} items, found {}", kinds.len(), array.len()))?;
        let mut pairs = kinds.iter().zip(array).enumerate();
        return pairs.try_for_each(|(at, (kind, value))| fits(kind, value).map_err(|fault| fault.below(at)));
    }
    let mut items = array.iter().enumerate();
    items.try_for_each(|(at, value)| fits(&kind["array"], value).map_err(|fault| fault.below(at)))
}

/// The first of some types that a value is of, else what is wrong by the one that it fits best.
pub fn alternative<'a>(kinds: &'a [Value], value: &Value) -> Result<&'a Value, Fault> {
    let mut best: Option<Fault> = None;
    for kind in kinds {
        match fits(kind, value) {
            Ok(()) => return Ok(kind),
            Err(fault) if best.as_ref().is_none_or(|best| fault.depth() > best.depth()) => best = Some(fault),
            Err(_) => {}
        }
    }
    Err(best.unwrap_or_else(|| Fault::new("no type is possible here")))
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
