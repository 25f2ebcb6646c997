//! The numbers of tasks below numbered groups.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

use super::{ChecklistItem, NumberText, TaskGroup, TaskList};
use crate::model::open_spec::{
    OpenSpecFix, OpenSpecLevel,
    change_finding::{ChangeCheck, ChangeFinding},
};

/// The task ids that are in the wrong group or there twice, in the files of one change; by the indexes of the files.
///
/// The program says this of the built-in schema `spec-driven` only.
pub fn wrong_numbers(files: &[&TaskList]) -> Vec<(usize, ChangeFinding)> {
    let mut findings = Vec::new();
    let mut first: FxHashMap<&str, (usize, TextRange)> = FxHashMap::default();
    // Numbers that other files use must not be given again.
    let alone = files.iter().filter(|list| numbered(list).next().is_some()).count() == 1;
    for (file, list) in files.iter().enumerate() {
        let mut wrong: Vec<ChangeFinding> = Vec::new();
        for (_, group, id) in numbered(list) {
            let report = |message: String| {
                ChangeFinding::new(ChangeCheck::TasksNumbering, OpenSpecLevel::Warning, id.range, message)
            };
            let number = id.text.split('.').next().unwrap_or_default();
            let written = &group.text;
            let is_elsewhere = bare(number) != bare(written);
            if is_elsewhere {
                let message =
                    format!("task `{}` is in group {written}: renumber it, or move it to group {number}", id.text);
                wrong.push(report(message).related(file, group.range, "the number of the group"));
            }
            match first.get(id.text.as_str()) {
                // Another number for its group would not be there twice.
                Some(_) if is_elsewhere => {}
                Some((other, range)) => {
                    let message = format!("duplicate task number `{}`: renumber one of them", id.text);
                    wrong.push(report(message).related(*other, *range, "first used here"));
                }
                None => drop(first.insert(&id.text, (file, id.range))),
            }
        }
        if !wrong.is_empty() && alone {
            let fix = renumbered(list).map(Arc::new);
            wrong.iter_mut().for_each(|finding| finding.fix = fix.clone());
        }
        findings.extend(wrong.into_iter().map(|finding| (file, finding)));
    }
    findings
}

/// The tasks with an id below a group with a number.
fn numbered(list: &TaskList) -> impl Iterator<Item = (usize, &NumberText, &NumberText)> {
    list.tasks.iter().filter_map(|task| {
        let group = task.group?;
        Some((group, list.groups.get(group)?.number.as_ref()?, task.id.as_ref()?))
    })
}

/// The edits that give every group and every task in it a number of its own. Groups whose numbers are right keep them.
fn renumbered(list: &TaskList) -> Option<OpenSpecFix> {
    let mut edits = Vec::new();
    let mut numbers = FxHashSet::default();
    let mut each = list.groups.iter().filter_map(|group| group.number.as_ref());
    let keep = each.all(|number| numbers.insert(bare(&number.text)));
    let mut count = 0;
    let mut rest = &list.tasks[..];
    for (index, group) in list.groups.iter().enumerate() {
        let (_, from) = rest.split_at(rest.partition_point(|task| task.group < Some(index)));
        let (own, after) = from.split_at(from.partition_point(|task| task.group == Some(index)));
        rest = after;
        let TaskGroup { number: Some(written), .. } = group else { continue };
        count += 1;
        let number = if keep { bare(&written.text).to_owned() } else { count.to_string() };
        if number != bare(&written.text) {
            edits.push((written.range, number.clone()));
        }
        renumber(own, &number, &mut edits);
    }
    (!edits.is_empty())
        .then(|| OpenSpecFix { title: "Change the task numbers to follow their groups".to_owned(), edits })
}

/// Numbers the tasks of one group from 1, on each of their levels.
fn renumber(tasks: &[ChecklistItem], group: &str, edits: &mut Vec<(TextRange, String)>) {
    let ids = || tasks.iter().filter_map(|task| task.id.as_ref());
    let mut seen = FxHashSet::default();
    if ids().all(|id| id.text.split('.').next().map(bare) == Some(bare(group)) && seen.insert(&id.text)) {
        return;
    }
    let mut counters: Vec<usize> = Vec::new();
    for id in ids() {
        let depth = id.text.matches('.').count();
        let next = counters.get(depth - 1).map_or(1, |counter| counter + 1);
        // A level that is left out begins with 1.
        counters.resize(depth, 1);
        counters[depth - 1] = next;
        let number = counters.iter().fold(group.to_owned(), |number, counter| format!("{number}.{counter}"));
        if number != id.text {
            edits.push((id.range, number));
        }
    }
}

/// A number without zeros in front.
fn bare(number: &str) -> &str {
    match number.trim_start_matches('0') {
        "" => "0",
        bare => bare,
    }
}
