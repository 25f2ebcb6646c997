//! A delta, `openspec/changes/CHANGE/specs/CAPABILITY/spec.md`: what a change makes of a spec.

mod purpose;

use text_size::TextRange;

use super::{
    DeltaOperation,
    lines::{
        SpecLine, SpecLines,
        pattern::{removed, renamed},
    },
    spec::{OddScenario, RequirementBlock, SpecName, blocks, odd_scenario, requirement_of},
};

pub(crate) use purpose::purpose;

/// What a delta says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// Its sections `## ADDED Requirements` and so on, in their order. Each may be there several times.
    pub sections: Vec<DeltaSection>,
    /// The purpose for a new capability.
    pub purpose: Option<DeltaPurpose>,
    /// The requirements outside of the sections, which the program ignores.
    pub outside: Vec<SpecName>,
    /// The scenarios at wrong levels, from the first section on.
    pub odd_scenarios: Vec<OddScenario>,
}

/// The section `## Purpose` of a delta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeltaPurpose {
    /// The word `Purpose` in the heading.
    pub heading: TextRange,
    /// What is below it, without blank lines around it.
    pub body: TextRange,
}

/// A section of a delta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeltaSection {
    /// What it does.
    pub operation: DeltaOperation,
    /// The title of its heading, without the `#`.
    pub title: TextRange,
    /// Everything below the heading up to the next `## `.
    pub body: TextRange,
    /// The requirements of `ADDED` and `MODIFIED`, and those of `REMOVED` that are headings.
    pub blocks: Vec<RequirementBlock>,
    /// The requirements of `REMOVED`: headings and bullets, in their order.
    pub removed: Vec<RemovedEntry>,
    /// The pairs of `RENAMED`.
    pub renamed: Vec<RenamePair>,
    /// The lines of `RENAMED` that are half a pair, in their order.
    pub unpaired: Vec<UnpairedRename>,
}

/// A requirement that is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedEntry {
    pub name: SpecName,
    pub line: TextRange,
}

/// A requirement that gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamePair {
    /// The name that it has, in the line `FROM:`.
    pub from: SpecName,
    /// The name that it gets, in the line `TO:`.
    pub to: SpecName,
}

/// A line `FROM:` or `TO:` without the other one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnpairedRename {
    /// Whether it is `FROM:`, else it is `TO:`.
    pub is_from: bool,
    /// The name in it.
    pub name: SpecName,
    pub line: TextRange,
}

/// A requirement that a delta touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TouchedRequirement<'a> {
    /// What it does to it.
    pub operation: DeltaOperation,
    pub name: &'a SpecName,
    /// Whether the delta brings the name, so that others may build on it.
    pub brings: bool,
}

impl Delta {
    /// Reads a delta.
    pub fn read(text: &str) -> Delta {
        let lines = SpecLines::new(text);
        let all = lines.lines();
        let mut delta = Delta {
            sections: Vec::new(),
            purpose: purpose(text).map(|(heading, body)| DeltaPurpose { heading, body }),
            outside: Vec::new(),
            odd_scenarios: Vec::new(),
        };
        let mut at = 0;
        while at < all.len() {
            let first = at;
            at += 1;
            while at < all.len() && title(&all[at]).is_none() {
                at += 1;
            }
            let heading = title(&all[first]).and_then(|title| Some((operation(title)?, title)));
            match heading {
                Some((operation, title)) => {
                    delta.sections.push(DeltaSection::read(&lines, operation, title, first, at));
                }
                None => {
                    let orphans = all[first..at].iter().filter_map(requirement_of);
                    delta.outside.extend(orphans.map(|name| SpecName::new(&lines, name)));
                }
            }
            if !delta.sections.is_empty() {
                let odd = all[first..at].iter().filter_map(|line| odd_scenario(&lines, line));
                delta.odd_scenarios.extend(odd);
            }
        }
        delta
    }

    /// The requirements that an operation brings, in their order: those of `ADDED` or of `MODIFIED`.
    pub fn blocks(&self, operation: DeltaOperation) -> impl Iterator<Item = &RequirementBlock> {
        self.of(operation).flat_map(|section| &section.blocks)
    }

