//! What a task has to meet, in words.

use super::{KiroName, SpecNumbers};
use crate::model::kiro::{CriterionNumber, RequirementReference, tasks::KiroTasks};

impl SpecNumbers<'_> {
    /// A line for each requirement and each criterion to which a task or a part of it refers, in the order of their numbers.
    pub fn wanted_by(&self, tasks: &KiroTasks, at: usize) -> Vec<String> {
        let is_part = |task: &Option<usize>| task.is_some_and(|task| tasks.is_within(task, at));
        let ranges: Vec<_> = { tasks.references.iter() }
            .filter(|(_, task)| is_part(task))
            .map(|(reference, _)| self.range(reference))
            .collect();
        let mut lines = Vec::new();
        for it in self.requirements() {
            let whole = |(first, last): &((u32, u32), (u32, u32))| (*first..=*last).contains(&(it.number, 0));
            if ranges.iter().any(whole) {
                lines.push(((it.number, 0), CriterionNumber::of_requirement(it.number)));
            }
        }
        for (_, it) in self.criteria() {
            let place = (it.requirement, it.position);
            if ranges.iter().any(|(first, last)| (*first..=*last).contains(&place)) {
                lines.push((place, self.called(it)));
            }
        }
        lines.sort_by_key(|(place, _)| *place);
        lines.dedup();
        let line = |(_, number): ((u32, u32), CriterionNumber)| {
            let words = self.words(number)?;
            Some(match number.criterion {
                Some(_) => format!("- {number}: {words}"),
                None if words.is_empty() => format!("- Requirement {number}"),
                None => format!("- Requirement {number}: {words}"),
            })
        };
        lines.into_iter().filter_map(line).collect()
    }

    /// The first and the last place that a reference means; place 0 of a requirement is the requirement itself.
    fn range(&self, reference: &RequirementReference) -> ((u32, u32), (u32, u32)) {
        let place = |number: CriterionNumber, whole: u32| match self.name(number) {
            KiroName::Criterion { requirement, position, .. } => (requirement, position),
            _ => (number.requirement, whole),
        };
        (place(reference.number, 0), place(reference.through.unwrap_or(reference.number), u32::MAX))
    }
}
