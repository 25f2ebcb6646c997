//! The same questions about the states of changes of OpenSpec, features of Spec Kit and specs of Kiro.

use anyhow::{anyhow, bail};
use serde_json::json;

use super::{
    Answer, StateQuestion,
    steps::{ItemCommand, ItemSteps},
};
use crate::{model::machine::same_name, syntax::nearest::nearest, text::list};

/// Answers from the first of several sorts of items that has the state or the command.
pub(super) fn answer(sorts: &[ItemSteps], question: &StateQuestion) -> anyhow::Result<Answer> {
    match question {
        StateQuestion::Valid { state } => {
            let (steps, state) = state_of(sorts, &state.join(" "))?;
            Ok(valid(steps, state))
        }
        StateQuestion::Check { command, state } => {
            let (steps, command) = command_of(sorts, command)?;
            let (_, state) = state_of(std::slice::from_ref(steps), &state.join(" "))?;
            Ok(check(steps, command, state))
        }
        StateQuestion::Next { command } => {
            let (steps, command) = command_of(sorts, command)?;
            next(steps, command)
        }
    }
}

fn valid(steps: &ItemSteps, state: &str) -> Answer {
    let commands = steps.next(state);
    let text = if commands.is_empty() { format!("no command leads on from `{state}`") } else { commands.join("\n") };
    let json = json!({ "version": 1, "state": state, "commands": commands });
    Answer { text, json, note: String::new(), code: 0 }
}

fn check(steps: &ItemSteps, command: &ItemCommand, state: &str) -> Answer {
    let ItemCommand { called, from, to, .. } = command;
    let can_proceed = from.contains(&state);
    let message = (!can_proceed).then(|| match from.as_slice() {
        [] => format!("{called} is not for a {} in a certain state", steps.item),
        _ => format!("{called} starts from {}, not from `{state}`", list(from.iter().copied(), "or")),
    });
    let text = message.clone().unwrap_or_else(|| format!("{called} can run: {state} → {}", to.unwrap_or(state)));
    let json = json!({
        "version": 1, "command": called, "state": state, "can_proceed": can_proceed, "message": message,
    });
    Answer { text, json, note: String::new(), code: u8::from(!can_proceed) }
}

fn next(steps: &ItemSteps, command: &ItemCommand) -> anyhow::Result<Answer> {
    let ItemCommand { called, from, to, .. } = command;
    let Some(to) = to else { bail!("`{called}` leaves a {} in its state", steps.item) };
    let json = json!({ "version": 1, "command": called, "from": from, "to": to });
    Ok(Answer { text: (*to).to_owned(), json, note: String::new(), code: 0 })
}

fn state_of<'a>(sorts: &'a [ItemSteps], written: &str) -> anyhow::Result<(&'a ItemSteps, &'static str)> {
    let written = written.trim();
    let find = |steps: &'a ItemSteps| {
        let state = steps.states().find(|state| same_name(state, written))?;
        Some((steps, state))
    };
    sorts.iter().find_map(find).ok_or_else(|| {
        let near = sorts.iter().find_map(|steps| Some((steps.item, nearest(written, steps.states())?)));
        match near {
            Some((item, near)) => anyhow!("a {item} has no state `{written}`: did you mean `{near}`?"),
            None => {
                let known = sorts.iter().map(|steps| format!("a {}: {}", steps.item, list(steps.states(), "or")));
                anyhow!("name a state of {}", known.collect::<Vec<_>>().join("; of "))
            }
        }
    })
}

fn command_of<'a>(sorts: &'a [ItemSteps], written: &str) -> anyhow::Result<(&'a ItemSteps, &'a ItemCommand)> {
    let find = |steps: &'a ItemSteps| Some((steps, steps.command(written)?));
    sorts.iter().find_map(find).ok_or_else(|| {
        let tool = list_of_tools(sorts);
        let names = || sorts.iter().flat_map(|steps| steps.commands.iter().map(|command| command.name));
        match nearest(written, names()) {
            Some(near) => anyhow!("{tool} has no command `{written}`: did you mean `{near}`?"),
            None => anyhow!("{tool} has no command `{written}`, only {}", list(names(), "and")),
        }
    })
}

fn list_of_tools(sorts: &[ItemSteps]) -> String {
    sorts.iter().map(|steps| steps.tool).collect::<Vec<_>>().join(" or ")
}