    /// The requirements that are removed, in their order.
    pub fn removed(&self) -> impl Iterator<Item = &RemovedEntry> {
        self.sections.iter().flat_map(|section| &section.removed)
    }

    /// The requirements that are renamed, in their order.
    pub fn renamed(&self) -> impl Iterator<Item = &RenamePair> {
        self.sections.iter().flat_map(|section| &section.renamed)
    }

    /// The requirements that it touches, section by section: of a renaming both names.
    pub fn touched(&self) -> impl Iterator<Item = TouchedRequirement<'_>> {
        self.sections.iter().flat_map(|section| {
            let operation = section.operation;
            let touched = move |name, brings| TouchedRequirement { operation, name, brings };
            let is_added = operation == DeltaOperation::Added;
            let is_whole = is_added || operation == DeltaOperation::Modified;
            let blocks = section.blocks.iter().filter(move |_| is_whole).map(move |it| touched(&it.name, is_added));
            let removed = section.removed.iter().map(move |entry| touched(&entry.name, false));
            let renamed = section.renamed.iter();
            let renamed = renamed.flat_map(move |pair| [touched(&pair.from, false), touched(&pair.to, true)]);
            blocks.chain(removed).chain(renamed)
        })
    }

    /// The halves of pairs, in their order.
    pub fn unpaired(&self) -> impl Iterator<Item = &UnpairedRename> {
        self.sections.iter().flat_map(|section| &section.unpaired)
    }

    /// Whether it has nothing that the program can apply.
    pub fn is_empty(&self) -> bool {
        self.sections.iter().all(DeltaSection::is_empty)
    }

    fn of(&self, operation: DeltaOperation) -> impl Iterator<Item = &DeltaSection> {
        self.sections.iter().filter(move |section| section.operation == operation)
    }
}

impl DeltaSection {
    /// Reads the section whose heading is the line `first` and that ends before the line `end`.
    fn read(lines: &SpecLines, operation: DeltaOperation, title: &str, first: usize, end: usize) -> DeltaSection {
        let inside = &lines.lines()[first + 1..end];
        let mut section = DeltaSection {
            operation,
            title: lines.range(title),
            body: TextRange::new(lines.start(first + 1), lines.start(end)),
            blocks: Vec::new(),
            removed: Vec::new(),
            renamed: Vec::new(),
            unpaired: Vec::new(),
        };
        if operation != DeltaOperation::Renamed {
            section.blocks = blocks(lines, first + 1, end);
        }
        match operation {
            DeltaOperation::Added | DeltaOperation::Modified => {}
            DeltaOperation::Removed => {
                let entry = |line: &SpecLine| {
                    let name = requirement_of(line).or_else(|| removed(line.text).filter(|_| !line.is_inert))?;
                    Some(RemovedEntry { name: SpecName::new(lines, name), line: line.range() })
                };
                section.removed = inside.iter().filter_map(entry).collect();
            }
            DeltaOperation::Renamed => section.read_pairs(lines, inside),
        }
        section
    }

    /// Pairs `FROM:` with the `TO:` that follows it before another `FROM:`.
    fn read_pairs(&mut self, lines: &SpecLines, inside: &[SpecLine]) {
        let mut pending: Option<UnpairedRename> = None;
        for line in inside.iter().filter(|line| !line.is_inert) {
            let half = |is_from, name| UnpairedRename {
                is_from,
                name: SpecName::new(lines, name),
                line: line.trimmed_range(),
            };
            if let Some(name) = renamed(line.text, "FROM") {
                self.unpaired.extend(pending.replace(half(true, name)));
            } else if let Some(name) = renamed(line.text, "TO") {
                let to = half(false, name);
                match pending.take() {
                    Some(from) => self.renamed.push(RenamePair { from: from.name, to: to.name }),
                    None => self.unpaired.push(to),
                }
            }
        }
        self.unpaired.extend(pending);
        self.unpaired.sort_by_key(|half| half.line.start());
    }

    /// Whether it has nothing that the program can apply.
    pub fn is_empty(&self) -> bool {
        let blocks = if self.operation == DeltaOperation::Removed { &[][..] } else { &self.blocks };
        blocks.is_empty() && self.removed.is_empty() && self.renamed.is_empty()
    }
}

