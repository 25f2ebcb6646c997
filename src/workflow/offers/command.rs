//! In a command file: the tasks that the command can run on.

use text_size::{TextRange, TextSize};

use super::{Act, Offer, Place, called, either, in_order, light_mode, own_state, reference, step};
use crate::{
    model::{
        invocation::Invocation,
        machine::{Machine, Step},
    },
    workflow::books,
    workspace::WorkItem,
};

/// Nobody chooses from more in a menu.
const MOST: usize = 8;

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let Some(machine) = place.commands() else { return Vec::new() };
    let Some(workflow) = workflow(place, &machine) else { return Vec::new() };
    on_tasks(place, workflow, at(place))
}

/// A command on each task that it starts from, or why on none.
pub(super) fn on_tasks(place: &Place<'_>, workflow: &Step, at: TextRange) -> Vec<Offer> {
    let command = workflow.command_name();
    let refused = |reason: String| {
        let (title, act) = (format!("Run {command}"), Act::run(command.clone(), None));
        vec![Offer { title, act, refused: Some(reason), at }]
    };
    if light_mode::is_skipped(workflow) && light_mode::is_on(place.snapshot) {
        return refused("light mode has no research".to_owned());
    }
    let snapshot = place.snapshot;
    let accepts = |item: &WorkItem| own_state(snapshot, item).is_some_and(|state| workflow.accepts(state));
    let tasks = in_order(snapshot.tasks().filter(accepts));
    if tasks.is_empty() {
        return refused(format!("no task is in {}", either(&workflow.input_states)));
    }
    let offer = |item: &WorkItem| {
        let document = snapshot.document(&item.home)?;
        let (task, _) = reference(document);
        let state = item.states.first().map(String::as_str);
        let title = if task.title.is_empty() { String::new() } else { format!(", {}", task.title) };
        Some(Offer {
            title: format!("Run {command} on {}{title} ({})", called(&task), step(state, workflow)),
            act: Act::run(command.clone(), Some(task.document.clone())),
            refused: books::refusal(document, workflow)
                .map(|refusal| format!("{} cannot be moved on: {refusal}", called(&task))),
            at,
        })
    };
    tasks.iter().take(MOST).filter_map(offer).collect()
}

/// The workflow whose command the document is.
pub(super) fn workflow<'a>(place: &Place<'_>, machine: &'a Machine) -> Option<&'a Step> {
    let names = place.document.names.iter().filter_map(|name| Invocation::of_file(name));
    { names }.find_map(|name| machine.step_of(&name))
}

/// A command as a whole is about its front matter, else its first line.
pub(super) fn at(place: &Place<'_>) -> TextRange {
    let facts = place.document.facts();
    facts.front_matter.as_ref().map_or_else(
        || facts.lines.line_range(place.document.text(), facts.lines.line(TextSize::new(0))),
        // The line after the front matter is not about the command.
        |front_matter| TextRange::new(front_matter.range.start(), front_matter.content.end()),
    )
}
