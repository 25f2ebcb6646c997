//! Tasks of Backlog.md.

mod task_archived_open;
mod task_criteria_unchecked;
mod task_dependency_unknown;
mod task_duplicate_id;
mod task_id_mismatch;
mod task_marker_unbalanced;
mod task_state_behind;
mod task_state_multiple;
mod task_state_unknown;
mod task_status_unknown;
mod task_transition_invalid;

use crate::{
    model::task::{Task, id_of_file},
    rules::{Context, Rule},
    workspace::{DocPath, Life, Resolved},
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &task_state_unknown::RULE,
    &task_state_multiple::RULE,
    &task_transition_invalid::RULE,
    &task_state_behind::RULE,
    &task_duplicate_id::RULE,
    &task_id_mismatch::RULE,
    &task_status_unknown::RULE,
    &task_dependency_unknown::RULE,
    &task_criteria_unchecked::RULE,
    &task_archived_open::RULE,
    &task_marker_unbalanced::RULE,
];

/// The task that the document is.
fn task(context: &Context<'_>) -> Option<Task> {
    context.facts.front_matter.as_ref().map(Task::read)
}

/// The task that the document is, if anybody still works on it: what is completed or archived stays as it was.
fn active_task(context: &Context<'_>) -> Option<Task> {
    if life(context).is_active() { task(context) } else { None }
}

/// Where the task is in its life.
fn life(context: &Context<'_>) -> Life {
    context.snapshot.life(context.document)
}

/// The file of a task, named after another id; `None` when it is not named after an id, or when the new name is taken.
fn renamed(context: &Context<'_>, id: &str) -> Option<DocPath> {
    let path = &context.document.path;
    let name = path.file_name()?;
    let renamed = format!("{id}{}", name.strip_prefix(id_of_file(name)?)?);
    // An id can be anything, a path with folders as well.
    let to = DocPath::new(path.with_file_name(&renamed));
    let is_name = id_of_file(&renamed) == Some(id);
    (is_name && context.snapshot.resolve(context.snapshot.relative(&to)) == Resolved::Missing).then_some(to)
}
