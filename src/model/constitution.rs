//! The tier of a constitution and what is still unvalidated in it.

use text_size::{TextRange, TextSize};

use super::section::{Section, sections};
use crate::syntax::{
    markdown::Heading,
    marker::{Marker, MarkerKind},
    reference::{ReferenceKind, References},
};

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

    /// What a workflow command does while something is unvalidated.
    pub fn effect(self) -> &'static str {
        match self {
            Tier::Light => "warns and continues",
            Tier::Medium => "warns and asks",
            Tier::Heavy => "does not start",
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

/// A NEEDS_VALIDATION marker and what holds it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConstitutionPart {
    /// The comment.
    pub marker: TextRange,
    /// What is to be checked, as the marker says.
    pub text: TextRange,
    /// The first placeholder in its section, which has to be filled in before.
    pub placeholder: Option<TextRange>,
}

/// What is not validated in a constitution whose text begins at `body`, in order.
pub fn parts(
    text: &str,
    body: TextSize,
    markers: &[Marker],
    headings: &[Heading],
    references: &References,
) -> Vec<ConstitutionPart> {
    let mut unvalidated = unvalidated(markers).peekable();
    if unvalidated.peek().is_none() {
        return Vec::new();
    }
    let sections = sections(text, markers);
    let placeholders: Vec<_> = placeholders(references).collect();
    let mut pairs = sections.pairs.iter().peekable();
    let mut around: Vec<&Section> = Vec::new();
    unvalidated
        .map(|(marker, what)| {
            while let Some(pair) = pairs.next_if(|pair| pair.begin.start() < marker.start()) {
                around.push(pair);
            }
            while around.pop_if(|section| section.end.end() <= marker.start()).is_some() {}
            let section = around.last().map(|section| TextRange::new(section.begin.end(), section.end.start()));
            let section = section.unwrap_or_else(|| below_heading(text, body, headings, marker));
            let next = placeholders.partition_point(|placeholder| placeholder.start() < section.start());
            let placeholder = placeholders.get(next).filter(|placeholder| section.contains_range(**placeholder));
            ConstitutionPart { marker, text: what, placeholder: placeholder.copied() }
        })
        .collect()
}

/// The places of `[PROJECT_NAME]` and `TODO(FIELD):`, in order.
pub fn placeholders(references: &References) -> impl Iterator<Item = TextRange> {
    let references = references.references.iter();
    references.filter(|reference| reference.kind == ReferenceKind::Placeholder).map(|reference| reference.range)
}

/// The heading that a marker outside of all sections stands below, with the text up to the next one.
fn below_heading(text: &str, body: TextSize, headings: &[Heading], marker: TextRange) -> TextRange {
    let next = headings.partition_point(|heading| heading.range.start() < marker.start());
    let start = next.checked_sub(1).map_or(body, |before| headings[before].range.start());
    let end = headings.get(next).map(|heading| heading.range.start());
    TextRange::new(start, end.unwrap_or(TextSize::of(text)).max(start))
}
