//! What is said about changes of OpenSpec.

use super::super::{ArchiveProblem, ItemRef};
use crate::{
    model::open_spec::{change::ChangeCommand, tasks::TaskProgress},
    text::list,
    workspace::Snapshot,
};

pub(super) fn not_installed(command: &str) -> String {
    format!(
        "the project has no command `{command}`: choose it in `openspec config profile`, then run `openspec update`"
    )
}

pub(super) fn unknown(change: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("there is no open change `{change}`: did you mean `{near}`?"),
        None => format!("there is no open change `{change}`: name a folder in `openspec/changes`"),
    }
}

pub(super) fn missing(snapshot: &Snapshot) -> String {
    format!("no change is open: start one with `{}`", snapshot.change_command(ChangeCommand::Propose))
}

pub(super) fn several(changes: &[ItemRef], are_named: bool) -> String {
    let line = |change: &ItemRef| {
        let state = change.from.as_ref().map(|state| format!(" ({state})")).unwrap_or_default();
        let title = if change.title.is_empty() { String::new() } else { format!(": {}", change.title) };
        format!("\n  - {}{state}{title}", change.id)
    };
    let several = if are_named { "the arguments name several changes" } else { "several changes are open" };
    format!("{several}: which one?{}", changes.iter().map(line).collect::<String>())
}

pub(super) fn name_unusable(change: &str) -> String {
    format!("`{change}` is not a single word, so a prompt cannot name it: rename the folder of the change")
}

pub(super) fn exists(change: &ItemRef, command: &str) -> String {
    let state = change.from.as_ref().map(|state| format!(" ({state})")).unwrap_or_default();
    format!(
        "the change `{}` already exists{state}: `{command}` asks whether to continue it or to use another name",
        change.id
    )
}

pub(super) fn schema_unknown(change: &ItemRef) -> String {
    format!(
        "the metadata of `{}` cannot be read, or its schema is not in this project, so what it needs is unknown: run `flowspec-lsp check`",
        change.id
    )
}

pub(super) fn not_planned(change: &ItemRef, missing: &[String], next: Option<&(ChangeCommand, String)>) -> String {
    let missing = list(missing.iter().map(String::as_str), "and");
    let next = next.map(|(_, command)| format!(" with `{command}`")).unwrap_or_default();
    format!("`{}` cannot be implemented without {missing}: write what is missing{next}", change.id)
}

pub(super) fn no_work(change: &ItemRef) -> String {
    format!("`{}` has no task to work on: add tasks to it first", change.id)
}

pub(super) fn all_done(change: &ItemRef, tasks: TaskProgress, next: Option<&(ChangeCommand, String)>) -> String {
    let next = next.map(|(_, command)| format!(": archive it with `{command}`")).unwrap_or_default();
    match tasks.total {
        1 => format!("the only task of `{}` is done{next}", change.id),
        total => format!("all {total} tasks of `{}` are done{next}", change.id),
    }
}

pub(super) fn without_delta(change: &ItemRef) -> String {
    format!(
        "`{}` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`",
        change.id
    )
}

pub(super) fn refused(change: &ItemRef, problems: &[ArchiveProblem]) -> String {
    let line = |it: &ArchiveProblem| format!("\n  {}:{}: {}", it.path, it.line, it.message);
    format!("`openspec archive` refuses `{}`:{}", change.id, problems.iter().map(line).collect::<String>())
}

/// A question, or what it was answered with.
pub(super) fn tasks_open(change: &ItemRef, tasks: TaskProgress, confirmed: bool) -> String {
    let open = tasks.total - tasks.done;
    let are = if open == 1 { "is" } else { "are" };
    let answer = if confirmed { " y" } else { "" };
    format!("{open} of {} tasks of `{}` {are} open: archive it all the same? [y/N]:{answer}", tasks.total, change.id)
}

pub(super) fn declined(change: &ItemRef) -> String {
    format!("`{}` is not archived while tasks are open", change.id)
}

/// `is_certain` says that the archive gets this name whatever the date.
pub(super) fn name_taken(path: &str, is_certain: bool) -> String {
    match is_certain {
        true => format!("`{path}` already exists, so `openspec archive` refuses: rename the change"),
        false => format!("`{path}` has the same name: if it was archived today, `openspec archive` refuses"),
    }
}
