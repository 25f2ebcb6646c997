//! What stands above a line of a document: the next commands of a task, how much of a constitution is validated, how many tasks are
//! in a state, what changes of OpenSpec make of their specs, and which tasks of Kiro are about a requirement.

mod open_spec;

pub use open_spec::ChangeOutlook;

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashMap;
use text_size::TextRange;

pub use super::kiro::SpecOutlook;

use super::{Act, Offer, Place, command, constitution, either, feature, kiro, light_mode, machine, step, task};
use crate::{
    model::{
        Kind, KiroKind,
        kiro::{KiroMeaning, requirements::KiroRequirement},
        machine::{Machine, State, Step},
    },
    workflow::constitution::{consequence, standing},
    workspace::{DocPath, Snapshot, SpecNumbers},
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
        Kind::Kiro(kind) => on_spec(&place, kind),
        Kind::SpecKit(_) => on_feature(&place),
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
    specs: SpecOutlook,
    /// What is above requirements of Kiro, by spec and number.
    requirements: BTreeMap<(String, u32), String>,
}

/// What the lenses of a project's documents show of other documents.
pub fn outlook(snapshot: &Snapshot) -> LensOutlook {
    LensOutlook {
        machine: snapshot.index().machine.clone(),
        tasks: machine::tasks_by_state(snapshot),
        light_mode: light_mode::is_on(snapshot),
        changes: open_spec::outlook(snapshot),
        specs: kiro::outlook(snapshot),
        requirements: snapshot.index().kiro.specs.keys().flat_map(|spec| covered(snapshot, spec)).collect(),
    }
}

/// What is to be approved, else the command that leads on; then what is about single lines.
fn on_spec(place: &Place<'_>, kind: KiroKind) -> Vec<Lens> {
    let lens = |offer: Offer| Lens { at: offer.at, title: offer.title, act: offer.act };
    // `spec.json` is not where people read.
    let approvals = if kind == KiroKind::SpecState { Vec::new() } else { kiro::approvals(place) };
    let next = kiro::next(place).filter(|offer| offer.refused.is_none());
    let next = next.map(|offer| Lens { title: format!("▶ {}", offer.title), ..lens(offer) });
    let lines = match kind {
        KiroKind::Requirements | KiroKind::Bugfix => on_requirements(place),
        KiroKind::Tasks => on_spec_tasks(place),
        _ => Vec::new(),
    };
    approvals.into_iter().map(lens).chain(next).chain(lines).collect()
}

fn on_requirements(place: &Place<'_>) -> Vec<Lens> {
    let spec = place.document.kiro().and_then(|of| of.spec);
    let Some(spec) = spec else { return Vec::new() };
    let titles: BTreeMap<_, _> = covered(place.snapshot, spec).into_iter().collect();
    let Some(KiroMeaning::Requirements(read)) = place.document.facts().meaning.kiro() else { return Vec::new() };
    let lens = |it: &KiroRequirement| {
        let title = titles.get(&(spec.to_owned(), it.number))?.clone();
        Some(Lens { at: it.range, title, act: Act::Nothing })
    };
    read.requirements.iter().filter_map(lens).collect()
}

/// The tasks of each requirement of a spec and how many of them are done, `2.1, 3.4 · 1 of 2 done`.
fn covered(snapshot: &Snapshot, spec: &str) -> Vec<((String, u32), String)> {
    /// Longer lists are not readable.
    const MOST_TASKS: usize = 6;
    let Some(numbers) = SpecNumbers::of(snapshot, spec).filter(|numbers| numbers.tasks().is_some()) else {
        return Vec::new();
    };
    let by_requirement = numbers.tasks_by_requirement();
    let title = |number: u32| {
        let tasks = by_requirement.get(&number).map_or(&[][..], |tasks| tasks);
        let done = tasks.iter().filter(|task| task.is_done()).count();
        let named: Vec<&str> = tasks.iter().filter_map(|task| task.number.as_deref()).collect();
        let shown = named.iter().take(MOST_TASKS).copied().collect::<Vec<_>>().join(", ");
        let more = if named.len() > MOST_TASKS { ", …" } else { "" };
        match tasks.len() {
            0 => "no task".to_owned(),
            total if shown.is_empty() => format!("{done} of {total} done"),
            total => format!("{shown}{more} · {done} of {total} done"),
        }
    };
    numbers.requirements().map(|it| ((spec.to_owned(), it.number), title(it.number))).collect()
}

fn on_spec_tasks(place: &Place<'_>) -> Vec<Lens> {
    let lens = |(at, number): (TextRange, &str)| Lens {
        at,
        title: format!("▶ Start task {number}"),
        act: kiro::start(place, number),
    };
    kiro::open_tasks(place).into_iter().map(lens).collect()
}

fn on_task(place: &Place<'_>) -> Vec<Lens> {
    let Some(machine) = place.commands() else { return Vec::new() };
    let Some((state, next)) = task::next(place, &machine) else { return Vec::new() };
    let lens = |workflow: &Step| {
        let command = workflow.command_name();
        let title = format!("▶ Run {command} ({})", step(state.current(), workflow));
        Lens { at: state.at, title, act: Act::run(command, Some(place.document.path.clone())) }
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
    vec![Lens { at: command::at(place), title, act: Act::run(command, None) }]
}

fn on_feature(place: &Place<'_>) -> Vec<Lens> {
    feature::progress(place).map(|(at, title, act)| Lens { at, title, act }).into_iter().collect()
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
    let Some(machine) = place.document.summary().machine() else { return Vec::new() };
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
