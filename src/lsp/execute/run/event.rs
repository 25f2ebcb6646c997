//! An event on its own.

use super::{
    RunStop, find,
    process::{self, Program},
    trust,
};
use crate::{
    lsp::{runs::RunSubject, session::Session},
    workflow::{after, preflight::task_id},
    workspace::DocPath,
};
use camino::Utf8Path;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How long flowspec may take, with the hooks that it runs.
const TIMEOUT: Duration = Duration::from_secs(600);

/// Emits `event` about a task.
pub(in crate::lsp::execute) async fn emit(
    session: &Arc<Session>,
    root: &Utf8Path,
    task: &DocPath,
    event: &str,
    cancel: &CancellationToken,
) -> Result<Value, RunStop> {
    let snapshot = super::project(session, root)?;
    let id = snapshot.document(task).and_then(|document| task_id(document));
    let flowspec = find(session, "flowspec", root).await.ok_or_else(|| {
        RunStop::new("no-program", format!("{event} is not emitted: the program `flowspec` is not on the PATH"))
    })?;
    let line = after::emit(flowspec, event, id.as_deref());
    trust::permit(session, root, &line, "It runs the project's hooks.", cancel).await?;
    let subject = RunSubject::Command(root.to_owned(), event.to_owned());
    let place = session
        .runs
        .begin(subject, event, cancel)
        .map_err(|_| RunStop::new("running", format!("{event} is being emitted already")))?;
    let program = Program { place: &place, root, line: &line, name: event, timeout: TIMEOUT };
    let ended = process::start(session, &program, watch::Sender::default(), cancel).await;
    match ended {
        Ok((ended, logged)) if ended.how.is_success() => Ok(json!({ "outcome": "succeeded", "log": logged.path })),
        Ok((_, logged)) => {
            Err(RunStop::new("failed", format!("{event} is not emitted: {line} failed, see {}", logged.path)))
        }
        Err(error) => Err(RunStop::new("cannot-start", format!("{line} did not start: {error}"))),
    }
}
