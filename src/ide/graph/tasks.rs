//! The open tasks and which of them waits for which.

use std::collections::BTreeMap;

use super::{EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, Mark, cycles::mark_cycles, place, shown};
use crate::{
    model::task::{Task, id_key},
    workspace::{Document, Snapshot, WorkItem},
};

/// Every task on the board that is not done, and what it depends on.
pub(super) fn graph(snapshot: &Snapshot) -> Graph {
    let index = snapshot.index();
    let mut nodes: BTreeMap<String, GraphNode> = BTreeMap::new();
    let mut edges: BTreeMap<(String, String), GraphEdge> = BTreeMap::new();
    let open = |item: &WorkItem| item.life.is_active() && !snapshot.backlog().is_final(&item.status);
    for item in snapshot.tasks().filter(open) {
        let Some(document) = snapshot.document(&item.home) else { continue };
        let Some(task) = read(document) else { continue };
        let own = node(snapshot, document, &task);
        for dependency in &task.dependencies {
            let known = index.tasks.get(&id_key(&dependency.text)).and_then(|paths| paths.first());
            let known = known.and_then(|path| snapshot.document(path));
            let other = match known.and_then(|known| Some((known, read(known)?))) {
                Some((known, task)) => node(snapshot, known, &task),
                None => missing(&dependency.text),
            };
            let ends = (other.id.clone(), own.id.clone());
            edges.entry(ends.clone()).or_insert_with(|| GraphEdge {
                from: ends.0,
                to: ends.1,
                label: String::new(),
                kind: EdgeKind::Dependency,
                marks: Vec::new(),
                place: place(snapshot, &document.path, dependency.content.start()),
            });
            nodes.entry(other.id.clone()).or_insert(other);
        }
        nodes.insert(own.id.clone(), own);
    }
    mark_cycles(&mut nodes, &mut edges, "waits for itself");
    let mut nodes: Vec<_> = nodes.into_values().collect();
    nodes.sort_by_cached_key(|node| (node.details.last().cloned(), number(&node.label), node.id.clone()));
    Graph { nodes, edges: edges.into_values().collect(), ..Graph::new(GraphSubject::Tasks) }
}

fn read(document: &Document) -> Option<Task> {
    document.facts().front_matter.as_ref().map(Task::read)
}

fn node(snapshot: &Snapshot, document: &Document, task: &Task) -> GraphNode {
    let id = snapshot.relative(&document.path).to_string();
    let label = task.id.as_ref().map_or_else(|| id.clone(), |id| id.text.clone());
    let title = task.title.as_ref().map(|title| shown(&title.text));
    let states: Vec<_> = task.states().map(|(_, state)| shown(state)).collect();
    let status = task.status.as_ref().map(|status| shown(&status.text));
    let state = if states.is_empty() { status } else { Some(states.join(", ")) };
    let details = title.into_iter().chain(state).collect();
    let start = task.id.as_ref().map_or_else(Default::default, |id| id.range.start());
    let place = place(snapshot, &document.path, start);
    GraphNode { id, label: shown(&label), details, marks: Vec::new(), tasks: None, place }
}

fn missing(id: &str) -> GraphNode {
    let details = vec!["does not exist".to_owned()];
    GraphNode { id: id.to_owned(), label: shown(id), details, marks: vec![Mark::Missing], tasks: None, place: None }
}

/// The numbers of an id, so that task-9 comes before task-10.
fn number(id: &str) -> Vec<u64> {
    id.split(|char: char| !char.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}
