//! Giving something another name, everywhere at once.
//!
//! What an expanded copy repeats is renamed too, so that it does not drift. A renaming is refused as a whole, with a reason, when it
//! could not be complete.

mod agent;
mod command;
mod file;
mod kiro;
mod moved;
mod open_spec;
mod repeated;
mod rule_id;
mod scalar;
mod section;
mod spec_kit;
mod state;
#[cfg(test)]
mod tests;

use text_size::{TextRange, TextSize};

use super::symbol::{Access, Copies, Occurrence, Symbol, occurrences, symbol_at};
use crate::workspace::{DocPath, Edit, ProjectPath, Snapshot};

/// A name that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// The words that are the name.
    pub range: TextRange,
    /// The name to start from.
    pub name: String,
}

/// Why something is not renamed, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenameRefusal {
    /// The new name is taken, or is none.
    #[error("{0}")]
    Name(String),
    /// The thing itself cannot be renamed.
    #[error("{0}")]
    Thing(String),
}

/// The name at `offset` of a document, when there is one.
///
/// # Errors
/// When what stands there cannot be renamed.
pub fn prepare(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Result<Option<Renamable>, RenameRefusal> {
    let Some(found) = symbol_at(snapshot, path, offset) else { return Ok(None) };
    check(snapshot, &found)?;
    let written = snapshot.document(path).map(|document| document.text()[found.range].to_owned());
    let name = match &found.symbol {
        Symbol::Command(command) => Some(snapshot.index().called(command)),
        _ => written,
    };
    Ok(name.map(|name| Renamable { range: found.range, name }))
}

/// The edits that give what stands at `offset` of a document the name `new`; `None` when nothing stands there.
///
/// # Errors
/// When it cannot be renamed, or not to this name.
pub fn rename(
    snapshot: &Snapshot,
    path: &DocPath,
    offset: TextSize,
    new: &str,
) -> Result<Option<Vec<Edit>>, RenameRefusal> {
    let Some(found) = symbol_at(snapshot, path, offset) else { return Ok(None) };
    check(snapshot, &found)?;
    let new = new.trim();
    let edits = match &found.symbol {
        Symbol::State(name) => state::rename(snapshot, name, new),
        Symbol::Command(old) => command::rename(snapshot, old, new),
        Symbol::File(path) => file::rename(snapshot, &found, path, new),
        Symbol::Section { path, name } => section::rename(snapshot, path, name, new),
        Symbol::Agent(name) => agent::rename(snapshot, name, new),
        Symbol::RuleId(id) => rule_id::rename(snapshot, id, new),
        Symbol::OpenSpec(name) => open_spec::rename(snapshot, name, new),
        Symbol::Kiro(name) => kiro::rename(snapshot, name, new),
        Symbol::SpecKit(name) => spec_kit::rename(snapshot, name, new),
        _ => Ok(Vec::new()),
    };
    edits.map(|edits| Some(scalar::quoted(snapshot, edits)))
}

/// The edits after which everything still leads to the files that are about to be renamed, and is called as they are; what each is called
/// before and after, relative to the project. A folder stands for all that is in it. Where the client can rename, what has to be called
/// as they are is renamed with them.
pub fn after_moves(snapshot: &Snapshot, moves: &[(ProjectPath, ProjectPath)], may_rename: bool) -> Vec<Edit> {
    let follow = if may_rename { open_spec::following(snapshot, moved::places(snapshot, moves)) } else { Vec::new() };
    let moves = [moves, &follow].concat();
    let mut edits = moved::edits(snapshot, &moves);
    edits.extend(open_spec::after_moves(snapshot, moved::places(snapshot, &moves)));
    edits.extend(moved::renames(snapshot, &follow));
    edits
}

/// Whether what was found can have another name at all.
fn check(snapshot: &Snapshot, found: &Occurrence) -> Result<(), RenameRefusal> {
    let never = |reason: &str| Err(RenameRefusal::Thing(reason.to_owned()));
    match &found.symbol {
        Symbol::State(name) => state::check(snapshot, name),
        Symbol::Command(own) => command::check(snapshot, own),
        Symbol::File(_) => file::check(snapshot, found),
        Symbol::Section { path, name } => section::check(snapshot, path, name),
        Symbol::Agent(name) => agent::check(snapshot, name),
        Symbol::RuleId(id) => rule_id::check(snapshot, id),
        Symbol::Heading { .. } => never("a heading is text: edit it where it stands"),
        Symbol::Workflow(_) => never("workflows are known to flowspec by their names: rename the command instead"),
        Symbol::Artifact(_) => never("the path of an artifact is a pattern: edit it where it stands"),
        Symbol::Skill(_) => never("a skill goes by its folder: rename that, and the skill where it is invoked"),
        Symbol::Event(_) => never("flowspec decides what its events are called"),
        Symbol::Task(_) => never("Backlog.md gives tasks their ids"),
        Symbol::OpenSpec(name) => open_spec::check(snapshot, name),
        Symbol::Kiro(name) => kiro::check(snapshot, name),
        Symbol::SpecKit(_) => Ok(()),
    }
}

/// Replaces every occurrence of `symbol` by what `new` makes of the words that stand there.
fn replace_all(
    snapshot: &Snapshot,
    symbol: &Symbol,
    mut new: impl FnMut(&Occurrence, &str) -> Result<String, RenameRefusal>,
) -> Result<Vec<Edit>, RenameRefusal> {
    let mut edits = Vec::new();
    for found in occurrences(snapshot, symbol, Copies::Included) {
        let Some(document) = snapshot.document(&found.path).filter(|_| found.access != Access::File) else { continue };
        let text = new(&found, &document.text()[found.range])?;
        edits.push(Edit::replace(&document.path, found.range, text));
    }
    Ok(edits)
}
