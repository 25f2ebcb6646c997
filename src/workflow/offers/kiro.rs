//! In a spec of Kiro: starting a task, approving a document, and the command of cc-sdd that leads on.

use std::collections::BTreeSet;

use text_size::TextRange;

use super::{Act, Offer, Place, command};
use crate::{
    model::{
        Kind, KiroKind,
        kiro::{
            KiroMeaning,
            command::{KiroCommand, KiroState, START_TASK},
            spec_state::STAGES,
            tasks::{KiroTask, KiroTasks},
        },
    },
    workflow::{
        approval::approve,
        preflight::{Outcome, Request, preflight},
    },
    workspace::Snapshot,
};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    started(place).into_iter().chain(approvals(place)).chain(next(place)).collect()
}

/// Approving what the document is about: itself, or all of them in `spec.json`.
pub(super) fn approvals(place: &Place<'_>) -> Vec<Offer> {
    let Some(spec) = place.document.kiro().and_then(|it| it.spec) else { return Vec::new() };
    let Some(folder) = place.index.kiro.specs.get(spec) else { return Vec::new() };
    let Some(state) = folder.state.as_ref().and_then(|path| place.snapshot.document(path)) else { return Vec::new() };
    let own = stage(place);
    let is_own = |name: &&&str| place.document.kind == Kind::Kiro(KiroKind::SpecState) || own == Some(**name);
    let has_file = |name: &&&str| match **name {
        "requirements" => folder.requirements.is_some() || folder.bugfix.is_some(),
        "design" => folder.design.is_some(),
        _ => folder.tasks.is_some(),
    };
    let offer = |name: &&'static str| {
        matches!(approve(state, name), Ok(Some(_))).then(|| Offer {
            title: format!("Approve {name} of {spec}"),
            act: Act::Approve { spec: place.document.path.clone(), document: name },
            refused: None,
            at: command::at(place),
        })
    };
    STAGES.iter().filter(is_own).filter(has_file).filter_map(offer).collect()
}

/// The command of cc-sdd that leads on, in the document that it goes on from.
pub(super) fn next(place: &Place<'_>) -> Option<Offer> {
    let spec = place.document.kiro()?.spec?;
    let folder = place.index.kiro.specs.get(spec)?;
    let state = place.snapshot.kiro_state(folder);
    let is_here = match state {
        KiroState::Requirements => stage(place) == Some("requirements"),
        KiroState::Design => stage(place) == Some("design"),
        KiroState::Tasks | KiroState::InImplementation => stage(place) == Some("tasks"),
        KiroState::Done => false,
    };
    // What `spec-init` makes is only the idea.
    let is_idea = place.snapshot.kiro_approvals(folder).is_some_and(|it| !it.requirements.generated.is_set);
    let next = match state {
        KiroState::Requirements if is_idea => Some(KiroCommand::Requirements),
        _ => state.next_command(),
    };
    let next = next.filter(|_| is_here)?;
    let command = place.snapshot.own_kiro_command(next)?;
    let step = match next.leads_to().filter(|to| *to > state) {
        Some(to) => format!("{} → {}", state.name(), to.name()),
        None => state.name().to_owned(),
    };
    let request = Request { command: command.clone(), task: Some(spec.to_owned()), ..Request::default() };
    let verdict = preflight(place.snapshot, &request);
    let refused = verdict.reasons.into_iter().find(|reason| reason.outcome >= Outcome::CannotTell);
    Some(Offer {
        title: format!("Run {command} on {spec} ({step})"),
        act: Act::run(command, Some(place.document.path.clone())),
        refused: refused.map(|reason| reason.message),
        at: command::at(place),
    })
}

/// What offers show of other documents of their spec: its state and approvals, and the commands of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecOutlook {
    specs: Vec<(String, KiroState)>,
    /// What is generated and approved of each spec; nothing where that cannot be read.
    approvals: Vec<Vec<(bool, bool)>>,
    commands: Vec<Option<String>>,
}

pub(super) fn outlook(snapshot: &Snapshot) -> SpecOutlook {
    let index = snapshot.index();
    let specs = &index.kiro.specs;
    let approvals = specs.values().map(|folder| {
        let read = snapshot.kiro_approvals(folder);
        let stages = read.iter().flat_map(|read| STAGES.iter().filter_map(|stage| read.stage(stage)));
        stages.map(|stage| (stage.generated.is_set, stage.approved.is_set)).collect()
    });
    let commands = match specs.is_empty() {
        true => Vec::new(),
        false => KiroState::ALL.into_iter().map(|state| snapshot.next_kiro_command(state)).collect(),
    };
    SpecOutlook {
        specs: specs.iter().map(|(name, folder)| (name.clone(), snapshot.kiro_state(folder))).collect(),
        approvals: approvals.collect(),
        commands,
    }
}

/// What the document is called in approvals.
fn stage(place: &Place<'_>) -> Option<&'static str> {
    match place.document.kind {
        Kind::Kiro(KiroKind::Requirements | KiroKind::Bugfix) => Some("requirements"),
        Kind::Kiro(KiroKind::Design) => Some("design"),
        Kind::Kiro(KiroKind::Tasks) => Some("tasks"),
        _ => None,
    }
}

/// Starting the task at the cursor.
fn started(place: &Place<'_>) -> Option<Offer> {
    let tasks = tasks(place)?;
    // The innermost task begins last, and may begin behind a cursor in its indentation.
    let begun = tasks.tasks.partition_point(|task| task.range.start() <= place.range.end());
    let touched = |at: &usize| place.touches(tasks.block(place.document.text(), *at));
    let at = [Some(begun), begun.checked_sub(1)].into_iter().flatten().find(touched)?;
    let task = tasks.tasks.get(at).filter(|task| !task.is_done())?;
    let number = task.number.as_deref().filter(|number| !repeated(tasks).contains(number))?;
    let title = format!("Start task {number}");
    Some(Offer { title, act: start(place, number), refused: None, at: task.range })
}

/// The tasks without parts that are open, by their lines and numbers.
pub(super) fn open_tasks<'a>(place: &Place<'a>) -> Vec<(TextRange, &'a str)> {
    let Some(tasks) = tasks(place) else { return Vec::new() };
    let parents: BTreeSet<usize> = tasks.tasks.iter().filter_map(|task| task.parent).collect();
    let repeated = repeated(tasks);
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

/// The numbers that several tasks have.
fn repeated(tasks: &KiroTasks) -> BTreeSet<&str> {
    let duplicates = tasks.duplicates().into_iter();
    duplicates.filter_map(|(at, _)| tasks.tasks.get(at)?.number.as_deref()).collect()
}
