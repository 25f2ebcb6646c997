//! Which task a command is about.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;

use super::{Context, Reason, Why, arguments, text};
use crate::{
    model::{
        Kind,
        machine::same_name,
        task::{Task, id_key, id_of_file},
    },
    workspace::{DocPath, Document, Life, ProjectPath, Snapshot, path::absolute},
};

/// The status of the tasks that somebody works on.
const IN_PROGRESS: &str = "In Progress";

/// A task, as it is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskRef {
    /// Its id, as written.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its file, from the project's root.
    pub path: Utf8PathBuf,
    /// Its document.
    #[serde(skip)]
    pub document: DocPath,
}

/// A task that was found.
#[derive(Debug)]
pub(super) struct FoundTask {
    pub(super) reference: TaskRef,
    /// The states of its workflow labels, each once.
    pub(super) states: Vec<String>,
    life: Life,
}

impl FoundTask {
    /// What to say of a task that nobody works on.
    pub(super) fn put_away(&self) -> Option<Reason> {
        (!self.life.is_active()).then(|| Reason::warn(text::task_put_away(&self.reference), Why::TaskPutAway))
    }
}

/// The task that is named, else the one that the arguments name, else the one in progress.
pub(super) fn find(context: &Context<'_>, arguments: &str) -> Result<Option<FoundTask>, Reason> {
    let snapshot = context.snapshot;
    if let Some(name) = context.request.task.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        let documents = known(snapshot, name, named(snapshot, name))?;
        return one(snapshot, &documents, &format!("several tasks have the id `{name}`")).map(Some);
    }
    let ids = arguments::task_ids(arguments, &snapshot.backlog().prefix);
    if !ids.is_empty() {
        let of_id = |id: &&str| known(snapshot, id, by_id(snapshot, id));
        let documents = ids.iter().map(of_id).collect::<Result<Vec<_>, _>>()?.concat();
        let question = match *ids {
            [id] => format!("several tasks have the id `{id}`"),
            _ => "the arguments name several tasks".to_owned(),
        };
        return one(snapshot, &documents, &question).map(Some);
    }
    let documents: Vec<_> = tasks(snapshot).filter(|document| is_in_progress(snapshot, document)).collect();
    if documents.is_empty() {
        return unread(snapshot).map_or(Ok(None), Err);
    }
    one(snapshot, &documents, "several tasks are in progress").map(Some)
}

/// The only one of `documents`; `several` says why there are more.
fn one(snapshot: &Snapshot, documents: &[Arc<Document>], several: &str) -> Result<FoundTask, Reason> {
    match documents {
        [document] => read(snapshot, document),
        _ => {
            let tasks: Vec<_> = documents.iter().map(|document| reference(document).0).collect();
            Err(Reason::ask(text::several_tasks(several, &tasks), Why::SeveralTasks { tasks }))
        }
    }
}

fn read(snapshot: &Snapshot, document: &Arc<Document>) -> Result<FoundTask, Reason> {
    let (reference, task) = reference(document);
    let Some(task) = task.filter(|_| states_are_readable(document)) else {
        let path = document.name().to_string();
        return Err(Reason::cannot_tell(text::task_unreadable(&path), Why::TaskUnreadable { path }));
    };
    let mut states: Vec<String> = Vec::new();
    for (_, state) in task.states() {
        if !states.iter().any(|known| same_name(known, state)) {
            states.push(state.to_owned());
        }
    }
    Ok(FoundTask { reference, states, life: snapshot.life(document) })
}

/// What a task is called, and what its front matter says.
pub(in crate::workflow) fn reference(document: &Document) -> (TaskRef, Option<Task>) {
    let task = document.facts().front_matter.as_ref().map(Task::read);
    let word = |word: Option<&crate::model::task::TaskWord>| word.map(|word| word.text.clone());
    let id = word(task.as_ref().and_then(|task| task.id.as_ref()));
    let id = id.or_else(|| Some(id_of_file(document.name().file_name()?)?.to_owned()));
    let reference = TaskRef {
        id: id.unwrap_or_default(),
        title: word(task.as_ref().and_then(|task| task.title.as_ref())).unwrap_or_default(),
        path: document.name().to_owned(),
        document: document.path.clone(),
    };
    (reference, task)
}

