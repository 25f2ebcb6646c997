//! States: `workflow:State` labels, the sentences and tables that declare a command's states, and the workflow file.

use text_size::TextRange;

use super::{Access, Finder, Symbol};
use crate::{
    model::{Kind, machine::Word, task::Task},
    syntax::reference::ReferenceKind,
};

pub(super) fn find(finder: &mut Finder<'_>) {
    for reference in finder.references() {
        if let ReferenceKind::State { name } = reference.kind {
            finder.add(reference.range, name, Access::Read, symbol(&finder.text[name]));
        }
    }
    for declaration in &finder.facts.references.declarations {
        if finder.near(declaration.range) {
            declaration.inputs.iter().for_each(|input| named(finder, *input, Access::Read));
            declaration.output.iter().for_each(|output| named(finder, *output, Access::Write));
        }
    }
    match finder.document.kind {
        Kind::Task => labels(finder),
        Kind::Workflow => machine(finder),
        _ => {}
    }
}

/// States compare without regard to case and to the blanks around.
fn symbol(name: &str) -> Symbol {
    Symbol::State(name.trim().to_lowercase())
}

fn named(finder: &mut Finder<'_>, name: TextRange, access: Access) {
    finder.word(name, access, symbol(&finder.text[name]));
}

fn labels(finder: &mut Finder<'_>) {
    let Some(front_matter) = finder.facts.front_matter.as_ref().filter(|it| finder.near(it.range)) else { return };
    for (label, state) in Task::read(front_matter).states() {
        finder.add(label.content, Task::state_range(finder.text, label), Access::Read, symbol(state));
    }
}

fn machine(finder: &mut Finder<'_>) {
    let Some(machine) = finder.facts.summary.machine() else { return };
    let mut add = |word: &Word, access| finder.word(word.range, access, symbol(&word.text));
    machine.states.iter().for_each(|state| add(&state.name, Access::Declaration));
    for workflow in &machine.steps {
        workflow.input_states.iter().for_each(|state| add(state, Access::Read));
        workflow.output_state.iter().for_each(|state| add(state, Access::Write));
    }
    for transition in &machine.transitions {
        transition.from.iter().for_each(|state| add(state, Access::Read));
        transition.to.iter().for_each(|state| add(state, Access::Write));
    }
}
