//! How Backlog.md itself reads the front matter of a task, after its parser (`gray-matter` over `js-yaml` 3) and what it does before.

use text_size::{TextRange, TextSize};

use crate::syntax::yaml::{self, Entry, Node, Value};

/// What Backlog.md makes of the text of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BacklogReading {
    /// It cannot read the front matter and leaves the task out of every list, without a word.
    LeftOut,
    /// It lists a task without an id, which no command can name.
    WithoutId,
    /// It lists the task.
    Listed,
}

/// Reads the text of a task as Backlog.md does. The date in `due_date` is not looked at: see [`is_due_date`](super::is_due_date).
pub fn reading(text: &str) -> BacklogReading {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(matter) = matter(text) else { return BacklogReading::WithoutId };
    let Some(yaml) = as_yaml(&matter) else { return BacklogReading::LeftOut };
    let read = yaml::parse(&yaml, TextRange::up_to(TextSize::of(&*yaml)));
    if !read.problems.is_empty() || !read.foreign_tags.is_empty() {
        return BacklogReading::LeftOut;
    }
    match read.root {
        Some(root) if has_key_twice(&root) => BacklogReading::LeftOut,
        Some(root) if root.get("id").is_some_and(is_id) => BacklogReading::Listed,
        _ => BacklogReading::WithoutId,
    }
}

/// Whether Backlog.md puts the value of a key in quotes before it reads the front matter, given the value as it stands.
pub fn quotes_value(key: &str, value: &str) -> bool {
    match key.trim_matches(['"', '\'']) {
        "due_date" => !value.starts_with(['\'', '"']),
        "assignee" | "reporter" => flow_items(value).is_some() || !value.starts_with(['[', '\'', '"', '-']),
        _ => false,
    }
}

/// The YAML of the front matter with the values in quotes that Backlog.md quotes; `None` without front matter. A block that is never
/// closed goes on to the end.
fn matter(text: &str) -> Option<String> {
    let rest = text.strip_prefix("---").filter(|rest| !rest.starts_with('-'))?;
    let closed = rest.find("\n---").map(|end| &rest[..end]);
    let content = closed.unwrap_or(rest);
    let (language, content) = content.split_once('\n').unwrap_or((content, ""));
    let quoted = closed.is_some() && language.trim_end_matches('\r').is_empty();
    let lines = content.lines().map(|line| if quoted { with_quotes(line) } else { line.to_owned() });
    // A tab after the spaces of an indentation is skipped, and does not count.
    let lines = lines.map(|line| {
        let (indent, rest) = line.split_at(line.len() - line.trim_start_matches(' ').len());
        format!("{indent}{}\n", rest.trim_start_matches(['\t', ' ']))
    });
    Some(lines.collect())
}

/// What stands before the end of the YAML document; `None` when a second one follows.
fn as_yaml(matter: &str) -> Option<String> {
    let mut before = String::new();
    let mut lines = matter.split_inclusive('\n');
    for line in lines.by_ref() {
        if line.trim_end() == "..." {
            break;
        }
        before.push_str(line);
    }
    let is_rest = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    lines.all(is_rest).then_some(before)
}

/// A line with its value in quotes where Backlog.md quotes it.
fn with_quotes(line: &str) -> String {
    let Some((key, value)) = line.split_once(':') else { return line.to_owned() };
    let (name, value) = (key.trim(), value.trim());
    if value.is_empty() || !quotes_value(name, value) {
        return line.to_owned();
    }
    if let Some((items, comment)) = flow_items(value).filter(|_| name != "due_date") {
        let items = items.split(',').map(str::trim).filter(|item| !item.is_empty());
        let items: Vec<_> = items.map(|item| if item.starts_with('@') { quoted(item) } else { item.into() }).collect();
        return format!("{key}: [{}] {comment}", items.join(", "));
    }
    match name {
        "assignee" | "reporter" => format!("{key}: {}", quoted(value)),
        _ if value == "~" || value.eq_ignore_ascii_case("null") => line.to_owned(),
        _ => {
            let comment = value.find(" #").unwrap_or(value.len());
            format!("{key}: {}{}", quoted(value[..comment].trim_end()), &value[comment..])
        }
    }
}

