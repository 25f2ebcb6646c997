//! A heading that a link leads to, and what stands below it.

use super::{declared, first_lines};
use crate::{
    ide::markup::{Line, Markup},
    workspace::{DocPath, Snapshot},
};

/// The heading of this anchor.
pub(super) fn about(snapshot: &Snapshot, path: &DocPath, anchor: &str) -> Option<Markup> {
    let document = snapshot.document(path)?;
    let facts = document.facts();
    let at = facts.anchors().position(anchor)?;
    let heading = facts.markdown.headings.get(at)?;
    let markup = Markup::new().line(Line::new().strong(&heading.text)).line(declared(document.name()));
    let below = document.text().get(usize::from(heading.range.end())..)?;
    Some(match first_lines(below) {
        Some(lines) => markup.code("markdown", lines),
        None => markup,
    })
}
