//! What follows a workflow command that has succeeded: the task moves on, and an event is emitted. Changes and features move on by
//! themselves, which is only told.

mod change;
mod feature;
mod spec;

use std::{fmt, path::PathBuf, sync::Arc};

use super::{
    agent::CommandLine,
    books::{self, LabelRefusal},
    preflight::{ItemRef, TaskRef, Verdict, tasks_named},
};
use crate::{
    model::{
        Kind,
        machine::{INITIAL_STATE, same_name},
        task::{STATE_PREFIX, Task, id_of_file},
    },
    workspace::{Document, Edit, Snapshot},
};

/// What is to be done about the task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUp {
    /// Nothing: the command was about no task, or takes no step of the workflow.
    None,
    /// Nothing any more: the agent has already moved it.
    Taken,
    /// This edit of it.
    Edit(Edit),
}

/// Why the task is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It cannot be found any more, or there are several.
    Gone,
    /// It is in another state than before the run, this one.
    Elsewhere(Option<String>),
    /// Its label cannot be changed.
    Refused(LabelRefusal),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Gone => f.write_str("the task cannot be found any more"),
            Trouble::Elsewhere(None) => f.write_str("somebody took its workflow label away meanwhile"),
            Trouble::Elsewhere(Some(state)) => write!(f, "somebody moved it to {state} meanwhile"),
            Trouble::Refused(refusal) => refusal.fmt(f),
        }
    }
}

/// What the command of `verdict` has done to changes of OpenSpec, features of Spec Kit and specs of Kiro, in words; `None` when it is not
/// about any.
pub fn changes(before: &Snapshot, now: &Snapshot, verdict: &Verdict) -> Option<String> {
    if let Some(told) = spec::specs(before, now, verdict) {
        return told;
    }
    match &verdict.item {
        Some(item) if item.noun != ItemRef::FEATURE => change::changes(before, now, verdict),
        Some(_) => feature::features(before, now, verdict),
        None => change::changes(before, now, verdict).or_else(|| feature::features(before, now, verdict)),
    }
}

/// What is to be done about the task of `verdict`, after its command has succeeded; `snapshot` is the project as it is now.
///
/// # Errors
/// When the task is not as it was, so that nobody can tell where it belongs.
pub fn step(snapshot: &Snapshot, verdict: &Verdict) -> Result<FollowUp, Trouble> {
    let (Some(task), Some(to)) = (&verdict.task, &verdict.to) else { return Ok(FollowUp::None) };
    let document = find(snapshot, task).ok_or(Trouble::Gone)?;
    let states: Vec<String> = match &document.facts().front_matter {
        Some(front_matter) => Task::read(front_matter).states().map(|(_, state)| state.to_owned()).collect(),
        None => Vec::new(),
    };
    let now = match states.as_slice() {
        [] => None,
        [state] => Some(state.as_str()),
        // Which of them is meant is for the books to refuse.
        _ => verdict.from.as_deref(),
    };
    if now.is_some_and(|now| same_name(now, to)) && states.len() == 1 {
        return Ok(FollowUp::Taken);
    }
    let is_same = match (now, verdict.from.as_deref()) {
        (Some(now), Some(from)) => same_name(now, from),
        (now, from) => now == from,
    };
    if !is_same {
        return Err(Trouble::Elsewhere(now.map(str::to_owned)));
    }
    match books::set_state(&document, to) {
        Ok(Some(edit)) => Ok(FollowUp::Edit(edit)),
        Ok(None) => Ok(FollowUp::Taken),
        Err(refusal) => Err(Trouble::Refused(refusal)),
    }
}

/// The document of a task: the same file, else the only one with its id.
pub fn find(snapshot: &Snapshot, task: &TaskRef) -> Option<Arc<Document>> {
    let same = snapshot.document(&task.document).filter(|document| document.kind == Kind::Task);
    same.cloned().or_else(|| match tasks_named(snapshot, &task.id).as_slice() {
        [only] => Some(Arc::clone(only)),
        _ => None,
    })
}

/// How Backlog.md moves the task of `verdict`: one label goes and one comes, all others stay. `None` when there is nothing to move, or
/// when the id is one that could be taken for an option.
pub fn backlog(program: PathBuf, verdict: &Verdict) -> Option<CommandLine> {
    let (id, to) = (id_of(verdict)?, verdict.to.as_ref()?);
    let mut arguments = vec!["task".to_owned(), "edit".to_owned(), id.to_owned()];
    if let Some(from) = &verdict.from {
        arguments.extend(["--remove-label".to_owned(), format!("{STATE_PREFIX}{from}")]);
    }
    arguments.extend(["--add-label".to_owned(), format!("{STATE_PREFIX}{to}")]);
    Some(CommandLine { program, arguments })
}

/// The event that follows the command of `verdict`, when it is a step of the workflow.
pub fn event(snapshot: &Snapshot, verdict: &Verdict) -> Option<&'static str> {
    books::event_after(&*snapshot.index().steps()?, &verdict.command)
}

/// How flowspec emits an event; `task` is the id of the task that it is about.
pub fn emit(program: PathBuf, event: &str, task: Option<&str>) -> CommandLine {
    let mut arguments: Vec<String> = ["hooks", "emit", event].map(str::to_owned).into();
    arguments.extend(task.into_iter().flat_map(|task| ["--task-id".to_owned(), task.to_owned()]));
    CommandLine { program, arguments }
}

/// The id of the task, when it is one and nothing else.
pub fn id_of(verdict: &Verdict) -> Option<&str> {
    verdict.task.as_ref().map(|task| task.id.as_str()).filter(|id| id_of_file(id) == Some(id))
}

/// How the step that a verdict leads to is spoken of, `task-12 (Planned → In Implementation)`.
pub fn description(verdict: &Verdict) -> Option<String> {
    let (task, to) = (verdict.task.as_ref()?, verdict.to.as_ref()?);
    let from = verdict.from.as_deref().unwrap_or(INITIAL_STATE);
    Some(format!("{} ({from} → {to})", task.id))
}

#[cfg(test)]
mod tests;
