//! A key of front matter or of a YAML file of OpenSpec: what it is for and what it takes.

use text_size::TextSize;

use super::Hover;
use crate::{
    ide::markup::{Line, Markup},
    model::{
        Kind, OpenSpecKind,
        keys::{KeyValue, key_of},
    },
    workspace::Document,
};

/// The key at `offset`, when it is one that tools read.
pub(super) fn at(document: &Document, offset: TextSize) -> Option<Hover> {
    match document.kind {
        Kind::OpenSpec(kind) => of_file(document, kind, offset),
        _ => of_front_matter(document, offset),
    }
}

fn of_file(document: &Document, kind: OpenSpecKind, offset: TextSize) -> Option<Hover> {
    let mut node = document.facts().yaml.root.as_ref()?;
    let mut path: Vec<Option<&str>> = Vec::new();
    let entry = loop {
        if let Some(item) = node.items().iter().find(|item| item.range.contains_inclusive(offset)) {
            path.push(None);
            node = item;
            continue;
        }
        let entry = node.entries().iter().find(|entry| entry.range().contains_inclusive(offset))?;
        if entry.key.range.contains_inclusive(offset) {
            break entry;
        }
        path.push(Some(entry.name()?));
        node = &entry.value;
    };
    let name = entry.name()?;
    let summary = kind.expected(&path).map(|mapping| mapping.summary(name)).filter(|summary| !summary.is_empty())?;
    path.push(Some(name));
    let value = kind.expected(&path)?;
    let line = Line::new().strong(name).text(" · ");
    let line = match value.form() {
        Some(form) => line.words(form),
        None => line.codes(value.words()),
    };
    Some(Hover { range: entry.key.range, contents: Markup::new().line(line).line(Line::new().words(summary)) })
}

fn of_front_matter(document: &Document, offset: TextSize) -> Option<Hover> {
    let front_matter = document.facts().front_matter.as_ref()?;
    let entry = front_matter.entries.iter().find(|entry| entry.key.range.contains_inclusive(offset))?;
    let key = key_of(document.kind, document.name(), entry.name()?)?;
    let line = Line::new().strong(key.name).text(" · ");
    let line = match key.value {
        KeyValue::Any => Line::new().strong(key.name),
        KeyValue::Text | KeyValue::Hint => line.text("a string"),
        KeyValue::Bool => line.codes(["true", "false"]),
        KeyValue::OneOf(words) => line.codes(words),
        KeyValue::Date => line.text("a date, such as `2026-01-31`"),
        KeyValue::Number | KeyValue::Decimal => line.text("a number"),
        KeyValue::Priority => line.text("one of the board's priorities"),
        KeyValue::TaskType => line.text("one of the board's types"),
        KeyValue::List => line.text("a list, or a string with commas"),
        KeyValue::Sequence => line.text("a list"),
        KeyValue::Mapping => line.text("keys and values"),
        KeyValue::Mappings => line.text("a list of mappings"),
    };
    let contents = Markup::new().line(line).line(Line::new().words(key.summary));
    Some(Hover { range: entry.key.range, contents })
}
