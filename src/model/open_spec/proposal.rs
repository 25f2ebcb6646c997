//! `proposal.md` of a change: its sections and the capabilities that it promises.

mod bullet;
mod missing;
#[cfg(test)]
mod tests;

pub use missing::missing_sections;

use text_size::{TextRange, TextSize};

use super::lines::{SpecLine, SpecLines};

/// What a proposal says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The first heading, if it is `# Title`.
    pub title: Option<TextRange>,
    /// The sections that OpenSpec knows, in order, each by the first heading of its name at any level.
    pub sections: Vec<ProposalSection>,
    /// In order.
    pub capabilities: Vec<ProposedCapability>,
    /// The headings of all other sections at level 2, in order.
    pub others: Vec<TextRange>,
}

/// A section of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalSection {
    pub part: ProposalPart,
    /// The title in the heading, without the `#`.
    pub title: TextRange,
    /// The line of the heading, without its line end.
    pub heading: TextRange,
    /// What is below it up to the next heading of its level, without blank lines at the end; empty when there is nothing.
    pub body: TextRange,
}

/// What a section of a proposal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProposalPart {
    Why,
    WhatChanges,
    Capabilities,
    NewCapabilities,
    ModifiedCapabilities,
    Impact,
}

/// A capability that a proposal names in one of its lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedCapability {
    /// The path of the capability below `specs/`.
    pub name: String,
    pub range: TextRange,
    /// Whether `specs/` has it already, by the list that it is in.
    pub modified: bool,
    /// Whether it looks like a path: small letters, digits, `-`, `_` and `/`. Projects also list commands and functions here, so that
    /// any other name counts only when a spec or a delta has it.
    pub is_path: bool,
}

impl ProposalPart {
    pub const ALL: [ProposalPart; 6] = [
        ProposalPart::Why,
        ProposalPart::WhatChanges,
        ProposalPart::Capabilities,
        ProposalPart::NewCapabilities,
        ProposalPart::ModifiedCapabilities,
        ProposalPart::Impact,
    ];

    /// The title of the section; case does not matter.
    pub fn title(self) -> &'static str {
        match self {
            ProposalPart::Why => "Why",
            ProposalPart::WhatChanges => "What Changes",
            ProposalPart::Capabilities => "Capabilities",
            ProposalPart::NewCapabilities => "New Capabilities",
            ProposalPart::ModifiedCapabilities => "Modified Capabilities",
            ProposalPart::Impact => "Impact",
        }
    }
}

impl Proposal {
    /// Reads any text, with the headings that `openspec archive` sees: outside of code blocks, in the first column.
    pub fn read(text: &str) -> Proposal {
        let lines = SpecLines::new(text);
        let heading = |(index, line)| Some((index, SpecLine::heading(line)?));
        let headings: Vec<_> = lines.lines().iter().enumerate().filter_map(heading).collect();
        let mut proposal = Proposal::default();
        // Where the section ends that each heading begins: its body may reach over smaller headings.
        let mut ends = vec![lines.lines().len(); headings.len()];
        let mut open: Vec<usize> = Vec::new();
        for (index, (line, heading)) in headings.iter().enumerate() {
            while let Some(last) = open.pop_if(|last| headings[*last].1.level >= heading.level) {
                ends[last] = *line;
            }
            open.push(index);
        }
        for (index, (line, heading)) in headings.iter().enumerate() {
            // Without a title it only ends a section.
            let Some(title) = heading.title() else { continue };
            let part = ProposalPart::ALL.into_iter().find(|part| part.title().eq_ignore_ascii_case(title));
            let written = lines.range(title);
            match part.filter(|part| proposal.section(*part).is_none()) {
                Some(part) => {
                    let heading = lines.lines()[*line].trimmed_range();
                    let body = body(&lines, line + 1, ends[index]);
                    proposal.sections.push(ProposalSection { part, title: written, heading, body });
                    if matches!(part, ProposalPart::NewCapabilities | ProposalPart::ModifiedCapabilities) {
                        let modified = part == ProposalPart::ModifiedCapabilities;
                        let below = lines.lines().get(line + 1..ends[index]).unwrap_or_default();
                        proposal.capabilities.extend(bullet::capabilities(&lines, below, modified));
                    }
                }
                None if index == 0 && heading.level == 1 => proposal.title = Some(written),
                None if heading.level == 2 => proposal.others.push(written),
                None => {}
            }
        }
        proposal
    }

    /// The section that is about this.
    pub fn section(&self, part: ProposalPart) -> Option<&ProposalSection> {
        self.sections.iter().find(|section| section.part == part)
    }
}

/// The lines from `first` to `end` without blank lines around them.
fn body(lines: &SpecLines<'_>, first: usize, end: usize) -> TextRange {
    let within = lines.lines().get(first..end).unwrap_or_default();
    let blank = within.iter().take_while(|line| line.is_blank()).count();
    match blank == within.len() {
        true => TextRange::empty(within.first().map_or(TextSize::default(), |line| line.range().start())),
        false => lines.trimmed(first + blank, end),
    }
}
