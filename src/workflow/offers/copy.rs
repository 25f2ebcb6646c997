//! On an expanded copy: what its command expands to today.

use super::{Act, Offer, Place};
use crate::workspace::copies::{command_of, regenerated};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let (snapshot, copy) = (place.snapshot, place.document);
    let Some(command) = command_of(snapshot, place.index, copy) else { return Vec::new() };
    let Ok(text) = regenerated(snapshot, command, copy) else { return Vec::new() };
    if text == copy.text() {
        return Vec::new();
    }
    vec![Offer {
        title: format!("Regenerate this copy from `{}`", command.name()),
        act: Act::RegenerateCopy(copy.path.clone()),
        refused: None,
        at: super::command::at(place),
    }]
}
