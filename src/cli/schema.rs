//! `flowspec-lsp schema`: the JSON Schema of `flowspec-lsp.toml`, made from the code that reads it.

use serde_json::{Map, Value, json};

use super::{json, output::Output};
use crate::{
    rules,
    workspace::{Kind, Settings},
};

/// Prints the schema.
pub(super) fn print() -> anyhow::Result<Output> {
    Ok(Output::text(json::text(&schema())?))
}

/// The schema of the settings, with the names of all rules and kinds of document, which their type does not tell.
fn schema() -> Value {
    let mut schema = schemars::schema_for!(Settings).to_value();
    schema["title"] = "flowspec-lsp.toml".into();
    let rule = |rule: &rules::Rule| (rule.code, json!({ "description": rule.summary, "$ref": "#/$defs/Level" }));
    let rules = named(rules::rules().map(rule));
    let kinds = named(Kind::SETTABLE.iter().map(|kind| (kind.name(), json!({ "$ref": "#/$defs/Globs" }))));
    for (place, names) in
        [("/properties/rules", &rules), ("/$defs/Override/properties/rules", &rules), ("/properties/documents", &kinds)]
    {
        if let Some(Value::Object(object)) = schema.pointer_mut(place) {
            object.insert("properties".to_owned(), names.clone());
            object.insert("additionalProperties".to_owned(), false.into());
        }
    }
    schema
}

fn named(properties: impl Iterator<Item = (&'static str, Value)>) -> Value {
    properties.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}
