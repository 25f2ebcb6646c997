//! New numbers for requirements, criteria and tasks, and the references that follow them.

use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

use super::tasks;
use crate::{
    model::kiro::{
        CriterionNumber, KiroMeaning, RequirementReference,
        requirements::{KiroCriterion, KiroRequirement, KiroRequirements},
        tasks::KiroTasks,
    },
    rules::{Context, Edit, Fix},
    workspace::Document,
};

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
    let mut references = documents(context).into_iter().flat_map(references);
    let counts_items = references.any(|it| it.number.requirement == from.requirement && it.number.criterion > highest);
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

/// The documents of the spec that refer to requirements.
fn documents<'a>(context: &Context<'a>) -> Vec<&'a Document> {
    let Some(spec) = context.index.kiro.spec_of(context.document) else { return Vec::new() };
    let files = [&spec.tasks, &spec.design].into_iter().flatten();
    files.filter_map(|file| context.snapshot.document(file)).map(|document| &**document).collect()
}

fn references(document: &Document) -> Vec<RequirementReference> {
    match document.facts().meaning.kiro() {
        Some(KiroMeaning::Design(design)) => design.references.clone(),
        _ => tasks(document).into_iter().flat_map(|tasks| &tasks.references).map(|(reference, _)| *reference).collect(),
    }
}

/// The edits that make references lead where what they mean has gone.
fn moved_references(context: &Context<'_>, new: impl Fn(CriterionNumber) -> Option<CriterionNumber>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for document in documents(context) {
        let text = document.text();
        let written = |range: TextRange, number: CriterionNumber| match number.criterion {
            // The end of `1.1-4`.
            Some(criterion) if !text[range].contains('.') => criterion.to_string(),
            _ => number.to_string(),
        };
        for it in references(document) {
            let moved = new(it.number).map(|number| written(it.range, number));
            edits.extend(
                moved
                    .filter(|moved| *moved != text[it.range])
                    .map(|moved| Edit::replace(&document.path, it.range, moved)),
            );
        }
    }
    edits
}
