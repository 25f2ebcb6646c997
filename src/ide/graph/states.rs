//! The state machine, with the open tasks in each state.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, Mark, NoMachine, count, features, place, shown, specs,
};
use crate::{
    model::machine::{INITIAL_STATE, Machine, Transition, Word, is_terminal, same_name},
    workspace::{DocPath, Snapshot},
};

/// The machine that holds, the seed's where there is no workflow file.
pub(super) fn graph(snapshot: &Snapshot) -> Result<Graph, NoMachine> {
    let index = snapshot.index();
    if index.has_no_machine() {
        let other = features::graph(snapshot).or_else(|| specs::graph(snapshot));
        return other.ok_or(NoMachine::Absent);
    }
    let Some(machine) = &index.machine else {
        let path = index.workflow.as_ref().map_or("the workflow file", |path| snapshot.relative(path).as_str());
        return Err(NoMachine::Unreadable { path: path.to_owned() });
    };
    let file = index.workflow.as_ref().filter(|_| !machine.is_seed());
    let mut states = States { snapshot, file, nodes: Vec::new(), at: FxHashMap::default() };
    for state in &machine.states {
        states.add(&state.name, Vec::new());
    }
    let mut edges = Edges { states, edges: BTreeMap::new() };
    for step in &machine.steps {
        for from in &step.input_states {
            if let Some(to) = &step.output_state {
                edges.add(from, to, EdgeKind::Command, step.command_name(), &step.name);
            }
        }
    }
    for transition in &machine.transitions {
        for from in &transition.from {
            if let Some(to) = &transition.to {
                let (kind, label) = step(machine, transition);
                edges.add(from, to, kind, label, transition.via.as_ref().unwrap_or(to));
            }
        }
    }
    let Edges { mut states, edges } = edges;
    let reached = reached(&states, edges.keys());
    states.count_tasks();
    states.describe(&reached);
    let edges = edges.into_values().collect();
    Ok(Graph { nodes: states.nodes, edges, ..Graph::new(GraphSubject::States) })
}

/// Which of the states some arrow or other leads to from the first one; all of them when there is no first one.
fn reached<'a>(states: &States<'_>, edges: impl Iterator<Item = &'a (usize, usize, EdgeKind)>) -> Vec<bool> {
    let Some(initial) = states.at.get(&key(INITIAL_STATE)) else { return vec![true; states.nodes.len()] };
    let mut next = vec![Vec::new(); states.nodes.len()];
    edges.for_each(|(from, to, _)| next[*from].push(*to));
    let mut reached = vec![false; states.nodes.len()];
    let mut waiting = vec![*initial];
    while let Some(at) = waiting.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            waiting.append(&mut next[at]);
        }
    }
    reached
}

/// States have the same key when they are the same to the guard of the commands.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Who takes a transition, and what that is called.
fn step(machine: &Machine, transition: &Transition) -> (EdgeKind, String) {
    match &transition.via {
        Some(via) if transition.is_manual() => (EdgeKind::Manual, via.text.clone()),
        Some(via) => {
            let step = machine.step(&via.text);
            (EdgeKind::Command, step.map_or_else(|| via.text.clone(), |step| step.command_name()))
        }
        None => (EdgeKind::Command, transition.name.as_ref().map(|name| name.text.clone()).unwrap_or_default()),
    }
}

struct States<'a> {
    snapshot: &'a Snapshot,
    file: Option<&'a DocPath>,
    nodes: Vec<GraphNode>,
    /// By name, blanks around and case aside.
    at: FxHashMap<String, usize>,
}

impl States<'_> {
    /// The node of a state, which is made when the name is new.
    fn add(&mut self, name: &Word, marks: Vec<Mark>) -> usize {
        let place = self.file.and_then(|file| place(self.snapshot, file, name.range.start()));
        let at = self.named(&name.text, marks);
        if let Some(node) = self.nodes.get_mut(at)
            && node.place.is_none()
        {
            node.place = place;
        }
        at
    }

    fn named(&mut self, name: &str, marks: Vec<Mark>) -> usize {
        let next = self.nodes.len();
        let at = *self.at.entry(key(name)).or_insert(next);
        if at == next {
            let name = shown(name.trim());
            let (id, label) = (name.clone(), name);
            self.nodes.push(GraphNode { id, label, details: Vec::new(), marks, tasks: Some(0), place: None });
        }
        at
    }

    /// Counts the tasks on the board by their label; those without one are where every task begins.
    fn count_tasks(&mut self) {
        for item in self.snapshot.tasks().filter(|item| item.life.is_active()) {
            for state in item.named_states() {
                let at = self.named(state, vec![Mark::Undefined]);
                if let Some(node) = self.nodes.get_mut(at) {
                    node.tasks = node.tasks.map(|tasks| tasks + 1);
                }
            }
        }
    }

    /// Adds what is special about each state, in marks and in words.
    fn describe(&mut self, reached: &[bool]) {
        for (at, node) in self.nodes.iter_mut().enumerate() {
            let undefined = node.marks.contains(&Mark::Undefined);
            if same_name(&node.id, INITIAL_STATE) {
                node.marks.push(Mark::Initial);
            }
            if is_terminal(&node.id) {
                node.marks.push(Mark::Terminal);
            }
            // A state that only tasks speak of is no part of the machine.
            if reached.get(at) == Some(&false) {
                node.marks.push(Mark::Unreachable);
                node.details.push("unreachable".to_owned());
            }
            if undefined {
                node.details.push("not defined".to_owned());
            }
            if let Some(tasks) = node.tasks.filter(|tasks| *tasks > 0) {
                node.details.push(count(tasks, "task"));
            }
        }
    }
}

struct Edges<'a> {
    states: States<'a>,
    /// By the nodes that they connect and by kind, so that several commands between two states share an arrow.
    edges: BTreeMap<(usize, usize, EdgeKind), GraphEdge>,
}

impl Edges<'_> {
    fn add(&mut self, from: &Word, to: &Word, kind: EdgeKind, label: String, written: &Word) {
        let ends = [from, to].map(|state| self.states.add(state, vec![Mark::Undefined]));
        let names = ends.map(|at| self.states.nodes.get(at).map(|node| node.id.clone()).unwrap_or_default());
        let place = self.states.file.and_then(|file| place(self.states.snapshot, file, written.range.start()));
        let ([from, to], [start, end]) = (names, ends);
        let edge = self.edges.entry((start, end, kind)).or_insert_with(|| GraphEdge {
            from,
            to,
            label: String::new(),
            kind,
            marks: Vec::new(),
            place,
        });
        let label = shown(&label);
        if !edge.label.split(", ").any(|known| known == label) {
            let comma = if edge.label.is_empty() { "" } else { ", " };
            edge.label.push_str(&format!("{comma}{label}"));
        }
    }
}
