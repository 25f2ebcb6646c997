//! Checks of the transitions.

use crate::model::machine::check::{MachineCheck, MachineFinding, States};
use crate::model::machine::{INITIAL_STATE, Machine, Step, Transition, Word, graph, is_terminal, same_name};
use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

/// A longer chain says no more than its beginning.
const LONGEST_CHAIN: usize = 10;

/// One finding a circle, at the transition that closes it.
pub(super) fn cycles(machine: &Machine, findings: &mut Vec<MachineFinding>) {
    let commands = || {
        let by_command = |transition: &&Transition| transition.via.is_some() && !transition.is_manual();
        machine.transitions.iter().filter(by_command)
    };
    for circle in graph::cycles(commands()) {
        let Some((closing, chain)) = circle.split_last() else {
            continue;
        };
        let message = format!(
            "this transition creates a cycle back to `{}`: if going back is intended, use `via: rework` or `via: rollback`",
            closing.to.text
        );
        let mut finding = MachineFinding::new(MachineCheck::Cycle, closing.to.range, message);
        for step in chain.iter().take(LONGEST_CHAIN) {
            let message = format!("from `{}` to `{}`", step.from.text, step.to.text);
            finding = finding.related(step.to.range, message);
        }
        findings.push(finding);
    }
}

/// States that nothing leads to. A transition that goes astray is the cause, not each state behind it.
pub(super) fn unreachable(machine: &Machine, states: &States, findings: &mut Vec<MachineFinding>) {
    let astray = |transition: &Transition| {
        let mut ends = transition.from.iter().chain(&transition.to);
        transition.from.is_empty() || transition.to.is_none() || ends.any(|word| !states.contains(word))
    };
    let unsure = machine.transitions.is_empty() || machine.transitions.iter().any(astray);
    if unsure || machine.state(INITIAL_STATE).is_none() {
        return;
    }
    for name in graph::unreachable(machine) {
        let message = format!("`{}` cannot be reached from `{INITIAL_STATE}`: add a transition to it", name.text);
        findings.push(MachineFinding::new(MachineCheck::StateUnreachable, name.range, message));
    }
}

/// Transitions that contradict the workflow they name.
pub(super) fn mismatches(machine: &Machine, states: &States, findings: &mut Vec<MachineFinding>) {
    let workflows: FxHashMap<&str, (&Step, FxHashSet<String>)> = (machine.steps.iter())
        .map(|step| {
            let inputs = step.input_states.iter().map(|input| input.text.to_lowercase());
            (step.name.text.as_str(), (step, inputs.collect()))
        })
        .collect();
    for transition in &machine.transitions {
        let via = transition.via.as_ref();
        let Some((step, inputs)) = via.and_then(|via| workflows.get(via.text.as_str())) else {
            continue;
        };
        let name = &step.name.text;
        let known = |word: &&Word| states.contains(word);
        for from in transition.from.iter().filter(known) {
            if inputs.is_empty() || inputs.contains(&from.text.to_lowercase()) {
                continue;
            }
            let message = format!("`{}` is not an input state of the workflow `{name}`", from.text);
            let range = cover(&step.input_states);
            findings.push(
                MachineFinding::new(MachineCheck::TransitionMismatch, from.range, message)
                    .related(range, format!("the input states of `{name}`")),
            );
        }
        if let (Some(to), Some(output)) = (transition.to.as_ref().filter(known), &step.output_state)
            && !same_name(&to.text, &output.text)
        {
            let message = format!("the workflow `{name}` leads to `{}`, not to `{}`", output.text, to.text);
            findings.push(
                MachineFinding::new(MachineCheck::TransitionMismatch, to.range, message)
                    .related(output.range, format!("the output state of `{name}`")),
            );
        }
    }
}

/// Commands that lead on from an end. Rework, rollback and the step from one end to the next are no exits.
pub(super) fn exits(machine: &Machine, findings: &mut Vec<MachineFinding>) {
    for transition in machine.transitions.iter().filter(|transition| !transition.is_manual()) {
        let to_an_end = |to: &Word| is_terminal(&to.text);
        if transition.to.as_ref().is_none_or(to_an_end) {
            continue;
        }
        for from in transition.from.iter().filter(|from| is_terminal(&from.text)) {
            let message = format!(
                "`{}` is a final state, but this transition leaves it: use `via: rework` or `via: rollback`, or remove it",
                from.text
            );
            findings.push(MachineFinding::new(MachineCheck::TerminalHasExit, from.range, message));
        }
    }
}

pub(super) fn duplicates(machine: &Machine, findings: &mut Vec<MachineFinding>) {
    let mut names: FxHashMap<&str, TextRange> = FxHashMap::default();
    let mut steps = FxHashMap::default();
    for transition in &machine.transitions {
        let text = |word: &Option<Word>| word.as_ref().map(|word| word.text.clone());
        let from: Vec<&str> = transition.from.iter().map(|from| from.text.as_str()).collect();
        let at = transition.name.as_ref().or(transition.from.first()).map(|word| word.range);
        let Some(at) = at else {
            continue;
        };
        let step = steps.insert((from, text(&transition.to), text(&transition.via)), at);
        let name = transition.name.as_ref();
        let named = name.and_then(|name| names.insert(&name.text, at));
        let (message, first) = match (step, named, name) {
            (Some(first), _, _) => ("this transition is there twice".to_owned(), first),
            (None, Some(first), Some(name)) => (format!("another transition is named `{}` too", name.text), first),
            _ => continue,
        };
        findings.push(
            MachineFinding::new(MachineCheck::DuplicateTransition, at, message).related(first, "the other one is here"),
        );
    }
}

/// From the first to the last.
fn cover(words: &[Word]) -> TextRange {
    match words {
        [first, .., last] => first.range.cover(last.range),
        [only] => only.range,
        [] => TextRange::default(),
    }
}
