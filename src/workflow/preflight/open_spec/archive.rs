//! What `openspec archive` checks before it merges the deltas of a change and puts it away.

use text_size::TextSize;

use super::{
    super::{ArchiveProblem, Context, ItemRef, Reason, Why},
    text,
};
use crate::{
    model::open_spec::{MergeRefusalKind, OpenSpecLevel, OpenSpecMeaning, tasks::TaskProgress},
    workspace::{Document, Snapshot, index::ChangeFolder},
};

pub(super) fn check(context: &Context<'_>, change: &ItemRef) -> Vec<Reason> {
    let snapshot = context.snapshot;
    let problems = problems(snapshot, change);
    if !problems.is_empty() {
        return vec![Reason::block(text::refused(change, &problems), Why::ArchiveRefused { problems })];
    }
    let lists = snapshot.task_lists(&change.id, false);
    let tasks = lists.iter().map(|(_, list)| list.progress()).sum();
    let open = open_tasks(change, tasks, context.request.answers.go_on);
    open.into_iter().chain(name_taken(snapshot, change)).chain(without_delta(snapshot, change)).collect()
}

/// Open tasks are asked about.
fn open_tasks(change: &ItemRef, tasks: TaskProgress, go_on: Option<bool>) -> Option<Reason> {
    if tasks.done == tasks.total {
        return None;
    }
    let why = Why::ChangeTasksOpen { done: tasks.done, total: tasks.total };
    Some(match go_on {
        None => Reason::ask(text::tasks_open(change, tasks, false), why),
        Some(true) => Reason::warn(text::tasks_open(change, tasks, true), why),
        Some(false) => Reason::block(text::declined(change), Why::ChangeDeclined),
    })
}

/// Which archived change has the name that this one would get. Its date is today's, which nothing here knows, unless the name begins with
/// one.
fn name_taken(snapshot: &Snapshot, change: &ItemRef) -> Option<Reason> {
    let index = snapshot.index();
    let archived = index.open_spec.archived.keys();
    let is_certain = without_date(&change.id).is_some();
    let same = |folder: &&String| match is_certain {
        true => **folder == change.id,
        false => without_date(folder) == Some(&change.id),
    };
    let path = format!("openspec/changes/archive/{}", archived.rev().find(same)?);
    let message = text::name_taken(&path, is_certain);
    let why = Why::ArchiveNameTaken { path };
    Some(if is_certain { Reason::block(message, why) } else { Reason::warn(message, why) })
}

/// What follows the date with which a name begins, `2026-01-31-`.
fn without_date(name: &str) -> Option<&str> {
    let (date, rest) = name.split_at_checked("2026-01-31-".len())?;
    let fits = |(at, byte): (usize, u8)| if matches!(at, 4 | 7 | 10) { byte == b'-' } else { byte.is_ascii_digit() };
    date.bytes().enumerate().all(fits).then_some(rest)
}

/// That there is nothing to merge, unless the change says so itself.
pub(super) fn without_delta(snapshot: &Snapshot, change: &ItemRef) -> Option<Reason> {
    let index = snapshot.index();
    let folder = index.open_spec.changes.get(&change.id)?;
    let is_empty = folder.deltas.is_empty() && !snapshot.skips_specs(folder);
    is_empty.then(|| Reason::warn(text::without_delta(change), Why::ChangeWithoutDelta))
}

/// Everything that keeps the change from being archived, in the order of the files.
fn problems(snapshot: &Snapshot, change: &ItemRef) -> Vec<ArchiveProblem> {
    let index = snapshot.index();
    let Some(folder) = index.open_spec.changes.get(&change.id) else { return Vec::new() };
    let document = |path| snapshot.document(path);
    let deltas = folder.deltas.values().filter_map(document).flat_map(|delta| of_delta(snapshot, delta));
    let misplaced = folder.misplaced.iter().filter_map(document).filter_map(|document| {
        let misplaced = snapshot.misplaced_delta(document)?;
        Some(problem(document, misplaced.range.start(), misplaced.message()))
    });
    let mut problems: Vec<_> = deltas.chain(misplaced).chain(of_metadata(snapshot, change, folder)).collect();
    problems.sort();
    problems.dedup();
    problems
}

fn of_delta(snapshot: &Snapshot, delta: &Document) -> Vec<ArchiveProblem> {
    let findings = match delta.facts().meaning.open_spec() {
        Some(OpenSpecMeaning::Delta(_, findings)) => findings.as_slice(),
        _ if delta.unreadable.is_some() => {
            return vec![problem(delta, TextSize::new(0), "this file cannot be read".to_owned())];
        }
        _ => &[],
    };
    let errors = findings.iter().filter(|finding| finding.level == OpenSpecLevel::Error);
    let errors: Vec<_> = errors.map(|it| problem(delta, it.range.start(), it.message.clone())).collect();
    let merged = snapshot.merged(delta);
    let refusals = merged.iter().flat_map(|merged| &merged.refusals);
    // What is wrong in the delta alone is among its findings.
    let refusals = refusals.filter(|it| errors.is_empty() || it.kind != MergeRefusalKind::Delta);
    let refusals: Vec<_> = refusals.map(|it| problem(delta, it.range.start(), it.message.clone())).collect();
    errors.into_iter().chain(refusals).collect()
}

/// What the program says of `skip_specs`.
fn of_metadata(snapshot: &Snapshot, change: &ItemRef, folder: &ChangeFolder) -> Option<ArchiveProblem> {
    let document = snapshot.document(folder.metadata.as_ref()?)?;
    let metadata = snapshot.change_metadata(folder)?;
    let flag = metadata.skip_specs?;
    if !metadata.is_valid || snapshot.schema_of(folder).is_none() {
        let message =
            "`skip_specs` does not count while this file is not valid: `flowspec-lsp check` says what is wrong";
        return Some(problem(document, flag.range.start(), message.to_owned()));
    }
    let has_files = snapshot.change_files(&change.id, false).has_below("specs");
    let both = metadata.skipped_but_there(document.text(), has_files)?;
    Some(problem(document, both.range.start(), both.message))
}

fn problem(document: &Document, at: TextSize, message: String) -> ArchiveProblem {
    let line = document.facts().lines.line(at) + 1;
    ArchiveProblem { path: document.name().to_string(), line, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_digits_and_dashes() {
        for (name, rest) in [
            ("2026-01-31-add-fees", Some("add-fees")),
            ("2026-99-99-", Some("")),
            ("2026-01-31", None),
            ("add-fees-2026", None),
            ("größe-größe", None),
            ("", None),
        ] {
            assert_eq!(without_date(name), rest, "{name}");
        }
    }
}
