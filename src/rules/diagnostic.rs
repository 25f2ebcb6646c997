//! A finding, in words of neither the protocol nor the terminal.

use std::{borrow::Cow, cmp::Ordering};

use text_size::TextRange;

use super::Rule;
use crate::{
    text::plain_line,
    workspace::{DocPath, Edit},
};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The bytes at fault.
    pub range: TextRange,
    /// What is wrong and what to do.
    pub message: String,
    /// How an editor may show it.
    pub tag: Option<Tag>,
    /// Other places that explain it, in the order in which they are best read.
    pub related: Vec<Related>,
    /// What mends it, best first. Empty when fixes were not wanted.
    pub fixes: Vec<Fix>,
}

/// How bad a finding is, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something does not work.
    Error,
    /// Something is probably wrong.
    Warning,
    /// Something worth knowing.
    Info,
    /// A suggestion.
    Hint,
}

impl Severity {
    /// Its name in settings and output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Hint => "hint",
        }
    }
}

/// How an editor may show a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Faded: nobody needs it.
    Unnecessary,
    /// Struck through.
    Deprecated,
}

/// Another place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The document.
    pub path: DocPath,
    /// The bytes in it.
    pub range: TextRange,
    /// What to see there.
    pub message: String,
}

impl Related {
    /// A place that explains a finding.
    pub fn new(path: &DocPath, range: TextRange, message: impl Into<String>) -> Related {
        Related { path: path.clone(), range, message: shown(message) }
    }
}

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "Change to `flow:plan`".
    pub title: String,
    /// Whether it is always right, so that it may run unseen.
    pub always: bool,
    /// The changes, none of which overlap. None at all where they were [left out](Self::leave_out_large_edits).
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix to choose.
    pub fn new(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: shown(title), always: false, edits }
    }

    /// A fix that is always right.
    pub fn always(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { always: true, ..Fix::new(title, edits) }
    }

    /// Leaves out the changes when they put in more than `most` bytes.
    pub fn leave_out_large_edits(&mut self, most: usize) {
        let size = |edit: &Edit| match edit {
            Edit::Replace { text, .. } | Edit::Create { text, .. } => text.len(),
            Edit::Rename { .. } => 0,
        };
        if self.edits.iter().map(size).sum::<usize>() > most {
            self.edits = Vec::new();
        }
    }
}

impl Diagnostic {
    pub(super) fn new(rule: &'static Rule, range: TextRange, message: String) -> Self {
        let (code, severity, tag) = (rule.code, rule.severity, rule.tag);
        let message = shown(message);
        Diagnostic { code, severity, range, message, tag, related: Vec::new(), fixes: Vec::new() }
    }
}

/// A text of a finding, which may quote a file: on one line, without what a terminal obeys or what hides or reorders text.
fn shown(text: impl Into<String>) -> String {
    let text = text.into();
    match plain_line(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(plain) => plain,
    }
}

impl Ord for Diagnostic {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |diagnostic: &Self| {
            (diagnostic.range.start(), diagnostic.range.end(), diagnostic.severity, diagnostic.code)
        };
        key(self).cmp(&key(other)).then_with(|| self.message.cmp(&other.message))
    }
}

impl PartialOrd for Diagnostic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
