//! A finding, in words of neither the protocol nor the terminal.

use std::cmp::Ordering;

use text_size::TextRange;

use super::Rule;
use crate::workspace::{DocPath, Edit};

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

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "Replace by `flow:plan`".
    pub title: String,
    /// Whether it is always right, so that it may run unseen.
    pub always: bool,
    /// The changes, none of which overlap.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    pub(super) fn new(rule: &'static Rule, range: TextRange, message: String) -> Self {
        let (code, severity, tag) = (rule.code, rule.severity, rule.tag);
        Diagnostic { code, severity, range, message, tag, related: Vec::new(), fixes: Vec::new() }
    }

    /// Sets another severity than the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Adds a place that explains it.
    pub fn related(&mut self, path: &DocPath, range: TextRange, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { path: path.clone(), range, message: message.into() });
        self
    }

    /// Adds a fix to choose.
    pub fn fix(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.fixes.push(Fix { title: title.into(), always: false, edits });
        self
    }

    /// Adds a fix that is always right.
    pub fn always_fix(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.fixes.push(Fix { title: title.into(), always: true, edits });
        self
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
