//! A program that runs, on systems without process groups: only the program itself is ended, not what it has started.

use std::{
    io,
    process::{ExitStatus, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use tokio::process::{Child, ChildStderr, ChildStdout, Command};

use crate::workflow::agent::CommandLine;

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Lets nothing be started any more.
pub fn end_all(_wait: Duration) {
    CLOSED.store(true, Ordering::SeqCst);
}

/// A program that runs. Dropping it ends it.
#[derive(Debug)]
pub(super) struct ProcessGroup(Child);

impl ProcessGroup {
    /// Starts `line`, with what `command` says of its folder, environment and output.
    #[expect(clippy::unused_async, reason = "under a supervisor it has to wait")]
    pub(super) async fn spawn(mut command: Command, line: &CommandLine) -> io::Result<ProcessGroup> {
        if CLOSED.load(Ordering::SeqCst) {
            return Err(io::Error::other("this program is about to end"));
        }
        command.args(&line.arguments).stdin(Stdio::null()).kill_on_drop(true).spawn().map(ProcessGroup)
    }

    /// Its output, where that is piped. Given once.
    pub(super) fn output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.0.stdout.take(), self.0.stderr.take())
    }

    /// Waits for the program. May be dropped and called again.
    pub(super) async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.0.wait().await
    }

    /// Ends it.
    pub(super) async fn end(&mut self) {
        // An error is that it has ended.
        let _ = self.0.kill().await;
    }
}
