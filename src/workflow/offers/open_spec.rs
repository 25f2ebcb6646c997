//! In the files of an open change: the commands of OpenSpec that lead on, and where places of its files are.

use std::collections::BTreeMap;

use text_size::TextRange;

use super::{Act, Offer, Place, command};
use crate::{
    model::open_spec::{DeltaOperation, OpenSpecMeaning, change::ChangeStatus},
    workspace::{Document, Snapshot},
};

/// An open change, as its files show it.
pub(super) struct OpenChange<'a> {
    pub(super) name: &'a str,
    pub(super) status: ChangeStatus,
}

impl<'a> OpenChange<'a> {
    /// The open change that a document belongs to, unless its state cannot be told.
    pub(super) fn of(snapshot: &Snapshot, document: &'a Document) -> Option<OpenChange<'a>> {
        let place = document.open_spec().filter(|place| !place.archived)?;
        let name = place.change?;
        Some(OpenChange { name, status: snapshot.change_status(name, false)? })
    }

    /// The commands that lead on, best first, each with what it does: `Planned → Complete`.
    pub(super) fn next(&self, snapshot: &Snapshot) -> Vec<(String, String)> {
        let state = self.status.state;
        let step = |to| format!("{state} → {to}");
        let next = snapshot.next_change_commands(state).into_iter();
        next.map(|(command, called)| (called, command.leads_to().map_or_else(|| state.to_string(), step))).collect()
    }
}

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let Some(change) = OpenChange::of(place.snapshot, place.document) else { return Vec::new() };
    let at = command::at(place);
    let offer = |(command, step): (String, String)| Offer {
        title: format!("Run {command} on {} ({step})", change.name),
        act: Act::run(command, Some(place.document.path.clone())),
        refused: None,
        at,
    };
    change.next(place.snapshot).into_iter().map(offer).collect()
}

/// What open changes make of the requirements of a capability: by the requirement, each operation with the name of the change.
pub(super) fn touched(snapshot: &Snapshot, capability: &str) -> BTreeMap<String, Vec<(DeltaOperation, String)>> {
    let index = snapshot.index();
    let mut touched: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let Some(known) = index.open_spec.capabilities.get(capability) else { return touched };
    for (change, path) in &known.deltas {
        let meaning = snapshot.document(path).and_then(|delta| delta.facts().meaning.open_spec());
        let Some(OpenSpecMeaning::Delta(delta, _)) = meaning else { continue };
        for (operation, name) in delta.touched().map(|it| (it.operation, it.name)) {
            let entry = (operation, change.clone());
            let all = touched.entry(name.key().to_owned()).or_default();
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
    }
    touched
}

/// The place in a file of OpenSpec that [`Act::ShowPlace`] is about.
pub fn place_of(document: &Document, name: Option<&str>) -> Option<TextRange> {
    match (document.facts().meaning.open_spec()?, name) {
        (OpenSpecMeaning::Delta(delta, _), Some(name)) => {
            delta.touched().find(|it| it.name.key() == name).map(|it| it.name.range)
        }
        (OpenSpecMeaning::Spec(spec, _), Some(name)) => spec.block(name).map(|block| block.name.range),
        (OpenSpecMeaning::Tasks(list), None) => list.tasks.iter().find(|task| !task.is_done()).map(|task| task.range),
        _ => None,
    }
}