/// The id of a task, when it is one and nothing else.
pub fn id(document: &Document) -> Option<String> {
    Some(reference(document).0.id).filter(|id| id_of_file(id) == Some(id))
}

/// Whether no label can have been lost to a mistake in the YAML.
pub(in crate::workflow) fn states_are_readable(document: &Document) -> bool {
    let Some(front_matter) = &document.facts().front_matter else { return false };
    let is_labels = |key: text_size::TextRange| document.text().get(std::ops::Range::from(key)) == Some("labels");
    !front_matter.broken.iter().any(|broken| is_labels(broken.key))
        && (front_matter.problems.is_empty() || front_matter.get("labels").is_some())
}

/// The tasks that somebody means by a file's name or by an id; those that somebody still works on rather than others.
pub fn named(snapshot: &Snapshot, name: &str) -> Vec<Arc<Document>> {
    by_file(snapshot, name).map_or_else(|| by_id(snapshot, name), |document| vec![document])
}

/// The tasks that were found by a name, if there are any.
fn known(snapshot: &Snapshot, name: &str, found: Vec<Arc<Document>>) -> Result<Vec<Arc<Document>>, Reason> {
    if !found.is_empty() {
        return Ok(found);
    }
    let why = Why::TaskUnknown { task: name.to_owned() };
    Err(Reason::cannot_tell(text::task_unknown(name, &snapshot.backlog().folder), why))
}

fn by_id(snapshot: &Snapshot, id: &str) -> Vec<Arc<Document>> {
    let (backlog, index) = (snapshot.backlog(), snapshot.index());
    let full = format!("{}-{id}", backlog.prefix);
    let paths = [id, &full].into_iter().find_map(|id| index.tasks.get(&id_key(id)));
    let documents: Vec<_> = paths.into_iter().flatten().filter_map(|path| snapshot.document(path)).cloned().collect();
    let is_active = |document: &&Arc<Document>| snapshot.life(document).is_active();
    let active: Vec<_> = documents.iter().filter(is_active).cloned().collect();
    if !active.is_empty() {
        return active;
    }
    if !documents.is_empty() {
        return documents;
    }
    // A task without an id that can be read still has one in the name of its file.
    let keys = [id_key(id), id_key(&full)];
    let of_file = |document: &Arc<Document>| document.name().file_name().and_then(id_of_file).map(id_key);
    let unread = tasks(snapshot).find(|document| of_file(document).is_some_and(|key| keys.contains(&key)));
    unread.filter(|document| reference(document).1.is_none_or(|task| task.id.is_none())).into_iter().collect()
}

fn by_file(snapshot: &Snapshot, name: &str) -> Option<Arc<Document>> {
    if !name.ends_with(".md") {
        return None;
    }
    let relative = ProjectPath::written(snapshot.relative(&absolute(Utf8Path::new(name))))?;
    tasks(snapshot)
        .find(|document| document.names.contains(&relative) || snapshot.relative(&document.path) == &*relative)
}

/// What to say when a task that cannot be read may be the one in progress.
fn unread(snapshot: &Snapshot) -> Option<Reason> {
    let is_unread = |document: &Arc<Document>| document.unreadable.is_some() && snapshot.life(document) == Life::Active;
    let folder = snapshot.unread_folder(Kind::Task).map(|folder| folder.name().to_string());
    let path = folder.or_else(|| tasks(snapshot).find(is_unread).map(|document| document.name().to_string()))?;
    Some(Reason::cannot_tell(text::task_unreadable(&path), Why::TaskUnreadable { path }))
}

fn is_in_progress(snapshot: &Snapshot, document: &Document) -> bool {
    let status = document.summary().task().map_or("", |task| &task.status);
    same_name(status, IN_PROGRESS) && snapshot.life(document) == Life::Active
}

fn tasks(snapshot: &Snapshot) -> impl Iterator<Item = Arc<Document>> {
    snapshot.documents().into_iter().filter(|document| document.kind == Kind::Task).cloned()
}
