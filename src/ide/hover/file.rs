//! A file that an include or a link leads to: its size, who includes it, its first lines.

use camino::Utf8Path;

use super::{count, first_lines, listed};
use crate::{
    ide::markup::{Line, Markup},
    model::Kind,
    workspace::{DocPath, Resolved, Snapshot},
};

/// The file that an include of this path inserts; `None` when it is not there.
pub fn included(snapshot: &Snapshot, path: &str) -> Option<Markup> {
    match snapshot.resolve(Utf8Path::new(path)) {
        Resolved::File(real) => about(snapshot, &snapshot.path(&real)),
        _ => None,
    }
}

/// The file at this path; only its name when its text has not been read.
pub fn about(snapshot: &Snapshot, path: &DocPath) -> Option<Markup> {
    let Some(document) = snapshot.document(path) else {
        let file = snapshot.files().file(snapshot.relative(path))?;
        return Some(Markup::new().line(Line::new().strong(file)));
    };
    let text = document.text();
    let size = format!(" · {}, {}", count(text.lines().count(), "line"), bytes(text.len()));
    let index = snapshot.index();
    let includers = index.includers.get(path).into_iter().flatten();
    let includers: Vec<String> =
        includers.filter_map(|path| Some(snapshot.document(path)?.name().to_string())).collect();
    let used = match &includers[..] {
        [] if document.kind == Kind::Partial => Line::new().text("nothing includes it"),
        [] => Line::new(),
        [one] => Line::new().text("only ").code(one).text(" includes it"),
        names => listed(Line::new().text(format!("{} include it: ", count(names.len(), "document"))), names),
    };
    let markup = Markup::new().line(Line::new().strong(document.name()).text(size)).line(used);
    let language = if document.kind.is_yaml() { "yaml" } else { "markdown" };
    Some(match first_lines(text) {
        Some(lines) => markup.code(language, lines),
        None => markup,
    })
}

/// A size for people.
fn bytes(bytes: usize) -> String {
    match bytes {
        0..1000 => count(bytes, "byte"),
        _ => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
    }
}
