//! A spec, `openspec/specs/CAPABILITY/spec.md`, read in both ways in which the program reads it.

mod block;

use text_size::{TextRange, TextSize};

use super::{
    DeltaOperation,
    lines::{
        SpecLine, SpecLines,
        pattern::{self, is_space, requirement, trim_start},
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
    /// The headings `### Requirement:` outside of `## Requirements`.
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
    /// The line of the heading.
    pub heading: TextRange,
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
            let Some(heading) = line.heading() else { continue };
            let Some(title) = heading.title() else { continue };
            if heading.level <= level {
                break;
            }
            above.truncate(above.iter().take_while(|above| **above < heading.level).count());
            above.push(heading.level);
            match (above.len(), section.items.last_mut()) {
                (1, _) => section.items.push(ValidatedRequirement {
                    heading: line.range(),
                    title: lines.range(title),
                    has_text: !requirement_text(body(lines, at + 1)).is_empty(),
                    scenarios: 0,
                }),
                (2, Some(item)) if has_body(lines, at, heading.level) => item.scenarios += 1,
                _ => {}
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

/// The lines from `first` on, without the blank ones at the beginning. The program trims a section, so that a heading that is indented
/// counts as one in the first line of it; there is then no text.
fn body<'l, 'a>(lines: &'l SpecLines<'a>, first: usize) -> &'l [SpecLine<'a>] {
    let body = lines.lines().get(first..).unwrap_or_default();
    let body = &body[body.iter().take_while(|line| line.is_blank()).count()..];
    let is_heading = body.first().is_some_and(|line| pattern::heading(trim_start(line.text)).is_some());
    if is_heading { &[] } else { body }
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
    for line in &lines.lines()[usize::from(lines.has_mark())..] {
        let Some(heading) = line.heading() else { continue };
        if heading.level == 2 {
            section = match section {
                None if heading.is(2, "Requirements") => Some(true),
                Some(_) => Some(false),
                None => None,
            };
            if is_delta_heading(heading.words()) {
                delta_headings.push(lines.range(heading.words()));
            }
        } else if let Some(name) = requirement_of(line).filter(|_| section != Some(true)) {
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
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// What is read, in the order of the fields.
    fn check(text: &str, expected: Expect) {
        let spec = CapabilitySpec::read(text);
        let mut shown = String::new();
        let mut line = |indent: usize, label: &str, words: &[TextRange], more: &str| {
            let words = words.iter().map(|range| format!("{:?}", &text[*range])).collect::<Vec<_>>().join(" ");
            shown += &format!("{:indent$}{label}: {words}{more}\n", "");
        };
        if let Some(purpose) = spec.purpose {
            line(0, "purpose", &[purpose.heading, purpose.body], "");
        }
        if let Some(section) = &spec.validated {
            line(0, "validated", &[section.heading], "");
            for item in &section.items {
                line(2, "item", &[item.title], &format!(" text {} scenarios {}", item.has_text, item.scenarios));
            }
        }
        if let Some(section) = &spec.merged {
            let end = TextRange::new(section.end, TextSize::of(text));
            line(0, "merged", &[section.heading, section.preamble, end], "");
            for block in &section.blocks {
                line(2, "block", &[block.range], "");
                line(4, &format!("name {:?}", block.name.text), &[block.name.range], "");
                line(4, "text", &block.text, if block.has_keyword { " with a keyword" } else { "" });
                for scenario in &block.scenarios {
                    let Scenario { is_named, has_body, has_when, has_then, .. } = scenario;
                    let more = format!(" named {is_named} body {has_body} when {has_when} then {has_then}");
                    line(4, "scenario", &[scenario.name.range], &more);
                }
            }
        }
        for name in &spec.outside {
            line(0, "outside", &[name.range], "");
        }
        if !spec.delta_headings.is_empty() {
            line(0, "delta headings", &spec.delta_headings, "");
        }
        for odd in &spec.odd_scenarios {
            line(0, "odd", &[odd.marks, odd.title], "");
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_spec_is_read_in_both_ways() {
        check(
            "# Auth\n\n## Purpose\n\nLets people in. \n\n### More\nx\n\n## Requirements\nAll of them.\n\n\
             ### Requirement: Log in ##\n\n**Key**: a\nThe system\n  MUST log in.\n```\n### Requirement: code\n```\n\
             #### Scenario: Known\n- **WHEN** a\n- **THEN** b\n##### More\n#### Edge\n\n###Requirement:Out\n**Key**: only\n\n\
             ### Notes\nx\n\n## History\n### Requirement: Gone\n",
            expect![[r####"
                purpose: "Purpose" "Lets people in. \n\n### More\nx"
                validated: "Requirements"
                  item: "Requirement: Log in ##" text true scenarios 2
                  item: "Notes" text true scenarios 0
                merged: "## Requirements" "All of them." "## History\n### Requirement: Gone\n"
                  block: "### Requirement: Log in ##\n\n**Key**: a\nThe system\n  MUST log in.\n```\n### Requirement: code\n```\n#### Scenario: Known\n- **WHEN** a\n- **THEN** b\n##### More\n#### Edge"
                    name "Log in": "Log in"
                    text: "The system" "MUST log in." with a keyword
                    scenario: "Known" named true body true when true then true
                    scenario: "Edge" named false body false when false then false
                  block: "###Requirement:Out\n**Key**: only\n\n### Notes\nx"
                    name "Out": "Out"
                    text: "**Key**: only"
                outside: "Gone"
            "####]],
        );
    }

    #[test]
    fn misplaced_parts_are_seen() {
        check(
            "### Requirement: A\n# requirements\n## A\n##### x\ny\n### Scenario: B\n##### scenario: C\n####Scenario: D\n\
             ## added  Requirements ##\n## Added  requirements\n",
            expect![[r######"
                validated: "requirements"
                  item: "A" text false scenarios 2
                  item: "added  Requirements ##" text false scenarios 0
                  item: "Added  requirements" text false scenarios 0
                outside: "A"
                delta headings: "Added  requirements"
                odd: "### " "Scenario: B"
                odd: "##### " "scenario: C"
                odd: "####" "Scenario: D"
            "######]],
        );
        check(
            "\u{feff}## Requirements\r\n### Requirement: A\r\nx",
            expect![[r####"
            validated: "Requirements"
              item: "Requirement: A" text true scenarios 0
            merged: "## Requirements" "" ""
              block: "### Requirement: A\r\nx"
                name "A": "A"
                text: "x"
            outside: "A"
        "####]],
        );
        check("", expect![""]);
    }

    #[test]
    fn a_step_is_a_marked_word() {
        let check = |body: &str, expected: (bool, bool)| {
            let text = format!("## Requirements\n### Requirement: A\n#### Scenario: B\n{body}\n");
            let spec = CapabilitySpec::read(&text);
            let scenario = &spec.blocks()[0].scenarios[0];
            assert_eq!((scenario.has_when, scenario.has_then), expected, "{body}");
        };
        check("- **WHEN** a\n- **THEN** b", (true, true));
        check("When a, THEN b", (true, true));
        check("* _given_ a", (true, false));
        check("1. `then` b", (false, true));
        check("Something happens when a, then b", (false, false));
        check("WHENEVER a", (false, false));
        check("```gherkin\nWhen a\nThen b\n```", (true, true));
    }
}
