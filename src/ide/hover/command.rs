//! A command: what it does, by whom, from which states to which, where it is, and the tasks that wait for it.

use super::{count, declared, listed, shortened, tasks, value};
use crate::{
    ide::markup::{Line, Markup},
    model::{
        invocation::Invocation,
        machine::{Step, same_name},
    },
    workspace::Snapshot,
};

/// A command; `None` when neither a file nor the state machine has it.
pub fn about(snapshot: &Snapshot, command: &Invocation) -> Option<Markup> {
    let index = snapshot.index();
    let document = index.commands.get(command).and_then(|path| snapshot.document(path));
    let step = index.machine.as_deref().and_then(|machine| machine.step_of(command));
    if document.is_none() && step.is_none() {
        return None;
    }
    let mut title = Line::new().strong(index.called(command));
    if let Some(step) = step {
        title = steps(title.text(" · "), step);
    }
    let description = document.and_then(|document| value(document, "description"));
    let mut lines = Vec::new();
    if let Some(document) = document.filter(|document| document.summary().deprecated) {
        let replacement = document.summary().replacement.as_deref();
        let line = Line::new().text("deprecated");
        lines.push(replacement.map_or(line.clone(), |replacement| line.text(": use ").code(shortened(replacement))));
    }
    if let Some(step) = step.filter(|step| !step.agents.is_empty()) {
        let agents: Vec<String> = step.agents.iter().map(|agent| agent.text.clone()).collect();
        lines.push(listed(Line::new().text(if agents.len() == 1 { "agent " } else { "agents " }), &agents));
    }
    lines.extend(document.map(|document| declared(document.name())));
    lines.extend(step.and_then(|step| waiting(snapshot, step)));
    Some(Markup::new().line(title).line(Line::new().text(description.unwrap_or_default())).list(lines))
}

/// `Specified, Researched → Planned`.
fn steps(line: Line, step: &Step) -> Line {
    let line = line.codes(step.input_states.iter().map(|state| &state.text)).text(" → ");
    match &step.output_state {
        Some(state) => line.code(&state.text),
        None => line.text("?"),
    }
}

/// The tasks in a state that it accepts.
fn waiting(snapshot: &Snapshot, step: &Step) -> Option<Line> {
    let accepted = |state: &String| step.input_states.iter().any(|input| same_name(&input.text, state));
    let waiting = tasks(snapshot, |states| match states {
        [] => step.accepts(None),
        states => states.iter().any(accepted),
    });
    let verb = if waiting.len() == 1 { "waits" } else { "wait" };
    let line = Line::new().text(format!("{} {verb} for it: ", count(waiting.len(), "task")));
    (!waiting.is_empty()).then(|| listed(line, &waiting))
}
