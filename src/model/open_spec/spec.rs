//! A spec, `openspec/specs/CAPABILITY/spec.md`, read in both ways in which the program reads it.

mod block;

use text_size::{TextRange, TextSize};

use super::{
    DeltaOperation,
    lines::{
        SpecLine, SpecLines,
        pattern::{self, is_space, requirement, trim_end, trim_start},
    },
};

pub use block::{OddScenario, RequirementBlock, Scenario, SpecName};
pub(crate) use block::{odd_scenario, text as requirement_text};

/// What a spec says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapabilitySpec {
    /// The first section `Purpose`, at any level.
    pub purpose: Option<PurposeSection>,
    /// The first section `Requirements` at any level, as `openspec validate` reads it.
    pub validated: Option<ValidatedSection>,
    /// The section `## Requirements`, as a merge reads it.
    pub merged: Option<MergedSection>,
    /// The headings `### Requirement:` outside of `## Requirements`, but not those below a heading of a delta.
    pub outside: Vec<SpecName>,
    /// The headings of deltas, such as `## ADDED Requirements`, without the `#`.
    pub delta_headings: Vec<TextRange>,
    /// The scenarios at wrong levels, from the first requirement on.
    pub odd_scenarios: Vec<OddScenario>,
}

/// The purpose of a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PurposeSection {
    /// The word `Purpose` in the heading.
    pub heading: TextRange,
    /// What is below it up to the next heading that is not deeper, without blank lines around it. Empty when there is nothing.
    pub body: TextRange,
}

/// The requirements as `openspec validate` counts them: every heading directly below `Requirements` is one, whatever it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatedSection {
    /// The word `Requirements` in the heading.
    pub heading: TextRange,
    /// The headings directly below it.
    pub items: Vec<ValidatedRequirement>,
}

/// A heading directly below `Requirements`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatedRequirement {
    /// The heading and what is below it, without blank lines at its end.
    pub range: TextRange,
    /// Its title. Empty for a heading of spaces.
    pub title: TextRange,
    /// Whether there is text below it, up to the next heading.
    pub has_text: bool,
    /// How many headings directly below it have a body: these are its scenarios, at whatever level.
    pub scenarios: usize,
}

/// The requirements as a merge finds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedSection {
    /// The line `## Requirements`.
    pub heading: TextRange,
    /// What is between the heading and the first requirement, without blank lines at its end.
    pub preamble: TextRange,
    /// Its requirements, in their order.
    pub blocks: Vec<RequirementBlock>,
    /// Where the section ends: the next heading of level two, or the end of the text.
    pub end: TextSize,
}

impl CapabilitySpec {
    /// Reads a spec.
    pub fn read(text: &str) -> CapabilitySpec {
        let lines = SpecLines::new(text);
        let merged = MergedSection::read(&lines);
        let validated = ValidatedSection::read(&lines);
        let (outside, delta_headings) = misplaced(&lines);
        let start = merged.iter().map(|section| section.heading.start());
        let start = start.chain(validated.iter().map(|section| section.heading.start())).min();
        let odd = lines.lines().iter().filter(|line| start.is_some_and(|start| line.range().start() > start));
        CapabilitySpec {
            purpose: purpose(&lines),
            validated,
            merged,
            outside,
            delta_headings,
            odd_scenarios: odd.filter_map(|line| odd_scenario(&lines, line)).collect(),
        }
    }

    /// The requirements that a merge can change, in their order.
    pub fn blocks(&self) -> &[RequirementBlock] {
        self.merged.as_ref().map_or(&[], |section| &section.blocks)
    }

    /// The requirement that has exactly this name.
    pub fn block(&self, name: &str) -> Option<&RequirementBlock> {
        self.blocks().iter().find(|block| block.name.key() == name)
    }
}

impl ValidatedSection {
    fn read(lines: &SpecLines) -> Option<ValidatedSection> {
        let (first, level, heading) = section(lines, "Requirements")?;
        let mut section = ValidatedSection { heading, items: Vec::new() };
        // The levels of the headings that a heading is below, from the item on.
        let mut above: Vec<usize> = Vec::new();
        for (at, line) in lines.lines().iter().enumerate().skip(first + 1) {
            let title = line.heading().and_then(|heading| Some((heading, heading.title()?)));
            let Some((heading, title)) = title else {
                if let Some(item) = section.items.last_mut().filter(|_| !line.is_blank()) {
                    item.range = item.range.cover(line.trimmed_range());
                }
                continue;
            };
            if heading.level <= level {
                break;
            }
            above.truncate(above.iter().take_while(|above| **above < heading.level).count());
            above.push(heading.level);
            match (above.len(), section.items.last_mut()) {
                (2.., Some(item)) => {
                    item.range = item.range.cover(line.trimmed_range());
                    let is_scenario = above.len() == 2 && has_body(lines, at, heading.level);
                    item.scenarios += usize::from(is_scenario);
                }
                _ => section.items.push(ValidatedRequirement {
                    range: line.range(),
                    title: lines.range(title),
                    has_text: has_text(&lines.lines()[at + 1..], heading.level),
                    scenarios: 0,
                }),
            }
        }
        Some(section)
    }
}

