//! Tasks: their ids, dependencies, parents and subtasks, and `task-12` anywhere in a text.

use text_size::{TextRange, TextSize};

use super::{Access, Finder, Symbol, is_word, span};
use crate::model::{
    Kind,
    task::{Task, id_key},
};

pub(super) fn find(finder: &mut Finder<'_>) {
    if finder.document.kind == Kind::Task {
        front_matter(finder);
    }
    mentions(finder);
}

fn front_matter(finder: &mut Finder<'_>) {
    let Some(front_matter) = &finder.facts.front_matter else { return };
    let task = Task::read(front_matter);
    if let Some(id) = &task.id {
        let symbol = Symbol::Task(id_key(&id.text));
        finder.file(symbol.clone());
        finder.word(id.content, Access::Declaration, symbol);
    }
    for other in task.dependencies.iter().chain(&task.parent) {
        finder.word(other.content, Access::Read, symbol(finder, &other.text));
    }
    let subtasks = finder.front_matter("subtasks").map(|node| finder.names(node)).unwrap_or_default();
    for (id, range) in subtasks {
        finder.word(range, Access::Read, symbol(finder, id));
    }
}

/// Backlog.md also reads the bare number.
fn symbol(finder: &Finder<'_>, id: &str) -> Symbol {
    let key = id_key(id);
    let prefixed = || format!("{}-{key}", finder.snapshot.backlog().prefix.to_lowercase());
    let is_number = key.starts_with(|first: char| first.is_ascii_digit()) && !finder.index.tasks.contains_key(&key);
    Symbol::Task(if is_number { prefixed() } else { key })
}

/// The ids of tasks that are there, wherever they stand.
fn mentions(finder: &mut Finder<'_>) {
    if finder.index.tasks.is_empty() {
        return;
    }
    let part = finder.part(TextRange::up_to(TextSize::of(finder.text)));
    let bytes = finder.text.as_bytes();
    let prefix = finder.snapshot.backlog().prefix.clone();
    for dash in memchr::memchr_iter(b'-', finder.text[part].as_bytes()) {
        let dash = usize::from(part.start()) + dash;
        let Some(start) = dash.checked_sub(prefix.len()) else { continue };
        let is_id = bytes.get(dash + 1).is_some_and(u8::is_ascii_digit)
            && bytes[start..dash].eq_ignore_ascii_case(prefix.as_bytes())
            && !start.checked_sub(1).is_some_and(|before| is_word(bytes[before]));
        if !is_id {
            continue;
        }
        let number = bytes[dash + 1..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let id = finder.text[start..dash + 1 + number].trim_end_matches('.');
        let end = start + id.len();
        let goes_on = bytes.get(end).is_some_and(|byte| is_word(*byte));
        let key = id_key(id);
        if !goes_on && finder.index.tasks.contains_key(&key) {
            finder.word(span(start, end), Access::Read, Symbol::Task(key));
        }
    }
}
