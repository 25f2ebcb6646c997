//! Links in expanded copies, which are those of the command and its partials.

use std::collections::BTreeMap;

use text_size::TextRange;

use crate::workspace::{DocPath, Document, Edit, Expansion, Snapshot, copies::repeating, expand};

/// The edits of links, and the same ones in the copies that repeat what they change. In such a copy nothing else is edited: where its
/// links would lead from its own folder does not matter.
pub(super) fn in_copies(snapshot: &Snapshot, mut edits: Vec<Edit>) -> Vec<Edit> {
    if edits.is_empty() {
        return edits;
    }
    let mut changes: Changes = BTreeMap::new();
    for edit in &edits {
        if let Edit::Replace { path, range, text } = edit {
            changes.entry(path.clone()).or_default().push((*range, text.clone()));
        }
    }
    for (copy, command) in &*snapshot.index().sources {
        let Some((copy, command)) = snapshot.document(copy).zip(snapshot.document(command)) else { continue };
        if let Some(repeated) = in_copy(snapshot, &expand(snapshot, command), copy, &changes) {
            edits.retain(|edit| !is_in_body(edit, copy));
            edits.extend(repeated);
        }
    }
    edits
}

/// What is replaced in each document, and by what.
type Changes = BTreeMap<DocPath, Vec<(TextRange, String)>>;

/// The changes as they are repeated in one copy; `None` when it does not repeat the expansion.
fn in_copy(snapshot: &Snapshot, expansion: &Expansion, copy: &Document, changes: &Changes) -> Option<Vec<Edit>> {
    let place = repeating(expansion, copy)?;
    let mut edits = Vec::new();
    for piece in &expansion.pieces {
        let Some((source, changes)) = snapshot.document(&piece.path).zip(changes.get(&piece.path)) else { continue };
        let placing = piece.placing(source.text());
        let here = changes.iter().filter_map(|(range, text)| Some((place(placing(*range)?)?, text)));
        edits.extend(here.map(|(range, text)| Edit::replace(&copy.path, range, text)));
    }
    Some(edits)
}

fn is_in_body(edit: &Edit, copy: &Document) -> bool {
    matches!(edit, Edit::Replace { path, range, .. } if *path == copy.path && range.start() >= copy.facts().body)
}
