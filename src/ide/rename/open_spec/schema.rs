//! Schemas with their folders, and artifacts with whatever requires them.

use super::{super::RenameRefusal, folder_name, with_folders, words};
use crate::{
    ide::symbol::OpenSpecName,
    model::open_spec::config::DEFAULT_SCHEMA,
    workspace::{Edit, Snapshot},
};

/// Only the schemas of the project can have other names.
pub(super) fn check(snapshot: &Snapshot, schema: &str) -> Result<(), RenameRefusal> {
    if snapshot.schema_file(schema).is_some() {
        return Ok(());
    }
    let reason = if schema == DEFAULT_SCHEMA { "is built in" } else { "is not in this project" };
    Err(RenameRefusal::Thing(format!("the schema `{schema}` {reason}")))
}

pub(super) fn rename(
    snapshot: &Snapshot,
    name: &OpenSpecName,
    own: &str,
    new: &str,
) -> Result<Vec<Edit>, RenameRefusal> {
    folder_name(new, false)?;
    // It would take the place of the one that is built in.
    if new == DEFAULT_SCHEMA && own != new {
        return Err(RenameRefusal::Name(format!("there is a schema `{new}` already")));
    }
    with_folders(snapshot, name, new, [(format!("openspec/schemas/{own}"), format!("openspec/schemas/{new}"))])
}

pub(super) fn rename_artifact(
    snapshot: &Snapshot,
    name: &OpenSpecName,
    schema: &str,
    own: &str,
    new: &str,
) -> Result<Vec<Edit>, RenameRefusal> {
    if new.is_empty() || new.contains(|char: char| char.is_whitespace() || char.is_control()) {
        return Err(RenameRefusal::Name(format!("`{new}` is not a valid id: use letters, digits, `-` and `_`")));
    }
    if own != new && snapshot.schema_file(schema).is_some_and(|file| file.artifact(new).is_some()) {
        return Err(RenameRefusal::Name(format!("the schema `{schema}` has an artifact `{new}` already")));
    }
    words(snapshot, name, new)
}
