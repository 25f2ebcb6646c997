//! In files of OpenSpec: what changes make of a requirement, how far a change is, and what its deltas lead to.

use std::collections::BTreeMap;

use super::{
    super::{
        Act, Place, command,
        open_spec::{OpenChange, touched},
    },
    Lens,
};
use crate::{
    model::{
        OpenSpecKind,
        open_spec::{DeltaOperation, OpenSpecMeaning, change::ChangeState},
    },
    workspace::{Snapshot, WorkItem},
};

pub(super) fn lenses(place: &Place<'_>, kind: OpenSpecKind) -> Vec<Lens> {
    match kind {
        OpenSpecKind::Spec => on_requirements(place),
        OpenSpecKind::Delta => on_delta(place),
        OpenSpecKind::Tasks => on_change(place),
        // Before there are tasks, this is where a change is worked on.
        OpenSpecKind::Proposal if !has_tasks(place) => on_change(place),
        _ => Vec::new(),
    }
}

/// What these lenses show of other documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeOutlook {
    changes: Vec<WorkItem>,
    commands: Vec<String>,
    touched: BTreeMap<String, BTreeMap<String, Vec<(DeltaOperation, String)>>>,
}

pub(super) fn outlook(snapshot: &Snapshot) -> ChangeOutlook {
    let index = snapshot.index();
    let changes: Vec<_> = snapshot.changes().filter(|item| item.life.is_active()).collect();
    if changes.is_empty() {
        return ChangeOutlook::default();
    }
    let next = ChangeState::ALL.into_iter().flat_map(|state| snapshot.next_change_commands(state));
    let capabilities = index.open_spec.capabilities.iter().filter(|(_, known)| !known.deltas.is_empty());
    let touched = capabilities.map(|(name, _)| (name.clone(), touched(snapshot, name)));
    ChangeOutlook { changes, commands: next.map(|(_, command)| command).collect(), touched: touched.collect() }
}

fn has_tasks(place: &Place<'_>) -> bool {
    let change = place.document.open_spec().and_then(|it| place.index.open_spec.changes.get(it.change?));
    change.is_some_and(|change| change.tasks.is_some())
}

fn on_requirements(place: &Place<'_>) -> Vec<Lens> {
    let Some(capability) = place.document.open_spec().and_then(|place| place.capability) else { return Vec::new() };
    let Some(OpenSpecMeaning::Spec(spec, _)) = place.document.facts().meaning.open_spec() else { return Vec::new() };
    let touched = touched(place.snapshot, capability);
    let known = place.index.open_spec.capabilities.get(capability);
    let mut lenses = Vec::new();
    for block in spec.blocks() {
        let name = block.name.key();
        for (operation, change) in touched.get(name).into_iter().flatten() {
            let Some(delta) = known.and_then(|known| known.deltas.get(change)) else { continue };
            let act = Act::ShowPlace { document: delta.clone(), name: Some(name.to_owned()) };
            let title = format!("{} by {change}", operation.word());
            lenses.push(Lens { at: block.heading, title, act });
        }
    }
    lenses
}

fn on_delta(place: &Place<'_>) -> Vec<Lens> {
    let is_read = place.document.open_spec().is_some_and(|place| place.capability.is_some() && !place.archived);
    let lens = || Lens {
        at: command::at(place),
        title: "Show the merged spec".to_owned(),
        act: Act::ShowExpansion(place.document.path.clone()),
    };
    is_read.then(lens).into_iter().collect()
}

/// How far the change is, and the command that leads on.
fn on_change(place: &Place<'_>) -> Vec<Lens> {
    let Some(change) = OpenChange::of(place.snapshot, place.document) else { return Vec::new() };
    let (at, path) = (command::at(place), &place.document.path);
    let (state, tasks) = (change.status.state, change.status.progress);
    let title = match tasks.total {
        0 => state.to_string(),
        1 => format!("{} of 1 task · {state}", tasks.done),
        total => format!("{} of {total} tasks · {state}", tasks.done),
    };
    let shown = Lens { at, title, act: Act::ShowPlace { document: path.clone(), name: None } };
    let run = change.next(place.snapshot).into_iter().next().map(|(command, step)| Lens {
        at,
        title: format!("▶ Run {command} ({step})"),
        act: Act::run(command, Some(path.clone())),
    });
    [shown].into_iter().chain(run).collect()
}
