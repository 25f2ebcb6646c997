//! The JSON Schema of the settings, made from the types that read them.

use serde_json::{Map, Value, json};

use super::Settings;
use crate::model::Kind;

/// The schema of `flowspec-lsp.toml`. Rules are any name here: which ones there are is for the rules to say.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Settings).to_value();
    schema["title"] = "flowspec-lsp.toml".into();
    if let Some(Value::Object(documents)) = schema.pointer_mut("/properties/documents") {
        let kinds = Kind::SETTABLE.iter().map(|kind| (kind.name().to_owned(), json!({ "$ref": "#/$defs/Globs" })));
        documents.insert("properties".to_owned(), kinds.collect::<Map<_, _>>().into());
        documents.insert("additionalProperties".to_owned(), false.into());
    }
    schema
}

/// What the schema says of one setting.
#[derive(Debug, Clone, Copy)]
pub struct SettingPart<'a> {
    schema: &'a Value,
    value: &'a Value,
    /// What it is for.
    pub description: &'a str,
}

/// What a setting can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingShape<'a> {
    /// Keys and values.
    Table,
    /// A list of tables.
    Tables,
    /// A list of texts.
    List,
    /// `true` or `false`.
    Flag,
    /// One of these words, each with what it means.
    OneOf(Vec<(&'a str, &'a str)>),
    /// None of these.
    Other,
}

impl<'a> SettingPart<'a> {
    /// The whole schema.
    pub fn of(schema: &'a Value) -> SettingPart<'a> {
        SettingPart { schema, value: schema, description: "" }
    }

    /// What keys lead to, through the tables of lists; `None` when there is no such setting.
    pub fn below(self, path: &[&str]) -> Option<SettingPart<'a>> {
        path.iter().try_fold(self, |part, key| {
            let table = part.table();
            let any = || table.value.get("additionalProperties").filter(|any| any.is_object());
            let value = table.value.get("properties").and_then(|keys| keys.get(key)).or_else(any)?;
            Some(part.with(value))
        })
    }

    /// The keys of this table, or of those in this list, in order.
    pub fn keys(self) -> impl Iterator<Item = (&'a str, SettingPart<'a>)> {
        let keys = self.table().value.get("properties").and_then(Value::as_object);
        keys.into_iter().flatten().map(move |(key, value)| (key.as_str(), self.with(value)))
    }

    /// What it can be.
    pub fn shape(self) -> SettingShape<'a> {
        let text = |choice: &'a Value, key: &str| choice.get(key).and_then(Value::as_str).unwrap_or_default();
        match self.value.get("type").and_then(Value::as_str) {
            Some("object") => SettingShape::Table,
            Some("array") if self.table().shape() == SettingShape::Table => SettingShape::Tables,
            Some("array") => SettingShape::List,
            Some("boolean") => SettingShape::Flag,
            _ => match self.value.get("oneOf").and_then(Value::as_array) {
                Some(choices) => {
                    let words =
                        choices.iter().map(|choice| (text(choice, "const"), sentence(text(choice, "description"))));
                    SettingShape::OneOf(words.collect())
                }
                None => SettingShape::Other,
            },
        }
    }

    /// What a list has items of; anything else is itself.
    fn table(self) -> SettingPart<'a> {
        self.value.get("items").map_or(self, |items| self.with(items))
    }

    /// A value of the schema, without the reference that it may be.
    fn with(self, value: &'a Value) -> SettingPart<'a> {
        let target = value.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|name| self.schema.pointer(name.strip_prefix('#')?)).unwrap_or(value);
        let description = value.get("description").and_then(Value::as_str).unwrap_or_default();
        SettingPart { schema: self.schema, value: target, description: sentence(description) }
    }
}

/// A sentence as a detail next to a name: without its full stop.
fn sentence(text: &str) -> &str {
    text.trim_end_matches('.')
}
