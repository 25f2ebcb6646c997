//! `flowspec.run`: a workflow command by an agent, from the questions to the books.

mod books;
mod event;
mod process;
mod questions;
mod trust;

pub(super) use event::emit;

use super::{Call, Command};
use crate::{
    lsp::{runs::RunSubject, session::Session, worker},
    text::plain,
    workflow::{
        after,
        agent::{self, CommandLine, Order},
        preflight::{Outcome, Request, Verdict, preflight},
        run::{How, Lock, Logged, Taken},
    },
    workspace::{Snapshot, program, scan},
};
use camino::{Utf8Path, Utf8PathBuf};
use futures::FutureExt;
use process::Program;
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};
use tokio_util::sync::CancellationToken;
use tower_lsp::{
    gen_lsp_types::MessageType,
    jsonrpc::{Error, Result},
};

pub(super) const COMMAND: Command = Command {
    name: "flowspec.run",
    parameters: &["command", "task", "arguments", "yes", "keyword"],
    run: |call| run(call).boxed(),
};

/// Why nothing was run, or why what ran was not a success. The user is told.
pub(super) struct RunStop {
    /// In one word, for programs.
    outcome: &'static str,
    message: String,
}

impl RunStop {
    /// The message may quote what the workspace says.
    pub(super) fn new(outcome: &'static str, message: impl AsRef<str>) -> RunStop {
        RunStop { outcome, message: plain(message.as_ref()).into_owned() }
    }

    /// Tells the user, and is the answer.
    pub(super) async fn tell(self, session: &Session) -> Value {
        session.client.show_message(MessageType::Warning, &self.message).await;
        json!({ "outcome": self.outcome, "message": self.message })
    }
}

async fn run(call: Call) -> Result<Value> {
    let Some((root, request)) = call.request().await? else {
        return Ok(RunStop::new("declined", "no command was chosen, so nothing was run").tell(&call.session).await);
    };
    let cancel = CancellationToken::new();
    // A request that the client cancels is dropped here, while the run goes on to its orderly end.
    let cancelled = cancel.clone().drop_guard();
    let session = Arc::clone(&call.session);
    let work = tokio::spawn(async move {
        match carry_out(&session, &root, request, &cancel).await {
            Ok(answer) => answer,
            Err(stop) => stop.tell(&session).await,
        }
    });
    let answer = work.await.map_err(|_| Error::internal_error())?;
    cancelled.disarm();
    Ok(answer)
}

async fn carry_out(
    session: &Arc<Session>,
    root: &Utf8Path,
    request: Request,
    cancel: &CancellationToken,
) -> std::result::Result<Value, RunStop> {
    let (request, verdict) = questions::task(session, root, request, cancel).await?;
    let subject = match verdict.subject() {
        Some((path, _)) => RunSubject::Item(path.clone()),
        None => RunSubject::Command(root.to_owned(), verdict.command.clone()),
    };
    let what = verdict.command.clone();
    let place = session.runs.begin(subject, &what, cancel).map_err(|other| {
        let on = verdict.subject().map_or_else(String::new, |(_, id)| format!(" on {id}"));
        RunStop::new("running", format!("{other} already runs{on}: wait for it, or stop it with `flowspec.cancel`"))
    })?;
    let _lock = lock(session, root, &verdict).await?;
    let (request, verdict) = questions::rest(session, root, request, cancel).await?;
    let line = command_line(session, root, &verdict).await?;
    trust::ask(session, root, &line, &verdict, cancel).await?;
    // While the questions were open, anything may have changed.
    let verdict = check_again(session, root, &request, &verdict).await?;
    let task = verdict.task.as_ref().map(|task| task.document.clone());
    let then = project(session, root)?;
    let before = {
        let root = root.to_owned();
        off_thread(move || task.and_then(|task| scan::read(&root, task.strip_prefix(&root).ok()?).ok())).await?
    };
    let timeout = session.lock().running.timeout;
    let program = Program { place: &place, root, line: &line, name: &what, timeout };
    let (ended, logged) = process::run(session, program, cancel).await?;
    if !ended.how.is_success() {
        return Err(failure(session, &verdict, ended.how, &logged));
    }
    let seconds = ended.duration.as_secs_f64();
    let kept = books::keep(session, &place, root, &verdict, before, cancel).await;
    let changed = changes(session, root, then, &verdict).await;
    let message = plain(&format!("{what} succeeded in {seconds:.0} s{}{changed}", kept.message)).into_owned();
    let kind = if kept.trouble { MessageType::Warning } else { MessageType::Info };
    session.client.show_message(kind, &message).await;
    Ok(json!({
        "outcome": if kept.trouble { "books-not-kept" } else { "succeeded" },
        "message": message, "seconds": seconds, "log": logged.path, "lastLines": logged.last,
    }))
}

