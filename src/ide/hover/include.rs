//! What an include inserts: its size, who else includes it, its first lines.

use super::{count, listed, shortened};
use crate::{
    ide::markup::{Line, Markup},
    workspace::Snapshot,
};

/// How many lines are shown, and how long a line may be.
const MAX_LINES: usize = 8;

/// The file of this path, relative to the project; `None` when it is not there or not read.
pub fn about(snapshot: &Snapshot, path: &str) -> Option<Markup> {
    let Some(document) = snapshot.included(path) else {
        let file = snapshot.files().file(camino::Utf8Path::new(path))?;
        return Some(Markup::new().line(Line::new().strong(file)).line(Line::new().text("nothing includes it")));
    };
    let index = snapshot.index();
    let text = document.text();
    let size = format!(" · {}, {}", count(text.lines().count(), "line"), bytes(text.len()));
    let includers: Vec<String> = index
        .includers
        .get(&document.path)
        .into_iter()
        .flatten()
        .filter_map(|path| Some(snapshot.document(path)?.name().to_string()))
        .collect();
    let used = match &includers[..] {
        [] => Line::new().text("nothing includes it"),
        names => listed(Line::new().text(format!("included by {}: ", count(names.len(), "document"))), names),
    };
    let title = Line::new().strong(path).text(size);
    let shown: Vec<String> =
        text.lines().skip_while(|line| line.trim().is_empty()).take(MAX_LINES).map(shortened).collect();
    let markup = Markup::new().line(title).line(used);
    Some(if shown.is_empty() { markup } else { markup.code("markdown", shown.join("\n")) })
}

/// A size for people.
fn bytes(bytes: usize) -> String {
    match bytes {
        0..1000 => count(bytes, "byte"),
        _ => format!("{:.1} kB", bytes as f64 / 1000.0),
    }
}
