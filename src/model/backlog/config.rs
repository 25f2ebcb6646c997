//! The keys of Backlog.md's settings, and those of which it cannot read the value.

use text_size::{TextRange, TextSize};

use crate::syntax::yaml::{self, Node, Value, Yaml};

/// The keys that Backlog.md reads.
pub const CONFIG_KEYS: [&str; 23] = [
    "project_name",
    "default_assignee",
    "default_reporter",
    "default_status",
    "statuses",
    "labels",
    "types",
    "priorities",
    "projects",
    "definition_of_done",
    "date_format",
    "max_column_width",
    "default_editor",
    "auto_open_browser",
    "hide_empty_columns",
    "default_port",
    "remote_operations",
    "auto_commit",
    "filesystem_only",
    "zero_padded_ids",
    "bypass_git_hooks",
    "check_active_branches",
    "active_branch_days",
];

/// Further keys that it reads, or that older versions have read and written.
pub const OLD_CONFIG_KEYS: [&str; 14] = [
    "onStatusChange",
    "on_status_change",
    "task_prefix",
    "backlog_directory",
    "backlogDirectory",
    "filesystemOnly",
    "projectName",
    "milestones",
    "timezone_preference",
    "include_date_time_in_dates",
    "include_datetime_in_dates",
    "task_resolution_strategy",
    "mcp",
    "version",
];

/// The keys whose value must be a list of YAML: Backlog.md does not start without. Everything else it reads line by line.
const LISTS: [&str; 6] = ["statuses", "labels", "types", "priorities", "projects", "default_assignee"];

/// Why Backlog.md cannot read a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigFault {
    /// It is not YAML.
    Yaml,
    /// It is something else.
    Type,
}

/// The keys of which Backlog.md cannot read the list, in order.
pub fn faults(text: &str) -> Vec<(TextRange, ConfigFault)> {
    let mut faults = Vec::new();
    let mut whole: Option<Yaml> = None;
    for (key, block) in blocks(text) {
        let name = &text[key];
        if !LISTS.contains(&name) {
            continue;
        }
        let alone = yaml::parse(text, block);
        let read = match alone.problems.is_empty() {
            true => &alone,
            // What one block lacks may be defined in another one, as an anchor is.
            false => whole.get_or_insert_with(|| yaml::parse(text, TextRange::up_to(TextSize::of(text)))),
        };
        if !read.problems.is_empty() {
            faults.push((key, ConfigFault::Yaml));
        } else if read.root.as_ref().and_then(|root| root.get(name)).is_some_and(|value| !is_list(name, value)) {
            faults.push((key, ConfigFault::Type));
        }
    }
    faults
}

/// The lines that begin with a key in column 0: the key, and the lines up to the next one.
fn blocks(text: &str) -> Vec<(TextRange, TextRange)> {
    let mut blocks: Vec<(TextRange, TextRange)> = Vec::new();
    let mut at = TextSize::new(0);
    for line in text.split_inclusive('\n') {
        let next = at + TextSize::of(line);
        let name = line.split(':').next().unwrap_or_default();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let begins = name.len() < line.len() && !name.is_empty() && name.trim_end().bytes().all(is_word);
        match blocks.last_mut() {
            _ if begins => {
                blocks.push((TextRange::at(at, TextSize::of(name.trim_end())), TextRange::new(at, next)));
            }
            Some((_, block)) => *block = TextRange::new(block.start(), next),
            None => {}
        }
        at = next;
    }
    blocks
}

fn is_list(name: &str, value: &Node) -> bool {
    let is_name = name == "default_assignee" && value.is_string();
    value.is_null() || is_name || matches!(value.value, Value::Sequence(_))
}

#[cfg(test)]
mod tests {
    use super::{ConfigFault::*, *};

    #[test]
    fn only_lists_keep_backlog_md_from_starting() {
        let found = |text: &str| -> Vec<(String, ConfigFault)> {
            faults(text).into_iter().map(|(key, fault)| (text[key].to_owned(), fault)).collect()
        };
        assert_eq!(
            found("project_name: \"P\ndefault_status: a: b\nlabels:\n- a\n  - b: [\n"),
            [("labels".into(), Yaml)]
        );
        assert_eq!(found("statuses: [a, b\nlabels: x\n"), [("statuses".into(), Yaml), ("labels".into(), Type)]);
        assert_eq!(found("default_assignee: '@me'\nlabels:\nstatuses:\n  - é\n  - 😀\n"), []);
        assert_eq!(found(""), []);
    }
}
