//! Tasks, by id.

use super::{Completions, Cursor, Item, ItemKind, Subject};
use crate::model::task::{Task, id_key};

/// An id that is being written: `task-1`.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let number = |char: char| char.is_ascii_digit() || char == '.';
    let before = cursor.before.trim_end_matches(number).strip_suffix('-')?;
    let prefix = &cursor.snapshot.backlog().prefix;
    let at = before.len().checked_sub(prefix.len())?;
    let word = before.get(at..)?;
    let free = !before[..at].ends_with(|char: char| char.is_alphanumeric() || "_-./<{$".contains(char));
    if prefix.is_empty() || !word.eq_ignore_ascii_case(prefix) || !free {
        return None;
    }
    let rest = cursor.after.find(|char: char| !number(char)).unwrap_or(cursor.after.len());
    // A dot after the number ends a sentence.
    let rest = cursor.after[..rest].trim_end_matches('.').len();
    Some(cursor.items(cursor.before.len() - at, rest, items(cursor)))
}

/// Every other task: those that somebody works on first, then by number.
pub(super) fn items(cursor: &Cursor<'_>) -> Vec<Item> {
    let snapshot = cursor.snapshot;
    let mut tasks = Vec::new();
    for path in cursor.index.tasks.values().filter_map(|paths| paths.first()) {
        let Some(document) = snapshot.document(path).filter(|document| document.path != cursor.document.path) else {
            continue;
        };
        let Some(task) = document.facts().front_matter.as_ref().map(Task::read) else { continue };
        let Some(id) = task.id else { continue };
        let title = task.title.map(|title| title.text).unwrap_or_default();
        let detail = match task.status {
            Some(status) if !title.is_empty() => format!("{title} · {}", status.text),
            _ => title,
        };
        let key = (!snapshot.life(document).is_active(), numbers(&id.text));
        tasks.push((key, Item::new(ItemKind::Task, &id.text).detail(detail).about(Subject::Task(id_key(&id.text)))));
    }
    tasks.sort_by(|(a, _), (b, _)| a.cmp(b));
    tasks.into_iter().map(|(_, item)| item).collect()
}

/// The numbers of an id, for their order.
fn numbers(id: &str) -> Vec<u64> {
    let numbers = id.rsplit('-').next().unwrap_or_default();
    numbers.split('.').map(|number| number.parse().unwrap_or(u64::MAX)).collect()
}
