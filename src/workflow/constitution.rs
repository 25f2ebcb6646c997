//! The constitution: what is not validated in it, how it is marked as validated, and new ones.

use std::fmt::{self, Write};

use crate::{
    model::{
        constitution::{ConstitutionPart, Tier, parts, placeholders, tier},
        section::sections,
    },
    text::lines::with_line,
    workspace::{Document, Edit},
};

/// Where a project's constitution is, relative to the project.
pub const PLACE: &str = "memory/constitution.md";

/// A new constitution of a tier, to be filled in and validated.
pub fn template(tier: Tier) -> &'static str {
    match tier {
        Tier::Light => include_str!("constitution/light.md"),
        Tier::Medium => include_str!("constitution/medium.md"),
        Tier::Heavy => include_str!("constitution/heavy.md"),
    }
}

/// What a tier does with a constitution that is not validated.
pub fn consequence(tier: Tier) -> &'static str {
    match tier {
        Tier::Light => "warns before every command",
        Tier::Medium => "asks before every command",
        Tier::Heavy => "blocks every command",
    }
}

/// How much of a constitution is validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How strict it is.
    pub tier: Tier,
    /// What is not validated, in order.
    pub unvalidated: Vec<ConstitutionPart>,
    /// How many sections there are: those with a NEEDS_VALIDATION marker, each marker counted, and those without.
    pub sections: usize,
}

/// How much of a constitution is validated.
pub fn standing(document: &Document) -> Standing {
    let (text, facts) = (document.text(), document.facts());
    let unvalidated = parts(text, facts.body, &facts.markers, &facts.markdown.headings, &facts.references);
    let pairs = sections(text, &facts.markers).pairs;
    // Pairs and markers are both in order, but pairs nest, so that each is searched for.
    let holds = |begin, end| {
        let next = unvalidated.partition_point(|part| part.marker.start() < begin);
        unvalidated.get(next).is_some_and(|part| part.marker.start() < end)
    };
    let settled = pairs.iter().filter(|pair| !holds(pair.begin.end(), pair.end.start())).count();
    Standing { tier: tier(text, &facts.markers), sections: settled + unvalidated.len(), unvalidated }
}

/// What is to be marked as validated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// Everything.
    All,
    /// What a marker says, blanks and case aside.
    Named(&'a str),
}

/// The edits that remove NEEDS_VALIDATION markers, each with its line when nothing else stands there.
///
/// # Errors
/// When there is no such marker, when several could be meant, and when a placeholder has to be filled in before.
pub fn mark(document: &Document, which: Which<'_>) -> Result<Vec<Edit>, NotMarked> {
    let text = document.text();
    let mut parts = standing(document).unvalidated;
    if let Which::Named(name) = which {
        parts.retain(|part| same(&text[part.text], name));
        if parts.len() > 1 {
            return Err(NotMarked::Several(parts.len()));
        }
    }
    if parts.is_empty() {
        return Err(NotMarked::Nothing);
    }
    if let Some(placeholder) = parts.iter().find_map(|part| part.placeholder) {
        return Err(NotMarked::Placeholder(text[placeholder].to_owned()));
    }
    Ok(parts.iter().map(|part| Edit::replace(&document.path, with_line(text, part.marker), "")).collect())
}

/// Why nothing is marked as validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMarked {
    /// There is no such marker.
    Nothing,
    /// So many markers say the same.
    Several(usize),
    /// This has to be filled in before.
    Placeholder(String),
}

impl fmt::Display for NotMarked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotMarked::Nothing => f.write_str("no such part of the constitution needs validation"),
            NotMarked::Several(count) => write!(f, "{count} markers say the same: use the quick fix on one of them"),
            NotMarked::Placeholder(text) => write!(f, "`{text}` has not been filled in: write the real value first"),
        }
    }
}

/// What needs validation, on one line; empty when the marker does not say.
pub fn what(text: &str, part: &ConstitutionPart) -> String {
    text[part.text].split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().map(str::to_lowercase).eq(other.split_whitespace().map(str::to_lowercase))
}

/// How much a report lists of each kind.
const MOST: usize = 50;

/// What is validated and what is not, with places, as text for people.
pub fn report(document: &Document) -> String {
    let (text, lines) = (document.text(), &document.facts().lines);
    let Standing { tier, unvalidated, sections } = standing(document);
    let left: Vec<_> = placeholders(&document.facts().references).collect();
    let place = |at| format!("{}:{}", document.name(), lines.line(at) + 1);
    let mut report = match unvalidated.len() {
        0 => format!("[Y] Constitution validated\n\nTier: {}\nSections: {sections}\n", tier.name()),
        count => format!(
            "[X] Constitution not validated\n\nTier: {} ({})\nUnvalidated sections: {count} of {sections}\n",
            tier.name(),
            consequence(tier)
        ),
    };
    let mut list = |title: &str, items: Vec<(text_size::TextSize, String)>| {
        if items.is_empty() {
            return;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(report, "\n{title}:");
        for (at, item) in items.iter().take(MOST) {
            let _ = writeln!(report, "  {}: {item}", place(*at));
        }
        if let Some(more) = items.len().checked_sub(MOST).filter(|more| *more > 0) {
            let _ = writeln!(report, "  and {more} more");
        }
    };
    let named = |part: &ConstitutionPart| match what(text, part) {
        what if what.is_empty() => "(the marker does not say what)".to_owned(),
        what => what,
    };
    list("To be validated", unvalidated.iter().map(|part| (part.marker.start(), named(part))).collect());
    list("To be filled in", left.iter().map(|range| (range.start(), text[*range].to_owned())).collect());
    report
}

#[cfg(test)]
mod tests;
