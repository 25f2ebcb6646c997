//! What there is to know about an object, in a few lines.

pub mod agent;
pub mod command;
pub mod include;
pub mod skill;
pub mod state;
pub mod task;

use camino::Utf8Path;

use crate::{
    ide::markup::Line,
    model::task::id_key,
    workspace::{Document, Index, Snapshot},
};

/// How many names of a kind are listed.
const MAX_NAMED: usize = 5;

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

/// `in` and the name of a file.
fn declared(name: &Utf8Path) -> Line {
    Line::new().text("in ").code(name)
}

/// So many things, with the first names.
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

/// The ids of the tasks that somebody works on and whose states fit, in order.
fn tasks(snapshot: &Snapshot, index: &Index, fits: impl Fn(&[String]) -> bool) -> Vec<String> {
    use crate::model::task::{Place, Task};
    let folder = &snapshot.backlog().folder;
    let documents = index.tasks.values().flatten().filter_map(|path| snapshot.document(path));
    let active = documents.filter(|document| Task::place(document.name(), folder) == Place::Tasks);
    let mut ids: Vec<String> = active
        .filter(|document| document.facts().summary.task.as_ref().is_some_and(|task| fits(&task.states)))
        .filter_map(|document| Some(Task::read(document.facts().front_matter.as_ref()?).id?.text))
        .collect();
    ids.sort_by_cached_key(|id| task::order(&id_key(id)));
    ids
}
