//! A state: what leads in and out, and the tasks in it.

use super::{count, listed, tasks};
use crate::{
    ide::markup::{Line, Markup},
    model::machine::{INITIAL_STATE, Machine, Word, is_terminal, same_name},
    workspace::Snapshot,
};

/// How many steps in each direction are listed.
const MAX_STEPS: usize = 6;

/// The state of this name; `None` when the machine has no such state.
pub fn about(snapshot: &Snapshot, name: &str) -> Option<Markup> {
    let index = snapshot.index();
    let machine = index.machine.as_deref()?;
    let name = machine.state(name)?.name.text.as_str();
    let is_initial = same_name(name, INITIAL_STATE);
    let kind = match () {
        () if is_initial => " · where every task begins",
        () if is_terminal(name) => " · an end",
        () => "",
    };
    let found = tasks(snapshot, |states| match states {
        [] => is_initial,
        states => states.iter().any(|state| same_name(state, name)),
    });
    let mut lines = steps(machine, name);
    lines.push(match &found[..] {
        [] => Line::new().text("no task is in it"),
        found => listed(Line::new().text(format!("{}: ", count(found.len(), "task"))), found),
    });
    Some(Markup::new().line(Line::new().strong(name).text(kind)).list(lines))
}

/// The steps into it, then those out of it: first what commands do, then what people do.
fn steps(machine: &Machine, name: &str) -> Vec<Line> {
    let is = |word: &Word| same_name(&word.text, name);
    let names = |line: Line, words: &[Word]| line.codes(words.iter().map(|word| &word.text));
    let mut into = Vec::new();
    let mut out = Vec::new();
    for workflow in &machine.steps {
        let by = |line: Line| line.text(" by ").code(workflow.command_name());
        if workflow.output_state.as_ref().is_some_and(is) {
            into.push(by(names(Line::new().text("from "), &workflow.input_states)));
        }
        if let Some(output) = workflow.output_state.as_ref().filter(|_| workflow.input_states.iter().any(is)) {
            out.push(by(Line::new().text("to ").code(&output.text)));
        }
    }
    let manual = |transition: &&crate::model::machine::Transition| {
        transition.is_manual() || (transition.via.is_none() && machine.steps.is_empty())
    };
    for transition in machine.transitions.iter().filter(manual) {
        let by = |line: Line| match &transition.via {
            Some(via) => line.text(" by ").code(&via.text),
            None => line,
        };
        if transition.to.as_ref().is_some_and(is) {
            into.push(by(names(Line::new().text("from "), &transition.from)));
        }
        if let Some(to) = transition.to.as_ref().filter(|_| transition.from.iter().any(is)) {
            out.push(by(Line::new().text("to ").code(&to.text)));
        }
    }
    into.into_iter().take(MAX_STEPS).chain(out.into_iter().take(MAX_STEPS)).collect()
}
