//! In a constitution: what is left to validate. In a project without one: a new one.

use text_size::{TextRange, TextSize};

use super::{Act, Offer, Place};
use crate::{
    model::constitution::{ConstitutionPart, Tier},
    syntax::marker::MarkerKind,
    text::lines::whole_lines,
    workflow::constitution::{Which, mark, standing},
};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let (document, path) = (place.document, &place.document.path);
    if document.is_template() {
        return Vec::new();
    }
    let standing = standing(document);
    let (open, all) = (standing.unvalidated.len(), standing.sections);
    let at = at(place);
    let report = Offer {
        title: match open {
            0 => format!("Report on the constitution ({}, validated)", standing.tier.name()),
            _ => format!("Report on the constitution ({}, {open} of {all} sections unvalidated)", standing.tier.name()),
        },
        act: Act::ValidateConstitution(path.clone()),
        refused: None,
        at,
    };
    // On the line of a marker the quick fixes of its finding do the same.
    let line = |part: &ConstitutionPart| whole_lines(document.text(), part.marker);
    let on_marker = standing.unvalidated.iter().any(|part| place.touches(line(part)));
    let mark_all = (open > 0 && !on_marker).then(|| Offer {
        title: match open {
            1 => "Mark the unvalidated section as validated".to_owned(),
            _ => format!("Mark all {open} unvalidated sections as validated"),
        },
        act: Act::MarkAllValidated(path.clone()),
        refused: mark(document, Which::All).err().map(|problem| problem.to_string()),
        at,
    });
    mark_all.into_iter().chain([report]).collect()
}

/// New constitutions for a project that has none.
pub(super) fn missing(place: &Place<'_>, asks: bool) -> Vec<Offer> {
    if place.index.constitution.is_some() {
        return Vec::new();
    }
    let at = super::command::at(place);
    let offer = |title: String, tier| Offer { title, act: Act::InitConstitution(tier), refused: None, at };
    if asks {
        return vec![offer("Create a constitution".to_owned(), None)];
    }
    Tier::ALL.map(|tier| offer(format!("Create a constitution ({})", tier.name()), Some(tier))).into()
}

/// A constitution as a whole is about its tier, else its first line.
pub(super) fn at(place: &Place<'_>) -> TextRange {
    let facts = place.document.facts();
    let tier = facts.markers.iter().find(|marker| matches!(marker.kind, MarkerKind::Tier { .. }));
    let first = || facts.lines.line_range(place.document.text(), facts.lines.line(TextSize::new(0)));
    tier.map_or_else(first, |marker| marker.range)
}
