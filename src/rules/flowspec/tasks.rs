//! Tasks of Backlog.md.

mod backlog_config;
mod doc_id_duplicate;
mod doc_id_missing;
pub(in crate::rules) mod file_reference_missing;
mod task_archived_open;
mod task_criteria_unchecked;
mod task_criterion_number;
mod task_criterion_phantom;
mod task_dependency_cycle;
mod task_dependency_unknown;
mod task_duplicate_id;
mod task_id_mismatch;
mod task_id_missing;
mod task_marker_unbalanced;
mod task_milestone_unknown;
mod task_parent_cycle;
mod task_parent_unknown;
mod task_state_behind;
mod task_state_multiple;
mod task_state_unknown;
mod task_status_unknown;
mod task_transition_invalid;
mod task_unlisted;

use text_size::TextRange;

use crate::{
    model::{
        section::{Section, is_checklist, sections},
        task::{Criterion, Task, TaskWord, criteria, id_key, id_of_file},
    },
    rules::{Context, Edit, Fix, Rule, Sink},
    syntax::nearest::around,
    workspace::{DocPath, Document, Life, Resolved, TaskRing},
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &task_state_unknown::RULE,
    &task_state_multiple::RULE,
    &task_transition_invalid::RULE,
    &task_state_behind::RULE,
    &task_unlisted::RULE,
    &task_id_missing::RULE,
    &task_duplicate_id::RULE,
    &task_id_mismatch::RULE,
    &task_status_unknown::RULE,
    &task_dependency_unknown::RULE,
    &task_dependency_cycle::RULE,
    &task_parent_unknown::RULE,
    &task_parent_cycle::RULE,
    &task_milestone_unknown::RULE,
    &task_criteria_unchecked::RULE,
    &task_criterion_number::RULE,
    &task_criterion_phantom::RULE,
    &task_archived_open::RULE,
    &task_marker_unbalanced::RULE,
    &doc_id_duplicate::RULE,
    &doc_id_missing::RULE,
    &backlog_config::RULE,
];

/// The task that the document is.
fn task(context: &Context<'_>) -> Option<Task> {
    context.facts().front_matter.as_ref().map(Task::read)
}

/// The task that the document is, if anybody still works on it: what is completed or archived stays as it was.
fn active_task(context: &Context<'_>) -> Option<Task> {
    if life(context).is_active() { task(context) } else { None }
}

/// Where the task is in its life.
fn life(context: &Context<'_>) -> Life {
    context.snapshot.life(context.document)
}

/// Where the task of an id is in its life, which may be given without its prefix; of several, the one that is meant.
fn life_of(context: &Context<'_>, id: &str) -> Option<Life> {
    let (tasks, key) = (&context.index.tasks, id_key(id));
    let prefix = context.snapshot.backlog().prefix.to_lowercase();
    let paths = tasks.get(&key).or_else(|| tasks.get(&format!("{prefix}-{key}")))?;
    paths.iter().find_map(|path| context.snapshot.document(path)).map(|document| context.snapshot.life(document))
}

/// Why a task cannot refer to the one with an id, and the id that may have been meant; `own` is the key of its own id.
fn unknown_task(
    context: &Context<'_>,
    own: Option<&str>,
    id: &str,
    sink: &mut Sink<'_>,
) -> Option<(String, Option<String>)> {
    let is_found = |life: Option<Life>| matches!(life, Some(Life::Active | Life::Done));
    match life_of(context, id) {
        life if is_found(life) => return None,
        None => {}
        Some(life) => {
            let what = if life == Life::Draft { "a draft" } else { "archived" };
            return Some((format!("`{id}` is {what}, and Backlog.md does not find it here: remove it"), None));
        }
    }
    let candidates = around(&id_key(id), &context.index.tasks).into_iter();
    let candidates = candidates.filter(|other| own != Some(*other) && is_found(life_of(context, other)));
    let near = sink.nearest(&id_key(id), candidates).map(str::to_owned);
    let advice = match &near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it or create the task".to_owned(),
    };
    Some((format!("there is no task `{id}`: {advice}"), near))
}

/// A fix that writes another id.
fn other_id(context: &Context<'_>, range: TextRange, near: &str) -> Fix {
    Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, range, near)])
}

/// Reports a ring of tasks at what `refers` finds of the task to the one with an id, and shows the other tasks.
fn report_ring(
    context: &Context<'_>,
    ring: &TaskRing,
    (verb, advice): (&str, &str),
    refers: fn(&Task) -> &[TaskWord],
    sink: &mut Sink<'_>,
) {
    let prefix = context.snapshot.backlog().prefix.to_lowercase();
    let to = |document: &Document, id: &str| {
        let task = document.facts().front_matter.as_ref().map(Task::read)?;
        let is_it = |word: &&TaskWord| {
            let key = id_key(&word.text);
            key == id || format!("{prefix}-{key}") == id
        };
        refers(&task).iter().find(is_it).map(|word| word.content)
    };
    let next = |at: usize| &ring.ids[(at + 1) % ring.ids.len()];
    let Some(range) = to(context.document, next(0)) else { return };
    const MOST: usize = 8;
    let shown = ring.ids.iter().take(MOST).chain(&ring.ids[..1]).map(|id| format!("`{id}`"));
    let chain = shown.collect::<Vec<_>>().join(" → ");
    let mut finding = sink.report(range, format!("{verb} {chain}: {advice}"));
    for (at, path) in ring.tasks.iter().enumerate().skip(1).take(MOST) {
        let document = context.snapshot.document(path);
        if let Some(range) = document.and_then(|document| to(document, next(at))) {
            finding.related(path, range, format!("leads to `{}`", next(at)));
        }
    }
}

/// The criteria of a task's lists, list by list: what is between the markers.
fn marked_criteria(context: &Context<'_>) -> Vec<(TextRange, Vec<Criterion>)> {
    let pairs = sections(context.text, &context.facts().markers).pairs.into_iter();
    let lists = pairs.filter(|pair| is_checklist(&context.text[pair.name]) && pair.begin.end() <= pair.end.start());
    let inside = |pair: Section| TextRange::new(pair.begin.end(), pair.end.start());
    lists.map(|pair| (pair.name, criteria(context.text, &context.facts().fences, inside(pair)).collect())).collect()
}

/// The file of a task, named after another id; `None` when it is not named after an id, or when the new name is taken.
fn renamed(context: &Context<'_>, id: &str) -> Option<DocPath> {
    let path = &context.document.path;
    let name = path.file_name()?;
    // Backlog.md lists a file only when the prefix in its name is in lower case.
    let id = id.to_lowercase();
    let renamed = format!("{id}{}", name.strip_prefix(id_of_file(name)?)?);
    // An id can be anything, a path with folders as well.
    let to = DocPath::new(path.with_file_name(&renamed));
    let is_name = id_of_file(&renamed) == Some(&id);
    (is_name && context.snapshot.resolve(context.snapshot.relative(&to)) == Resolved::Missing).then_some(to)
}
