//! In the tasks of a spec of Kiro: starting one.

use std::collections::BTreeSet;

use text_size::TextRange;

use super::{Act, Offer, Place};
use crate::model::kiro::{
    KiroMeaning,
    command::START_TASK,
    tasks::{KiroTask, KiroTasks},
};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let Some(tasks) = tasks(place) else { return Vec::new() };
    let text = place.document.text();
    // The innermost task, whose number comes last.
    let touched = |at: &usize| place.touches(tasks.block(text, *at));
    let startable = |at: usize| Some((at, number(tasks, at).filter(|_| !tasks.tasks[at].is_done())?));
    let found = (0..tasks.tasks.len()).rev().find(touched).and_then(startable);
    let offer = |(at, number): (usize, &str)| Offer {
        title: format!("Start task {number}"),
        act: start(place, number),
        refused: None,
        at: tasks.tasks[at].range,
    };
    found.map(offer).into_iter().collect()
}

/// The tasks without parts that are open, by their lines and numbers.
pub(super) fn open_tasks<'a>(place: &Place<'a>) -> Vec<(TextRange, &'a str)> {
    let Some(tasks) = tasks(place) else { return Vec::new() };
    let parents: BTreeSet<usize> = tasks.tasks.iter().filter_map(|task| task.parent).collect();
    let repeated: BTreeSet<&str> = { tasks.duplicates().into_iter() }.filter_map(|(at, _)| number(tasks, at)).collect();
    let alone = tasks.tasks.iter().enumerate().filter(|(at, _)| !parents.contains(at)).map(|(_, task)| task);
    let open = alone.filter(|task| !task.is_done());
    let numbered = open.filter_map(|task: &KiroTask| Some((task.range, task.number.as_deref()?)));
    numbered.filter(|(_, number)| !repeated.contains(number)).collect()
}

/// What starts a task.
pub(super) fn start(place: &Place<'_>, number: &str) -> Act {
    let task = Some(place.document.path.clone());
    Act::Run { command: START_TASK.to_owned(), task, arguments: number.to_owned(), yes: false }
}

fn tasks<'a>(place: &Place<'a>) -> Option<&'a KiroTasks> {
    place.document.kiro()?.spec?;
    match place.document.facts().meaning.kiro()? {
        KiroMeaning::Tasks(tasks) => Some(tasks),
        _ => None,
    }
}

/// The number of a task, if it has one that no other has.
fn number(tasks: &KiroTasks, at: usize) -> Option<&str> {
    tasks.tasks.get(at)?.number.as_deref()
}
