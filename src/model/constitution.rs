//! The tier of a constitution and what is still unvalidated in it.

use text_size::TextRange;

use crate::syntax::marker::{Marker, MarkerKind};

/// How strictly an unvalidated constitution holds up workflow commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tier {
    /// Warns and continues.
    Light,
    /// Warns and asks. What holds when no tier is named.
    #[default]
    Medium,
    /// Blocks.
    Heavy,
}

impl Tier {
    /// Every tier, from the most lenient.
    pub const ALL: [Tier; 3] = [Tier::Light, Tier::Medium, Tier::Heavy];

    /// The word in a TIER comment.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Light => "Light",
            Tier::Medium => "Medium",
            Tier::Heavy => "Heavy",
        }
    }

    /// The tier that a word names, exactly as the commands' `grep` reads it.
    pub fn named(word: &str) -> Option<Tier> {
        Tier::ALL.into_iter().find(|tier| tier.name() == word)
    }
}

/// The tier that a constitution's markers set: that of the first readable TIER comment, Medium without one.
pub fn tier(text: &str, markers: &[Marker]) -> Tier {
    let tiers = markers.iter().filter_map(|marker| match marker.kind {
        MarkerKind::Tier { value, .. } => Tier::named(&text[value]),
        _ => None,
    });
    tiers.into_iter().next().unwrap_or_default()
}

/// The NEEDS_VALIDATION markers: the comment, and the text in it.
pub fn unvalidated(markers: &[Marker]) -> impl Iterator<Item = (TextRange, TextRange)> {
    markers.iter().filter_map(|marker| match marker.kind {
        MarkerKind::NeedsValidation { text } => Some((marker.range, text)),
        _ => None,
    })
}
