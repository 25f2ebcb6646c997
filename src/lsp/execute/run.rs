//! `flowspec.run`: a workflow command by an agent, from the questions to the books.

mod books;
mod event;
mod process;
mod questions;
mod trust;

pub(super) use event::emit;

use super::{Call, Command};
use crate::{
    lsp::{runs::Subject, session::Session},
    workflow::{
        agent::{self, CommandLine, Order},
        preflight::{Outcome, Request, Verdict, preflight},
        run::{How, Logged},
    },
    workspace::{Snapshot, scan},
};
use camino::{Utf8Path, Utf8PathBuf};
use futures::FutureExt;
use process::Program;
use serde_json::{Value, json};
use std::sync::Arc;
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
pub(super) struct Stop {
    /// In one word, for programs.
    outcome: &'static str,
    message: String,
}

impl Stop {
    pub(super) fn new(outcome: &'static str, message: impl Into<String>) -> Stop {
        Stop { outcome, message: message.into() }
    }

    pub(super) fn cancelled(what: &str) -> Stop {
        Stop::new("cancelled", format!("{what}: cancelled, and the task is as it was"))
    }

    /// Tells the user, and is the answer.
    pub(super) async fn tell(self, session: &Session) -> Value {
        session.client.show_message(MessageType::Warning, &self.message).await;
        json!({ "outcome": self.outcome, "message": self.message })
    }
}

async fn run(call: Call) -> Result<Value> {
    let Some((root, request)) = call.request().await? else {
        return Ok(Stop::new("declined", "no command was chosen, so nothing was run").tell(&call.session).await);
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
) -> std::result::Result<Value, Stop> {
    let (request, verdict) = questions::task(session, root, request, cancel).await?;
    let subject = match &verdict.task {
        Some(task) => Subject::Task(task.document.clone()),
        None => Subject::Command(root.to_owned(), verdict.command.clone()),
    };
    let what = verdict.command.clone();
    let place = session.runs.begin(subject, &what, cancel).map_err(|other| {
        let on = verdict.task.as_ref().map_or_else(String::new, |task| format!(" on {}", task.id));
        Stop::new("running", format!("{other} already runs{on}: wait for it, or stop it with `flowspec.cancel`"))
    })?;
    let (request, verdict) = questions::rest(session, root, request, cancel).await?;
    let line = command_line(session, root, &verdict)?;
    trust::ask(session, root, &line, &verdict, cancel).await?;
    // While the questions were open, anything may have changed.
    let verdict = check_again(session, root, &request, &verdict)?;
    let task = verdict.task.as_ref().map(|task| task.document.clone());
    let before = task.as_ref().and_then(|task| scan::read(root, task.strip_prefix(root).ok()?).ok());
    let timeout = session.lock().running.timeout;
    let program = Program { place: &place, root, line: &line, name: &what, timeout };
    let (ended, logged) = process::run(session, program, cancel).await?;
    if !ended.how.is_success() {
        return Err(failure(session, &what, ended.how, &logged));
    }
    let seconds = ended.duration.as_secs_f64();
    let kept = books::keep(session, &place, root, &verdict, before, cancel).await;
    let message = format!("{what} succeeded in {seconds:.0} s{}", kept.message);
    let kind = if kept.trouble { MessageType::Warning } else { MessageType::Info };
    session.client.show_message(kind, &message).await;
    Ok(json!({
        "outcome": if kept.trouble { "books-not-kept" } else { "succeeded" },
        "message": message, "seconds": seconds, "log": logged.path, "lastLines": logged.last,
    }))
}

/// The project at `root` as it is now.
pub(super) fn project(session: &Session, root: &Utf8Path) -> std::result::Result<Snapshot, Stop> {
    let state = session.lock();
    let project = state.world.projects().iter().find(|project| project.root() == root).cloned();
    project.ok_or_else(|| Stop::new("cannot-tell", format!("`{root}` is no longer open")))
}

fn command_line(session: &Session, root: &Utf8Path, verdict: &Verdict) -> std::result::Result<CommandLine, Stop> {
    let order = Order::of(verdict).ok_or_else(|| {
        Stop::new("cannot-tell", format!("`{}` is no slash command, so no agent is told it", verdict.command))
    })?;
    let (folders, setting) = {
        let state = session.lock();
        (state.folders.clone(), state.running.agent.clone())
    };
    let outside = outside(&folders, root);
    let path = std::env::var_os("PATH");
    agent::command_line(&order, setting.as_deref(), path.as_deref(), &outside)
        .map_err(|error| Stop::new("no-agent", format!("{error}\nThe prompt: {}", order.prompt())))
}

/// The folders that no program and no log may be in.
fn outside<'a>(folders: &'a [Utf8PathBuf], root: &'a Utf8Path) -> Vec<&'a Utf8Path> {
    folders.iter().map(Utf8PathBuf::as_path).chain([root]).collect()
}

fn check_again(
    session: &Session,
    root: &Utf8Path,
    request: &Request,
    before: &Verdict,
) -> std::result::Result<Verdict, Stop> {
    let verdict = preflight(&project(session, root)?, request);
    if verdict.outcome > Outcome::Warn || verdict.prompt != before.prompt || verdict.from != before.from {
        let message = format!("{}: something changed while the question was open, so try again", before.command);
        return Err(Stop::new("changed", message));
    }
    Ok(verdict)
}

fn failure(session: &Session, what: &str, how: How, logged: &Logged) -> Stop {
    let last = logged.last.iter().map(|line| format!("\n  {line}")).collect::<String>();
    let log = &logged.path;
    let (outcome, how) = match how {
        How::Cancelled => return Stop::cancelled(what),
        How::Exited(status) => ("failed", format!("the agent ended with {status}")),
        How::TimedOut => {
            let limit = session.lock().running.timeout.as_secs();
            ("timed-out", format!("the agent took longer than {limit} s, which `flowspec.agent.timeout` changes"))
        }
    };
    Stop::new(outcome, format!("{what}: {how}, and the task is as it was; its output is in {log}{last}"))
}
