//! Changes of form that leave the meaning as it is, one file a refactoring.

mod command;
mod extract;
mod fence;
mod inline;
mod insert_number;
mod labels;
mod renumber;
mod table;
#[cfg(test)]
mod tests;

use text_size::TextRange;

use crate::workspace::{Document, Edit, Snapshot};

/// All of them, in the order in which they are offered.
const REFACTORINGS: &[fn(&Selection<'_>) -> Option<Refactoring>] = &[
    extract::extract,
    inline::inline,
    fence::widen,
    table::sentence_to_table,
    command::add_to_workflow,
    labels::sort,
    insert_number::insert_after,
    renumber::renumber,
];

/// What is selected; an empty range is a cursor.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// The project.
    pub snapshot: &'a Snapshot,
    /// The document.
    pub document: &'a Document,
    /// The bytes in it.
    pub range: TextRange,
}

/// A change that can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refactoring {
    /// What it does, as a command.
    pub title: String,
    /// Its kind.
    pub kind: RefactorKind,
    /// The changes, none of which overlap.
    pub edits: Vec<Edit>,
}

/// The kinds that editors know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactorKind {
    /// Something moves out.
    Extract,
    /// Something moves in.
    Inline,
    /// Something takes another form.
    Rewrite,
}

/// What can be done with a selection.
pub fn refactorings(selection: &Selection<'_>) -> Vec<Refactoring> {
    if selection.document.unreadable.is_some() {
        return Vec::new();
    }
    REFACTORINGS.iter().filter_map(|refactoring| refactoring(selection)).collect()
}

/// The document with other text in place of `range`, to see what it would mean.
fn changed(document: &Document, range: TextRange, text: &str) -> Document {
    let mut whole = document.text().to_owned();
    whole.replace_range(std::ops::Range::<usize>::from(range), text);
    Document::new(document.path.clone(), document.kind, document.names.clone(), whole)
}
