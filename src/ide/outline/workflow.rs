//! The states, workflows and transitions of a workflow file.

use text_size::TextRange;

use super::{OutlineSymbol, SymbolKind, yaml};
use crate::{
    model::machine::{Machine, Word},
    workspace::Document,
};

pub(super) fn symbols(document: &Document) -> Vec<OutlineSymbol> {
    let (text, facts) = (document.text(), document.facts());
    let Some(root) = &facts.yaml.root else { return Vec::new() };
    let mut symbols = Vec::new();
    for entry in root.entries() {
        match entry.name() {
            Some("states" | "workflows" | "transitions") => symbols.extend(yaml::key(text, entry)),
            _ => yaml::keys(text, std::slice::from_ref(entry), &mut symbols),
        }
    }
    let read;
    let machine = match facts.summary.machine() {
        Some(machine) => &**machine,
        None => {
            read = Machine::read(&facts.yaml);
            &read
        }
    };
    if !machine.legacy {
        symbols.extend(
            machine.states.iter().map(|state| {
                OutlineSymbol::new(SymbolKind::State, &state.name.text, state.name.range, state.name.range)
            }),
        );
    }
    symbols.extend(machine.steps.iter().map(|step| {
        let detail = format!("{}: {}", step.command_name(), states(&step.input_states, step.output_state.as_ref()));
        OutlineSymbol::new(SymbolKind::Workflow, &step.name.text, step.range, step.name.range).detail(detail)
    }));
    symbols.extend(machine.transitions.iter().map(|transition| {
        let step = states(&transition.from, transition.to.as_ref());
        let first = TextRange::empty(transition.range.start());
        let (name, name_range) = match &transition.name {
            Some(name) => (name.text.clone(), name.range),
            None => (step.clone(), first),
        };
        OutlineSymbol::new(SymbolKind::Transition, name, transition.range, name_range).detail(step)
    }));
    symbols
}

/// `Specified, Researched → Planned`.
fn states(from: &[Word], to: Option<&Word>) -> String {
    let from: Vec<_> = from.iter().map(|state| state.text.as_str()).collect();
    format!("{} → {}", from.join(", "), to.map_or("?", |state| &state.text))
}
