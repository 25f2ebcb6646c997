//! A key of front matter: what it is for and what it takes.

use text_size::TextSize;

use super::Hover;
use crate::{
    ide::markup::{Line, Markup},
    model::keys::{KeyValue, key_of},
    workspace::Document,
};

/// The key at `offset`, when it is one that tools read.
pub(super) fn at(document: &Document, offset: TextSize) -> Option<Hover> {
    let front_matter = document.facts().front_matter.as_ref()?;
    let entry = front_matter.entries.iter().find(|entry| entry.key.range.contains_inclusive(offset))?;
    let key = key_of(document.kind, entry.name()?)?;
    let line = Line::new().strong(key.name).text(" · ");
    let line = match key.value {
        KeyValue::Any => Line::new().strong(key.name),
        KeyValue::Text | KeyValue::Hint => line.text("a string"),
        KeyValue::Bool => line.codes(["true", "false"]),
        KeyValue::OneOf(words) => line.codes(words),
        KeyValue::Date => line.text("a date, such as `2026-01-31`"),
        KeyValue::Number => line.text("a number"),
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
