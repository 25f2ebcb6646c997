//! A task of Backlog.md: its id, status, workflow state and dependencies.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use crate::syntax::{
    fence::Fences,
    front_matter::FrontMatter,
    yaml::{Node, Value},
};

/// The prefix of the one label that holds a task's workflow state.
pub const STATE_PREFIX: &str = "workflow:";

/// What the front matter of a task says. An absent or malformed key is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    /// `id`, as written.
    pub id: Option<TaskWord>,
    /// `title`.
    pub title: Option<TaskWord>,
    /// `status`, Backlog.md's own column.
    pub status: Option<TaskWord>,
    /// `labels`, all of them.
    pub labels: Vec<TaskWord>,
    /// `dependencies`.
    pub dependencies: Vec<TaskWord>,
    /// `parent_task_id`.
    pub parent: Option<TaskWord>,
    /// `milestone`.
    pub milestone: Option<TaskWord>,
}

/// A scalar and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskWord {
    /// The text, unquoted.
    pub text: String,
    /// Its bytes, quotes included.
    pub range: TextRange,
    /// Its bytes without the quotes.
    pub content: TextRange,
}

impl Task {
    /// Reads the keys that Backlog.md reads.
    pub fn read(front_matter: &FrontMatter) -> Task {
        let value = |key: &str| front_matter.get(key).map(|entry| &entry.value);
        Task {
            id: value("id").and_then(word),
            title: value("title").and_then(word),
            status: value("status").and_then(word),
            labels: value("labels").map(words).unwrap_or_default(),
            // Backlog.md reads anything but a list as none.
            dependencies: value("dependencies").filter(|it| it.as_sequence().is_some()).map(words).unwrap_or_default(),
            parent: value("parent_task_id").and_then(word),
            milestone: value("milestone").and_then(word),
        }
    }

    /// Where a task of this name, relative to the project, lies in Backlog.md's folder.
    pub fn place(name: &Utf8Path, backlog: &Utf8Path) -> TaskFolder {
        let folder = name.strip_prefix(backlog).ok().and_then(|name| name.components().next());
        match folder.map(|folder| folder.as_str()) {
            Some("drafts") => TaskFolder::Drafts,
            Some("completed") => TaskFolder::Completed,
            Some("archive") => TaskFolder::Archive,
            _ => TaskFolder::Tasks,
        }
    }

    /// The bytes of the state's name in a workflow label, given the text of the document.
    pub fn state_range(text: &str, label: &TaskWord) -> TextRange {
        let source = text.get(std::ops::Range::<usize>::from(label.content)).unwrap_or_default();
        let state = source.strip_prefix(STATE_PREFIX).map(str::trim).filter(|state| !state.is_empty());
        // With escapes in it a label is shown as a whole.
        let start = state.and_then(|state| source.rfind(state));
        match (state, start) {
            (Some(state), Some(start)) => {
                TextRange::at(label.content.start() + TextSize::new(start as u32), TextSize::of(state))
            }
            _ => label.content,
        }
    }

    /// The labels that name a workflow state, with the state's name.
    pub fn states(&self) -> impl Iterator<Item = (&TaskWord, &str)> {
        self.labels.iter().filter_map(|label| Some((label, label.text.strip_prefix(STATE_PREFIX)?.trim())))
    }
}

/// The folders of Backlog.md; of two tasks with one id, the earlier one here is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskFolder {
    /// On the board.
    Tasks,
    /// Finished some time ago.
    Completed,
    /// Not yet on the board.
    Drafts,
    /// Put away, finished or not.
    Archive,
}

impl TaskFolder {
    /// Whether an id belongs to what lies there alone: Backlog.md gives it to nothing else and finds the task by it. It frees the ids of what it
    /// archives, and drafts have ids of their own.
    pub fn has_id_of_its_own(self) -> bool {
        matches!(self, TaskFolder::Tasks | TaskFolder::Completed)
    }

    /// Whether anybody still works on what lies there.
    pub fn is_active(self) -> bool {
        matches!(self, TaskFolder::Tasks | TaskFolder::Drafts)
    }
}

