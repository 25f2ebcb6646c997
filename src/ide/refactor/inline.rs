//! The text of a partial takes the place of its include.

use super::{RefactorKind, Refactoring, Selection, changed};
use crate::{
    text::lines::line_end,
    workspace::{Edit, expand},
};

/// Offered on a live include, when the document expands to the same text afterwards: a partial with an open fence does not.
pub(super) fn inline(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { snapshot, document, range } = *selection;
    let mut live = document.facts().includes.iter().filter(|include| include.is_live());
    let include = live.find(|include| include.range.contains_range(range))?;
    let path = &document.text()[include.path];
    let partial = snapshot.included(path).filter(|partial| partial.unreadable.is_none())?;
    let text = partial.text().replace('\r', "").replace('\n', line_end(document.text()));
    let (before, after) = (expand(snapshot, document), expand(snapshot, &changed(document, include.range, &text)));
    if before.text != after.text {
        return None;
    }
    let edits = vec![Edit::replace(&document.path, include.range, text)];
    Some(Refactoring { title: format!("Inline `{path}`"), kind: RefactorKind::Inline, edits })
}
