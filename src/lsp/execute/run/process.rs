//! The process of a run: on a thread of its own, its progress shown, its output in a log.

use super::{RunStop, outside};
use crate::{
    lsp::{runs::RunSlot, session::Session, worker},
    text::plain,
    workflow::{
        agent::CommandLine,
        run::{Ended, Job, Log, Logged, own_program},
    },
};
use camino::Utf8Path;
use std::{io, sync::Arc, time::Duration};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower_lsp::gen_lsp_types::ProgressToken;

/// How often the latest line is shown at most.
const INTERVAL: Duration = Duration::from_millis(250);

/// A program that is to run.
pub(super) struct Program<'a> {
    /// Whose run it belongs to.
    pub(super) place: &'a RunSlot,
    /// The root of the project, in which it starts.
    pub(super) root: &'a Utf8Path,
    pub(super) line: &'a CommandLine,
    /// What its log is called after.
    pub(super) name: &'a str,
    pub(super) timeout: Duration,
}

/// Runs an agent.
pub(super) async fn run(
    session: &Arc<Session>,
    program: Program<'_>,
    cancel: &CancellationToken,
) -> Result<(Ended, Logged), RunStop> {
    let (latest, lines) = watch::channel(String::new());
    if session.features().progress {
        tokio::spawn(show(Arc::clone(session), program.place.progress(), program.name.to_owned(), lines));
    }
    start(session, &program, latest, cancel).await.map_err(|error| {
        let Program { name, line, .. } = program;
        RunStop::new("cannot-start", format!("{name}: {line} did not start: {error}"))
    })
}

/// Runs a program until it ends, off the thread that answers the client; `latest` gets the latest line of its output.
pub(super) async fn start(
    session: &Session,
    program: &Program<'_>,
    latest: watch::Sender<String>,
    cancel: &CancellationToken,
) -> io::Result<(Ended, Logged)> {
    let &Program { place, root, line, name, timeout } = program;
    let (line, root, name, cancel) = (line.clone(), root.to_owned(), name.to_owned(), cancel.clone());
    let folders = session.lock().folders.clone();
    let create = move || {
        let mut log = Log::create(&name, &outside(&folders, &root))?;
        log.note(&format!("{line}\nin {}\n\n", plain(root.as_str())));
        io::Result::Ok((log, line, root))
    };
    let (mut log, line, root) = worker::run("the log of a run", create).await.map_err(io::Error::other)??;
    place.set_log(log.path());
    let work = move || {
        // Reading what a program prints must not hold the answers to the client up.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let job = Job { supervisor: &own_program()?, line: &line, folder: &root, timeout };
        let ended = runtime.block_on(job.run_logged(&mut log, &latest, &cancel))?;
        log.note(&format!("\n{} after {:.0} s\n", ended.how, ended.duration.as_secs_f64()));
        Ok((ended, log.finish()))
    };
    worker::run("a run", work).await.map_err(io::Error::other)?
}

/// Shows the latest line until there are no more, once the client has agreed to it.
async fn show(session: Arc<Session>, token: ProgressToken, title: String, mut lines: watch::Receiver<String>) {
    if session.client.create_work_done_progress(token.clone()).await.is_err() {
        return;
    }
    let progress = session.client.progress(token, title).with_cancel_button().begin().await;
    while lines.changed().await.is_ok() {
        let line = lines.borrow_and_update().clone();
        progress.report_with_message(line, None).await;
        tokio::time::sleep(INTERVAL).await;
    }
    progress.finish().await;
}
