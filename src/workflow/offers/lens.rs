//! What stands above a line of a document: the next commands of a task, how much of a constitution is validated, how many tasks are
//! in a state, and what changes of OpenSpec make of their specs.

mod open_spec;

pub use open_spec::ChangeOutlook;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use text_size::TextRange;

use super::{Act, Place, command, constitution, either, light_mode, machine, step, task};
use crate::{
    model::{
        Kind,
        machine::{Machine, State, Step},
    },
    workflow::constitution::{consequence, standing},
    workspace::{DocPath, Snapshot},
};

/// A line of text above some bytes, and what happens when it is clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The bytes, all on one line.
    pub at: TextRange,
    /// The text.
    pub title: String,
    /// What happens.
    pub act: Act,
}

/// The lenses of a document, in order.
pub fn lenses(snapshot: &Snapshot, path: &DocPath) -> Vec<Lens> {
    let Some(document) = snapshot.document(path).filter(|document| document.unreadable.is_none()) else {
        return Vec::new();
    };
    let place = Place { snapshot, document, index: &snapshot.index(), range: TextRange::default() };
    let mut lenses = match document.kind {
        Kind::Task => on_task(&place),
        Kind::Command => on_command(&place),
        Kind::Constitution => on_constitution(&place),
        Kind::Workflow => on_states(&place),
        Kind::OpenSpec(kind) => open_spec::lenses(&place, kind),
        _ => Vec::new(),
    };
    let lines = &document.facts().lines;
    for lens in &mut lenses {
        let line = lines.line_range(document.text(), lines.line(lens.at.start()));
        lens.at = TextRange::new(lens.at.start(), lens.at.end().min(line.end()));
    }
    lenses
}

/// What the lenses of a document show of other documents: when it changes, all of them have to be made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensOutlook {
    machine: Option<Arc<Machine>>,
    tasks: FxHashMap<String, usize>,
    light_mode: bool,
    changes: ChangeOutlook,
}

/// What the lenses of a project's documents show of other documents.
pub fn outlook(snapshot: &Snapshot) -> LensOutlook {
    LensOutlook {
        machine: snapshot.index().machine.clone(),
        tasks: machine::tasks_by_state(snapshot),
        light_mode: light_mode::is_on(snapshot),
        changes: open_spec::outlook(snapshot),
    }
}

fn on_task(place: &Place<'_>) -> Vec<Lens> {
    let Some(machine) = place.commands() else { return Vec::new() };
    let Some((state, next)) = task::next(place, &machine) else { return Vec::new() };
    let lens = |workflow: &Step| {
        let command = workflow.command_name();
        let title = format!("▶ Run {command} ({})", step(state.current(), workflow));
        Lens { at: state.at, title, act: Act::Run { command, task: Some(place.document.path.clone()), yes: false } }
    };
    next.into_iter().map(lens).collect()
}

fn on_command(place: &Place<'_>) -> Vec<Lens> {
    let Some(machine) = place.commands() else { return Vec::new() };
    let Some(workflow) = command::workflow(place, &machine) else { return Vec::new() };
    let command = workflow.command_name();
    let from = either(&workflow.input_states).replace('`', "");
    let to = workflow.output_state.as_ref().map(|to| format!(" → {}", to.text)).unwrap_or_default();
    let title = format!("▶ Run {command} on a task ({from}{to})");
    vec![Lens { at: command::at(place), title, act: Act::Run { command, task: None, yes: false } }]
}

fn on_constitution(place: &Place<'_>) -> Vec<Lens> {
    if place.document.is_template() {
        return Vec::new();
    }
    let standing = standing(place.document);
    let tier = standing.tier;
    let title = match standing.unvalidated.len() {
        0 => format!("validated · {}", tier.name()),
        open => {
            format!("{open} of {} sections unvalidated · {}: {}", standing.sections, tier.name(), consequence(tier))
        }
    };
    vec![Lens { at: constitution::at(place), title, act: Act::ValidateConstitution(place.document.path.clone()) }]
}

fn on_states(place: &Place<'_>) -> Vec<Lens> {
    let Some(machine) = &place.document.facts().summary.machine else { return Vec::new() };
    let tasks = machine::tasks_by_state(place.snapshot);
    let lens = |state: &State| {
        let title = match *tasks.get(&machine::key(&state.name.text))? {
            1 => "1 task in this state".to_owned(),
            count => format!("{count} tasks in this state"),
        };
        let act = Act::ShowTasks { workflow: place.document.path.clone(), state: state.name.text.clone() };
        Some(Lens { at: state.name.range, title, act })
    };
    machine.states.iter().filter_map(lens).collect()
}
