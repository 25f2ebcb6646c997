//! The flags of the subcommands that prompts call most: Backlog.md's as of 1.52, flowspec's as its guide has them.

/// A flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// `--status`.
    pub name: &'static str,
    /// `-s`.
    pub short: Option<&'static str>,
    /// What comes after it; `None` when nothing does.
    pub value: Option<FlagValue>,
    /// What it does, in a few words.
    pub summary: &'static str,
}

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagValue {
    /// Text, a number, a path.
    Any,
    /// One of Backlog.md's statuses.
    Status,
    /// Labels, with commas.
    Labels,
    /// The id of a task.
    Task,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// The flags of `program` after these subcommand words; empty when they are not known.
pub fn flags(program: &str, words: &[&str]) -> &'static [Flag] {
    match (program, words) {
        ("backlog", ["task" | "tasks", "create"]) => TASK_CREATE,
        ("backlog", ["task" | "tasks", "edit"]) => TASK_EDIT,
        ("backlog", ["task" | "tasks", "list"]) => TASK_LIST,
        ("backlog", ["task" | "tasks", "view"] | ["task" | "tasks"]) => TASK_VIEW,
        ("backlog", ["search"]) => SEARCH,
        ("backlog", ["draft", "create"]) => DRAFT_CREATE,
        ("backlog", ["board", "export"]) => BOARD_EXPORT,
        ("flowspec", ["hooks", "emit"]) => EMIT,
        _ => &[],
    }
}

use crate::model::cli::flags::FlagValue::{Any, Labels, OneOf, Status, Task};

const fn flag(name: &'static str, value: FlagValue, summary: &'static str) -> Flag {
    Flag { name, short: None, value: Some(value), summary }
}

const fn short(short: &'static str, name: &'static str, value: FlagValue, summary: &'static str) -> Flag {
    Flag { name, short: Some(short), value: Some(value), summary }
}

const fn switch(name: &'static str, summary: &'static str) -> Flag {
    Flag { name, short: None, value: None, summary }
}

const PRIORITIES: FlagValue = OneOf(&["high", "medium", "low"]);
const PLAIN: Flag = switch("--plain", "print plain text");
const JSON: Flag = switch("--json", "print JSON");

const TASK_CREATE: &[Flag] = &[
    short("-d", "--description", Any, "what it is about"),
    flag("--ac", Any, "add an acceptance criterion"),
    short("-a", "--assignee", Any, "who works on it"),
    short("-s", "--status", Status, "its status"),
    short("-l", "--labels", Labels, "its labels"),
    flag("--priority", PRIORITIES, "how urgent it is"),
    flag("--type", Any, "the type of task"),
    flag("--due-date", Any, "when it is due, YYYY-MM-DD"),
    flag("--dod", Any, "add an item to its definition of done"),
    flag("--plan", Any, "its plan, for work that has started"),
    flag("--notes", Any, "its implementation notes"),
    short("-m", "--milestone", Any, "the milestone that it belongs to"),
    switch("--draft", "make a draft"),
    short("-p", "--parent", Task, "the task that it is a part of"),
    flag("--depends-on", Task, "the tasks that come first"),
    flag("--dep", Task, "the tasks that come first"),
    flag("--ref", Any, "add a file or address to look at"),
    flag("--doc", Any, "add a document to read"),
    PLAIN,
];

