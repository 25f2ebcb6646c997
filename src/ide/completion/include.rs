//! Include directives and the paths in them.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::{Completions, Cursor, Item, ItemKind, Subject};
use crate::model::Kind;

/// Both spellings of a directive: how it opens and how it closes.
const SPELLINGS: [(&str, &str); 2] = [("{{", "}}"), ("<<", ">>")];

const KEYWORD: &str = "INCLUDE:";

/// A directive that is being written, outside of the expander's fenced blocks, where it would stay text.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    if !Kind::PROMPTS.contains(&cursor.document.kind) || cursor.fence().is_some() {
        return None;
    }
    let (at, (open, close)) = opened(cursor)?;
    let glued = cursor.before[..at].ends_with(|char: char| char.is_alphanumeric());
    let inside = &cursor.before[at + open.len()..];
    let (written, prefix) = match inside.strip_prefix(KEYWORD) {
        Some(path) => (path, ""),
        None if KEYWORD.get(..inside.len()).is_some_and(|start| start.eq_ignore_ascii_case(inside)) && !glued => {
            (inside, KEYWORD)
        }
        None => return None,
    };
    if written.contains(|char: char| char.is_whitespace() || "<>{}".contains(char)) {
        return None;
    }
    let (rest, closed) = rest(cursor.after, open, close);
    let missing = &close[closed..];
    let items = files(cursor).into_iter().map(|(path, count)| {
        let item = Item::new(ItemKind::File, format!("{prefix}{path}")).text(format!("{prefix}{path}{missing}"));
        let item = match count {
            0 => item,
            1 => item.detail("included once"),
            count => item.detail(format!("included {count} times")),
        };
        item.about(Subject::Include(path))
    });
    Some(cursor.items(written.len(), rest, items.collect()))
}

/// Where the directive around the cursor opens, and its spelling.
fn opened(cursor: &Cursor<'_>) -> Option<(usize, (&'static str, &'static str))> {
    let last = |(open, close)| {
        let at = cursor.before.rfind(open)?;
        (!cursor.before[at..].contains(close)).then_some((at, (open, close)))
    };
    SPELLINGS.into_iter().filter_map(last).max_by_key(|(at, _)| *at)
}

/// How much after the cursor still belongs to the path, and how much of the closing bracket is there.
fn rest(after: &str, open: &str, close: &str) -> (usize, usize) {
    let bracket = &close[..1];
    let path = after.find(|char: char| char.is_whitespace() || "`\"'|<>{}".contains(char)).unwrap_or(after.len());
    // Up to its closing bracket a path may hold anything but the start of another directive.
    let whole = after.find(close).filter(|end| !after[..*end].contains(open));
    match whole {
        Some(end) => (end, close.len()),
        None if after[path..].starts_with(bracket) => (path, bracket.len()),
        None => (path, 0),
    }
}

/// The files that can be included, those that are included most first, each with how many directives do so.
fn files(cursor: &Cursor<'_>) -> Vec<(String, usize)> {
    let (snapshot, index) = (cursor.snapshot, &cursor.index);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // Any other Markdown file can be included too, but nobody means a command, a task or a copy.
    let plain = snapshot.plain_files().iter().map(|file| file.as_str());
    for file in plain.chain(index.partials.iter().map(|partial| partial.as_str())) {
        counts.insert(file, 0);
    }
    let documents = snapshot.documents();
    for path in documents.iter().flat_map(|document| &document.summary().includes) {
        if let Some(count) = counts.get_mut(path.as_str()) {
            *count += 1;
        }
    }
    let is_partial = |file: &str| index.partials.contains(Utf8Path::new(file));
    let mut files: Vec<_> = counts.into_iter().collect();
    files.retain(|(file, _)| cursor.document.names.iter().all(|name| name != file));
    files.sort_by_key(|(file, count)| (std::cmp::Reverse(*count), !is_partial(file), *file));
    files.into_iter().map(|(file, count)| (file.to_owned(), count)).collect()
}
