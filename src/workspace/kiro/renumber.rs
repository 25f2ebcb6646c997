//! Consecutive numbers for what a spec numbers, and other numbers for single things, with all references.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{KiroName, NumberPlace, SpecNumbers};
use crate::{
    model::kiro::{requirements::KiroRequirements, tasks::KiroTasks},
    workspace::{Document, Edit, Snapshot},
};

impl SpecNumbers<'_> {
    /// The edits that give one thing another number; what is part of it and every reference follow. `new` has the number alone: `3` for
    /// a requirement, a criterion or a property, `2.1` for a task.
    pub fn with_number(&self, snapshot: &Snapshot, name: &KiroName, new: &str) -> Vec<Edit> {
        self.edits(snapshot, |place, written| match (name, &place.name) {
            (KiroName::Requirement { number, .. }, KiroName::Criterion { requirement, .. }) => {
                let criterion = place.criterion.filter(|_| number == requirement && written.contains('.'))?;
                Some(format!("{new}.{criterion}"))
            }
            (KiroName::Criterion { requirement, .. }, own) if own == name => {
                Some(if written.contains('.') { format!("{requirement}.{new}") } else { new.to_owned() })
            }
            (KiroName::Task { number, .. }, KiroName::Task { number: own, .. }) => {
                let rest = own.strip_prefix(&**number)?;
                (rest.is_empty() || rest.starts_with('.')).then(|| format!("{new}{rest}"))
            }
            (_, own) => (own == name).then(|| new.to_owned()),
        })
    }

    /// Why something cannot get a number, in words; `None` when it is free.
    pub fn refusal(&self, name: &KiroName, new: &str) -> Option<String> {
        let number = new.parse::<u32>().ok();
        match name {
            KiroName::Requirement { number: own, .. } => {
                let number = number.filter(|new| new != own && self.known_requirements.contains_key(new))?;
                Some(taken("requirement", &number.to_string()))
            }
            KiroName::Criterion { requirement, position, .. } => {
                let number = number?;
                // An item can also be meant by its place.
                let by_number = self.written.get(&(*requirement, number)).is_some_and(|at| at != position);
                let by_place = number != *position && self.positions.contains_key(&(*requirement, number));
                (by_number || by_place).then(|| taken("criterion", &format!("{requirement}.{number}")))
            }
            KiroName::Task { number: own, .. } => {
                let is_other = |task: &&&str| !begins(task, own) && (**task == new || begins(task, new));
                let is_taken = new != own && self.known_tasks.iter().any(|task| is_other(&task));
                let is_own = begins(new, own).then(|| format!("task {own} cannot be a part of itself"));
                is_own.or_else(|| is_taken.then(|| taken("task", new)))
            }
            KiroName::Property { number: own, .. } => {
                let number = number.filter(|new| new != own && self.known_properties.contains(new))?;
                Some(taken("property", &number.to_string()))
            }
        }
    }

    /// Whether a task is read with its new number after the edits: one without a dot behind it has to go on from the task before it.
    pub fn reads_task(&self, edits: &[Edit], name: &KiroName, new: &str) -> bool {
        match (name, self.tasks) {
            (KiroName::Task { .. }, Some((document, _))) => {
                let after = KiroTasks::read(&edited(document, edits));
                after.tasks.iter().any(|task| task.number.as_deref() == Some(new))
            }
            _ => true,
        }
    }

    /// The edits after which the requirements are numbered from the first on without gaps, and so are the criteria of each; `None` where it
    /// is unclear what a reference would mean.
    pub fn renumbered_requirements(&self, snapshot: &Snapshot) -> Option<Vec<Edit>> {
        let [(document, read)] = self.requirements[..] else { return None };
        // Clauses below numbered headings may be meant to say something else, and a number that is there twice may mean either.
        let has_clauses = read.criteria.iter().any(|it| it.list.is_none());
        if has_clauses || !read.duplicate_requirements().is_empty() {
            return None;
        }
        let first = read.requirements.first()?.number.min(1);
        let new: FxHashMap<u32, u32> = read.requirements.iter().map(|it| it.number).zip(first..).collect();
        let taken: FxHashSet<u32> = new.values().copied().collect();
        if self.has_unknown(snapshot, |name| match name {
            KiroName::Requirement { number: requirement, .. } | KiroName::Criterion { requirement, .. } => {
                !new.contains_key(requirement) && taken.contains(requirement)
            }
            _ => false,
        }) {
            return None;
        }
        let edits = self.edits(snapshot, |place, written| new_number(&new, |it| it.1, place, written));
        let after = KiroRequirements::read(&edited(document, &edits));
        let numbers = |read: &KiroRequirements| read.requirements.iter().map(|it| it.number).collect::<Vec<_>>();
        let is_same = numbers(&after).into_iter().eq((first..).take(read.requirements.len()))
            && after.criteria.len() == read.criteria.len()
            && after.criteria.iter().all(|it| it.number == it.position);
        is_same.then_some(edits)
    }

    /// The same for a `bugfix.md` whose clauses have their whole numbers, `1.2 WHEN …`, in whatever order the groups come.
    pub fn renumbered_clauses(&self, snapshot: &Snapshot) -> Option<Vec<Edit>> {
        let [(document, read)] = self.requirements[..] else { return None };
        let has_lists = read.criteria.iter().any(|it| it.list.is_some());
        if has_lists || !read.requirements.is_empty() || !read.duplicate_criteria().is_empty() {
            return None;
        }
        let first = |number: u32| number.min(1);
        let mut groups: FxHashMap<u32, u32> = FxHashMap::default();
        let mut next: FxHashMap<u32, u32> = FxHashMap::default();
        let mut clauses: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut next_group = first(read.criteria.first()?.requirement);
        for it in &read.criteria {
            groups.entry(it.requirement).or_insert_with(|| {
                next_group = next_group.saturating_add(1);
                next_group - 1
            });
            let number = next.entry(it.requirement).or_insert(first(it.number));
            clauses.insert((it.requirement, it.position), *number);
            *number = number.saturating_add(1);
        }
        let renumbered = |it: (u32, u32)| clauses.get(&it).copied().unwrap_or(it.1);
        let taken_groups: FxHashSet<u32> = groups.values().copied().collect();
        let taken: FxHashSet<(u32, u32)> = clauses.iter().map(|((group, _), new)| (groups[group], *new)).collect();
        if self.has_unknown(snapshot, |name| match name {
            KiroName::Requirement { number, .. } => !groups.contains_key(number) && taken_groups.contains(number),
            KiroName::Criterion { requirement, position, .. } => match groups.get(requirement) {
                Some(group) => taken.contains(&(*group, *position)),
                None => taken_groups.contains(requirement),
            },
            _ => false,
        }) {
            return None;
        }
        let edits = self.edits(snapshot, |place, written| new_number(&groups, renumbered, place, written));
        let after = KiroRequirements::read(&edited(document, &edits));
        let wanted =
            read.criteria.iter().map(|it| (groups[&it.requirement], renumbered((it.requirement, it.position))));
        let is_same = after.criteria.iter().map(|it| (it.requirement, it.number)).eq(wanted);
        is_same.then_some(edits)
    }

    /// The edits after which the tasks are numbered from the first on without gaps, and so are the parts of each; `None` where it is unclear
    /// what a reference would mean.
    pub fn renumbered_tasks(&self, snapshot: &Snapshot) -> Option<Vec<Edit>> {
        let (document, read) = self.tasks?;
        if !read.duplicates().is_empty() {
            return None;
        }
        let mut new: FxHashMap<&str, String> = FxHashMap::default();
        let mut next: FxHashMap<&str, u32> = FxHashMap::default();
        for task in &read.tasks {
            let Some(number) = task.number.as_deref() else { continue };
            let (above, own) = number.rsplit_once('.').unwrap_or(("", number));
            // A part without a task above it has a number that means nothing.
            let before = if above.is_empty() { String::new() } else { format!("{}.", new.get(above)?) };
            let own = own.parse::<u32>().ok()?.min(1);
            let last = next.entry(above).and_modify(|last| *last = last.saturating_add(1)).or_insert(own);
            new.insert(number, format!("{before}{last}"));
        }
        let taken: FxHashSet<&str> = new.values().map(String::as_str).collect();
        if self.has_unknown(snapshot, |name| match name {
            KiroName::Task { number, .. } => !new.contains_key(&**number) && taken.contains(&**number),
            _ => false,
        }) {
            return None;
        }
        let edits = self.edits(snapshot, |place, _| match &place.name {
            KiroName::Task { number, .. } => new.get(&**number).cloned(),
            _ => None,
        });
        // A title that begins with a number can be read as another one.
        let after = KiroTasks::read(&edited(document, &edits));
        let wanted = read.tasks.iter().map(|task| new.get(task.number.as_deref()?));
        after.tasks.iter().map(|task| task.number.as_ref()).eq(wanted).then_some(edits)
    }

    /// Whether a reference leads nowhere today and would lead to what gets its number.
    pub(super) fn has_unknown(&self, snapshot: &Snapshot, would_mean: impl Fn(&KiroName) -> bool) -> bool {
        self.documents(snapshot)
            .flat_map(|document| self.places(document))
            .any(|place| !place.is_known && would_mean(&place.name))
    }
}

