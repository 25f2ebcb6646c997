//! What follows a success: the task moves on, and the event is emitted.

use super::{
    find, off_thread,
    process::{self, Program},
    project,
};
use crate::{
    lsp::{
        apply::{Refused, apply},
        running::Keeper,
        runs::RunSlot,
        session::Session,
        view::View,
    },
    workflow::{
        after::{self, FollowUp},
        agent::CommandLine,
        preflight::Verdict,
    },
    workspace::{Document, Edit, Snapshot, scan},
};
use camino::Utf8Path;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How long Backlog.md and flowspec may take, flowspec with the hooks that it runs.
const TIMEOUT: Duration = Duration::from_secs(600);

/// What became of the books.
pub(super) struct Kept {
    /// What to add to the message of success.
    pub(super) message: String,
    /// Whether something is left to be done by hand.
    pub(super) trouble: bool,
}

/// Keeps the books; `before` is the text of the task's file before the run.
pub(super) async fn keep(
    session: &Arc<Session>,
    place: &RunSlot,
    root: &Utf8Path,
    verdict: &Verdict,
    before: Option<String>,
    cancel: &CancellationToken,
) -> Kept {
    let what = after::description(verdict).unwrap_or_default();
    let trouble = |reason: String| Kept { message: format!(", but {what} is not moved: {reason}"), trouble: true };
    // The agent may have changed anything.
    if cancel.run_until_cancelled(session.reread()).await.is_none() {
        return trouble("cancelled".into());
    }
    let Ok(snapshot) = project(session, root) else { return trouble("the project is no longer open".into()) };
    let (next, found) = {
        let (snapshot, verdict) = (snapshot.clone(), verdict.clone());
        let look = move || {
            let found = verdict.task.as_ref().and_then(|task| after::find(&snapshot, task));
            (after::step(&snapshot, &verdict), found)
        };
        match off_thread(look).await {
            Ok(found) => found,
            Err(stop) => return trouble(stop.message),
        }
    };
    let mut message = match next {
        Err(reason) => return trouble(reason.to_string()),
        Ok(FollowUp::Taken) => return Kept { message: format!("; the agent has moved {what}"), trouble: false },
        Ok(FollowUp::None) => String::new(),
        Ok(FollowUp::Edit(edit)) => {
            let Some(document) = found else { return trouble("the task is gone".into()) };
            let unseen = {
                let (root, document) = (root.to_owned(), Arc::clone(&document));
                off_thread(move || stale(&root, &document, before)).await
            };
            match unseen {
                Ok(None) => {}
                Ok(Some(reason)) => return trouble(reason),
                Err(stop) => return trouble(stop.message),
            }
            let moved = match backlog(session, root, &document, verdict).await {
                Some(line) => by_backlog(session, place, root, &line, verdict, cancel).await,
                None => match session.view_of(&document.path) {
                    Some(view) => by_edit(session, &View { snapshot, ..view }, &what, edit, cancel).await,
                    None => Err("the task is gone".into()),
                },
            };
            match moved {
                Ok(()) => format!("; moved {what}"),
                Err(reason) => return trouble(reason),
            }
        }
    };
    let Ok(snapshot) = project(session, root) else { return Kept { message, trouble: false } };
    let event = {
        let verdict = verdict.clone();
        off_thread(move || after::event(&snapshot, &verdict)).await
    };
    let Ok(Some(event)) = event else { return Kept { message, trouble: false } };
    let Some(flowspec) = find(session, "flowspec", root).await else { return Kept { message, trouble: false } };
    let line = after::emit(flowspec, event, after::id_of(verdict));
    let program = Program { place, root, line: &line, name: "flowspec", timeout: TIMEOUT };
    let emitted = start(session, program, cancel).await;
    message.push_str(&match &emitted {
        Ok(()) => format!("; emitted {event}"),
        Err(reason) => format!(", but {event} is not emitted: {reason}"),
    });
    Kept { message, trouble: emitted.is_err() }
}

/// Why an edit of a buffer would lose what stands in its file: the file was changed during the run, and the buffer does not know.
fn stale(root: &Utf8Path, document: &Document, before: Option<String>) -> Option<String> {
    let now = document.path.strip_prefix(root).ok().and_then(|name| scan::read(root, name).ok());
    let unseen = document.version.is_some() && now != before && now.as_deref() != Some(document.text());
    unseen.then(|| format!("`{}` was changed on disk and is open: reload it, then move the task", document.name()))
}

async fn by_edit(
    session: &Session,
    view: &View,
    what: &str,
    edit: Edit,
    cancel: &CancellationToken,
) -> Result<(), String> {
    let label = format!("Move {what}");
    let applied = cancel.run_until_cancelled(apply(session, view, &label, vec![edit])).await;
    let cancelled = || Err("cancelled before the editor answered: check the label of the task".to_owned());
    applied.map_or_else(cancelled, |applied| applied.map_err(|Refused(message)| message))
}

/// How Backlog.md moves the task, when the settings want it, the task is not open, and Backlog.md is there.
async fn backlog(session: &Session, root: &Utf8Path, document: &Document, verdict: &Verdict) -> Option<CommandLine> {
    let wanted = session.lock().running.books == Keeper::Backlog && document.version.is_none();
    if !wanted {
        return None;
    }
    after::backlog(find(session, "backlog", root).await?, verdict)
}

async fn by_backlog(
    session: &Arc<Session>,
    place: &RunSlot,
    root: &Utf8Path,
    line: &CommandLine,
    verdict: &Verdict,
    cancel: &CancellationToken,
) -> Result<(), String> {
    let program = Program { place, root, line, name: "backlog", timeout: TIMEOUT };
    start(session, program, cancel).await?;
    session.reread().await;
    let verdict = verdict.clone();
    let moved = |snapshot: Snapshot| off_thread(move || after::step(&snapshot, &verdict) == Ok(FollowUp::Taken));
    let moved = match project(session, root) {
        Ok(snapshot) => moved(snapshot).await.unwrap_or(false),
        Err(_) => false,
    };
    if moved { Ok(()) } else { Err(format!("{line} did not move it")) }
}

async fn start(session: &Session, program: Program<'_>, cancel: &CancellationToken) -> Result<(), String> {
    let log = session.runs.log();
    let ended = process::start(session, &program, watch::Sender::default(), cancel).await;
    // What people want to see is the output of the agent.
    log.inspect(|log| program.place.set_log(log));
    match ended {
        Ok((ended, _)) if ended.how.is_success() => Ok(()),
        Ok((_, logged)) => Err(format!("{} failed, see {}", program.line, logged.path)),
        Err(error) => Err(format!("{} did not start: {error}", program.line)),
    }
}
