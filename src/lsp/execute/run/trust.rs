//! Nothing runs before the user said yes to it.

use super::{RunStop, off_thread, outside};
use crate::{
    lsp::{ask::choose, session::Session},
    workflow::{
        agent::{self, CommandLine},
        preflight::Verdict,
    },
};
use camino::Utf8Path;
use tokio_util::sync::CancellationToken;

/// Lets `line` run in the project at `root`, when the settings or the user say yes; the user is asked once in a server's life.
pub(super) async fn ask(
    session: &Session,
    root: &Utf8Path,
    line: &CommandLine,
    verdict: &Verdict,
    cancel: &CancellationToken,
) -> Result<(), RunStop> {
    let mut follows = match &verdict.task {
        Some(_) => {
            "\nAfter a success the task moves on, and `flowspec hooks emit` runs the project's hooks if it is installed."
        }
        None => "",
    }
    .to_owned();
    let (folders, project, program) = (session.lock().folders.clone(), root.to_owned(), line.program.clone());
    let look = move || {
        let path = std::env::var_os("PATH");
        agent::interpreter(&program, path.as_deref(), &outside(&folders, &project))
    };
    if let Some(interpreter) = off_thread(look).await? {
        follows
            .push_str(&format!("\nThe program that interprets it comes from the project: {}", interpreter.display()));
    }
    permit(session, root, line, &follows, cancel).await
}

/// [`ask`] for a program that is no agent.
pub(super) async fn permit(
    session: &Session,
    root: &Utf8Path,
    line: &CommandLine,
    follows: &str,
    cancel: &CancellationToken,
) -> Result<(), RunStop> {
    match session.lock().running.trust {
        Some(true) => return Ok(()),
        Some(false) => {
            let message =
                "nothing runs in a workspace that is not trusted: trust it, or set `flowspec.trust` in the editor";
            return Err(RunStop::new("not-trusted", message));
        }
        None if session.runs.is_trusted(root) => return Ok(()),
        None => {}
    }
    let question = format!(
        "Run this in {root}?\n\n{line}\n{follows}\nIt can read and change files and start programs, so say yes only if you trust what \
         is in this folder. You are asked once, until the server ends."
    );
    let answer = tokio::select! {
        biased;
        () = cancel.cancelled() => return Err(RunStop::new("cancelled", "cancelled before anything was run")),
        answer = choose(session, &question, &["Yes", "No"]) => answer,
    };
    match answer {
        // Trust may have been taken back while the question was open.
        Ok(Some(0)) if session.lock().running.trust != Some(false) => {
            session.runs.trust(root);
            Ok(())
        }
        Ok(_) => Err(RunStop::new("declined", "nothing was run")),
        Err(_) => Err(RunStop::new(
            "not-trusted",
            format!(
                "this editor shows no questions, so nothing was run: set `flowspec.trust` to true in the editor's own settings \
                 to allow it\n{line}"
            ),
        )),
    }
}
