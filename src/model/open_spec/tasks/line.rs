//! One line of a task list, read as the program's regular expressions read it.

use text_size::{TextLen, TextRange, TextSize};

use super::{ChecklistItem, NumberText, TaskGroup};

/// The heading of a group: at most three spaces, `##`, and spaces or nothing.
pub(super) fn group(line: &str, start: TextSize) -> Option<TaskGroup> {
    let heading = line.strip_suffix('\r').unwrap_or(line);
    let rest = after_indent(heading)?.strip_prefix("##")?;
    if rest.starts_with(|char| char != ' ' && char != '\t') {
        return None;
    }
    let rest = rest.trim_start_matches([' ', '\t']);
    let at = |part: &str| TextRange::at(start + heading.text_len() - part.text_len(), TextSize::new(0));
    let (digits, after) = digits(rest, usize::MAX);
    let numbered = after
        .strip_prefix('.')
        .filter(|after| !digits.is_empty() && (after.is_empty() || after.starts_with([' ', '\t'])));
    let number = numbered
        .map(|_| NumberText { text: digits.to_owned(), range: TextRange::at(at(rest).start(), digits.text_len()) });
    let title = numbered.unwrap_or(rest).trim();
    Some(TaskGroup { heading: TextRange::at(start, heading.text_len()), number, title: title.to_owned() })
}

/// A list item with a checkbox that holds at most one character.
///
/// The bracket must not begin a link, `[a](b)` or `[a][b]`, unless there are only spaces in it.
pub(super) fn task(line: &str, start: TextSize) -> Option<ChecklistItem> {
    let at = |rest: &str| start + line.text_len() - rest.text_len();
    let item = line.trim_start_matches(is_space);
    let boxed = after_list_marker(item)?.trim_start_matches(is_space);
    let inside = boxed.strip_prefix('[')?;
    let content = inside.trim_start_matches(is_space);
    let marker = content.chars().next().filter(|char| *char != ']');
    // The program's regular expression reads units of UTF-16, and allows one of them.
    if marker.is_some_and(|marker| marker.len_utf16() > 1) {
        return None;
    }
    let closing = content[marker.map_or(0, char::len_utf8)..].trim_start_matches(is_space);
    let after = closing.strip_prefix(']')?;
    let blank = marker.is_none() && content.len() < inside.len();
    if after.starts_with(['(', '[']) && !blank {
        return None;
    }
    let text = after.trim_start_matches(is_space);
    let text_start = at(text);
    let text = text.split(['\r', '\u{2028}', '\u{2029}']).next().unwrap_or_default().trim_end_matches(is_space);
    let text_range = TextRange::at(text_start, text.text_len());
    let checkbox = TextRange::new(at(boxed), at(after));
    // Without a text the spaces after the checkbox are not part of the task.
    let end = if text.is_empty() { checkbox.end() } else { text_range.end() };
    Some(ChecklistItem {
        group: None,
        line: 0,
        range: TextRange::new(at(item), end),
        checkbox,
        marker,
        id: id(text).map(|id| NumberText { text: id.to_owned(), range: TextRange::at(text_start, id.text_len()) }),
        text: text.to_owned(),
        text_range,
    })
}

/// What follows the list marker that a line begins with: `-`, `*`, `+`, or up to nine digits and `.` or `)`.
pub(super) fn after_list_marker(item: &str) -> Option<&str> {
    if let Some(rest) = item.strip_prefix(['-', '*', '+']) {
        return Some(rest);
    }
    let (digits, rest) = digits(item, 9);
    rest.strip_prefix(['.', ')']).filter(|_| !digits.is_empty())
}

/// What follows at most three spaces.
pub(super) fn after_indent(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(' ');
    (line.len() - rest.len() <= 3).then_some(rest)
}

/// Whether JavaScript's `\s` matches this character.
pub(super) fn is_space(char: char) -> bool {
    char == '\u{feff}' || char.is_whitespace() && char != '\u{85}'
}

/// The id that a text begins with: two numbers or more with dots between them, perhaps letters, and a blank or the end.
fn id(text: &str) -> Option<&str> {
    let (first, mut rest) = digits(text, usize::MAX);
    let mut parts = 0;
    while let Some((part, after)) = rest.strip_prefix('.').map(|rest| digits(rest, usize::MAX)) {
        if part.is_empty() {
            break;
        }
        (parts, rest) = (parts + 1, after);
    }
    rest = rest.trim_start_matches(|char: char| char.is_ascii_alphabetic());
    let ends = rest.is_empty() || rest.starts_with(is_space);
    (!first.is_empty() && parts > 0 && ends).then(|| &text[..text.len() - rest.len()])
}

/// The decimal digits that a text begins with, `most` at most, and what follows them.
fn digits(text: &str, most: usize) -> (&str, &str) {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    text.split_at(count)
}
