//! What a verdict says of an item of work that is not a task.

use camino::Utf8PathBuf;
use serde::Serialize;

use crate::workspace::{DocPath, Document, Snapshot};

/// An item of work that is not a task of Backlog.md, as it is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemRef {
    /// What such items are called: `change`, `feature`, `spec`.
    pub noun: &'static str,
    /// Its name.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// The file that stands for it, from the project's root.
    pub path: Utf8PathBuf,
    /// The document of that file.
    #[serde(skip)]
    pub document: DocPath,
    /// Its folder, which stays the same while its files come and go.
    #[serde(skip)]
    pub folder: DocPath,
    /// The state that it is in; `None` when that cannot be told.
    pub from: Option<String>,
    /// The state that the command leads to; `None` when it leads to no other one.
    pub to: Option<String>,
}

/// Something that keeps a change from being archived.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ArchiveProblem {
    /// The file, from the project's root.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong and what to do.
    pub message: String,
}

/// How many items of a checklist are ticked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChecklistCount {
    /// The name of its file.
    pub name: String,
    /// How many items it has.
    pub total: usize,
    /// How many of them are ticked.
    pub checked: usize,
}

impl ItemRef {
    /// What features of Spec Kit are called.
    pub const FEATURE: &'static str = "feature";

    /// Whether a prompt names it. The scripts of Spec Kit find the feature by themselves.
    pub(super) fn is_prompted(&self) -> bool {
        self.noun != ItemRef::FEATURE
    }
}

/// What a run on a document is about: the folder of its change, feature or spec, else the document itself.
pub fn subject_of(snapshot: &Snapshot, path: &DocPath) -> DocPath {
    let change = |document: &Document| Some(document.open_spec()?.folder()?.to_string());
    let feature = |document: &Document| Some(document.spec_kit()?.feature?.to_owned());
    let spec = |document: &Document| Some(format!(".kiro/specs/{}", document.kiro()?.spec?));
    let folder = |document: &Document| change(document).or_else(|| feature(document)).or_else(|| spec(document));
    let folder = snapshot.document(path).and_then(|document| folder(document));
    folder.map_or_else(|| path.clone(), |folder| snapshot.path(folder.as_ref()))
}

/// The words of a text, without quotes and the like around them.
pub(super) fn in_words(text: &str) -> impl Iterator<Item = &str> {
    let is_around = |char: char| !char.is_alphanumeric();
    text.split_whitespace().map(move |word| word.trim_matches(is_around)).filter(|word| !word.is_empty())
}

/// Whether a name is one word that no program reads as anything else.
pub fn is_word(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric)
        && name.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.'))
}
