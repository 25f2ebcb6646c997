//! Rules about specs, steering files and hooks of Kiro and cc-sdd.

mod criterion_duplicate;
mod criterion_unknown;
pub(in crate::rules) mod file_reference_missing;
mod hook_schema;
mod paths;
mod renumber;
pub(in crate::rules) mod requirement_duplicate;
pub(in crate::rules) mod requirement_without_task;
mod requirements_unreadable;
mod spec_phase;
mod steering_inclusion;
pub(in crate::rules) mod task_id_duplicate;
mod task_parent_state;
pub(in crate::rules) mod task_reference_unknown;
mod task_shape;
mod task_unnumbered;

use super::{Context, Rule};
use crate::{
    model::{
        Kind, KiroKind,
        kiro::{
            KiroMeaning, SpecWords,
            requirements::{KiroRequirements, KnownNumbers},
            tasks::KiroTasks,
        },
    },
    workspace::{DocPath, Document},
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &criterion_unknown::RULE,
    &criterion_duplicate::RULE,
    &requirements_unreadable::RULE,
    &task_shape::RULE,
    &task_unnumbered::RULE,
    &task_parent_state::RULE,
    &spec_phase::RULE,
    &steering_inclusion::RULE,
    &hook_schema::RULE,
];

const REQUIREMENTS: &[Kind] = &[Kind::Kiro(KiroKind::Requirements), Kind::Kiro(KiroKind::Bugfix)];
const TASKS: &[Kind] = &[Kind::Kiro(KiroKind::Tasks)];
const HOOKS: &[Kind] = &[Kind::Kiro(KiroKind::Hooks)];

/// The requirements that a document lists.
fn requirements(document: &Document) -> Option<&KiroRequirements> {
    match document.facts().meaning.kiro()? {
        KiroMeaning::Requirements(requirements) => Some(requirements),
        _ => None,
    }
}

/// The tasks that a document lists.
fn tasks(document: &Document) -> Option<&KiroTasks> {
    match document.facts().meaning.kiro()? {
        KiroMeaning::Tasks(tasks) => Some(tasks),
        _ => None,
    }
}

/// The numbers of the spec's requirements; `None` where none can be read, so that nothing follows from what is missing.
fn known_numbers(context: &Context<'_>) -> Option<KnownNumbers> {
    let spec = context.index.kiro.spec_of(context.document)?;
    let files = [&spec.requirements, &spec.bugfix].into_iter().flatten();
    let known = files.filter_map(|file| Some(words(context, file)?.known()?.clone()));
    known.reduce(|one, other| one.and(&other)).filter(|known| !known.is_empty())
}

/// What another file of the spec says.
fn words<'a>(context: &Context<'a>, path: &DocPath) -> Option<&'a SpecWords> {
    let document = context.snapshot.document(path)?;
    document.summary().kiro().map(|summary| &summary.words)
}
