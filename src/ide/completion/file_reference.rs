//! `#[[file:…]]`, by which a document of Kiro pulls another file in.

use camino::Utf8Path;

use super::{Completions, Cursor, Item, ItemKind, MAX_ITEMS, Subject, fits};
use crate::{
    model::Kind,
    workspace::link::{self, way},
};

const OPEN: &str = "#[[";
const CLOSE: &str = "]]";
const KEYWORD: &str = "file:";

pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    if !Kind::PULLING.contains(&cursor.document.kind) || cursor.fence().is_some() {
        return None;
    }
    let at = cursor.before.rfind(OPEN)?;
    let inside = &cursor.before[at + OPEN.len()..];
    let (written, prefix) = match inside.strip_prefix(KEYWORD) {
        Some(path) => (path.trim_start(), ""),
        None => (inside, KEYWORD.strip_prefix(inside).map(|_| KEYWORD)?),
    };
    if written.contains([']', '[', '#']) {
        return None;
    }
    let path = cursor.after.find(|char: char| char.is_whitespace() || "]#?`".contains(char));
    let path = path.unwrap_or(cursor.after.len());
    // What is left of the line may close another reference.
    let is_closed = cursor.after[path..].find(CLOSE).is_some_and(|end| !cursor.after[path..path + end].contains(OPEN));
    let missing = if is_closed { "" } else { CLOSE };
    let item = |path: String, subject: Option<Subject>| {
        let item = Item::new(ItemKind::File, format!("{prefix}{path}")).text(format!("{prefix}{path}{missing}"));
        Item { subject, ..item }
    };
    let items = if prefix.is_empty() && written.starts_with('.') {
        let folder = link::folder(cursor.snapshot, cursor.document);
        let ways = files(cursor).map(|file| way(folder, file).to_string());
        let ways =
            ways.map(|way| if written.starts_with("./") && !way.starts_with('.') { format!("./{way}") } else { way });
        ways.filter(|way| fits(written, way)).take(MAX_ITEMS + 1).map(|way| item(way, None)).collect()
    } else {
        let wanted = if prefix.is_empty() { written } else { "" };
        let fitting = files(cursor).filter(|file| fits(wanted, file.as_str()));
        let about = |file: &Utf8Path| item(file.to_string(), Some(Subject::Include(file.to_string())));
        fitting.take(MAX_ITEMS + 1).map(about).collect()
    };
    let mut found = cursor.items(written.len(), path, items);
    found.incomplete = found.items.len() > MAX_ITEMS;
    Some(found)
}

/// The files of the project but the document itself: those outside of hidden folders first.
fn files<'a>(cursor: &'a Cursor<'_>) -> impl Iterator<Item = &'a Utf8Path> {
    let all = || cursor.snapshot.files().iter();
    let is_hidden = |file: &&Utf8Path| file.as_str().starts_with('.');
    let is_other = |file: &&Utf8Path| cursor.document.names.iter().all(|name| **name != **file);
    let visible = all().filter(move |file| !is_hidden(file));
    visible.chain(all().filter(is_hidden)).filter(is_other)
}
