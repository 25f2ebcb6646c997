//! A skill: what it is for.

use super::{declared, value};
use crate::{
    ide::markup::{Line, Markup},
    workspace::Snapshot,
};

/// The skill of this name; `None` when there is none.
pub fn about(snapshot: &Snapshot, name: &str) -> Option<Markup> {
    let index = snapshot.index();
    let document = snapshot.document(index.skills.get(name)?)?;
    let description = value(document, "description").unwrap_or_default();
    let title = Line::new().strong(name).text(" · a skill");
    Some(Markup::new().line(title).line(Line::new().text(description)).list([declared(document.name())]))
}