/// What has become of the changes of OpenSpec, as the message of success says it. The disk has been read again.
async fn changes(session: &Session, root: &Utf8Path, then: Snapshot, verdict: &Verdict) -> String {
    let Ok(now) = project(session, root) else { return String::new() };
    let verdict = verdict.clone();
    let told = off_thread(move || after::changes(&then, &now, &verdict)).await.ok().flatten();
    told.map_or_else(String::new, |told| format!("; {told}"))
}

/// Keeps other processes from running something on the same task.
async fn lock(session: &Session, root: &Utf8Path, verdict: &Verdict) -> std::result::Result<Lock, RunStop> {
    let (subject, on) = match verdict.subject() {
        Some((path, id)) => (path.to_string(), id.to_owned()),
        None => (format!("{root} {}", verdict.command), "it".to_owned()),
    };
    let (folders, root) = (session.lock().folders.clone(), root.to_owned());
    let locked = off_thread(move || Lock::take(&subject, &outside(&folders, &root))).await?;
    locked.map_err(|Taken| {
        RunStop::new(
            "running",
            format!("another run on {on} is under way outside of this editor: wait for it, or end it there"),
        )
    })
}

/// The project at `root` as it is now.
pub(super) fn project(session: &Session, root: &Utf8Path) -> std::result::Result<Snapshot, RunStop> {
    let state = session.lock();
    let project = state.world.projects().iter().find(|project| project.root() == root).cloned();
    project.ok_or_else(|| RunStop::new("cannot-tell", format!("`{root}` is no longer open")))
}

/// The verdict about the project at `root` as it is now.
async fn check(session: &Session, root: &Utf8Path, request: &Request) -> std::result::Result<Verdict, RunStop> {
    let (project, request) = (project(session, root)?, request.clone());
    // Artifacts are looked for on the disk.
    off_thread(move || preflight(&project, &request)).await
}

/// What `work` gives. It may wait for the disk, which must not hold the answers to the client up.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> std::result::Result<T, RunStop> {
    worker::run("a step of a run", work).await.map_err(|crashed| RunStop::new("cannot-tell", crashed.to_string()))
}

async fn command_line(
    session: &Session,
    root: &Utf8Path,
    verdict: &Verdict,
) -> std::result::Result<CommandLine, RunStop> {
    let order = Order::of(verdict).ok_or_else(|| {
        RunStop::new("cannot-tell", format!("`{}` is not a slash command: an agent cannot run it", verdict.command))
    })?;
    let (folders, setting) = {
        let state = session.lock();
        (state.folders.clone(), state.running.agent.clone())
    };
    let root = root.to_owned();
    let look = move || {
        let path = std::env::var_os("PATH");
        agent::command_line(&order, setting.as_deref(), path.as_deref(), &outside(&folders, &root))
            .map_err(|error| RunStop::new("no-agent", format!("{error}\nThe prompt: {}", order.prompt())))
    };
    off_thread(look).await?
}

/// A program on the PATH that no workspace provides.
async fn find(session: &Session, name: &'static str, root: &Utf8Path) -> Option<PathBuf> {
    let (folders, root) = (session.lock().folders.clone(), root.to_owned());
    let found = move || program::find(name, std::env::var_os("PATH").as_deref(), &outside(&folders, &root));
    off_thread(found).await.ok().flatten()
}

/// The folders that no program and no log may be in.
fn outside<'a>(folders: &'a [Utf8PathBuf], root: &'a Utf8Path) -> Vec<&'a Utf8Path> {
    folders.iter().map(Utf8PathBuf::as_path).chain([root]).collect()
}

async fn check_again(
    session: &Session,
    root: &Utf8Path,
    request: &Request,
    before: &Verdict,
) -> std::result::Result<Verdict, RunStop> {
    let verdict = check(session, root, request).await?;
    if verdict.outcome > Outcome::Warn || verdict.prompt != before.prompt || standing(&verdict) != standing(before) {
        let message = format!("{}: something changed while the question was open, so try again", before.command);
        return Err(RunStop::new("changed", message));
    }
    Ok(verdict)
}

/// The state in which a run finds its task or change.
fn standing(verdict: &Verdict) -> Option<&String> {
    verdict.from.as_ref().or_else(|| verdict.item.as_ref()?.from.as_ref())
}

fn failure(session: &Session, verdict: &Verdict, how: How, logged: &Logged) -> RunStop {
    let what = &verdict.command;
    // Only tasks are left to us.
    let unchanged = if verdict.item.is_some() { "" } else { ", and the task is as it was" };
    let last = logged.last.iter().map(|line| format!("\n  {line}")).collect::<String>();
    let log = &logged.path;
    let (outcome, how) = match how {
        How::Cancelled => return RunStop::new("cancelled", format!("{what}: cancelled{unchanged}")),
        How::Exited(status) => ("failed", format!("the agent ended with {status}")),
        How::TimedOut => {
            let limit = session.lock().running.timeout.as_secs();
            ("timed-out", format!("the agent took longer than {limit} s, which `flowspec.agent.timeout` changes"))
        }
    };
    RunStop::new(outcome, format!("{what}: {how}{unchanged}; its output is in {log}{last}"))
}