/// What stands in the brackets of a list on one line, and the comment after it.
fn flow_items(value: &str) -> Option<(&str, &str)> {
    let inside = value.strip_prefix('[')?;
    let (items, comment) = inside.rsplit_once(']')?;
    let comment = comment.trim_start();
    if comment.is_empty() || comment.starts_with('#') {
        return Some((items, comment));
    }
    // The comment itself may hold brackets.
    let (items, comment) = inside.split_once(']')?;
    comment.trim_start().starts_with('#').then_some((items, comment))
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a value is an id to Backlog.md: anything that is not empty.
fn is_id(node: &Node) -> bool {
    match &node.value {
        Value::Scalar { text, plain, .. } => {
            !text.is_empty() && !(*plain && (node.is_null() || matches!(text.as_str(), "false" | "0")))
        }
        _ => true,
    }
}

/// Whether a mapping at any depth has a key twice.
fn has_key_twice(node: &Node) -> bool {
    // The tree of a YAML parser is not deep, see `syntax::yaml`.
    match &node.value {
        Value::Mapping(entries) => {
            let mut names: Vec<_> = entries.iter().filter_map(Entry::name).collect();
            names.sort_unstable();
            names.windows(2).any(|pair| pair[0] == pair[1]) || entries.iter().any(|entry| has_key_twice(&entry.value))
        }
        Value::Sequence(items) => items.iter().any(has_key_twice),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{BacklogReading::*, *};

    /// What `backlog task list --plain` of Backlog.md 1.52 says of such a file.
    #[test]
    fn front_matter_is_read_as_backlog_md_reads_it() {
        for (front_matter, expected) in [
            ("id: TASK-1\nassignee: @me\nreporter: @you\n", Listed),
            ("id: TASK-1\nassignee: [@me, 'x', @you] # both\n", Listed),
            ("id: TASK-1\nassignee: Me: and you\n", Listed),
            ("id: TASK-1\nassignee:\n  - @me\n", LeftOut),
            ("id: TASK-1\nassignee: [@me] and\n", LeftOut),
            ("id: TASK-1\nlabels: [@me]\n", LeftOut),
            ("id: TASK-1\ndue_date: 1: 2\n", Listed),
            ("id: TASK-1\ntitle: A: b\n", LeftOut),
            ("id: TASK-1\ntitle: 'It's'\n", LeftOut),
            ("id: TASK-1\nid: TASK-1\n", LeftOut),
            ("id: TASK-1\ntitle: !important do\n", LeftOut),
            ("id: TASK-1\ntitle: !!str do\n", Listed),
            ("id: TASK-1\na: [{b: 1, b: 2}]\n", LeftOut),
            ("id: TASK-1\ntitle: Tab\n\tstatus: To Do\n", Listed),
            ("id: TASK-1\n...\n", Listed),
            ("id: TASK-1\n...\nMore\n", LeftOut),
            ("id:\n", WithoutId),
            ("id: ''\n", WithoutId),
            ("id: 0\n", WithoutId),
            ("id: 7\n", Listed),
            ("title: A\n", WithoutId),
            ("text\n", WithoutId),
            ("", WithoutId),
        ] {
            assert_eq!(reading(&format!("---\n{front_matter}---\n# é\n")), expected, "{front_matter}");
            let windows = format!("\u{feff}---\n{front_matter}---\n").replace('\n', "\r\n");
            assert_eq!(reading(&windows), expected, "{front_matter}");
        }
    }

    #[test]
    fn a_block_without_an_end_goes_on_to_the_end_of_the_file() {
        assert_eq!(reading("---\nid: TASK-1\nstatus: To Do\n"), Listed);
        assert_eq!(reading("---\nid: TASK-1\n# A heading is a comment\n"), Listed);
        assert_eq!(reading("---\nid: TASK-1\nstatus: To Do\n\nText\n"), LeftOut);
        // Only a closed block has its values quoted.
        assert_eq!(reading("---\nid: TASK-1\nassignee: @me\n"), LeftOut);
    }

    #[test]
    fn front_matter_begins_with_the_file() {
        for text in ["", "text", "\n---\nid: TASK-1\n---\n", "----\nid: TASK-1\n---\n", " ---\nid: a\n---\n"] {
            assert_eq!(reading(text), WithoutId, "{text}");
        }
    }
}
