//! Tiers, validation markers, sections, placeholders; specifications too.

mod clarification_needed;
mod marker_malformed;
mod needs_validation;
mod placeholder;
mod section_unbalanced;
mod tier_duplicate;
mod tier_missing;
mod tier_not_enforced;
mod tier_unknown;

use text_size::TextRange;

use crate::{
    rules::{Context, Rule},
    syntax::marker::MarkerKind,
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &needs_validation::RULE,
    &marker_malformed::RULE,
    &tier_missing::RULE,
    &tier_unknown::RULE,
    &tier_duplicate::RULE,
    &tier_not_enforced::RULE,
    &section_unbalanced::RULE,
    &placeholder::RULE,
    &clarification_needed::RULE,
];

/// A TIER comment.
#[derive(Clone, Copy)]
struct TierMarker {
    /// The comment.
    range: TextRange,
    /// The first word after the colon.
    value: TextRange,
    /// The text after ` - `.
    note: Option<TextRange>,
}

/// The TIER comments of a document, in order.
fn tiers(context: &Context<'_>) -> impl Iterator<Item = TierMarker> {
    context.facts().markers.iter().filter_map(|marker| match marker.kind {
        MarkerKind::Tier { value, note } => Some(TierMarker { range: marker.range, value, note }),
        _ => None,
    })
}