const TASK_EDIT: &[Flag] = &[
    short("-s", "--status", Status, "set the status"),
    flag("--add-label", Labels, "add labels and keep the others"),
    flag("--remove-label", Labels, "remove labels and keep the others"),
    flag("--check-ac", Any, "check the acceptance criterion of this number"),
    flag("--uncheck-ac", Any, "uncheck the acceptance criterion of this number"),
    flag("--append-notes", Any, "add to the implementation notes"),
    flag("--plan", Any, "set the implementation plan"),
    flag("--notes", Any, "replace the implementation notes"),
    flag("--final-summary", Any, "replace the final summary"),
    short("-t", "--title", Any, "set the title"),
    short("-d", "--description", Any, "replace the description"),
    short("-a", "--assignee", Any, "replace the assignees"),
    short("-l", "--label", Labels, "replace all labels"),
    flag("--priority", PRIORITIES, "set the priority"),
    flag("--type", Any, "set the type of task"),
    flag("--due-date", Any, "set when it is due, YYYY-MM-DD"),
    short("-m", "--milestone", Any, "set the milestone"),
    switch("--clear-labels", "remove all labels"),
    flag("--ac", Any, "add an acceptance criterion"),
    flag("--remove-ac", Any, "remove the acceptance criterion of this number"),
    flag("--acceptance-criteria", Any, "replace all acceptance criteria"),
    switch("--clear-ac", "remove all acceptance criteria"),
    flag("--dod", Any, "add an item to its definition of done"),
    flag("--check-dod", Any, "check an item of its definition of done"),
    flag("--append-plan", Any, "add to the implementation plan"),
    flag("--append-final-summary", Any, "add to the final summary"),
    flag("--comment", Any, "append a comment"),
    flag("--depends-on", Task, "set the tasks that come first"),
    flag("--dep", Task, "set the tasks that come first"),
    switch("--clear-deps", "no task comes first"),
    flag("--add-ref", Any, "add a file or address to look at"),
    flag("--remove-ref", Any, "remove a file or address to look at"),
    flag("--doc", Any, "set the documents to read"),
    PLAIN,
];

const TASK_LIST: &[Flag] = &[
    short("-s", "--status", Status, "only tasks of this status"),
    flag("--exclude-status", Status, "no tasks of this status"),
    short("-a", "--assignee", Any, "only tasks of this person or agent"),
    switch("--unassigned", "only tasks that nobody works on"),
    short("-m", "--milestone", Any, "only tasks of this milestone"),
    short("-p", "--parent", Task, "only parts of this task"),
    flag("--priority", PRIORITIES, "only tasks of this priority"),
    flag("--type", Any, "only tasks of this type"),
    short("-l", "--labels", Labels, "only tasks with all of these labels"),
    flag("--search", Any, "only tasks in which these words occur"),
    switch("--ready", "only tasks that wait for no other"),
    flag("--limit", Any, "at most so many"),
    flag("--sort", OneOf(&["priority", "id", "ordinal"]), "in this order"),
    PLAIN,
    JSON,
];

const TASK_VIEW: &[Flag] = &[PLAIN, JSON];

const SEARCH: &[Flag] = &[
    flag("--type", OneOf(&["task", "document", "decision"]), "only results of this type"),
    flag("--status", Status, "only tasks of this status"),
    flag("--priority", PRIORITIES, "only tasks of this priority"),
    flag("--modified-file", Any, "only tasks that change this file"),
    flag("--limit", Any, "at most so many"),
    PLAIN,
    JSON,
];

const DRAFT_CREATE: &[Flag] = &[
    short("-d", "--description", Any, "what it is about"),
    short("-a", "--assignee", Any, "who works on it"),
    short("-s", "--status", Status, "its status"),
    short("-l", "--labels", Labels, "its labels"),
];

const BOARD_EXPORT: &[Flag] = &[
    switch("--force", "overwrite without asking"),
    switch("--readme", "into README.md, between its markers"),
    flag("--export-version", Any, "the version to write into it"),
];

const EMIT: &[Flag] = &[
    flag("--task-id", Task, "the task that it is about"),
    flag("--spec-id", Any, "the specification that it is about"),
    short("-f", "--file", Any, "a file that was made"),
    flag("--progress", Any, "how much is done, in percent"),
    flag("--message", Any, "what to say"),
    flag("--agent-id", Any, "the agent that says it"),
    flag("--project-root", Any, "the project's folder"),
    switch("--dry-run", "say what would run, and run nothing"),
    JSON,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_flag_is_listed_twice() {
        for flags in [TASK_CREATE, TASK_EDIT, TASK_LIST, SEARCH, EMIT] {
            let mut names: Vec<_> = flags.iter().flat_map(|flag| flag.short.into_iter().chain([flag.name])).collect();
            names.sort_unstable();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count);
        }
        assert!(flags("backlog", &["task", "edit"]).iter().any(|flag| flag.short == Some("-l")));
        assert!(flags("backlog", &["nothing"]).is_empty());
    }
}
