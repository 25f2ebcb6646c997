//! The changes of OpenSpec: their states, and the capabilities that they touch.

use std::collections::BTreeMap;

use super::{EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, Mark, count, place, shown};
use crate::{
    model::open_spec::change::{ChangeCommand, ChangeState},
    workspace::Snapshot,
};

/// The states of changes, how many changes are in each, and the commands that lead on.
pub(super) fn states(snapshot: &Snapshot) -> Graph {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for change in snapshot.changes() {
        if let Some(state) = change.states.first().and_then(|state| ChangeState::named(state)) {
            *counts.entry(state.name()).or_default() += 1;
        }
    }
    let node = |state: ChangeState| {
        let changes = counts.get(state.name()).copied().unwrap_or_default();
        GraphNode {
            id: state.name().to_owned(),
            label: state.name().to_owned(),
            details: if changes > 0 { vec![count(changes, "change")] } else { Vec::new() },
            marks: match state {
                ChangeState::Planning => vec![Mark::Initial],
                ChangeState::Archived => vec![Mark::Terminal],
                _ => Vec::new(),
            },
            tasks: Some(changes),
            place: None,
        }
    };
    let steps = ChangeState::ALL.into_iter().zip(ChangeState::ALL.into_iter().skip(1));
    let edge = |(from, to): (ChangeState, ChangeState)| {
        let next = snapshot.next_change_commands(from);
        let usual = || from.next_commands().iter().find(|command| command.is_core()).copied();
        // The picture is whole where a command is not installed.
        let label = match next.as_slice() {
            [] => snapshot.change_command(usual().unwrap_or(ChangeCommand::Apply)),
            _ => next.iter().map(|(_, command)| command.as_str()).collect::<Vec<_>>().join(", "),
        };
        GraphEdge {
            from: from.name().to_owned(),
            to: to.name().to_owned(),
            label: shown(&label),
            kind: EdgeKind::Command,
            marks: Vec::new(),
            place: None,
        }
    };
    let nodes = ChangeState::ALL.map(node).into();
    Graph { nodes, edges: steps.map(edge).collect(), ..Graph::new(GraphSubject::States) }
}

/// Every open change by its state, the capabilities that they touch, and an arrow from the one to the other.
pub(super) fn add(snapshot: &Snapshot, graph: &mut Graph) {
    let index = snapshot.index();
    let mut changes: Vec<_> = snapshot.changes().filter(|change| change.life.is_active()).collect();
    let state = |name: Option<&String>| name.and_then(|name| ChangeState::named(name));
    changes.sort_by_cached_key(|change| (state(change.states.first()), change.id.clone()));
    for change in &changes {
        let title = (!change.title.is_empty()).then(|| shown(&change.title));
        let states = change.states.iter().cloned();
        let status = (!change.status.is_empty()).then(|| change.status.clone());
        graph.nodes.push(GraphNode {
            id: snapshot.relative(&change.home).to_string(),
            label: shown(&change.id),
            details: title.into_iter().chain(states).chain(status).collect(),
            marks: Vec::new(),
            tasks: None,
            place: place(snapshot, &change.home, 0.into()),
        });
    }
    for (name, capability) in &index.open_spec.capabilities {
        if capability.deltas.is_empty() {
            continue;
        }
        let id = format!("openspec/specs/{name}/spec.md");
        let touched = (capability.deltas.len() > 1).then(|| count(capability.deltas.len(), "change"));
        let is_new = capability.spec.is_none().then(|| "new".to_owned());
        graph.nodes.push(GraphNode {
            id: id.clone(),
            label: shown(name),
            details: is_new.into_iter().chain(touched).collect(),
            marks: Vec::new(),
            tasks: None,
            place: capability.spec.as_ref().and_then(|spec| place(snapshot, spec, 0.into())),
        });
        let home = |change: &str| {
            let change = changes.iter().find(|it| it.id == change)?;
            Some(snapshot.relative(&change.home).to_string())
        };
        let edges = capability.deltas.iter().filter_map(|(change, delta)| {
            Some(GraphEdge {
                from: home(change)?,
                to: id.clone(),
                label: String::new(),
                kind: EdgeKind::Delta,
                marks: Vec::new(),
                place: place(snapshot, delta, 0.into()),
            })
        });
        graph.edges.extend(edges);
    }
}
