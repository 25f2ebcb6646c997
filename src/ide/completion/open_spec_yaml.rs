//! Keys and values of the YAML files of OpenSpec.

use std::borrow::Cow;

use camino::Utf8Path;
use text_size::TextSize;

use super::{
    Completions, Cursor, Item, ItemKind,
    workflow::{accepted, key, shaped},
};
use crate::{
    ide::completion::yaml_site::{YamlRole, YamlSite},
    model::{
        machine::Word,
        open_spec::{
            OpenSpecKind, OpenSpecMeaning,
            schema::{SchemaArtifact, SchemaFile},
        },
        shape::Begins,
    },
    workspace::ProjectPath,
};

/// A key or a value that is being written.
pub(super) fn complete(cursor: &Cursor<'_>, kind: OpenSpecKind) -> Option<Completions> {
    let place = cursor.place()?;
    let mut items = match place.role {
        YamlRole::Key => keys(cursor, &place, kind),
        YamlRole::Value | YamlRole::Item => values(cursor, &place, kind),
    };
    if let Some(expected) = kind.expected(&place.path) {
        shaped(cursor, &place, expected, &mut items);
    }
    (!items.is_empty()).then(|| accepted(cursor, &place, items))
}

/// The artifacts of all schemas, below `rules` of the config file. Other keys have a shape.
fn keys(cursor: &Cursor<'_>, place: &YamlSite<'_>, kind: OpenSpecKind) -> Vec<Item> {
    if kind != OpenSpecKind::Config || place.path != [Some("rules")] || place.quote.is_some() {
        return Vec::new();
    }
    let mut items: Vec<Item> = Vec::new();
    for name in cursor.snapshot.schema_names() {
        for artifact in cursor.snapshot.schema(&name).map_or_else(Vec::new, |schema| schema.artifacts) {
            let is_known =
                place.siblings.contains(&artifact.id.as_str()) || items.iter().any(|item| item.label == artifact.id);
            if !is_known {
                items.push(key(cursor, place, &artifact.id, Begins::List).detail(format!("an artifact of {name}")));
            }
        }
    }
    items
}

fn values(cursor: &Cursor<'_>, place: &YamlSite<'_>, kind: OpenSpecKind) -> Vec<Item> {
    match (kind, &place.path[..]) {
        (OpenSpecKind::Config | OpenSpecKind::Metadata, [Some("schema")]) => schemas(cursor),
        (OpenSpecKind::Schema, [Some("name")]) => {
            folder(cursor).and_then(Utf8Path::file_name).map(value).into_iter().collect()
        }
        (OpenSpecKind::Schema, [Some("artifacts"), None, Some("requires"), None]) => artifacts(cursor, place),
        (OpenSpecKind::Schema, [Some("apply"), Some("requires"), None]) => artifacts(cursor, place),
        (OpenSpecKind::Schema, [Some("apply"), Some("tracks")]) => {
            let (schema, _) = schema(cursor);
            { schema.artifacts.iter() }
                .filter_map(|artifact| artifact.generates.as_ref())
                .map(|it| value(&it.text))
                .collect()
        }
        (OpenSpecKind::Schema, [Some("artifacts"), None, Some("template")]) => templates(cursor),
        _ => Vec::new(),
    }
}

fn value(text: impl Into<String>) -> Item {
    Item::new(ItemKind::Value, text)
}

fn schemas(cursor: &Cursor<'_>) -> Vec<Item> {
    let own = &cursor.index.open_spec.schemas;
    let names = cursor.snapshot.schema_names().into_iter();
    names
        .map(|name| {
            let detail = if own.contains_key(&name) { "a schema of the project" } else { "built in" };
            value(name).detail(detail)
        })
        .collect()
}

/// The artifacts that a list of this schema can have and has not, but for the one whose list it is.
fn artifacts(cursor: &Cursor<'_>, place: &YamlSite<'_>) -> Vec<Item> {
    let (schema, at) = schema(cursor);
    let is_above = |artifact: &&SchemaArtifact| artifact.range.start() <= at;
    let own = if place.path[0] == Some("artifacts") { schema.artifacts.iter().rfind(is_above) } else { None };
    let listed: &[Word] = match own {
        Some(own) => &own.requires,
        None => schema.apply.as_ref().map_or(&[], |apply| &apply.requires),
    };
    let is_listed = |id: &Word| listed.iter().any(|it| it.text == id.text && !it.range.contains_inclusive(at));
    let is_own = |id: &Word| own.and_then(|own| own.id.as_ref()) == Some(id);
    let ids = schema.artifacts.iter().filter_map(|artifact| artifact.id.as_ref());
    ids.filter(|id| !is_own(id) && !is_listed(id)).map(|id| value(&id.text)).collect()
}

/// The schema of this file, as it is without the line of the cursor when that breaks it, and where the cursor is in it.
fn schema<'a>(cursor: &Cursor<'a>) -> (Cow<'a, SchemaFile>, TextSize) {
    let at = cursor.range(0, 0).start();
    match cursor.facts.meaning.open_spec() {
        Some(OpenSpecMeaning::Schema(schema, _)) if cursor.facts.yaml.problems.is_empty() => {
            (Cow::Borrowed(schema), at)
        }
        _ => {
            let (schema, _) = SchemaFile::read(&cursor.yaml_without_line());
            (Cow::Owned(schema), at - TextSize::of(cursor.before))
        }
    }
}

/// The files below `templates/` next to this file.
fn templates(cursor: &Cursor<'_>) -> Vec<Item> {
    let Some(folder) = folder(cursor).map(|folder| ProjectPath::from(folder).join("templates")) else {
        return Vec::new();
    };
    cursor.snapshot.files().below(&folder).map(|file| Item::new(ItemKind::File, file.as_str())).collect()
}

fn folder<'a>(cursor: &Cursor<'a>) -> Option<&'a Utf8Path> {
    cursor.document.name().parent()
}
