//! Every row of the tables in flowspec's commands, with their texts.

mod artifacts;
mod constitution;
mod kiro;
mod open_spec;
mod spec_kit;
mod start_task;
mod states;
mod tasks;

use std::fmt::Write;

use super::{Answers, Outcome, Request, Verdict, Why, preflight};
use crate::fixture::Fixture;

/// What a check says: how grave it is, and its text.
type Expected<'a> = (Outcome, &'a str);

/// A project with a validated constitution.
const SETTLED: &str = "//- /memory/constitution.md\nC\n";

/// A project with a validated constitution and one task, in progress, with these labels.
fn task(labels: &str) -> String {
    format!(
        "{SETTLED}//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nstatus: In Progress\nlabels: [{labels}]\n---\n"
    )
}

fn request(command: &str, task: &str, arguments: &str) -> Request {
    let task = (!task.is_empty()).then(|| task.to_owned());
    Request { command: command.into(), task, arguments: arguments.into(), ..Request::default() }
}

fn preflight_of(fixture: &str, command: &str, arguments: &str) -> Verdict {
    preflight_on(fixture, command, "", arguments)
}

fn preflight_on(fixture: &str, command: &str, task: &str, arguments: &str) -> Verdict {
    let verdict = preflight(&Fixture::parse(fixture).snapshot(), &request(command, task, arguments));
    let gravest = verdict.reasons.iter().map(|reason| reason.outcome).max();
    assert_eq!(verdict.outcome, gravest.unwrap_or(Outcome::Proceed));
    verdict
}

fn go_on(fixture: &str, command: &str, answer: bool) -> Verdict {
    let answers = Answers { go_on: Some(answer), ..Answers::default() };
    preflight(&Fixture::parse(fixture).snapshot(), &Request { answers, ..request(command, "", "") })
}

/// What is said beyond that the constitution is validated.
fn seen(verdict: &Verdict) -> Vec<Expected<'_>> {
    let validated = |why: &Why| *why == Why::ConstitutionValidated;
    let said = verdict.reasons.iter().filter(|reason| !validated(&reason.why));
    said.map(|reason| (reason.outcome, reason.message.as_str())).collect()
}

/// The outcome, and everything but that the constitution is validated.
fn shown(verdict: &Verdict) -> String {
    let name = |outcome: Outcome| serde_json::to_value(outcome).unwrap().as_str().unwrap().to_owned();
    let mut shown = format!("{}\n", name(verdict.outcome));
    for reason in verdict.reasons.iter().filter(|reason| reason.why != Why::ConstitutionValidated) {
        let json = serde_json::to_value(reason).unwrap();
        writeln!(shown, "[{} {}]\n{}", name(reason.outcome), json["code"].as_str().unwrap(), reason.message).unwrap();
    }
    shown
}
