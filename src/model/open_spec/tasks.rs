//! `tasks.md` of a change: its groups, its tasks and how many of them are done.

mod bare;
mod line;
mod numbering;
#[cfg(test)]
mod tests;

pub use bare::{BareItem, without_checkbox};
pub use numbering::wrong_numbers;

use text_size::{TextLen, TextRange, TextSize};

/// A list of tasks, as the program counts them: in code blocks and comments, too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskList {
    /// Every `## ` heading, in order.
    pub groups: Vec<TaskGroup>,
    /// In order.
    pub tasks: Vec<ChecklistItem>,
    /// The items of its lists, where no line of the file is a task. What Markdown does not show as a list item is left out.
    pub bare: Vec<BareItem>,
    /// Whether these items have the right numbers, should they become tasks.
    pub bare_numbers_fit: bool,
}

/// A section of a task list: `## 2. Title`, or `## Title`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskGroup {
    /// The line of the heading, without its line end.
    pub heading: TextRange,
    /// The number, without the dot; the numbering of tasks is checked only below a group that has one.
    pub number: Option<NumberText>,
    pub title: String,
}

/// A task: a list item with a checkbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// The index of its group.
    pub group: Option<usize>,
    /// The line that it is on, from 0. Lines end with a line feed only.
    pub line: u32,
    /// From the list marker to the end of the text.
    pub range: TextRange,
    /// The checkbox with its brackets.
    pub checkbox: TextRange,
    /// What is between the brackets, if anything but spaces.
    pub marker: Option<char>,
    /// The number at the start of the text, `2.1`.
    pub id: Option<NumberText>,
    /// What follows the checkbox, the id included.
    pub text: String,
    pub text_range: TextRange,
}

/// A number as it is written, which may be longer than any integer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberText {
    pub text: String,
    pub range: TextRange,
}

/// How many tasks there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskProgress {
    pub done: usize,
    pub total: usize,
}

impl TaskList {
    /// Reads any text; a file without tasks is an empty list.
    pub fn read(text: &str) -> TaskList {
        let mut list = TaskList::default();
        let mut start = TextSize::new(0);
        for (number, line) in text.split('\n').enumerate() {
            list.line(number, line, start);
            start += line.text_len() + TextSize::new(1);
        }
        if list.tasks.is_empty() {
            list.bare = bare::items(text);
            list.bare_numbers_fit = wrong_numbers(&[&bare::as_tasks(text, &list.bare)]).is_empty();
        }
        list
    }

    /// The progress of the whole file, in tasks.
    pub fn progress(&self) -> TaskProgress {
        TaskProgress { done: self.tasks.iter().filter(|task| task.is_done()).count(), total: self.tasks.len() }
    }

    fn line(&mut self, number: usize, line: &str, start: TextSize) {
        if let Some(group) = line::group(line, start) {
            self.groups.push(group);
        } else if let Some(mut task) = line::task(line, start) {
            task.line = u32::try_from(number).unwrap_or(u32::MAX);
            task.group = self.groups.len().checked_sub(1);
            self.tasks.push(task);
        }
    }
}

impl ChecklistItem {
    /// Only `x` counts as done; every other marker is an open task.
    pub fn is_done(&self) -> bool {
        matches!(self.marker, Some('x' | 'X'))
    }
}

impl TaskProgress {
    /// Whether there are tasks, and all of them are done.
    pub fn is_complete(self) -> bool {
        self.total > 0 && self.done == self.total
    }
}

impl std::ops::Add for TaskProgress {
    type Output = TaskProgress;

    fn add(self, other: TaskProgress) -> TaskProgress {
        TaskProgress { done: self.done + other.done, total: self.total + other.total }
    }
}

impl std::iter::Sum for TaskProgress {
    fn sum<I: Iterator<Item = TaskProgress>>(files: I) -> TaskProgress {
        files.fold(TaskProgress::default(), std::ops::Add::add)
    }
}
