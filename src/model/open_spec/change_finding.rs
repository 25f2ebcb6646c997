//! Findings in the planning files of a change, and in what configures them.

use std::sync::Arc;

use text_size::TextRange;

use super::{OpenSpecFix, OpenSpecLevel};

/// Which rule a finding in these files belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeCheck {
    /// A task id under the wrong group, or used twice.
    TasksNumbering,
    /// A list without a checkbox, which counts as no tasks at all.
    TasksEmpty,
    /// `proposal.md` without `## Why` or `## What Changes`.
    ProposalSectionMissing,
    /// A key of `.openspec.yaml` that is unknown, or whose value is.
    Metadata,
    /// A key of `config.yaml` that is unknown, or whose value is.
    Config,
    /// A schema that cannot be loaded, or that does less than it says.
    Schema,
}

/// A problem in a file of a change, or in a file that configures changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeFinding {
    pub check: ChangeCheck,
    pub level: OpenSpecLevel,
    /// The words at fault, in bytes of the file.
    pub range: TextRange,
    pub message: String,
    pub related: Vec<ChangeRelated>,
    /// Shared by the findings that it solves together.
    pub fix: Option<Arc<OpenSpecFix>>,
}

/// A place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRelated {
    /// The index of its file, where a finding is about several; else 0.
    pub file: usize,
    /// In bytes of that file.
    pub range: TextRange,
    pub message: String,
}

impl ChangeFinding {
    pub(super) fn new(
        check: ChangeCheck,
        level: OpenSpecLevel,
        range: TextRange,
        message: impl Into<String>,
    ) -> ChangeFinding {
        ChangeFinding { check, level, range, message: message.into(), related: Vec::new(), fix: None }
    }

    pub(super) fn related(mut self, file: usize, range: TextRange, message: impl Into<String>) -> ChangeFinding {
        self.related.push(ChangeRelated { file, range, message: message.into() });
        self
    }

    pub(super) fn fix(mut self, fix: Option<OpenSpecFix>) -> ChangeFinding {
        self.fix = fix.map(Arc::new);
        self
    }

    /// Offers to write this in place of the words at fault.
    pub(super) fn change_to(self, replacement: Option<&str>) -> ChangeFinding {
        let range = self.range;
        self.fix(replacement.map(|replacement| OpenSpecFix::change(range, replacement)))
    }
}

/// Findings as a text, for tests: a line for each, with its place and its words, and what its fix makes of the line.
#[cfg(test)]
pub(super) fn told(text: &str, findings: &[ChangeFinding]) -> String {
    let place = |range: TextRange| {
        let before = &text[..usize::from(range.start())];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{}:{column} {:?}", before.matches('\n').count() + 1, &text[range])
    };
    let mut told = String::new();
    for finding in findings {
        told += &format!("{:?} {}: {}\n", finding.level, place(finding.range), finding.message);
        for related in &finding.related {
            told += &format!("    {}: {}\n", place(related.range), related.message);
        }
        if let Some(fix) = &finding.fix {
            let edits = fix.edits.iter().map(|(range, with)| format!("{:?} -> {with:?}", &text[*range]));
            told += &format!("    {}: {}\n", fix.title, edits.collect::<Vec<_>>().join(", "));
        }
    }
    told
}
