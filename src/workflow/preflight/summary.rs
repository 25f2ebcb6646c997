//! A verdict for people.

use std::fmt::{self, Write};

use super::{Outcome, Verdict, Why};
use crate::text::plain;

/// A verdict in words, without anything that a terminal would obey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictSummary {
    /// What there is to say, each text followed by an empty line.
    pub notes: String,
    /// `may run:`, `not yet:`, `could not tell:` or `blocked:`.
    pub outcome: String,
    /// `/flow:plan on task-12 (Specified → Planned)`.
    pub what: String,
    /// What an agent would be told, when the command may run.
    pub prompt: Option<String>,
}

impl fmt::Display for VerdictSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let VerdictSummary { notes, outcome, what, prompt } = self;
        writeln!(f, "{notes}{outcome} {what}")?;
        prompt.iter().try_for_each(|prompt| writeln!(f, "  prompt: {prompt}"))
    }
}

impl Verdict {
    /// For people.
    pub fn summary(&self) -> VerdictSummary {
        let mut notes = String::new();
        for reason in &self.reasons {
            // Where the command does not run, only what holds it up matters.
            if self.outcome <= Outcome::Ask || reason.outcome >= Outcome::CannotTell {
                // Writing to a text cannot fail.
                let _ = writeln!(notes, "{}\n", plain(&reason.message));
            }
        }
        let outcome = match self.outcome {
            Outcome::Proceed | Outcome::Warn => "may run:",
            Outcome::Ask => "not yet:",
            Outcome::CannotTell => "could not tell:",
            Outcome::Block => "blocked:",
        };
        let may_run = self.outcome <= Outcome::Warn;
        VerdictSummary {
            notes,
            outcome: outcome.to_owned(),
            what: plain(&format!("{}{}", self.command, step(self))).into_owned(),
            prompt: may_run.then(|| plain(&self.prompt).into_owned()),
        }
    }
}

/// The task or the change, and the step that it takes as far as that is known.
fn step(verdict: &Verdict) -> String {
    if let Some(item) = &verdict.item {
        let from = item.from.as_deref().unwrap_or("unknown state");
        return match &item.to {
            Some(to) if verdict.outcome <= Outcome::Ask => format!(" on {} ({from} → {to})", item.id),
            _ => format!(" on {} ({from})", item.id),
        };
    }
    let Some(task) = &verdict.task else { return String::new() };
    let several = verdict.reasons.iter().any(|reason| matches!(reason.why, Why::SeveralStates { .. }));
    let from = if several { "several states" } else { verdict.from.as_deref().unwrap_or("no workflow label") };
    match &verdict.to {
        Some(to) if verdict.outcome <= Outcome::Ask => format!(" on {} ({from} → {to})", task.id),
        _ => format!(" on {} ({from})", task.id),
    }
}
