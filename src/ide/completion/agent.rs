//! Agents, by name.

use std::collections::BTreeSet;

use super::{Cursor, Item, ItemKind, Subject};
use crate::{model::Kind, workspace::Document};

/// The agents of the project: definitions for a workflow, where flowspec's own ones are known too, copies for a handoff.
pub(super) fn items(cursor: &Cursor<'_>, kinds: &[Kind], known: bool) -> Vec<Item> {
    let meant = |name: &str, path| {
        let document = cursor.snapshot.document(path).filter(|document| kinds.contains(&document.kind));
        document.is_some_and(|document| is_own_name(document, name))
    };
    let agents = cursor.index.agents.iter().filter(|(name, path)| meant(name, path));
    let own: BTreeSet<&str> = agents.map(|(name, _)| name.as_str()).collect();
    let known = cursor.index.dialects.agents().filter(|name| known && !own.contains(name));
    let item = |name: &str| Item::new(ItemKind::Agent, name);
    let flowspec = known.map(|name| item(name).detail("an agent of flowspec"));
    own.iter().map(|name| item(name).about(Subject::Agent((*name).to_owned()))).chain(flowspec).collect()
}

/// Whether a document is spoken of by this name: the one that it gives itself, else that of its file or folder.
pub(super) fn is_own_name(document: &Document, name: &str) -> bool {
    document.summary().name.as_deref().is_none_or(|own| own == name)
}