/// The form in which ids are compared, as Backlog.md does: without regard to case and to zeros in front of its numbers.
pub fn id_key(id: &str) -> String {
    let id = id.trim().to_lowercase();
    let (prefix, numbers) = id.split_at(id.rfind('-').map_or(0, |dash| dash + 1));
    if !is_numbers(numbers) {
        return id;
    }
    let bare = |number| match str::trim_start_matches(number, '0') {
        "" => "0",
        bare => bare,
    };
    let numbers: Vec<_> = numbers.split('.').map(bare).collect();
    format!("{prefix}{}", numbers.join("."))
}

/// The id in the name of a task's file, `task-12` in `task-12 - Title.md`.
pub fn id_of_file(name: &str) -> Option<&str> {
    let dash =
        name.find('-').filter(|dash| *dash > 0 && name[..*dash].bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let rest = &name[dash + 1..];
    let end = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
    let numbers = rest[..end].trim_end_matches('.');
    is_numbers(numbers).then(|| &name[..dash + 1 + numbers.len()])
}

fn is_numbers(text: &str) -> bool {
    text.split('.').all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn word(node: &Node) -> Option<TaskWord> {
    match &node.value {
        Value::Scalar { text, .. } if !text.is_empty() && !node.is_null() => {
            Some(TaskWord { text: text.clone(), range: node.range, content: node.content_range() })
        }
        _ => None,
    }
}

/// A list of words, or the one word that stands where a list should.
fn words(node: &Node) -> Vec<TaskWord> {
    match &node.value {
        Value::Sequence(items) => items.iter().filter_map(word).collect(),
        _ => word(node).into_iter().collect(),
    }
}

/// An acceptance criterion: `- [x] #1 text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criterion {
    /// The item without its indentation and line end.
    pub range: TextRange,
    /// What it says, after the box.
    pub text: TextRange,
    /// The number after `#` that it begins with.
    pub number: Option<u32>,
    /// Whether it is checked.
    pub checked: bool,
}

/// The criteria in a part of a text, as between a task's AC markers.
pub fn criteria<'a>(text: &'a str, fences: &'a Fences, part: TextRange) -> impl Iterator<Item = Criterion> + use<'a> {
    text[part]
        .split_inclusive('\n')
        .scan(part.start(), |at, line| {
            let start = *at;
            *at += TextSize::of(line);
            Some((start, line))
        })
        .filter_map(move |(start, line)| {
            let item = line.trim();
            let checked = match item.strip_prefix(['-', '*'])?.trim_start().get(..3)? {
                "[ ]" => false,
                "[x]" | "[X]" => true,
                _ => return None,
            };
            let indent = TextSize::of(line) - TextSize::of(line.trim_start());
            let range = TextRange::at(start + indent, TextSize::of(item));
            let said = item.split_once(']').map_or("", |(_, said)| said.trim_start());
            let text = TextRange::new(range.end() - TextSize::of(said), range.end());
            let number = said.strip_prefix('#').and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
            let number = number.and_then(|number| number.parse().ok());
            fences.at(range.start()).is_none().then_some(Criterion { range, text, number, checked })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_compare_as_numbers() {
        for (id, key) in [
            ("task-012", "task-12"),
            ("TASK-12.010", "task-12.10"),
            ("task-0", "task-0"),
            ("12", "12"),
            ("my-task-007", "my-task-7"),
            ("task-1a", "task-1a"),
            ("task-", "task-"),
            ("", ""),
        ] {
            assert_eq!(id_key(id), key);
        }
    }

    #[test]
    fn ids_in_file_names() {
        for (name, id) in [
            ("task-12 - Add login.md", Some("task-12")),
            ("task-204.01 - A.md", Some("task-204.01")),
            ("task-074- rag.md", Some("task-074")),
            ("BACK-7.md", Some("BACK-7")),
            ("notes.md", None),
            ("task-é.md", None),
            ("é-12 - A.md", None),
            ("-12.md", None),
        ] {
            assert_eq!(id_of_file(name), id, "{name}");
        }
    }

    #[test]
    fn places() {
        for (name, place) in [
            ("backlog/tasks/a.md", TaskFolder::Tasks),
            ("backlog/drafts/a.md", TaskFolder::Drafts),
            ("backlog/completed/a.md", TaskFolder::Completed),
            ("backlog/archive/tasks/a.md", TaskFolder::Archive),
            ("other/archive/a.md", TaskFolder::Tasks),
        ] {
            assert_eq!(Task::place(name.into(), "backlog".into()), place, "{name}");
        }
    }
}
