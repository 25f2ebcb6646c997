//! On a task: every command, and the books after a run that the server does not see.

use text_size::TextRange;

use super::{Act, Offer, Place, called, command, either, light_mode, reference, states_are_readable, step};
use crate::{
    model::machine::{Machine, Step, same_name},
    workflow::books,
};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let (Some(machine), Some(state)) = (place.commands(), state(place)) else { return Vec::new() };
    let (valid, invalid): (Vec<_>, Vec<_>) =
        machine.steps.iter().map(|workflow| (workflow, refusal(place, workflow, &state))).partition(is_valid);
    let run = |(workflow, refused): &(&Step, Option<String>)| state.run(place, workflow, refused.clone());
    let runs = valid.iter().map(run);
    let books = valid.iter().filter_map(|(workflow, _)| state.books(place, workflow));
    runs.chain(books).chain(state.event(place, &machine)).chain(invalid.iter().map(run)).collect()
}

/// The workflows that a task can take next, with the state that it is in and the bytes that say so.
pub(super) fn next<'a>(place: &Place<'_>, machine: &'a Machine) -> Option<(TaskState, Vec<&'a Step>)> {
    let state = state(place)?;
    let valid = machine.steps.iter().filter(|workflow| refusal(place, workflow, &state).is_none()).collect();
    Some((state, valid))
}

/// The state of a task, as far as its labels say it.
pub(super) struct TaskState {
    id: String,
    /// None without a workflow label, more than one by mistake.
    states: Vec<String>,
    /// The label, else the front matter.
    pub(super) at: TextRange,
}

impl TaskState {
    pub(super) fn current(&self) -> Option<&str> {
        self.states.first().map(String::as_str)
    }

    fn run(&self, place: &Place<'_>, workflow: &Step, refused: Option<String>) -> Offer {
        let command = workflow.command_name();
        let title = match &refused {
            None => format!("Run {command} on {} ({})", self.id, step(self.current(), workflow)),
            Some(_) => format!("Run {command} on {}", self.id),
        };
        let act = Act::run(command, Some(place.document.path.clone()));
        Offer { title, act, refused, at: self.at }
    }

    /// The event of the command that led here, for a run that did not emit it.
    fn event(&self, place: &Place<'_>, machine: &Machine) -> Option<Offer> {
        let [state] = self.states.as_slice() else { return None };
        let leads_here = |it: &&Step| it.output_state.as_ref().is_some_and(|output| same_name(&output.text, state));
        let workflow = machine.steps.iter().find(leads_here)?;
        let event = books::event_after(machine, &workflow.command_name())?;
        let act = Act::EmitEvent { task: place.document.path.clone(), event };
        Some(Offer { title: format!("Emit {event} about {}", self.id), act, refused: None, at: self.at })
    }

    fn books(&self, place: &Place<'_>, workflow: &Step) -> Option<Offer> {
        let state = &workflow.output_state.as_ref()?.text;
        let title = format!("{} succeeded: move {} to {state}", workflow.command_name(), self.id);
        let act = Act::SetState { task: place.document.path.clone(), state: state.clone() };
        Some(Offer { title, act, refused: None, at: self.at })
    }
}

fn is_valid((_, refused): &(&Step, Option<String>)) -> bool {
    refused.is_none()
}

/// The state of the task, if somebody works on it and its labels can be read.
fn state(place: &Place<'_>) -> Option<TaskState> {
    let document = place.document;
    let active = place.snapshot.life(document).is_active();
    let (task, read) = reference(document);
    let read = read.filter(|_| active && states_are_readable(document))?;
    let at = read.states().next().map_or_else(|| command::at(place), |(label, _)| label.range);
    let states = read.states().map(|(_, state)| state.to_owned()).collect();
    Some(TaskState { id: called(&task).to_owned(), states, at })
}

/// Why a workflow does not start from where the task is, if it does not.
fn refusal(place: &Place<'_>, workflow: &Step, state: &TaskState) -> Option<String> {
    let TaskState { id, states, .. } = state;
    if states.len() > 1 {
        return Some(format!("{id} has several workflow labels: keep one of them"));
    }
    if light_mode::is_skipped(workflow) && light_mode::is_on(place.snapshot) {
        return Some("light mode has no research".to_owned());
    }
    if workflow.accepts(state.current()) {
        return books::refusal(place.document, workflow).map(|refusal| format!("{id} cannot be moved on: {refusal}"));
    }
    let is = state.current().map_or("has no workflow label".to_owned(), |state| format!("is in `{state}`"));
    Some(format!("{id} {is}: {} starts from {}", workflow.command_name(), either(&workflow.input_states)))
}
