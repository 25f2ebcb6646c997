//! Sections that a proposal must have.

use text_size::{TextRange, TextSize};

use super::{Proposal, ProposalPart};
use crate::{
    model::open_spec::{
        OpenSpecFix, OpenSpecLevel,
        change_finding::{ChangeCheck, ChangeFinding},
    },
    syntax::nearest::nearest,
    text::lines::{line_end, start_of_text},
};

/// Titles that say the same as those that the program reads.
const WHY: [&str; 8] =
    ["Motivation", "Problem", "Problem Statement", "Background", "Rationale", "Reason", "Context", "Why Now"];
const WHAT: [&str; 9] = [
    "Changes",
    "Proposed Changes",
    "Proposed Change",
    "Proposed Solution",
    "Solution",
    "What",
    "What Will Change",
    "Proposal",
    "Scope of Changes",
];

/// The sections that `openspec archive` wants and does not find, or finds empty. A proposal in which nothing is written has none.
pub fn missing_sections(proposal: &Proposal, text: &str) -> Vec<ChangeFinding> {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Vec::new();
    }
    let parts = [(ProposalPart::Why, &WHY[..]), (ProposalPart::WhatChanges, &WHAT[..])];
    parts.into_iter().filter_map(|(part, meant)| missing(proposal, text, part, meant)).collect()
}

fn missing(proposal: &Proposal, text: &str, part: ProposalPart, meant: &[&str]) -> Option<ChangeFinding> {
    let title = part.title();
    let report = |range, message: String| {
        ChangeFinding::new(ChangeCheck::ProposalSectionMissing, OpenSpecLevel::Warning, range, message)
    };
    if let Some(section) = proposal.section(part) {
        let message = format!("`## {title}` is empty: {}", purpose(part));
        return section.body.is_empty().then(|| report(section.title, message));
    }
    let is_meant = |range: &&TextRange| {
        let other = text[**range].trim_end_matches(['?', ':']);
        let same = meant.iter().any(|word| word.eq_ignore_ascii_case(other));
        same || nearest(other, ProposalPart::ALL.map(ProposalPart::title)) == Some(title)
    };
    if let Some(other) = proposal.others.iter().find(is_meant) {
        let message = format!("`openspec` does not read this as `## {title}`: rename the heading");
        let edit = (*other, title.to_owned());
        return Some(report(*other, message).fix(fix(text, part, format!("Rename to `## {title}`"), edit)));
    }
    let message = format!("this proposal has no section `## {title}`: {}", purpose(part));
    let fix = fix(text, part, format!("Insert `## {title}`"), insertion(proposal, text, part));
    Some(report(proposal.title.unwrap_or_else(|| first_line(text)), message).fix(fix))
}

fn purpose(part: ProposalPart) -> &'static str {
    match part {
        ProposalPart::Why => "say why the change is needed",
        _ => "list what changes",
    }
}

/// The section with a comment to fill in: the first one after the title, the second one after the first.
fn insertion(proposal: &Proposal, text: &str, part: ProposalPart) -> (TextRange, String) {
    let end = line_end(text);
    let why = proposal.section(ProposalPart::Why).filter(|_| part == ProposalPart::WhatChanges);
    let after = match why {
        Some(why) if why.body.is_empty() => Some(why.heading.end()),
        Some(why) => Some(why.body.end()),
        None => proposal.title.map(|title| title.end()),
    };
    let what = match part {
        ProposalPart::Why => "Why is this change needed?",
        _ => "What will be different?",
    };
    let section = format!("## {}{end}{end}<!-- {what} -->", part.title());
    // A title may be followed by `#` and spaces up to the end of its line.
    let after =
        after.map(|at| at + TextSize::of(text[usize::from(at)..].split(['\r', '\n']).next().unwrap_or_default()));
    match after {
        Some(at) => (TextRange::empty(at), format!("{end}{end}{section}")),
        None => (TextRange::empty(start_of_text(text)), format!("{section}{end}{end}")),
    }
}

/// The fix of one edit, unless the section is not there after it: a code block that is never closed would swallow it.
fn fix(text: &str, part: ProposalPart, title: String, edit: (TextRange, String)) -> Option<OpenSpecFix> {
    let mut fixed = text.to_owned();
    fixed.replace_range(std::ops::Range::<usize>::from(edit.0), &edit.1);
    let solved = Proposal::read(&fixed).section(part).is_some_and(|section| !section.body.is_empty());
    solved.then(|| OpenSpecFix { title, edits: vec![edit] })
}

/// The first line with a text.
fn first_line(text: &str) -> TextRange {
    let start = text.len() - text.trim_start_matches(|char: char| char.is_whitespace() || char == '\u{feff}').len();
    let line = text[start..].split(['\r', '\n']).next().unwrap_or_default().trim_end();
    TextRange::at(TextSize::new(start as u32), TextSize::of(line))
}
