//! What somebody can do at a place of a document: workflow commands, the books, the constitution.
//!
//! Offers are worked out whenever a menu opens, so that they look at states and not at everything that a run checks: a run still says
//! what holds it up.

mod command;
mod constitution;
mod copy;
mod feature;
mod kiro;
pub mod lens;
mod machine;
mod open_spec;
mod task;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use text_size::TextRange;

pub use open_spec::place_of;

use super::preflight::{
    self, TaskRef, light_mode,
    task::{reference, states_are_readable},
};
use crate::{
    model::{
        Kind,
        constitution::Tier,
        machine::{Machine, Step, Word, same_name},
    },
    workspace::{DocPath, Document, Index, Snapshot, WorkItem},
};

/// Something that somebody can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it does, as a menu shows it.
    pub title: String,
    /// What happens.
    pub act: Act,
    /// Why it cannot be done as things are.
    pub refused: Option<String>,
    /// The bytes that it is about; who opens a menu elsewhere in the document still finds it there.
    pub at: TextRange,
}

/// What happens when an offer is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A workflow command runs.
    Run {
        /// The command, `/flow:plan`.
        command: String,
        /// The task, or a file of the change; without one, the run asks.
        task: Option<DocPath>,
        /// What follows the command.
        arguments: String,
        /// Whether it goes on with a constitution that is not validated, because who took the offer has said so.
        yes: bool,
    },
    /// A place in a file of OpenSpec is shown.
    ShowPlace {
        /// The file.
        document: DocPath,
        /// The requirement; without one it is the first open task.
        name: Option<String>,
    },
    /// What a command expands to, or a delta leads to, is shown.
    ShowExpansion(DocPath),
    /// A task gets another state.
    SetState {
        /// The task.
        task: DocPath,
        /// The state.
        state: String,
    },
    /// An event is emitted, which runs the project's hooks.
    EmitEvent {
        /// The task that it is about.
        task: DocPath,
        /// The event.
        event: &'static str,
    },
    /// The tasks in a state are shown.
    ShowTasks {
        /// The workflow file.
        workflow: DocPath,
        /// The state.
        state: String,
    },
    /// A report says what in the constitution is not validated.
    ValidateConstitution(DocPath),
    /// Everything in the constitution is marked as validated.
    MarkAllValidated(DocPath),
    /// The project gets a constitution of this tier; without one, the tier is asked for.
    InitConstitution(Option<Tier>),
    /// A document of a spec of Kiro is approved.
    Approve {
        /// Any file of the spec.
        spec: DocPath,
        /// `requirements`, `design` or `tasks`.
        document: &'static str,
    },
    /// Nothing: the text says all that there is.
    Nothing,
    /// An expanded copy becomes what its command expands to.
    RegenerateCopy(DocPath),
}

/// What is offered in a document whose bytes `range` are selected. `asks` says whether an act can ask for what it still needs.
pub fn offers(snapshot: &Snapshot, path: &DocPath, range: TextRange, asks: bool) -> Vec<Offer> {
    let Some(document) = snapshot.document(path).filter(|document| document.unreadable.is_none()) else {
        return Vec::new();
    };
    let place = Place { snapshot, document, index: &snapshot.index(), range };
    let mut offers = match document.kind {
        Kind::Task => task::offers(&place),
        Kind::Command => command::offers(&place),
        Kind::Constitution => constitution::offers(&place),
        Kind::Workflow => machine::offers(&place),
        Kind::Copy => copy::offers(&place),
        Kind::OpenSpec(_) => open_spec::offers(&place),
        Kind::Kiro(_) => kiro::offers(&place),
        _ => Vec::new(),
    };
    let is_flowspec = !matches!(document.kind, Kind::OpenSpec(_) | Kind::Kiro(_));
    if is_flowspec && !asks && preflight::constitution::asks(snapshot, place.index) {
        offers.iter_mut().for_each(Offer::say_yes);
    }
    if matches!(document.kind, Kind::Task | Kind::Command | Kind::Workflow) {
        offers.extend(constitution::missing(&place, asks));
    }
    offers
}

impl Act {
    /// A run of a command without arguments.
    fn run(command: String, task: Option<DocPath>) -> Act {
        Act::Run { command, task, arguments: String::new(), yes: false }
    }
}

impl Offer {
    /// Answers beforehand what a run would ask about the constitution.
    fn say_yes(&mut self) {
        if let Act::Run { yes, .. } = &mut self.act
            && self.refused.is_none()
        {
            *yes = true;
            // First, because a narrow menu cuts the end off.
            self.title.insert_str(0, "Despite the unvalidated constitution: ");
        }
    }
}

/// Where offers are looked for.
struct Place<'a> {
    snapshot: &'a Snapshot,
    document: &'a Arc<Document>,
    index: &'a Index,
    range: TextRange,
}

impl Place<'_> {
    /// The workflows of the project, unless nobody can tell.
    fn commands(&self) -> Option<Arc<Machine>> {
        self.index.steps()
    }

    /// Whether the selection touches some bytes.
    fn touches(&self, range: TextRange) -> bool {
        self.range.intersect(range).is_some()
    }
}

/// The tasks in a state.
pub fn tasks_in_state(snapshot: &Snapshot, state: &str) -> Vec<TaskRef> {
    let is_in =
        |item: &WorkItem| own_state(snapshot, item).is_some_and(|own| own.is_some_and(|own| same_name(own, state)));
    let tasks = in_order(snapshot.tasks().filter(is_in)).into_iter();
    tasks.filter_map(|item| Some(reference(snapshot.document(&item.home)?).0)).collect()
}

/// The state of an item that is worked on, if it has one only and it can be read; `None` inside for one without a state.
fn own_state<'a>(snapshot: &Snapshot, item: &'a WorkItem) -> Option<Option<&'a str>> {
    match item.states.as_slice() {
        _ if !item.life.is_active() => None,
        [] => snapshot.document(&item.home).is_some_and(|document| states_are_readable(document)).then_some(None),
        [state] => Some(Some(state)),
        _ => None,
    }
}

/// Those in progress first, then `task-9` before `task-10`.
fn in_order(items: impl Iterator<Item = WorkItem>) -> Vec<WorkItem> {
    let mut items: Vec<_> = items.collect();
    items.sort_by_cached_key(|item| {
        let numbers = item.key.id.split(|char: char| !char.is_ascii_digit());
        let numbers: Vec<u64> = numbers.filter_map(|it| it.parse().ok()).collect();
        (!same_name(&item.status, "In Progress"), numbers, item.home.clone())
    });
    items
}

/// `Planned → In Implementation`.
fn step(from: Option<&str>, workflow: &Step) -> String {
    let from = from.unwrap_or("no workflow label");
    match &workflow.output_state {
        Some(to) => format!("{from} → {}", to.text),
        None => from.to_owned(),
    }
}

/// `` `Specified` or `Researched` ``.
fn either(states: &[Word]) -> String {
    states.iter().map(|state| format!("`{}`", state.text)).collect::<Vec<_>>().join(" or ")
}

/// What a task is called in a menu: its id, else its file.
fn called(task: &TaskRef) -> &str {
    if task.id.is_empty() { task.path.as_str() } else { &task.id }
}
