//! Backlog.md's own settings and how it reads its files.

mod config;
mod dates;
mod reading;

pub use config::{CONFIG_KEYS, ConfigFault, OLD_CONFIG_KEYS, faults};
pub use dates::{is_date, is_due_date};
pub use reading::{BacklogReading, quotes_value, reading};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use text_size::{TextRange, TextSize};

use crate::syntax::yaml::{self, Node};

/// A file of Backlog.md that is not a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BacklogKind {
    /// Its settings.
    Config,
    /// A document, in `docs/`.
    Document,
    /// A decision, in `decisions/`.
    Decision,
    /// A milestone, in `milestones/`.
    Milestone,
}

/// What we need of Backlog.md's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// The folder of the tasks, relative to the project.
    pub folder: Utf8PathBuf,
    /// Where the settings are that count, relative to the project; `None` without any.
    pub config: Option<Utf8PathBuf>,
    /// The statuses in order; the last is final. Empty when they are not known.
    pub statuses: Vec<String>,
    /// What ids start with, without the dash: `task`.
    pub prefix: String,
    /// The types of tasks; Backlog.md's own where the settings have none.
    pub types: Vec<String>,
    /// The priorities, the highest first; Backlog.md's own where the settings have none.
    pub priorities: Vec<String>,
    /// The milestones of the settings, as older versions write them.
    pub milestones: Vec<String>,
}

impl Default for Backlog {
    fn default() -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Backlog {
            folder: FOLDERS[0].into(),
            config: None,
            statuses: Vec::new(),
            prefix: "task".into(),
            types: owned(&["bug", "feature", "enhancement", "task", "chore", "docs", "spike"]),
            priorities: owned(&["high", "medium", "low"]),
            milestones: Vec::new(),
        }
    }
}

/// The folders that Backlog.md looks for where its settings name none, first one first.
const FOLDERS: [&str; 2] = ["backlog", ".backlog"];

/// The statuses of a board whose settings name none.
const STATUSES: [&str; 3] = ["To Do", "In Progress", "Done"];

/// The settings in the root of a project. They count only when they name the project.
const ROOT_CONFIG: &str = "backlog.config.yml";

impl Backlog {
    /// The places of the settings, relative to the project, first one first.
    pub const PLACES: [&str; 5] =
        [ROOT_CONFIG, "backlog/config.yml", "backlog/config.yaml", ".backlog/config.yml", ".backlog/config.yaml"];

    /// Reads the settings that count. `texts` are those of [`Self::PLACES`] that can be read, in this order; `has_folder` says whether the
    /// project has a folder.
    pub fn find<'a>(texts: impl IntoIterator<Item = (&'a str, String)>, has_folder: impl Fn(&str) -> bool) -> Backlog {
        let mut texts: Vec<_> = texts.into_iter().collect();
        let own = texts.iter().find_map(|(place, _)| place.split_once('/')).map(|(folder, _)| folder);
        let folder = own.or_else(|| FOLDERS.into_iter().find(|folder| has_folder(folder))).unwrap_or(FOLDERS[0]);
        texts.retain(|(place, text)| *place != ROOT_CONFIG || names_project(text));
        match texts.first() {
            Some((place, text)) => {
                let read = Backlog::read(*place == ROOT_CONFIG, Utf8Path::new(folder), text);
                Backlog { config: Some((*place).into()), ..read }
            }
            None => Backlog { folder: folder.into(), ..Backlog::default() },
        }
    }

    /// Reads settings. What is missing or malformed keeps its default. Only those in the root can name the folder of the tasks.
    fn read(in_root: bool, folder: &Utf8Path, text: &str) -> Backlog {
        let yaml = yaml::parse(text, TextRange::up_to(TextSize::of(text)));
        let mut backlog = Backlog { folder: folder.to_owned(), ..Backlog::default() };
        let Some(root) = yaml.root else { return backlog };
        let string = |key: &str| root.get(key).and_then(Node::as_str);
        let named = string("backlog_directory").or_else(|| string("backlogDirectory"));
        if let Some(folder) = named.filter(|_| in_root).and_then(inside) {
            backlog.folder = folder;
        }
        if let Some(prefix) = string("task_prefix").filter(|prefix| !prefix.is_empty()) {
            backlog.prefix = prefix.to_owned();
        }
        let words = |key: &str| {
            let items = root.get(key).and_then(|node| node.as_sequence())?;
            let items = items.iter().filter_map(|node| node.as_str()).map(|item| item.trim().to_owned());
            Some(items.filter(|item| !item.is_empty()).collect::<Vec<_>>()).filter(|items| !items.is_empty())
        };
        // Of a list that was cut off nothing is known.
        if !yaml.truncated {
            backlog.statuses = words("statuses").unwrap_or_else(|| STATUSES.map(str::to_owned).to_vec());
            backlog.types = words("types").unwrap_or(backlog.types);
            backlog.priorities = words("priorities").unwrap_or(backlog.priorities);
            backlog.milestones = words("milestones").unwrap_or_default();
        }
        backlog
    }

    /// Whether `status` is the final one.
    pub fn is_final(&self, status: &str) -> bool {
        self.statuses.last().map_or("Done", String::as_str).eq_ignore_ascii_case(status.trim())
    }

    /// Whether Backlog.md lists a file of `tasks/` by its name, `task-12 - Title.md`: the prefix counts in lower case only.
    pub fn lists(&self, file: &str) -> bool {
        let rest = file.strip_prefix(&*self.prefix.to_lowercase());
        rest.is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".md"))
    }
}

