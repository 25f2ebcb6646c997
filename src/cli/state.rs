//! `flowspec-lsp state`: questions about the state machine alone.

mod items;
mod list;
mod steps;

use std::sync::Arc;

use anyhow::{anyhow, bail};
use serde_json::{Value, json};
use steps::ItemSteps;

use super::{
    args::{ListFormat, StateArgs, StateCommand, StateQuestion},
    json,
    output::Output,
    project,
};
use crate::{
    model::{
        machine::{Machine, Step},
        task::STATE_PREFIX,
    },
    syntax::nearest::nearest,
    text::plain,
    workflow::preflight::state,
    workspace::Snapshot,
};

/// Answers.
pub(super) fn run(args: &StateArgs) -> anyhow::Result<Output> {
    let project = project::read(&args.project)?;
    let answer = match &args.command {
        StateCommand::List => list::answer(&project),
        StateCommand::Question(question) => ask(&project, question)?,
    };
    let text = match args.format {
        ListFormat::Human => format!("{}\n", plain(&answer.text)),
        ListFormat::Json => json::text(&answer.json)?,
    };
    Ok(Output { text, notes: plain(&answer.note).into_owned(), code: answer.code })
}

/// Asks the workflow; in a project without one, the states of its changes, features and specs.
fn ask(project: &Snapshot, question: &StateQuestion) -> anyhow::Result<Answer> {
    if project.index().has_no_machine() {
        let sorts = ItemSteps::of(project);
        if !sorts.is_empty() {
            return items::answer(&sorts, question);
        }
    }
    of_tasks(&*machine(project)?, question)
}

fn of_tasks(machine: &Machine, question: &StateQuestion) -> anyhow::Result<Answer> {
    match question {
        StateQuestion::Valid { state } => valid(machine, named(&state.join(" "))),
        StateQuestion::Check { command, state } => check(machine, command, named(&state.join(" "))),
        StateQuestion::Next { command } => next(machine, command),
    }
}

struct Answer {
    text: String,
    json: Value,
    note: String,
    code: u8,
}

/// The machine that tells which command takes which step.
fn machine(project: &Snapshot) -> anyhow::Result<Arc<Machine>> {
    let index = project.index();
    if index.has_no_machine() {
        bail!("this project has no workflow: it has no workflow file, and its dialects give no states to tasks");
    }
    let Some(machine) = index.steps() else {
        let path = index.workflow.as_ref().map_or("the workflow file", |path| project.relative(path).as_str());
        bail!("`{path}` cannot be read as a workflow: `flowspec-lsp check` says what is wrong in it");
    };
    Ok(machine)
}

/// The state that a person means; nothing and `(no workflow label)` are a task without one.
fn named(state: &str) -> Option<&str> {
    let state = state.trim();
    let state = state.strip_prefix(STATE_PREFIX).unwrap_or(state).trim();
    (!state.is_empty() && state != "(no workflow label)").then_some(state)
}

fn valid(machine: &Machine, state: Option<&str>) -> anyhow::Result<Answer> {
    if let Some(note) = state.and_then(|state| unknown(machine, state)) {
        return Err(anyhow!(note));
    }
    let commands: Vec<_> = machine.valid_commands(state).into_iter().map(Step::command_name).collect();
    let text = match (commands.is_empty(), state) {
        (false, _) => commands.join("\n"),
        (true, Some(state)) => format!("no command starts from `{state}`"),
        (true, None) => "no command starts without a workflow label".to_owned(),
    };
    let json = json!({ "version": 1, "state": state, "commands": commands });
    Ok(Answer { text, json, note: String::new(), code: 0 })
}

fn check(machine: &Machine, command: &str, state: Option<&str>) -> anyhow::Result<Answer> {
    if let Some(note) = state.and_then(|state| unknown(machine, state)) {
        return Err(anyhow!(note));
    }
    let step = step(machine, command)?;
    let (command, to) = (step.command_name(), output(step));
    let refusal = state::check(machine, step, state, false);
    let can_proceed = refusal.is_none();
    let message = refusal.map(|reason| reason.message);
    let text = message.clone().unwrap_or_else(|| {
        let from = state.unwrap_or("no workflow label");
        format!("{command} can run: {from} → {}", to.unwrap_or("?"))
    });
    let json = json!({
        "version": 1, "command": command, "state": state, "can_proceed": can_proceed, "message": message,
    });
    Ok(Answer { text, json, note: String::new(), code: u8::from(!can_proceed) })
}

fn next(machine: &Machine, command: &str) -> anyhow::Result<Answer> {
    let step = step(machine, command)?;
    let command = step.command_name();
    let Some(to) = output(step) else { bail!("the workflow file gives `{command}` no `output_state`") };
    let from: Vec<_> = step.input_states.iter().map(|state| &state.text).collect();
    let json = json!({ "version": 1, "command": command, "from": from, "to": to });
    Ok(Answer { text: to.to_owned(), json, note: String::new(), code: 0 })
}

fn step<'a>(machine: &'a Machine, command: &str) -> anyhow::Result<&'a Step> {
    machine.workflow_named(command).ok_or_else(|| {
        let known: Vec<_> = machine.steps.iter().map(Step::command_name).collect();
        let keys = machine.steps.iter().map(|step| step.name.text.as_str());
        let near = nearest(command.trim(), keys.chain(known.iter().map(String::as_str)));
        match near {
            Some(near) => anyhow!("the workflow has no command `{command}`: did you mean `{near}`?"),
            None => anyhow!("the workflow has no command `{command}`, only {}", known.join(", ")),
        }
    })
}

fn output(step: &Step) -> Option<&str> {
    step.output_state.as_ref().map(|state| state.text.as_str())
}

/// What to say of a state that the workflow does not have.
fn unknown(machine: &Machine, state: &str) -> Option<String> {
    if machine.state(state).is_some() {
        return None;
    }
    let states: Vec<_> = machine.states.iter().map(|state| format!("`{}`", state.name.text)).collect();
    Some(match machine.nearest_state(state) {
        Some(near) => format!("the workflow has no state `{state}`: did you mean `{near}`?"),
        None => format!("the workflow has no state `{state}`, only {}", states.join(", ")),
    })
}
