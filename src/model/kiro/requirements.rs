//! `requirements.md` and `bugfix.md`: requirements and their criteria, by their numbers.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

use super::{
    CriterionNumber,
    lines::{LinePiece, prose_lines, size},
};

/// The requirements of a spec.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KiroRequirements {
    /// In source order.
    pub requirements: Vec<KiroRequirement>,
    /// In source order.
    pub criteria: Vec<KiroCriterion>,
    /// Where to say that no requirement has a number: only for a file that says something.
    pub unreadable: Option<TextRange>,
}

/// A heading such as `### Requirement 2: Log in`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KiroRequirement {
    pub number: u32,
    /// The number as written.
    pub number_range: TextRange,
    /// The heading without its `#`.
    pub range: TextRange,
    /// What follows the number; may be empty.
    pub title: TextRange,
    /// How many bulleted items there are in place of numbered criteria.
    bullets: u32,
}

/// A criterion: an item of a numbered list below a requirement, an item of a bulleted list where no item is numbered, or a clause with its
/// whole number, `1.2 WHEN …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KiroCriterion {
    pub requirement: u32,
    /// As written: the number of the item, or what follows the dot of a clause. That of a bulleted item is its place.
    pub number: u32,
    /// Its place in its requirement, from 1.
    pub position: u32,
    /// The last number as written; empty at the start of the text of a bulleted item.
    pub number_range: TextRange,
    /// The text of its first line.
    pub text: TextRange,
    /// Which list it is in: numbered lists are counted through the file from 1, bulleted ones are 0. `None` for a clause.
    pub list: Option<u32>,
}

impl KiroCriterion {
    /// Whether it has no number but its place in a list.
    pub fn is_bulleted(&self) -> bool {
        self.number_range.is_empty()
    }

    /// Its words on one line: its first line and the indented lines that go on with it.
    pub fn words(&self, text: &str) -> String {
        let rest = text.get(usize::from(self.text.end())..).unwrap_or_default().lines().skip(1);
        let goes_on = |line: &&str| {
            let words = line.trim_start();
            let is_item = words.starts_with(['-', '*', '+']) || words.starts_with(|char: char| char.is_ascii_digit());
            line.starts_with([' ', '\t']) && !words.is_empty() && !is_item
        };
        let first = text.get(std::ops::Range::<usize>::from(self.text)).unwrap_or_default();
        let lines = [first].into_iter().chain(rest.take_while(goes_on).map(str::trim));
        lines.collect::<Vec<_>>().join(" ")
    }

    /// The number of the requirement where a clause writes it, `1` of `1.2 WHEN …`.
    pub fn requirement_range(&self, text: &str) -> Option<TextRange> {
        let dot = usize::from(self.number_range.start()).checked_sub(1).filter(|_| self.list.is_none())?;
        let digits = text.get(..dot)?.bytes().rev().take_while(u8::is_ascii_digit).count();
        Some(TextRange::new(size(dot - digits), size(dot)))
    }
}

impl KiroRequirements {
    pub fn read(text: &str) -> KiroRequirements {
        read::read(text)
    }

    /// The lines of a requirement: its own and what is below it, up to the next heading of its level or a higher one.
    pub fn block(text: &str, requirement: &KiroRequirement) -> TextRange {
        let at = usize::from(requirement.range.start());
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let mut lines = prose_lines(text).skip_while(|line| line.start < start);
        let level = lines.next().and_then(LinePiece::heading).map(|(level, _)| level);
        let ends = |line: &LinePiece<'_>| {
            line.heading().is_some_and(|(own, _)| level.is_none_or(|level| own <= level))
                || level.is_none() && read::bold_requirement(*line).is_some()
        };
        let end = lines.find(ends).map_or(text.len(), |line| line.start);
        TextRange::new(size(start), size(text[..end].trim_end().len()))
    }

    /// The requirements that have the number of an earlier one, each with it.
    pub fn duplicate_requirements(&self) -> Vec<(&KiroRequirement, &KiroRequirement)> {
        let mut first = FxHashMap::default();
        let pairs = self.requirements.iter().filter_map(|it| {
            let earlier = *first.entry(it.number).or_insert(it);
            (!std::ptr::eq(earlier, it)).then_some((it, earlier))
        });
        pairs.collect()
    }

    /// The criteria that have the number of an earlier one of their list, each with it. A list in which every item has the same number is
    /// numbered by Markdown.
    pub fn duplicate_criteria(&self) -> Vec<(&KiroCriterion, &KiroCriterion)> {
        let mut first = FxHashMap::default();
        let mut differing = FxHashSet::default();
        let mut pairs = Vec::new();
        let mut last: Option<&KiroCriterion> = None;
        for it in &self.criteria {
            let key = (it.requirement, it.list);
            if last.is_some_and(|last| (last.requirement, last.list) == key && last.number != it.number) {
                differing.insert(key);
            }
            last = Some(it);
            let earlier = *first.entry((key, it.number)).or_insert(it);
            if !std::ptr::eq(earlier, it) {
                pairs.push((it, earlier));
            }
        }
        pairs.retain(|(it, _)| it.list.is_none() || differing.contains(&(it.requirement, it.list)));
        pairs
    }

    /// The numbers that a reference can lead to.
    pub fn numbers(&self) -> KnownNumbers {
        let mut known = KnownNumbers::default();
        for it in &self.criteria {
            known.requirements.entry(it.requirement).or_default().extend([it.number, it.position]);
        }
        for it in &self.requirements {
            let criteria = known.requirements.entry(it.number).or_default();
            criteria.extend(1..=it.bullets.min(MOST_BULLETS));
        }
        known
    }
}

/// Bullets that count as criteria; no requirement has more.
const MOST_BULLETS: u32 = 200;

/// The numbers of a spec to which references can lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownNumbers {
    /// The criteria of each requirement; empty for one whose criteria cannot be told apart.
    requirements: BTreeMap<u32, BTreeSet<u32>>,
}

impl KnownNumbers {
    /// Whether nothing can be referred to.
    pub fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }

    pub fn has_requirement(&self, requirement: u32) -> bool {
        self.requirements.contains_key(&requirement)
    }

    /// Whether a reference leads somewhere.
    pub fn has(&self, number: CriterionNumber) -> bool {
        let Some(criteria) = self.requirements.get(&number.requirement) else { return false };
        number.criterion.is_none_or(|criterion| criteria.is_empty() || criteria.contains(&criterion))
    }

    /// The number next to one that leads nowhere: in the same requirement, else that of the nearest requirement.
    pub fn nearest(&self, number: CriterionNumber) -> Option<CriterionNumber> {
        let Some(criterion) = number.criterion else {
            let requirements = self.requirements.keys().copied();
            return closest(requirements, number.requirement).map(CriterionNumber::of_requirement);
        };
        let with_criteria = self.requirements.iter().filter(|(_, criteria)| !criteria.is_empty());
        let requirement = closest(with_criteria.map(|(requirement, _)| *requirement), number.requirement)?;
        let criteria = self.requirements.get(&requirement)?.iter().copied();
        closest(criteria, criterion).map(|criterion| CriterionNumber::of_criterion(requirement, criterion))
    }

    /// These and those of another file of the spec.
    #[must_use]
    pub fn and(mut self, other: &KnownNumbers) -> KnownNumbers {
        for (requirement, criteria) in &other.requirements {
            self.requirements.entry(*requirement).or_default().extend(criteria);
        }
        self
    }
}

fn closest(numbers: impl Iterator<Item = u32>, wanted: u32) -> Option<u32> {
    numbers.min_by_key(|number| number.abs_diff(wanted))
}

#[cfg(test)]
mod tests;
