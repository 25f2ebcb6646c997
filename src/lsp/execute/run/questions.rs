//! What the checks want to know before a command may run.

use super::{RunStop, check};
use crate::{
    lsp::{ask::choose, session::Session},
    workflow::preflight::{Outcome, Reason, Request, Verdict, Why},
};
use camino::Utf8Path;
use tokio_util::sync::CancellationToken;

/// More buttons than this nobody reads.
const MOST_TASKS: usize = 8;

/// The request once it is known which task or change it is about.
pub(super) async fn task(
    session: &Session,
    root: &Utf8Path,
    mut request: Request,
    cancel: &CancellationToken,
) -> Result<(Request, Verdict), RunStop> {
    let verdict = check(session, root, &request).await?;
    let several = verdict.reasons.iter().find_map(|reason| Some((&reason.message, reason.why.choices()?)));
    let Some((message, tasks)) = several.filter(|_| verdict.outcome == Outcome::Ask) else {
        return Ok((request, verdict));
    };
    if tasks.len() > MOST_TASKS {
        return Err(RunStop::new("ask", format!("{message}\nName one in the argument `task`")));
    }
    // Two tasks may have the same id, never the same file.
    let titles: Vec<String> = tasks.iter().map(|(id, path)| format!("{id} ({path})")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let chosen = answer(session, message, &titles, "`task`", cancel).await?.and_then(|at| tasks.get(at));
    let chosen = chosen.ok_or_else(|| RunStop::new("declined", format!("{}: nothing was run", verdict.command)))?;
    request.task = Some(chosen.1.to_string());
    let verdict = check(session, root, &request).await?;
    Ok((request, verdict))
}

/// The request once everything else is answered, and its verdict, with which it may run.
pub(super) async fn rest(
    session: &Session,
    root: &Utf8Path,
    mut request: Request,
    cancel: &CancellationToken,
) -> Result<(Request, Verdict), RunStop> {
    loop {
        let verdict = check(session, root, &request).await?;
        let outcome = match verdict.outcome {
            Outcome::Proceed | Outcome::Warn => return Ok((request, verdict)),
            Outcome::Ask => "ask",
            Outcome::CannotTell => "cannot-tell",
            Outcome::Block => "blocked",
        };
        let gravest = |reason: &&Reason| reason.outcome == verdict.outcome;
        let Some(reason) = verdict.reasons.iter().find(gravest) else { return Ok((request, verdict)) };
        if verdict.outcome != Outcome::Ask {
            return Err(RunStop::new(outcome, reason.message.clone()));
        }
        match &reason.why {
            Why::KeywordNeeded { keyword } => {
                let approve = format!("Approve: {keyword}");
                // Nobody can type into a question, so it says what the button stands for.
                let question = format!(
                    "{}: the workflow wants the word `{keyword}` to be typed before this step; the button stands for it",
                    verdict.command
                );
                let chosen = answer(session, &question, &[&approve, "Cancel"], "`keyword`", cancel).await?;
                if chosen != Some(0) {
                    return Err(RunStop::new(
                        "declined",
                        format!("{}: not approved, nothing was run", verdict.command),
                    ));
                }
                request.answers.keyword = Some(keyword.clone());
            }
            Why::SeveralTasks { .. } | Why::SeveralChanges { .. } | Why::SeveralSpecs { .. } => {
                return Err(RunStop::new(outcome, reason.message.clone()));
            }
            _ => {
                let chosen = answer(session, &reason.message, &["Yes", "No"], "`yes`", cancel).await?;
                request.answers.go_on = Some(chosen == Some(0));
            }
        }
    }
}

/// The place of the answer among `options`; `argument` answers instead where the client cannot ask.
pub(super) async fn answer(
    session: &Session,
    question: &str,
    options: &[&str],
    argument: &str,
    cancel: &CancellationToken,
) -> Result<Option<usize>, RunStop> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(RunStop::new("cancelled", "cancelled before anything was run")),
        answer = choose(session, question, options) => answer.map_err(|_| {
            let way = "take the entry of the menu that says so, or answer in the argument";
            RunStop::new("ask", format!("this editor shows no questions: {way} {argument}\n{question}"))
        }),
    }
}
