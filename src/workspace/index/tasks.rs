//! Tasks by their ids, how they refer to each other, and Backlog.md's other files.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::Index;
use crate::{
    model::{
        Kind,
        backlog::BacklogKind,
        rings::rings,
        task::{Task, TaskFolder},
    },
    workspace::{Base, DocPath, Document, TaskSummary},
};

/// Tasks that lead back to themselves by what they refer to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TaskRings {
    /// By what they depend on, by the task that comes first.
    pub dependencies: BTreeMap<DocPath, TaskRing>,
    /// By their parents, by the task that comes first.
    pub parents: BTreeMap<DocPath, TaskRing>,
}

/// Two tasks or more of which each refers to the next one, and the last to the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRing {
    /// Their documents in order.
    pub tasks: Vec<DocPath>,
    /// Their ids, as [`id_key`](crate::model::task::id_key) writes them.
    pub ids: Vec<String>,
}

impl Index {
    /// Each id may have several tasks.
    pub(super) fn make_tasks(&mut self, documents: &[&Arc<Document>], base: &Base) {
        let mut tasks: BTreeMap<String, Vec<(TaskFolder, DocPath)>> = BTreeMap::new();
        let mut highest_tasks: FxHashMap<String, u64> = FxHashMap::default();
        let mut live: BTreeMap<&str, (&DocPath, &TaskSummary)> = BTreeMap::new();
        for document in documents {
            let task = document.summary().task();
            let Some(task) = task.filter(|task| !task.id.is_empty()) else { continue };
            let folder = Task::place(document.name(), &base.backlog.folder);
            tasks.entry(task.id.clone()).or_default().push((folder, document.path.clone()));
            if folder.has_id_of_its_own() {
                live.entry(&task.id).or_insert((&document.path, task));
            }
            for (beginning, number) in numbers(&task.id) {
                match highest_tasks.get_mut(beginning) {
                    Some(highest) => *highest = number.max(*highest),
                    None => drop(highest_tasks.insert(beginning.to_owned(), number)),
                }
            }
        }
        let prefix = base.backlog.prefix.to_lowercase();
        self.task_rings = Arc::new(TaskRings {
            dependencies: rings_of(&live, &prefix, |task| &task.dependencies),
            parents: rings_of(&live, &prefix, |task| std::slice::from_ref(&task.parent)),
        });
        let in_order = |mut tasks: Vec<(TaskFolder, DocPath)>| {
            tasks.sort_by_key(|(folder, _)| *folder);
            tasks.into_iter().map(|(_, path)| path).collect()
        };
        self.tasks = Arc::new(tasks.into_iter().map(|(id, tasks)| (id, in_order(tasks))).collect());
        self.highest_tasks = Arc::new(highest_tasks);
    }

    /// Documents, decisions and milestones of Backlog.md.
    pub(super) fn make_notes(&mut self, documents: &[&Arc<Document>]) {
        let mut notes: BTreeMap<(Kind, String), Vec<DocPath>> = BTreeMap::new();
        let mut milestones = BTreeSet::new();
        for document in documents {
            let Some(note) = document.summary().note() else { continue };
            if document.kind == Kind::Backlog(BacklogKind::Milestone) {
                let names = [note.id.clone(), note.title.trim().to_lowercase()];
                milestones.extend(names.into_iter().filter(|name| !name.is_empty()));
            } else if !note.id.is_empty() {
                notes.entry((document.kind, note.id.clone())).or_default().push(document.path.clone());
            }
        }
        self.notes = Arc::new(notes);
        self.milestones = Arc::new(milestones);
    }
}

/// The rings among live tasks, by what `refers` says they refer to.
fn rings_of(
    live: &BTreeMap<&str, (&DocPath, &TaskSummary)>,
    prefix: &str,
    refers: fn(&TaskSummary) -> &[String],
) -> BTreeMap<DocPath, TaskRing> {
    let ids: Vec<&str> = live.keys().copied().collect();
    let position = |id: &str| ids.binary_search(&id).ok();
    let edges: Vec<Vec<usize>> = live
        .values()
        .map(|(_, task)| {
            let others = refers(task).iter().filter(|id| !id.is_empty());
            // Backlog.md also reads the bare number.
            others.filter_map(|id| position(id).or_else(|| position(&format!("{prefix}-{id}")))).collect()
        })
        .collect();
    let ring = |nodes: Vec<usize>| {
        let tasks: Vec<_> = nodes.iter().filter_map(|node| Some(live.get(ids[*node])?.0.clone())).collect();
        let ids = nodes.iter().map(|node| ids[*node].to_owned()).collect();
        Some((tasks.first()?.clone(), TaskRing { tasks, ids }))
    };
    rings(&edges).into_iter().filter_map(ring).collect()
}

/// The numbers in an id, each with all that is before it.
fn numbers(id: &str) -> impl Iterator<Item = (&str, u64)> {
    /// No id has more numbers; anything with more is not an id, and its beginnings would be longer than all tasks together.
    const MOST: usize = 8;
    let starts = id.match_indices(['-', '.']).map(|(at, _)| at + 1).take(MOST);
    starts.filter_map(|at| Some((&id[..at], id[at..].split('.').next()?.parse().ok()?)))
}
