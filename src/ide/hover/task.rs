//! A task: its title, status and state.

use super::{count, declared, listed, shortened};
use crate::{
    ide::markup::{Line, Markup},
    model::task::{Task, id_key},
    workspace::Snapshot,
};

/// The task of this id, however its numbers are written; `None` when there is none.
pub fn about(snapshot: &Snapshot, id: &str) -> Option<Markup> {
    let index = snapshot.index();
    let paths = index.tasks.get(&id_key(id))?;
    let document = snapshot.document(paths.first()?)?;
    let task = Task::read(document.facts().front_matter.as_ref()?);
    let id = task.id.as_ref().map_or(id, |id| &id.text);
    let title = task.title.as_ref().map(|title| format!(" · {}", shortened(&title.text))).unwrap_or_default();
    let mut words = Vec::new();
    if let Some(status) = &task.status {
        words.push(Line::new().text("status ").code(&status.text));
    }
    let states: Vec<&str> = task.states().map(|(_, state)| state).collect();
    words.push(match &states[..] {
        [] => Line::new().text("no workflow label"),
        states => Line::new().text("state ").codes(states),
    });
    if !task.dependencies.is_empty() {
        let ids: Vec<String> = task.dependencies.iter().map(|id| id.text.clone()).collect();
        words.push(listed(Line::new().text("after "), &ids));
    }
    words.push(declared(document.name()));
    if paths.len() > 1 {
        words.push(Line::new().text(format!("{} have this id", count(paths.len(), "task"))));
    }
    Some(Markup::new().line(Line::new().strong(id).text(title)).list(words))
}

/// The order of an id: by prefix, then by its numbers.
pub(super) fn order(key: &str) -> (String, Vec<u64>) {
    let (prefix, numbers) = key.rsplit_once('-').unwrap_or(("", key));
    (prefix.to_owned(), numbers.split('.').map(|number| number.parse().unwrap_or(u64::MAX)).collect())
}
