//! Which document includes which; what nothing includes and what includes nothing is left out.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::{
    EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, Mark, SourcePlace, cycles::mark_cycles, place, shown,
};
use crate::{
    model::{Kind, invocation::Invocation},
    workspace::{Document, Resolved, Snapshot},
};

/// Every prompt with a live include, and what it includes.
pub(super) fn graph(snapshot: &Snapshot) -> Graph {
    let mut nodes: BTreeMap<String, GraphNode> = BTreeMap::new();
    let mut edges: BTreeMap<(String, String), GraphEdge> = BTreeMap::new();
    for document in snapshot.documents().into_iter().filter(|document| document.kind.is_prompt()) {
        for include in document.facts().includes.iter().filter(|include| include.is_live()) {
            let written = &document.text()[include.path];
            let target = match snapshot.resolve(Utf8Path::new(written)) {
                Resolved::File(real) => {
                    let known = snapshot.document(&snapshot.path(&real));
                    known.map_or_else(|| file(&real, real.as_str()), |target| node(snapshot, target))
                }
                _ => missing(written),
            };
            let from = node(snapshot, document);
            let ends = (from.id.clone(), target.id.clone());
            edges.entry(ends.clone()).or_insert_with(|| GraphEdge {
                from: ends.0,
                to: ends.1,
                label: String::new(),
                kind: EdgeKind::Include,
                marks: Vec::new(),
                place: place(snapshot, &document.path, include.path.start()),
            });
            for node in [from, target] {
                nodes.entry(node.id.clone()).or_insert(node);
            }
        }
    }
    mark_cycles(&mut nodes, &mut edges, "in a circle");
    let (nodes, edges) = (nodes.into_values().collect(), edges.into_values().collect());
    Graph { nodes, edges, ..Graph::new(GraphSubject::Includes) }
}

fn node(snapshot: &Snapshot, document: &Document) -> GraphNode {
    let path = snapshot.relative(&document.path);
    let name = document.name().file_name().unwrap_or_default();
    let command = Invocation::of_file(document.name()).filter(|_| document.kind == Kind::Command);
    let label = command.map_or_else(|| name.to_owned(), |command| command.called(document.name()));
    let place = Some(SourcePlace { path: path.to_string(), line: 1, column: 1 });
    GraphNode { label: shown(&label), place, ..file(document.name(), path.as_str()) }
}

/// A file of which nothing but its path is known.
fn file(name: &Utf8Path, id: &str) -> GraphNode {
    let folder = name.parent().map(|folder| shown(folder.as_str())).filter(|folder| !folder.is_empty());
    let label = shown(name.file_name().unwrap_or(id));
    GraphNode { id: id.to_owned(), label, details: Vec::from_iter(folder), marks: Vec::new(), tasks: None, place: None }
}

fn missing(path: &str) -> GraphNode {
    let mut node = file(Utf8Path::new(path), path);
    node.marks.push(Mark::Missing);
    node.details.push("does not exist".to_owned());
    node
}
