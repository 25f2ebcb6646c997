//! `flowspec-lsp preflight`.

use camino::Utf8PathBuf;

use super::{
    args::{PreflightArgs, StepArgs, VerdictFormat},
    json,
    output::{Output, Palette},
    project,
};
use crate::{
    model::task::id_key,
    text::plain,
    workflow::preflight::{
        Answers, Outcome, Report, Request, SKIP_STATE_CHECK, SKIP_VALIDATION, TaskRef, Verdict, Why, preflight,
    },
    workspace::path::real,
};

/// Says whether a command may run.
pub(super) fn run(args: &PreflightArgs, palette: Palette) -> anyhow::Result<Output> {
    let project = project::read(&args.step.project)?;
    let request = request(&args.step, args.yes);
    let verdict = preflight(&project, &request);
    let text = match args.format {
        VerdictFormat::Human => human(&verdict, palette),
        VerdictFormat::Json => json::text(&Report::new(&verdict))?,
        VerdictFormat::Agent => agent(&verdict),
    };
    std::mem::forget(project);
    Ok(Output { text, code: exit_code(verdict.outcome), ..Output::default() })
}

/// What somebody wants to run; `yes` is the answer to yes-or-no questions.
pub(super) fn request(step: &StepArgs, yes: bool) -> Request {
    // The checks read their flags from the arguments, as they stand in a prompt, and take them out.
    let flags = [(step.skip_validation, SKIP_VALIDATION), (step.skip_state_check, SKIP_STATE_CHECK)];
    let flags = flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag));
    let given = Some(step.arguments.as_str()).filter(|arguments| !arguments.is_empty());
    Request {
        command: step.command.clone(),
        task: step.task.as_deref().map(task),
        arguments: flags.chain(given).collect::<Vec<_>>().join(" "),
        answers: Answers { go_on: yes.then_some(true), keyword: step.keyword.clone() },
        feature_directory: Request::feature_directory(),
    }
}

/// The exit code of a verdict.
pub(super) fn exit_code(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Proceed | Outcome::Warn => 0,
        Outcome::Block => 1,
        Outcome::CannotTell => 2,
        Outcome::Ask => 3,
    }
}

/// A verdict for people.
pub(super) fn human(verdict: &Verdict, palette: Palette) -> String {
    let mut summary = verdict.summary();
    summary.outcome = match verdict.outcome {
        Outcome::Proceed | Outcome::Warn => palette.good(&summary.outcome),
        Outcome::Ask => palette.strong(&summary.outcome),
        Outcome::CannotTell | Outcome::Block => palette.bad(&summary.outcome),
    };
    summary.prompt = summary.prompt.map(|prompt| palette.quoted(&prompt));
    let answers = if verdict.outcome == Outcome::Ask { answers(verdict) } else { String::new() };
    format!("{summary}{answers}")
}

/// A verdict for an agent: the outcome, then each reason on a line.
pub(super) fn agent(verdict: &Verdict) -> String {
    let summary = verdict.summary();
    let reasons = summary.notes.split("\n\n").map(|note| note.lines().map(str::trim).collect::<Vec<_>>().join(" "));
    let reasons: String = reasons.filter(|reason| !reason.is_empty()).map(|reason| format!("- {reason}\n")).collect();
    let answers = if verdict.outcome == Outcome::Ask { answers(verdict) } else { String::new() };
    format!("{} {}\n{reasons}{}", summary.outcome, summary.what, answers.trim_start())
}

/// How the questions are answered on the command line.
fn answers(verdict: &Verdict) -> String {
    let asked = verdict.reasons.iter().filter(|reason| reason.outcome == Outcome::Ask);
    let options: Vec<_> = asked
        .map(|reason| match &reason.why {
            Why::SeveralTasks { tasks } if same_id(tasks) => "--task FILE".to_owned(),
            Why::SeveralTasks { .. } => "--task ID".to_owned(),
            Why::SeveralChanges { .. } | Why::SeveralSpecs { .. } => "--task NAME".to_owned(),
            Why::KeywordNeeded { keyword } if keyword.contains(char::is_whitespace) => format!("--keyword '{keyword}'"),
            Why::KeywordNeeded { keyword } => format!("--keyword {keyword}"),
            _ => "--yes".to_owned(),
        })
        .collect();
    format!("  answer with {}\n", plain(&options.join(" ")))
}

fn same_id(tasks: &[TaskRef]) -> bool {
    tasks.windows(2).any(|pair| matches!(pair, [one, other] if id_key(&one.id) == id_key(&other.id)))
}

/// The task as it was named: the file by its real path, if it is one.
fn task(name: &str) -> String {
    let real = real(name).ok().filter(|real| real.is_file());
    real.map_or_else(|| name.to_owned(), Utf8PathBuf::into_string)
}
