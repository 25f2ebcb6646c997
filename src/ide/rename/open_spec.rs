//! Requirements and scenarios of OpenSpec in the spec and in every open delta; capabilities and changes with their folders.

use std::collections::BTreeSet;

use super::{RenameRefusal, replace_all};
use crate::{
    ide::symbol::{OpenSpecName, Symbol},
    model::open_spec::OpenSpecMeaning,
    workspace::{Document, Edit, Resolved, Snapshot},
};

pub(super) fn rename(snapshot: &Snapshot, name: &OpenSpecName, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    match name {
        OpenSpecName::Capability(own) => {
            folder_name(new, true)?;
            let mut edits = words(snapshot, name, new)?;
            let index = snapshot.index();
            let folders = [Some("openspec/specs".to_owned())].into_iter().flatten();
            let deltas = index.open_spec.capabilities.get(own).into_iter().flat_map(|known| known.deltas.keys());
            let folders = folders.chain(deltas.map(|change| format!("openspec/changes/{change}/specs")));
            for folder in folders {
                edits.extend(moved(snapshot, &format!("{folder}/{own}"), &format!("{folder}/{new}"))?);
            }
            Ok(edits)
        }
        OpenSpecName::Change(own) => {
            folder_name(new, false)?;
            let mut edits = words(snapshot, name, new)?;
            edits.extend(moved(snapshot, &format!("openspec/changes/{own}"), &format!("openspec/changes/{new}"))?);
            Ok(edits)
        }
        OpenSpecName::Requirement { capability, .. } => {
            heading(new)?;
            free(snapshot, capability, new, "requirement", |document| names(document, None))?;
            words(snapshot, name, new)
        }
        OpenSpecName::Scenario { capability, requirement, .. } => {
            heading(new)?;
            free(snapshot, capability, new, "scenario", |document| names(document, Some(requirement)))?;
            words(snapshot, name, new)
        }
    }
}

/// Replaces the name where it is written. The archive says what was, so nothing is changed in it.
fn words(snapshot: &Snapshot, name: &OpenSpecName, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let mut edits = replace_all(snapshot, &Symbol::OpenSpec(name.clone()), |_, _| Ok(new.to_owned()))?;
    edits.retain(|edit| match edit {
        Edit::Replace { path, .. } => snapshot.document(path).is_some_and(|document| !document.is_history()),
        Edit::Create { .. } | Edit::Rename { .. } => true,
    });
    Ok(edits)
}

/// Gives a folder another name, if it is there.
fn moved(snapshot: &Snapshot, from: &str, to: &str) -> Result<Option<Edit>, RenameRefusal> {
    let path = |path: &str| snapshot.path(camino::Utf8Path::new(path));
    let is_there = |path: &str| snapshot.resolve(camino::Utf8Path::new(path)) != Resolved::Missing;
    if from == to || !is_there(from) {
        return Ok(None);
    }
    if is_there(to) {
        return Err(RenameRefusal::Name(format!("there is `{to}` already")));
    }
    Ok(Some(Edit::Rename { from: path(from), to: path(to) }))
}

/// Whether a new name of a folder is one; that of a capability may lead through several.
fn folder_name(new: &str, may_nest: bool) -> Result<(), RenameRefusal> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            && !part.starts_with('.')
    };
    let is_name = if may_nest { new.split('/').all(is_part) } else { is_part(new) && new != "archive" };
    if is_name {
        return Ok(());
    }
    let slash = if may_nest { ", with `/` between folders" } else { "" };
    Err(RenameRefusal::Name(format!("`{new}` is no name for a folder here: use letters, digits, `-` and `_`{slash}")))
}

/// Whether a new name can stand in a heading, and in backticks.
fn heading(new: &str) -> Result<(), RenameRefusal> {
    if new.is_empty() || new.contains(['\n', '\r', '`']) || new.ends_with('#') {
        return Err(RenameRefusal::Name(format!("`{new}` cannot be read back from a heading: use words on one line")));
    }
    Ok(())
}

/// Whether no spec and no open delta has the new name.
fn free(
    snapshot: &Snapshot,
    capability: &str,
    new: &str,
    what: &str,
    names: impl Fn(&Document) -> BTreeSet<String>,
) -> Result<(), RenameRefusal> {
    let index = snapshot.index();
    let Some(known) = index.open_spec.capabilities.get(capability) else { return Ok(()) };
    for document in known.spec.iter().chain(known.deltas.values()).filter_map(|path| snapshot.document(path)) {
        if names(document).contains(new) {
            return Err(RenameRefusal::Name(format!("`{}` has a {what} `{new}` already", document.name())));
        }
    }
    Ok(())
}

/// The names of the requirements in a document, or of the scenarios of one of them.
fn names(document: &Document, requirement: Option<&String>) -> BTreeSet<String> {
    let blocks: Vec<_> = match document.facts().meaning.open_spec() {
        Some(OpenSpecMeaning::Spec(spec, _)) => spec.blocks().iter().collect(),
        Some(OpenSpecMeaning::Delta(delta, _)) => delta.sections.iter().flat_map(|section| &section.blocks).collect(),
        _ => Vec::new(),
    };
    match requirement {
        None => blocks.into_iter().map(|block| block.name.key().to_owned()).collect(),
        Some(requirement) => {
            let blocks = blocks.into_iter().filter(|block| block.name.key() == requirement);
            blocks.flat_map(|block| &block.scenarios).map(|scenario| scenario.name.text.clone()).collect()
        }
    }
}
