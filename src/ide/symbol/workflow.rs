//! Workflows: the keys below `workflows`, and the transitions that go by them.

use super::{Access, Finder, Symbol};
use crate::model::Kind;

pub(super) fn find(finder: &mut Finder<'_>) {
    let machine = finder.facts.summary.machine().filter(|_| finder.document.kind == Kind::Workflow);
    let Some(machine) = machine else { return };
    for workflow in &machine.steps {
        finder.word(workflow.name.range, Access::Declaration, Symbol::Workflow(workflow.name.text.clone()));
    }
    for via in machine.transitions.iter().filter(|it| !it.is_manual()).filter_map(|it| it.via.as_ref()) {
        finder.word(via.range, Access::Read, Symbol::Workflow(via.text.clone()));
    }
}