fn taken(what: &str, number: &str) -> String {
    format!("{what} {number} already exists: give it another number first")
}

/// Whether a task is a part of the one with this number.
fn begins(task: &str, number: &str) -> bool {
    task.strip_prefix(number).is_some_and(|rest| rest.starts_with('.'))
}

/// What is written in place of the number of a requirement or a criterion; `criterion` gives the new number of one that is there, by its
/// requirement and position.
pub(super) fn new_number(
    requirements: &FxHashMap<u32, u32>,
    criterion: impl Fn((u32, u32)) -> u32,
    place: &NumberPlace,
    written: &str,
) -> Option<String> {
    match &place.name {
        KiroName::Requirement { number, .. } => Some(requirements.get(number)?.to_string()),
        KiroName::Criterion { requirement, position, .. } => {
            let criterion = if place.is_known { criterion((*requirement, *position)) } else { place.criterion? };
            let requirement = requirements.get(requirement)?;
            // An item of a list and the end of `1.1-4` have no requirement in front.
            Some(if written.contains('.') { format!("{requirement}.{criterion}") } else { criterion.to_string() })
        }
        KiroName::Task { .. } | KiroName::Property { .. } => None,
    }
}

/// The text of a document after edits of it, which do not overlap.
pub(super) fn edited(document: &Document, edits: &[Edit]) -> String {
    let mut own: Vec<_> = { edits.iter() }
        .filter_map(|edit| match edit {
            Edit::Replace { path, range, text } if *path == document.path => Some((*range, text)),
            _ => None,
        })
        .collect();
    own.sort_by_key(|(range, _)| range.start());
    let (mut text, mut from) = (String::with_capacity(document.text().len()), 0);
    for (range, new) in own {
        text.push_str(document.text().get(from..range.start().into()).unwrap_or_default());
        text.push_str(new);
        from = range.end().into();
    }
    text.push_str(document.text().get(from..).unwrap_or_default());
    text
}