/// The title of the `## ` heading that a line is.
fn title<'a>(line: &SpecLine<'a>) -> Option<&'a str> {
    line.heading().filter(|heading| heading.level == 2)?.title()
}

/// The operation of a section with this title, which has exactly one space between its words.
fn operation(title: &str) -> Option<DeltaOperation> {
    let (operation, noun) = title.split_once(' ')?;
    let known = DeltaOperation::ALL.into_iter().find(|known| known.word().eq_ignore_ascii_case(operation));
    known.filter(|_| noun.eq_ignore_ascii_case("Requirements"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// What is read, in the order of the fields.
    fn check(text: &str, expected: Expect) {
        let delta = Delta::read(text);
        let mut shown = String::new();
        let mut line = |label: &str, words: &[TextRange]| {
            let words = words.iter().map(|range| format!(" {:?}", &text[*range])).collect::<String>();
            shown += &format!("{label}:{words}\n");
        };
        for section in &delta.sections {
            line(&format!("{:?}", section.operation), &[section.title]);
            for block in &section.blocks {
                line("  block", &[block.name.range, block.range]);
            }
            for entry in &section.removed {
                line("  removed", &[entry.name.range, entry.line]);
            }
            for pair in &section.renamed {
                line("  renamed", &[pair.from.range, pair.to.range]);
            }
            for half in &section.unpaired {
                line(if half.is_from { "  from" } else { "  to" }, &[half.name.range, half.line]);
            }
        }
        if let Some(purpose) = &delta.purpose {
            line("purpose", &[purpose.heading, purpose.body]);
        }
        for name in &delta.outside {
            line("outside", &[name.range]);
        }
        for odd in &delta.odd_scenarios {
            line("odd", &[odd.marks, odd.title]);
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn the_sections_of_a_delta_are_read() {
        check(
            "## Purpose\nx\n\n## ADDED Requirements\n### Requirement: A\nx\n\n### Notes\ny\n\n## \nz\n### Requirement: B\n\n\
             ## Added Requirements\n### Requirement: C\n### Scenario: D\n## REMOVED Requirements\n### Requirement: E\nx\n\
             * `### Requirement: F`\n```\n- ### Requirement: G\n```\n",
            expect![[r####"
                Added: "ADDED Requirements"
                  block: "A" "### Requirement: A\nx\n\n### Notes\ny"
                  block: "B" "### Requirement: B"
                Added: "Added Requirements"
                  block: "C" "### Requirement: C\n### Scenario: D"
                Removed: "REMOVED Requirements"
                  block: "E" "### Requirement: E\nx\n* `### Requirement: F`\n```\n- ### Requirement: G\n```"
                  removed: "E" "### Requirement: E"
                  removed: "F" "* `### Requirement: F`"
                purpose: "Purpose" "x"
                odd: "### " "Scenario: D"
            "####]],
        );
    }

    #[test]
    fn requirements_elsewhere_are_outside() {
        check(
            "### Requirement: A\n## ADDED  Requirements\n### Requirement: B\n## MODIFIED Requirements:\n### Requirement: C\n",
            expect![[r#"
                outside: "A"
                outside: "B"
                outside: "C"
            "#]],
        );
        check("", expect![]);
    }

    #[test]
    fn renames_are_pairs() {
        check(
            "## RENAMED Requirements\n- TO: ### Requirement: A\n- FROM: ### Requirement: B\n- FROM: ### Requirement: C\n\n\
             - TO: `### Requirement: D`\nFrom: ### Requirement: E\n- FROM: ### Requirement: F\n\
             ## RENAMED Requirements\n- TO: ### Requirement: G\n",
            expect![[r#"
                Renamed: "RENAMED Requirements"
                  renamed: "C" "D"
                  to: "A" "- TO: ### Requirement: A"
                  from: "B" "- FROM: ### Requirement: B"
                  from: "F" "- FROM: ### Requirement: F"
                Renamed: "RENAMED Requirements"
                  to: "G" "- TO: ### Requirement: G"
            "#]],
        );
    }
}
