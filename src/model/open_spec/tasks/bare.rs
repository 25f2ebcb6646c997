//! Lists without checkboxes, which the program counts as no tasks at all.

use text_size::{TextLen, TextRange, TextSize};

use super::{
    TaskList,
    line::{after_indent, after_list_marker, is_space},
};
use crate::model::open_spec::{
    OpenSpecFix, OpenSpecLevel,
    change_finding::{ChangeCheck, ChangeFinding},
};

/// From this column on a line is code, not a list.
const CODE_COLUMN: usize = 4;

/// A list item without a checkbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BareItem {
    /// From the list marker to the end of the line.
    pub range: TextRange,
    /// Where a checkbox belongs: the start of its text.
    pub text_start: TextSize,
    /// How far it is indented, in columns of which a tab fills four.
    pub column: usize,
}

/// The files of a change that hold lists although no file of it holds a task, each with its first item; by the indexes of the files.
pub fn without_checkbox(files: &[&TaskList]) -> Vec<(usize, ChangeFinding)> {
    if files.iter().any(|list| !list.tasks.is_empty()) {
        return Vec::new();
    }
    let first = |(file, list): (usize, &&TaskList)| Some((file, *list.bare.first()?));
    let finding = |(file, item): (usize, BareItem)| {
        let message = "this list has no checkboxes, so the change counts as having no tasks: write `- [ ] 1.1 …`";
        let finding = ChangeFinding::new(ChangeCheck::TasksEmpty, OpenSpecLevel::Warning, item.range, message);
        let edits = || checkboxes(&files[file].bare).collect();
        // Wrong numbers would be the next finding.
        let fix =
            files[file].bare_numbers_fit.then(|| OpenSpecFix { title: "Insert checkboxes".to_owned(), edits: edits() });
        (file, finding.fix(fix))
    };
    files.iter().enumerate().filter_map(first).map(finding).collect()
}

/// The insertions that make tasks of items. Items below others are details of a task.
fn checkboxes(items: &[BareItem]) -> impl Iterator<Item = (TextRange, String)> {
    let column = items.first().map(|item| item.column);
    let tasks = items.iter().filter(move |item| Some(item.column) == column);
    tasks.map(|item| (TextRange::empty(item.text_start), "[ ] ".to_owned()))
}

/// The list with checkboxes at its items.
pub(super) fn as_tasks(text: &str, items: &[BareItem]) -> TaskList {
    let mut fixed = String::with_capacity(text.len());
    let mut end = 0;
    for (range, checkbox) in checkboxes(items) {
        let start = usize::from(range.start());
        fixed.push_str(&text[end..start]);
        fixed.push_str(&checkbox);
        end = start;
    }
    match end {
        0 => TaskList::default(),
        end => TaskList::read(&(fixed + &text[end..])),
    }
}

/// The list items that Markdown shows: front matter, code and comments are left out.
pub(super) fn items(text: &str) -> Vec<BareItem> {
    let mut items = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut in_comment = false;
    let mut start = front_matter(text);
    for line in text[start..].split('\n') {
        let at = TextSize::new(start as u32);
        start += line.len() + 1;
        if in_comment {
            in_comment = !line.contains("-->");
        } else if let Some((mark, length, info)) = fence_of(line) {
            match fence {
                None => fence = Some((mark, length)),
                Some((opening, least)) if mark == opening && length >= least && info.trim().is_empty() => fence = None,
                Some(_) => {}
            }
        } else if fence.is_none() {
            match line.trim_start_matches(is_space).strip_prefix("<!--") {
                Some(comment) => in_comment = !comment.contains("-->"),
                None => items.extend(item(line, at).filter(|item| item.column < CODE_COLUMN)),
            }
        }
    }
    items
}

/// A list item that has a text.
fn item(line: &str, start: TextSize) -> Option<BareItem> {
    let at = |rest: &str| start + line.text_len() - rest.text_len();
    let item = line.trim_start_matches(is_space);
    let rest = after_list_marker(item)?;
    let text = rest.trim_start_matches(is_space);
    if text.is_empty() || text.len() == rest.len() {
        return None;
    }
    let range = TextRange::at(at(item), item.trim_end().text_len());
    Some(BareItem { range, text_start: at(text), column: column(line) })
}

fn column(line: &str) -> usize {
    let mut column = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += CODE_COLUMN - column % CODE_COLUMN,
            _ => break,
        }
    }
    column
}

/// The character and the length of a fence, and what follows it.
fn fence_of(line: &str) -> Option<(char, usize, &str)> {
    let rest = after_indent(line)?;
    let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = rest.trim_start_matches(mark);
    let length = rest.len() - info.len();
    (length >= 3).then_some((mark, length, info))
}

/// Where the front matter ends that a text begins with; 0 without one.
fn front_matter(text: &str) -> usize {
    let is_delimiter = |line: &str| line.trim_end_matches(is_space) == "---";
    let mut end = 0;
    for (number, line) in text.split('\n').enumerate() {
        end = (end + line.len() + 1).min(text.len());
        match number {
            0 if !is_delimiter(line.strip_prefix('\u{feff}').unwrap_or(line)) => return 0,
            0 => {}
            _ if is_delimiter(line) => return end,
            _ => {}
        }
    }
    0
}