impl MergedSection {
    fn read(lines: &SpecLines) -> Option<MergedSection> {
        let all = lines.lines();
        let first = all.iter().position(|line| line.heading().is_some_and(|heading| heading.is(2, "Requirements")))?;
        let ends = |line: &SpecLine| line.heading().is_some_and(|heading| heading.level == 2);
        let end = all[first + 1..].iter().position(ends).map_or(all.len(), |length| first + 1 + length);
        let blocks = blocks(lines, first + 1, end);
        let preamble_end = all[first + 1..end].iter().position(|line| requirement_of(line).is_some());
        Some(MergedSection {
            heading: all[first].range(),
            preamble: lines.trimmed(first + 1, preamble_end.map_or(end, |length| first + 1 + length)),
            blocks,
            end: lines.start(end),
        })
    }
}

/// The requirement blocks in the lines from `first` to before `end`, which are one section.
pub(crate) fn blocks(lines: &SpecLines, first: usize, end: usize) -> Vec<RequirementBlock> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (at, line) in lines.lines().iter().enumerate().take(end).skip(first) {
        let name = requirement_of(line);
        // A `##` without a title ends a block, but not the section of a delta.
        if name.is_some() || line.heading().is_some_and(|heading| heading.level == 2) {
            blocks.extend(open.take().map(|(start, name)| RequirementBlock::read(lines, start, at, name)));
            open = name.map(|name| (at, name));
        }
    }
    blocks.extend(open.map(|(start, name)| RequirementBlock::read(lines, start, end, name)));
    blocks
}

/// The name of the requirement that a line begins.
pub(crate) fn requirement_of<'a>(line: &SpecLine<'a>) -> Option<&'a str> {
    if line.is_inert { None } else { requirement(line.text) }
}

/// The first heading with this title in any case: its line, its level and the title's bytes.
fn section(lines: &SpecLines, title: &str) -> Option<(usize, usize, TextRange)> {
    lines.lines().iter().enumerate().find_map(|(at, line)| {
        let heading = line.heading()?;
        let found = heading.title().filter(|found| found.eq_ignore_ascii_case(title))?;
        Some((at, heading.level, lines.range(found)))
    })
}

fn purpose(lines: &SpecLines) -> Option<PurposeSection> {
    let (at, level, heading) = section(lines, "Purpose")?;
    let ends = |line: &SpecLine| line.heading().is_some_and(|heading| heading.level <= level);
    let end = lines.lines()[at + 1..].iter().position(ends).map_or(lines.lines().len(), |length| at + 1 + length);
    let body = &lines.lines()[at + 1..end];
    let first = at + 1 + body.iter().take_while(|line| line.is_blank()).count();
    let body = match lines.lines().get(first).filter(|_| first < end) {
        Some(line) => TextRange::new(line.trimmed_range().start(), lines.trimmed(first, end).end()),
        None => TextRange::empty(heading.end()),
    };
    Some(PurposeSection { heading, body })
}

/// Whether a heading of a level has text below it. The program trims the section, so that a heading counts although it is indented when
/// it is the first line, and there is no text.
fn has_text(below: &[SpecLine], level: usize) -> bool {
    let ends = |line: &SpecLine| line.heading().is_some_and(|heading| heading.level <= level);
    let body = &below[..below.iter().position(ends).unwrap_or(below.len())];
    let mut written = body.iter().filter(|line| !line.is_blank());
    let first = written.next().map(|line| trim_start(line.text));
    let first = if written.next().is_none() { first.map(trim_end) } else { first };
    first.is_some_and(|first| pattern::heading(first).is_none()) && !requirement_text(body).is_empty()
}

/// Whether anything is below a heading of a level before the next one that is not deeper.
fn has_body(lines: &SpecLines, at: usize, level: usize) -> bool {
    let next = lines.lines()[at + 1..].iter().find(|line| !line.is_blank());
    next.is_some_and(|line| line.heading().is_none_or(|heading| heading.level > level))
}

/// The requirements outside of `## Requirements` and the headings of deltas. The program looks for them in a way of its own: a requirement
/// must have a space after its `#`, and a byte-order mark hides a heading in the first line.
fn misplaced(lines: &SpecLines) -> (Vec<SpecName>, Vec<TextRange>) {
    let (mut outside, mut delta_headings) = (Vec::new(), Vec::new());
    let mut section = None;
    let mut is_delta = false;
    for line in &lines.lines()[usize::from(lines.has_mark())..] {
        let Some(heading) = line.heading() else { continue };
        if heading.level == 2 {
            section = match section {
                None if heading.is(2, "Requirements") => Some(true),
                Some(_) => Some(false),
                None => None,
            };
            is_delta = is_delta_heading(heading.words());
            if is_delta {
                delta_headings.push(lines.range(heading.words()));
            }
        } else if let Some(name) = requirement_of(line).filter(|_| section != Some(true) && !is_delta) {
            outside.push(SpecName::new(lines, name));
        }
    }
    (outside, delta_headings)
}

/// Whether a heading begins a section of a delta, with any space between its words.
fn is_delta_heading(words: &str) -> bool {
    let mut words = words.split(is_space).filter(|word| !word.is_empty());
    let operation = words.next().unwrap_or_default();
    DeltaOperation::ALL.iter().any(|known| known.word().eq_ignore_ascii_case(operation))
        && words.next().is_some_and(|noun| noun.eq_ignore_ascii_case("Requirements"))
        && words.next().is_none()
}

#[cfg(test)]
mod tests;
