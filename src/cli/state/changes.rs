//! The same questions about the states of the changes of OpenSpec.

use anyhow::{anyhow, bail};
use serde_json::json;

use super::{Answer, StateQuestion};
use crate::{
    model::{
        invocation::Invocation,
        open_spec::change::{ChangeCommand, ChangeState},
    },
    syntax::nearest::nearest,
    text::list,
    workspace::Snapshot,
};

pub(super) fn answer(project: &Snapshot, question: &StateQuestion) -> anyhow::Result<Answer> {
    match question {
        StateQuestion::Valid { state } => valid(project, state_of(&state.join(" "))?),
        StateQuestion::Check { command, state } => check(project, command_of(command)?, state_of(&state.join(" "))?),
        StateQuestion::Next { command } => next(project, command_of(command)?),
    }
}

fn valid(project: &Snapshot, state: ChangeState) -> anyhow::Result<Answer> {
    let commands: Vec<_> = project.next_change_commands(state).into_iter().map(|(_, command)| command).collect();
    let text = if commands.is_empty() { format!("no command leads on from `{state}`") } else { commands.join("\n") };
    let json = json!({ "version": 1, "state": state.name(), "commands": commands });
    Ok(Answer { text, json, note: String::new(), code: 0 })
}

fn check(project: &Snapshot, command: ChangeCommand, state: ChangeState) -> anyhow::Result<Answer> {
    let called = project.change_command(command);
    let can_proceed = state.next_commands().contains(&command);
    let from = before(command);
    let message = (!can_proceed).then(|| match from.as_slice() {
        [] => format!("{called} is not for a change in a certain state"),
        _ => format!("{called} starts from {}, not from `{state}`", list(from.iter().copied(), "or")),
    });
    let to = command.leads_to().unwrap_or(state);
    let text = message.clone().unwrap_or_else(|| format!("{called} can run: {state} → {to}"));
    let json = json!({
        "version": 1, "command": called, "state": state.name(), "can_proceed": can_proceed, "message": message,
    });
    Ok(Answer { text, json, note: String::new(), code: u8::from(!can_proceed) })
}

fn next(project: &Snapshot, command: ChangeCommand) -> anyhow::Result<Answer> {
    let called = project.change_command(command);
    let Some(to) = command.leads_to() else { bail!("`{called}` leaves a change in its state") };
    let json = json!({ "version": 1, "command": called, "from": before(command), "to": to.name() });
    Ok(Answer { text: to.name().to_owned(), json, note: String::new(), code: 0 })
}

/// The names of the states that a command leads on from.
fn before(command: ChangeCommand) -> Vec<&'static str> {
    let from = ChangeState::ALL.into_iter().filter(|state| state.next_commands().contains(&command));
    from.map(ChangeState::name).collect()
}

fn state_of(written: &str) -> anyhow::Result<ChangeState> {
    let names = ChangeState::ALL.map(ChangeState::name);
    ChangeState::named(written).ok_or_else(|| match nearest(written.trim(), names) {
        Some(near) => anyhow!("a change has no state `{written}`: did you mean `{near}`?"),
        None => anyhow!("name a state of a change: {}", list(names, "or")),
    })
}

fn command_of(written: &str) -> anyhow::Result<ChangeCommand> {
    let named = || ChangeCommand::named(written.trim().trim_start_matches('/'));
    let names = ChangeCommand::ALL.map(ChangeCommand::name);
    ChangeCommand::of(&Invocation::parse(written)).or_else(named).ok_or_else(|| match nearest(written, names) {
        Some(near) => anyhow!("OpenSpec has no command `{written}`: did you mean `{near}`?"),
        None => anyhow!("OpenSpec has no command `{written}`, only {}", list(names, "and")),
    })
}
