//! The runs of a session: which there are, how to cancel one, and where its output is.

use crate::workspace::DocPath;
use camino::{Utf8Path, Utf8PathBuf};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio_util::sync::CancellationToken;
use tower_lsp::gen_lsp_types::ProgressToken;

/// The runs of a session.
#[derive(Debug, Default)]
pub struct Runs(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    running: BTreeMap<u64, Run>,
    started: u64,
    /// The log of the last run that had one.
    last: Option<Utf8PathBuf>,
    /// The roots of the projects in which the user lets programs run.
    trusted: BTreeSet<Utf8PathBuf>,
}

#[derive(Debug, Clone)]
struct Run {
    subject: RunSubject,
    command: String,
    cancel: CancellationToken,
}

/// What a run is about, of which there is one at a time: a task or a change, or a command on none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunSubject {
    /// A task, or the folder of a change.
    Item(DocPath),
    /// A command on neither, in the project of this root.
    Command(Utf8PathBuf, String),
}

/// The place of a run among the others; it is free again when this is dropped.
#[derive(Debug)]
pub struct RunSlot {
    runs: Arc<Runs>,
    number: u64,
}

impl Runs {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Each change is one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place for a run of `command`. The error is the command that runs already.
    pub fn begin(
        self: &Arc<Self>,
        subject: RunSubject,
        command: &str,
        cancel: &CancellationToken,
    ) -> Result<RunSlot, String> {
        let mut state = self.lock();
        if let Some(other) = state.running.values().find(|run| run.subject == subject) {
            return Err(other.command.clone());
        }
        state.started += 1;
        let number = state.started;
        let run = Run { subject, command: command.to_owned(), cancel: cancel.clone() };
        state.running.insert(number, run);
        Ok(RunSlot { runs: Arc::clone(self), number })
    }

    /// Cancels the runs on a task, or all; how many there were.
    pub fn cancel(&self, task: Option<&DocPath>) -> usize {
        let state = self.lock();
        let wanted =
            |run: &&Run| task.is_none_or(|task| matches!(&run.subject, RunSubject::Item(path) if path == task));
        state.running.values().filter(wanted).map(|run| run.cancel.cancel()).count()
    }

    /// The command that runs on a task.
    pub fn on(&self, task: &DocPath) -> Option<String> {
        let state = self.lock();
        let on = |run: &&Run| matches!(&run.subject, RunSubject::Item(path) if path == task);
        state.running.values().find(on).map(|run| run.command.clone())
    }

    /// Cancels the run whose progress is shown under `token`.
    pub fn cancel_progress(&self, token: &ProgressToken) {
        let state = self.lock();
        if let Some((_, run)) = state.running.iter().find(|(number, _)| progress_token(**number) == *token) {
            run.cancel.cancel();
        }
    }

    /// The log of the newest run that has one.
    pub fn log(&self) -> Option<Utf8PathBuf> {
        self.lock().last.clone()
    }

    /// Whether the user lets programs run in the project at `root`.
    pub fn is_trusted(&self, root: &Utf8Path) -> bool {
        self.lock().trusted.contains(root)
    }

    /// The user lets programs run in the project at `root`, for as long as the server lives.
    pub fn trust(&self, root: &Utf8Path) {
        self.lock().trusted.insert(root.to_owned());
    }
}

impl RunSlot {
    /// The token of its progress.
    pub fn progress(&self) -> ProgressToken {
        progress_token(self.number)
    }

    /// Says where its output is.
    pub fn set_log(&self, log: &Utf8Path) {
        self.runs.lock().last = Some(log.to_owned());
    }
}

impl Drop for RunSlot {
    fn drop(&mut self) {
        self.runs.lock().running.remove(&self.number);
    }
}

fn progress_token(number: u64) -> ProgressToken {
    ProgressToken::String(format!("flowspec/run/{number}"))
}
