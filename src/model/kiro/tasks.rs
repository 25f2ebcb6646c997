//! `tasks.md`: tasks by their numbers, what they refer to, and what only looks like a task.

mod annotation;
mod line;
mod read;
mod shape;

use std::collections::BTreeSet;

use text_size::TextRange;

use super::{
    RequirementReference,
    lines::{prose_lines, size},
};
use crate::model::open_spec::tasks::TaskProgress;

pub(super) use annotation::{AnnotationKey, annotation};

/// The tasks of a spec.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KiroTasks {
    /// In source order.
    pub tasks: Vec<KiroTask>,
    /// What is meant as a task and has no checkbox at its start, in source order.
    pub misshapen: Vec<MisshapenTask>,
    /// The requirements and criteria that annotations name, each with the index of its task.
    pub references: Vec<(RequirementReference, Option<usize>)>,
    /// The tasks that `_Depends: …_` names, each with the index of the task that depends on it.
    pub depends: Vec<(TaskReference, Option<usize>)>,
    /// What holds tasks up, each with the index of its task.
    pub blocked: Vec<(usize, TextRange)>,
    /// The requirements that the text speaks of, in whatever words.
    pub mentioned: BTreeSet<u32>,
    /// Whether an annotation means all requirements.
    pub covers_all: bool,
}

/// A list item that begins with a checkbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KiroTask {
    /// Such as `2.1`, without a dot at the end.
    pub number: Option<String>,
    /// The number as written; empty at the start of the title for a task without one.
    pub number_range: TextRange,
    /// What is between the brackets.
    pub mark: char,
    pub mark_range: TextRange,
    /// Whether it is marked with `*`, so that it can be left out.
    pub optional: bool,
    /// Columns before its list mark.
    pub indent: usize,
    /// From its list mark to the end of its line.
    pub range: TextRange,
    /// What follows the number; may be empty.
    pub title: TextRange,
    /// The index of the task that it is a part of: by number, else by indentation.
    pub parent: Option<usize>,
    /// How many headings are above it.
    pub section: usize,
}

impl KiroTask {
    pub fn is_done(&self) -> bool {
        matches!(self.mark, 'x' | 'X')
    }

    /// Whether it is done or in progress.
    pub fn is_begun(&self) -> bool {
        self.is_done() || self.mark == '-'
    }
}

/// A number in `_Depends: 1.2, 2.1_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskReference {
    pub number: String,
    /// The number as written.
    pub range: TextRange,
}

/// What is meant as a task, but does not begin with a checkbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MisshapenTask {
    pub shape: TaskShape,
    /// What is shown: the heading, or the line of the item without its details.
    pub range: TextRange,
    /// The bytes in place of which `- [ ] NUMBER ` makes it a task.
    pub head: TextRange,
    /// The number as a task has it: `2.` or `2.1`.
    pub number: String,
    /// What belongs between the brackets.
    pub mark: char,
}

/// What is in place of a checkbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskShape {
    /// `### Task 1.1: …`.
    Heading,
    /// `1. …` or `- 1.1 …`.
    Numbered,
    /// `1. [ ] …`: the number is before the checkbox.
    NumberFirst,
}

impl KiroTasks {
    pub fn read(text: &str) -> KiroTasks {
        read::read(text)
    }

    /// The tasks that have the number of an earlier one, each with it, by their indices.
    pub fn duplicates(&self) -> Vec<(usize, usize)> {
        let mut first = rustc_hash::FxHashMap::default();
        let numbered = self.tasks.iter().enumerate().filter_map(|(at, task)| Some((at, task.number.as_deref()?)));
        let pairs = numbered.filter_map(|(at, number)| {
            let earlier = *first.entry(number).or_insert(at);
            (earlier != at).then_some((at, earlier))
        });
        pairs.collect()
    }

    /// The tasks without a number where all others next to them have one, or where none has one at all.
    pub fn unnumbered(&self) -> Vec<&KiroTask> {
        let is_top = |task: &&KiroTask| task.indent == 0;
        let numbered = || self.tasks.iter().filter(|task| task.number.is_some());
        if numbered().next().is_none() {
            return self.tasks.iter().collect();
        }
        let sections: BTreeSet<_> = numbered().filter(is_top).map(|task| task.section).collect();
        let unnumbered = self.tasks.iter().filter(|task| task.number.is_none());
        unnumbered.filter(is_top).filter(|task| sections.contains(&task.section)).collect()
    }

    /// Whether a task is another one or a part of it, by their indices.
    pub fn is_within(&self, task: usize, whole: usize) -> bool {
        std::iter::successors(Some(task), |at| self.tasks.get(*at)?.parent).any(|at| at == whole)
    }

    /// The lines of a task: its own and what is below it, up to the next task that is not a part of it or the next heading.
    pub fn block(&self, text: &str, at: usize) -> TextRange {
        let Some(task) = self.tasks.get(at) else { return TextRange::default() };
        let start = text[..task.range.start().into()].rfind('\n').map_or(0, |newline| newline + 1);
        let next = self.tasks.iter().enumerate().skip(at + 1).find(|(other, _)| !self.is_within(*other, at));
        let end = next.map_or(text.len(), |(_, task)| usize::from(task.range.start()));
        let below = text.get(usize::from(task.range.end())..end).unwrap_or_default();
        let heading = prose_lines(below).find(|line| line.heading().is_some());
        let end = heading.map_or(end, |line| usize::from(task.range.end()) + line.start);
        // What is before the list mark of the next task is its indentation.
        TextRange::new(size(start), size(text[..end].trim_end().len()))
    }

    /// How many tasks without parts are done; those that can be left out count only where there are no others.
    pub fn progress(&self) -> TaskProgress {
        let parents: BTreeSet<usize> = self.tasks.iter().filter_map(|task| task.parent).collect();
        let alone = || self.tasks.iter().enumerate().filter(|(at, _)| !parents.contains(at)).map(|(_, task)| task);
        let has_required = alone().any(|task| !task.optional);
        let counted = alone().filter(|task| !has_required || !task.optional);
        counted.fold(TaskProgress::default(), |sum, task| TaskProgress {
            done: sum.done + usize::from(task.is_done()),
            total: sum.total + 1,
        })
    }

    /// The requirements that a task is about.
    pub fn covered(&self) -> BTreeSet<u32> {
        let mut covered = self.mentioned.clone();
        for (reference, _) in &self.references {
            covered.insert(reference.number.requirement);
            if let Some(last) = reference.through {
                let first = reference.number.requirement;
                covered.extend((first..=last.requirement).take(MOST_IN_RANGE));
            }
        }
        covered
    }
}

/// The requirements of one range; no spec has more.
const MOST_IN_RANGE: usize = 200;

/// A number without leading zeros, such as `2.1`.
pub(super) fn number_text(parts: &[u32]) -> String {
    let parts: Vec<_> = parts.iter().map(u32::to_string).collect();
    parts.join(".")
}

#[cfg(test)]
mod tests;
