//! What there is to know about the word under the cursor, in a few lines.

pub mod agent;
pub mod artifact;
pub mod command;
pub mod event;
pub mod file;
mod heading;
mod key;
pub mod kiro;
mod marker;
pub mod open_spec;
mod origin;
pub mod rule;
pub mod rule_id;
mod section;
pub mod skill;
mod spec_kit;
pub mod state;
pub mod task;
#[cfg(test)]
mod tests;

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{
    expansion::Shown,
    markup::{Line, Markup},
    symbol::{Access, Occurrence, Symbol, symbol_at},
};
use crate::{
    model::{Kind, invocation::Invocation, task::id_key},
    workspace::{DocPath, Document, Life, Snapshot},
};

/// What is shown, and for which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The words.
    pub range: TextRange,
    /// What there is to know about them.
    pub contents: Markup,
}

/// What there is to know about the word at `offset` of a document. In an expanded copy, also where the line comes from.
pub fn hover(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Option<Hover> {
    let document = snapshot.document(path).filter(|document| document.kind != Kind::Other)?;
    let object = marker::at(snapshot, document, offset)
        .or_else(|| object(snapshot, &symbol_at(snapshot, path, offset)?))
        .or_else(|| key::at(document, offset))
        .or_else(|| rule::at(document, offset));
    let origin = origin::at(snapshot, document, offset);
    match (object, origin) {
        (Some(object), Some(origin)) => Some(Hover { contents: object.contents.line(origin), ..object }),
        (Some(object), None) => Some(object),
        (None, Some(origin)) => {
            let lines = &document.facts().lines;
            let range = lines.line_range(document.text(), lines.line(offset));
            Some(Hover { range, contents: Markup::new().line(origin) })
        }
        (None, None) => None,
    }
}

/// What there is to know about the word at `offset` of an expansion, and where the line comes from; the range is of what is shown.
pub fn in_expansion(snapshot: &Snapshot, shown: &Shown, offset: TextSize) -> Option<Hover> {
    let from = shown.origin(offset)?;
    let source = snapshot.document(&from.path)?;
    let object = hover(snapshot, &from.path, from.offset);
    let object = object.and_then(|object| Some((shown.range_at(offset, object.range)?, object.contents)));
    let (range, contents) = object.unwrap_or_else(|| (shown.line_range(offset), Markup::new()));
    Some(Hover { range, contents: contents.line(origin::from(source, from.offset)) })
}

/// What there is to know about a symbol, where it is spoken of.
fn object(snapshot: &Snapshot, found: &Occurrence) -> Option<Hover> {
    if found.access == Access::File {
        return None;
    }
    let contents = match &found.symbol {
        Symbol::File(path) => file::about(snapshot, path),
        Symbol::Heading { path, anchor } if !found.access.declares() => heading::about(snapshot, path, anchor),
        Symbol::Heading { .. } => None,
        Symbol::Section { path, name } => section::about(snapshot, path, name),
        Symbol::Command(key) => command::about(snapshot, key),
        Symbol::State(name) => state::about(snapshot, name),
        Symbol::Workflow(name) => {
            let index = snapshot.index();
            let workflow = index.machine.as_deref().and_then(|machine| machine.step(name))?;
            command::about(snapshot, &Invocation::parse(&workflow.command_name()))
        }
        Symbol::Artifact(path) => artifact::about(snapshot, path),
        Symbol::Agent(name) => agent::about(snapshot, name),
        Symbol::Skill(name) => skill::about(snapshot, name),
        Symbol::RuleId(id) => rule_id::about(snapshot, id),
        Symbol::Event(name) => event::about(snapshot, name),
        Symbol::Task(id) => task::about(snapshot, id),
        Symbol::OpenSpec(name) => open_spec::about(snapshot, name),
        Symbol::Kiro(name) => kiro::about(snapshot, name),
        Symbol::SpecKit(name) => spec_kit::about(snapshot, name),
    }?;
    Some(Hover { range: found.reach, contents })
}

/// How many names of a kind are listed.
const MAX_NAMED: usize = 5;

/// How many lines of a file are shown.
const MAX_LINES: usize = 8;

/// The string behind a key of the front matter, shortened when it is long.
fn value(document: &Document, key: &str) -> Option<String> {
    let entry = document.facts().front_matter.as_ref()?.get(key)?;
    let text = entry.value.as_str()?.trim();
    (!text.is_empty()).then(|| shortened(text))
}

/// The first words of a text.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// The first lines of a text that say something.
fn first_lines(text: &str) -> Option<String> {
    let lines = text.lines().skip_while(|line| line.trim().is_empty()).take(MAX_LINES);
    let shown = lines.map(shortened).collect::<Vec<_>>().join("\n");
    (!shown.is_empty()).then_some(shown)
}

/// `in` and the name of a file.
fn declared(name: &Utf8Path) -> Line {
    Line::new().text("in ").code(name)
}

/// The first names, and how many more there are.
fn listed(line: Line, names: &[String]) -> Line {
    let line = line.codes(names.iter().take(MAX_NAMED));
    match names.len().saturating_sub(MAX_NAMED) {
        0 => line,
        more => line.text(format!(" and {more} more")),
    }
}

/// `1 task`, `2 tasks`.
fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// The ids of the tasks on the board whose states fit, in order.
fn tasks(snapshot: &Snapshot, fits: impl Fn(&[String]) -> bool) -> Vec<String> {
    let items = snapshot.tasks().filter(|item| item.life == Life::Active && !item.key.id.is_empty());
    let mut ids: Vec<String> = items.filter(|item| fits(&item.states)).map(|item| item.id).collect();
    ids.sort_by_cached_key(|id| task::order(&id_key(id)));
    ids
}