/// A folder inside of the project, as Backlog.md takes it; `None` for one that it refuses.
fn inside(folder: &str) -> Option<Utf8PathBuf> {
    let folder = folder.trim().replace('\\', "/");
    let mut parts = Vec::new();
    for part in Utf8Path::new(&folder).components() {
        match part {
            Utf8Component::Normal(part) => parts.push(part),
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => drop(parts.pop()?),
            Utf8Component::Prefix(_) | Utf8Component::RootDir => return None,
        }
    }
    (!parts.is_empty()).then(|| parts.join("/").into())
}

/// Whether settings in the root name the project, without which Backlog.md passes them over.
fn names_project(text: &str) -> bool {
    let value = |line: &str| {
        let (key, value) = line.trim().split_once(':')?;
        matches!(key.trim(), "project_name" | "projectName").then(|| !value.trim().trim_matches(['\'', '"']).is_empty())
    };
    text.lines().any(|line| value(line).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(texts: &[(&str, &str)], folders: &[&str]) -> String {
        let texts = texts.iter().map(|(place, text)| (*place, (*text).to_owned()));
        Backlog::find(texts, |folder| folders.contains(&folder)).folder.into_string()
    }

    #[test]
    fn the_folder_is_the_one_that_backlog_md_takes() {
        let root = |text| (ROOT_CONFIG, text);
        for (texts, folders, expected) in [
            (&[][..], &[][..], "backlog"),
            (&[], &[".backlog"], ".backlog"),
            (&[], &["backlog", ".backlog"], "backlog"),
            (&[(".backlog/config.yml", "")], &["backlog", ".backlog"], ".backlog"),
            (&[("backlog/config.yml", "backlog_directory: todo")], &["backlog"], "backlog"),
            (&[root("project_name: A\nbacklog_directory: ./docs/todo/")], &["backlog"], "docs/todo"),
            (&[root("project_name: A\nbacklog_directory: ../todo")], &[".backlog"], ".backlog"),
            (&[root("project_name: ''\nbacklog_directory: todo")], &["backlog"], "backlog"),
            (&[root("project_name: A")], &[".backlog"], ".backlog"),
        ] {
            assert_eq!(folder(texts, folders), expected, "{texts:?} {folders:?}");
        }
    }

    #[test]
    fn nothing_is_known_of_a_list_that_is_not_yaml() {
        let read = |text: &str| Backlog::find([("backlog/config.yml", text.to_owned())], |_| true);
        assert!(read("statuses: [\"Doing\", \"Done\"").statuses.is_empty());
        assert_eq!(read("statuses: [Doing, Done]\ntypes: [bug]\npriorities: []").statuses, ["Doing", "Done"]);
        assert_eq!(read("types: [bug]\npriorities: []").types, ["bug"]);
        assert_eq!(read("types: [bug]\npriorities: []").priorities, ["high", "medium", "low"]);
    }

    #[test]
    fn the_prefix_of_a_file_name_counts_in_lower_case() {
        let backlog = Backlog { prefix: "BACK".to_owned(), ..Backlog::default() };
        assert!(backlog.lists("back-1 - A.md") && !backlog.lists("BACK-1 - A.md") && !backlog.lists("task-1.md"));
        assert!(!backlog.lists("back.md") && backlog.lists("back-.md"));
    }
}
