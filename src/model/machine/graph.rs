//! Walks over the states. None of them recurses: a machine may be as long as its author likes.

use crate::model::machine::{INITIAL_STATE, Machine, Transition, Word, same_name};
use rustc_hash::{FxHashMap, FxHashSet};

/// Whether any chain of steps leads from one state to another.
pub(super) fn reachable(machine: &Machine, from: &str, to: &str) -> bool {
    same_name(from, to) || {
        let to = key(to);
        reached(machine.edges(), from).contains(&to)
    }
}

/// The states that no chain of transitions reaches from the initial one.
///
/// A state that is listed twice is looked at once: the other one has its own finding.
pub(super) fn unreachable(machine: &Machine) -> impl Iterator<Item = &Word> {
    let transitions = machine.transitions.iter().flat_map(edges);
    let mut reached = reached(transitions.map(|edge| (edge.from.text.as_str(), edge.to.text.as_str())), INITIAL_STATE);
    let names = machine.states.iter().map(|state| &state.name);
    names.filter(move |name| reached.insert(key(&name.text)))
}

/// Names that are the same to the guard have the same key.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn reached<'a>(edges: impl Iterator<Item = (&'a str, &'a str)>, from: &str) -> FxHashSet<String> {
    let mut targets: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for (source, target) in edges {
        targets.entry(key(source)).or_default().push(key(target));
    }
    let mut reached = FxHashSet::default();
    let mut waiting = vec![key(from)];
    while let Some(state) = waiting.pop() {
        if reached.contains(&state) {
            continue;
        }
        // Each list is walked once: taking it out spares a copy.
        waiting.extend(targets.remove(&state).unwrap_or_default());
        reached.insert(state);
    }
    reached
}

/// One step: a transition from several states is several.
#[derive(Clone, Copy)]
pub(super) struct MachineEdge<'a> {
    pub from: &'a Word,
    pub to: &'a Word,
}

fn edges(transition: &Transition) -> impl Iterator<Item = MachineEdge<'_>> {
    let to = transition.to.as_ref();
    let from = transition.from.iter();
    from.filter_map(move |from| Some(MachineEdge { from, to: to? }))
}

/// The circles that the transitions make, each as its steps in order, the one that closes it last.
///
/// The walk goes depth first in source order. Steps from a state to itself are left out.
/// Circles that share a closing state are one: there is one thing to cure.
pub(super) fn cycles<'a>(transitions: impl Iterator<Item = &'a Transition>) -> Vec<Vec<MachineEdge<'a>>> {
    let steps = transitions.flat_map(edges);
    let steps: Vec<MachineEdge> = steps.filter(|edge| !same_name(&edge.from.text, &edge.to.text)).collect();
    let mut from: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, edge) in steps.iter().enumerate() {
        from.entry(key(&edge.from.text)).or_default().push(index);
    }
    let mut circles = Vec::new();
    let mut closed: FxHashSet<String> = FxHashSet::default();
    let mut finished: FxHashSet<String> = FxHashSet::default();
    for start in &steps {
        let start = key(&start.from.text);
        if finished.contains(&start) {
            continue;
        }
        // The steps from the start to where the walk is, and how far each state's own steps are walked.
        let mut path: Vec<MachineEdge> = Vec::new();
        let mut open: FxHashMap<String, usize> = FxHashMap::from_iter([(start.clone(), 0)]);
        let mut states = vec![(start, 0)];
        while let Some((state, walked)) = states.last_mut() {
            let next = from.get(state.as_str()).and_then(|steps| steps.get(*walked));
            *walked += 1;
            let Some(edge) = next.and_then(|index| steps.get(*index)) else {
                open.remove(state.as_str());
                finished.insert(std::mem::take(state));
                states.pop();
                path.pop();
                continue;
            };
            let target = key(&edge.to.text);
            if let Some(depth) = open.get(&target) {
                if closed.insert(target) {
                    let mut circle = path.get(*depth..).unwrap_or_default().to_vec();
                    circle.push(*edge);
                    circles.push(circle);
                }
            } else if !finished.contains(&target) {
                open.insert(target.clone(), states.len());
                states.push((target, 0));
                path.push(*edge);
            }
        }
    }
    circles
}
