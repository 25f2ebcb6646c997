//! New numbers for requirements, criteria and tasks, and the references that follow them.

use crate::{
    model::kiro::{
        CriterionNumber,
        requirements::{KiroCriterion, KiroRequirement, KiroRequirements},
        tasks::KiroTasks,
    },
    rules::{Context, Edit, Fix},
    workspace::SpecNumbers,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Numbers a requirement and, where its number is taken then, those after it.
pub(super) fn requirements(context: &Context<'_>, read: &KiroRequirements, from: &KiroRequirement) -> Option<Fix> {
    let mut used = FxHashSet::default();
    let mut renamed = FxHashMap::default();
    let mut edits = Vec::new();
    for it in &read.requirements {
        let is_first = used.insert(it.number);
        if it.range.start() < from.range.start() || is_first {
            continue;
        }
        let free = free(it.number, &mut used)?;
        // What was duplicate keeps its references: they may mean either.
        if !read.requirements.iter().any(|other| other.number == it.number && other.range.start() < it.range.start()) {
            renamed.insert(it.number, free);
        }
        edits.push(Edit::replace(&context.document.path, it.number_range, free.to_string()));
    }
    // A clause has the number of its requirement in its own text.
    if read.criteria.iter().any(|it| it.list.is_none()) {
        return None;
    }
    edits.extend(moved_references(context, |number| {
        let requirement = *renamed.get(&number.requirement)?;
        Some(CriterionNumber { requirement, ..number })
    }));
    Some(Fix::new(renumbered(&edits), edits))
}

/// Numbers a criterion and, where its number is taken then, those after it in its list.
pub(super) fn criteria(context: &Context<'_>, read: &KiroRequirements, from: &KiroCriterion) -> Option<Fix> {
    let is_same_list = |it: &&KiroCriterion| (it.requirement, it.list) == (from.requirement, from.list);
    let list: Vec<_> = read.criteria.iter().filter(is_same_list).collect();
    let mut used = FxHashSet::default();
    let mut renamed = FxHashMap::default();
    let mut edits = Vec::new();
    for it in &list {
        let is_first = used.insert(it.number);
        if it.number_range.start() < from.number_range.start() || is_first {
            continue;
        }
        let free = free(it.number, &mut used)?;
        if !list.iter().any(|other| other.number == it.number && other.number_range.start() < it.number_range.start()) {
            renamed.insert(it.number, free);
        }
        edits.push(Edit::replace(&context.document.path, it.number_range, free.to_string()));
    }
    let highest = list.iter().map(|it| it.number).max();
    let is_behind = |number: CriterionNumber| number.requirement == from.requirement && number.criterion > highest;
    let counts_items = numbers(context).is_some_and(|numbers| numbers.references(context.snapshot).any(is_behind));
    if !counts_items {
        edits.extend(moved_references(context, |number| {
            let criterion = *renamed.get(&number.criterion?).filter(|_| number.requirement == from.requirement)?;
            Some(CriterionNumber::of_criterion(number.requirement, criterion))
        }));
    }
    Some(Fix::new(renumbered(&edits), edits))
}

/// Numbers a task and, where their numbers are taken then, those after it, with their parts and with what depends on them.
pub(super) fn tasks_from(context: &Context<'_>, read: &KiroTasks, from: usize) -> Option<Fix> {
    let mut used = FxHashSet::default();
    let mut new_numbers: Vec<Option<String>> = Vec::new();
    let mut renamed = FxHashMap::default();
    let mut seen = FxHashSet::default();
    let mut edits = Vec::new();
    for (at, task) in read.tasks.iter().enumerate() {
        let Some(number) = &task.number else {
            new_numbers.push(None);
            continue;
        };
        let is_first = seen.insert(number.as_str());
        // The number of its parent may have changed.
        let above = task.parent.and_then(|parent| new_numbers.get(parent)?.clone());
        let (before, last) = number.rsplit_once('.').unwrap_or(("", number));
        let above = above.unwrap_or_else(|| before.to_owned());
        let mut last: u32 = last.parse().ok()?;
        let written = |last: u32| if above.is_empty() { last.to_string() } else { format!("{above}.{last}") };
        while !used.insert(written(last)) && at >= from {
            last = last.checked_add(1)?;
        }
        let new = written(last);
        if new != *number && at >= from {
            if is_first {
                renamed.insert(number.clone(), new.clone());
            }
            edits.push(Edit::replace(&context.document.path, task.number_range, new.clone()));
        }
        new_numbers.push(Some(new));
    }
    for (reference, _) in &read.depends {
        if let Some(new) = renamed.get(&reference.number) {
            edits.push(Edit::replace(&context.document.path, reference.range, new.clone()));
        }
    }
    Some(Fix::new(renumbered(&edits), edits))
}

fn renumbered(edits: &[Edit]) -> String {
    match edits.first() {
        Some(Edit::Replace { text, .. }) if edits.len() == 1 => format!("Change to `{text}`"),
        Some(Edit::Replace { text, .. }) => format!("Change to `{text}` and renumber what follows"),
        _ => String::new(),
    }
}

/// The next number that is not taken.
fn free(number: u32, used: &mut FxHashSet<u32>) -> Option<u32> {
    let mut free = number;
    while !used.insert(free) {
        free = free.checked_add(1)?;
    }
    Some(free)
}

/// The numbers of the spec of a document.
fn numbers<'a>(context: &Context<'a>) -> Option<SpecNumbers<'a>> {
    SpecNumbers::of(context.snapshot, context.document.kiro()?.spec?)
}

/// The edits that make references lead where what they mean has gone.
fn moved_references(context: &Context<'_>, new: impl Fn(CriterionNumber) -> Option<CriterionNumber>) -> Vec<Edit> {
    let Some(numbers) = numbers(context) else { return Vec::new() };
    numbers.edits(context.snapshot, |place, written| {
        let moved = new(place.number().filter(|_| !place.declares)?)?;
        Some(match moved.criterion {
            // The end of `1.1-4`.
            Some(criterion) if !written.contains('.') => criterion.to_string(),
            _ => moved.to_string(),
        })
    })
}
