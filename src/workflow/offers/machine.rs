//! In a workflow file: the tasks of a state, the command of a step.

use rustc_hash::FxHashMap;

use super::{Act, Offer, Place, command::on_tasks, own_state};
use crate::{
    model::machine::{Machine, Word},
    workspace::Snapshot,
};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let Some(machine) = place.document.summary().machine().cloned() else { return Vec::new() };
    let mut offers: Vec<Offer> = { words(&machine) }
        .find(|word| place.touches(word.range))
        .and_then(|state| shown(place, state))
        .into_iter()
        .collect();
    // Another file may be the one that holds, and its commands are not these.
    if place.index.workflow.as_ref() != Some(&place.document.path) {
        return offers;
    }
    if let Some(workflow) = machine.steps.iter().find(|workflow| place.touches(workflow.range)) {
        offers.extend(on_tasks(place, workflow, workflow.range));
    } else if let Some(transition) = machine.transitions.iter().find(|transition| place.touches(transition.range))
        && let Some(workflow) = transition.via.as_ref().and_then(|via| machine.step(&via.text))
    {
        offers.extend(on_tasks(place, workflow, transition.range));
    }
    offers
}

/// Every place where a state is named.
fn words(machine: &Machine) -> impl Iterator<Item = &Word> {
    let states = machine.states.iter().map(|state| &state.name);
    let workflows = machine.steps.iter().flat_map(|it| it.input_states.iter().chain(&it.output_state));
    let transitions = machine.transitions.iter().flat_map(|it| it.from.iter().chain(&it.to));
    states.chain(workflows).chain(transitions)
}

/// The tasks in a state, if there are any.
fn shown(place: &Place<'_>, state: &Word) -> Option<Offer> {
    let title = match tasks_by_state(place.snapshot).get(&key(&state.text))? {
        1 => format!("Show the task in {}", state.text),
        count => format!("Show the {count} tasks in {}", state.text),
    };
    let act = Act::ShowTasks { workflow: place.document.path.clone(), state: state.text.clone() };
    Some(Offer { title, act, refused: None, at: state.range })
}

/// How many tasks are in each state, by its [`key`].
pub(super) fn tasks_by_state(snapshot: &Snapshot) -> FxHashMap<String, usize> {
    let mut counts = FxHashMap::default();
    for item in snapshot.tasks() {
        if let Some(Some(state)) = own_state(snapshot, &item) {
            *counts.entry(key(state)).or_default() += 1;
        }
    }
    counts
}

/// The form in which names of states compare.
pub(super) fn key(state: &str) -> String {
    state.trim().to_lowercase()
}
