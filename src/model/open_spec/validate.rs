//! What `openspec validate --strict` says about one text alone, at exact places, and two hints of ours.
//!
//! The program's notes of level INFO are left out: it never fails because of them. What needs a second text is found by a merge.

mod delta;
mod purpose;
mod requirement;
mod scenario;
mod spec;

use text_size::{TextRange, TextSize};

use crate::model::open_spec::lines::{SpecLine, SpecLines};
pub use delta::delta_findings;
pub(crate) use delta::{outside, refused};
pub(crate) use purpose::{PLACEHOLDER_END, PLACEHOLDER_START, short_purpose, utf16_length};
pub(crate) use spec::hidden;
pub use spec::spec_findings;

/// What a finding is about: one of the rules for specs and deltas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenSpecCheck {
    /// A requirement outside of the sections of a delta, or a section of a delta in a spec.
    DeltaMisplaced,
    /// A delta that changes nothing.
    DeltaEmpty,
    /// A name twice in a section of a delta, or in two that exclude each other.
    DeltaDuplicate,
    /// `FROM:` without `TO:`, or the reverse.
    RenameUnpaired,
    /// A name twice in a spec.
    RequirementDuplicate,
    /// A requirement outside of `## Requirements`.
    RequirementOutside,
    /// A requirement without text.
    RequirementEmpty,
    /// A requirement without a scenario that counts.
    RequirementNoScenario,
    /// A text without SHALL or MUST.
    RequirementNoKeyword,
    /// A scenario without WHEN or THEN, which the program does not look for.
    ScenarioIncomplete,
    /// A scenario whose heading is not of level four.
    ScenarioLevel,
    /// A spec without a purpose or without requirements.
    SpecSectionMissing,
    /// A purpose that is still to be written, or a short one.
    PurposePlaceholder,
}

/// How bad the program finds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenSpecLevel {
    /// It stops, or `validate` fails.
    Error,
    /// It warns or drops what it does not understand, or `validate --strict` fails.
    Warning,
    /// The program says nothing.
    Hint,
}

/// Something wrong in a spec or a delta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSpecFinding {
    /// What it is about.
    pub check: OpenSpecCheck,
    /// How bad it is.
    pub level: OpenSpecLevel,
    /// The words at fault.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// Other places of the same text that explain it.
    pub related: Vec<(TextRange, String)>,
    /// The fix, where one is right.
    pub fix: Option<OpenSpecFix>,
}

/// Edits of one file that solve a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSpecFix {
    /// What an editor shows in its menu.
    pub title: String,
    /// Replacements in order of position, in bytes of the file; an empty range is an insertion.
    pub edits: Vec<(TextRange, String)>,
}

impl OpenSpecFinding {
    fn new(check: OpenSpecCheck, level: OpenSpecLevel, range: TextRange, message: impl Into<String>) -> Self {
        OpenSpecFinding { check, level, range, message: message.into(), related: Vec::new(), fix: None }
    }

    fn error(check: OpenSpecCheck, range: TextRange, message: impl Into<String>) -> Self {
        OpenSpecFinding::new(check, OpenSpecLevel::Error, range, message)
    }

    fn warning(check: OpenSpecCheck, range: TextRange, message: impl Into<String>) -> Self {
        OpenSpecFinding::new(check, OpenSpecLevel::Warning, range, message)
    }

    fn related(mut self, range: TextRange, message: impl Into<String>) -> Self {
        self.related.push((range, message.into()));
        self
    }

    fn fix(mut self, fix: impl Into<Option<OpenSpecFix>>) -> Self {
        self.fix = fix.into();
        self
    }
}

impl OpenSpecFix {
    fn insert(title: impl Into<String>, at: TextSize, text: impl Into<String>) -> Self {
        OpenSpecFix { title: title.into(), edits: vec![(TextRange::empty(at), text.into())] }
    }

    pub(super) fn change(range: TextRange, text: &str) -> Self {
        OpenSpecFix { title: format!("Change to {}", quoted(text)), edits: vec![(range, text.to_owned())] }
    }
}

/// A name as a message shows it: in backticks, or in quotes when it has backticks itself.
pub(crate) fn quoted(name: &str) -> String {
    if name.contains('`') { format!("\"{name}\"") } else { format!("`{name}`") }
}

/// The first line that is not blank, for what is not there.
fn first_line(text: &str) -> TextRange {
    let lines = SpecLines::new(text);
    let first = lines.lines().iter().find(|line| !line.is_blank());
    first.map_or_else(TextRange::default, SpecLine::trimmed_range)
}

/// The rest of the line that `at` is on.
fn line_rest(text: &str, at: TextSize) -> &str {
    text[usize::from(at)..].split(['\n', '\r']).next().unwrap_or_default()
}

/// The findings in the order of their places.
fn sorted(mut findings: Vec<OpenSpecFinding>) -> Vec<OpenSpecFinding> {
    findings.sort_by(|one, other| {
        let key = |finding: &OpenSpecFinding| (finding.range.start(), finding.range.end(), finding.check);
        key(one).cmp(&key(other)).then_with(|| one.message.cmp(&other.message))
    });
    findings
}

#[cfg(test)]
mod tests;
