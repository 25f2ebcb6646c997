//! What is wrong with a machine beyond its shape.

mod counts;
mod edges;

use crate::model::machine::{INITIAL_STATE, MANUAL_VIAS, Machine, Word, is_terminal, same_name};
use crate::syntax::{nearest::nearest, yaml::Node};
use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

/// Looking for what was meant costs time with every name; nobody reads more hints than these.
const MOST_HINTS: usize = 100;

/// What a finding is about: one of the rules for workflow files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MachineCheck {
    /// A missing or misspelt key, a wrong type or form.
    Schema,
    /// A state that is not listed.
    StateUndefined,
    /// A `via` that is neither a workflow nor manual.
    ViaUndefined,
    /// `To Do` is not listed.
    NoInitialState,
    /// Commands lead in a circle.
    Cycle,
    /// Nothing leads to a state.
    StateUnreachable,
    /// A transition contradicts its workflow.
    TransitionMismatch,
    /// No state is an end.
    NoTerminalState,
    /// A command leads on from an end.
    TerminalHasExit,
    /// A state is listed twice.
    DuplicateState,
    /// A transition is there twice.
    DuplicateTransition,
    /// A keyword in the form that only the schema takes.
    ValidationKeyword,
    /// A number under `metadata` is wrong.
    CountMismatch,
    /// The file is of version 1.0.
    Legacy,
}

/// Something wrong in a workflow file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineFinding {
    /// What it is about.
    pub check: MachineCheck,
    /// The words at fault.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// Other places of the same file that explain it.
    pub related: Vec<MachineRelated>,
    /// What to write in place of `range` to cure it.
    pub replacement: Option<String>,
}

/// A place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineRelated {
    /// The place, in the same file.
    pub range: TextRange,
    /// What is there.
    pub message: String,
}

impl MachineFinding {
    pub(super) fn new(check: MachineCheck, range: TextRange, message: impl Into<String>) -> MachineFinding {
        MachineFinding { check, range, message: message.into(), related: Vec::new(), replacement: None }
    }

    fn related(mut self, range: TextRange, message: impl Into<String>) -> MachineFinding {
        self.related.push(MachineRelated { range, message: message.into() });
        self
    }

    fn replacement(mut self, replacement: Option<&str>) -> MachineFinding {
        self.replacement = replacement.map(str::to_owned);
        self
    }
}

/// Adds what is wrong with the machine, in no order.
pub(super) fn check(machine: &Machine, root: &Node, findings: &mut Vec<MachineFinding>) {
    if machine.legacy {
        findings.push(legacy(root));
        validations(machine, findings);
        return;
    }
    let states = States::of(machine);
    // Without a list of states there is nothing to hold the rest against, and the schema says so already.
    if !machine.states.is_empty() {
        let key = root.entry("states").map(|entry| entry.key.content_range());
        ends(machine, key.unwrap_or_default(), findings);
        duplicate_states(machine, findings);
        undefined_states(machine, &states, findings);
        edges::cycles(machine, findings);
        edges::unreachable(machine, &states, findings);
    }
    undefined_vias(machine, root, findings);
    edges::mismatches(machine, &states, findings);
    edges::exits(machine, findings);
    edges::duplicates(machine, findings);
    validations(machine, findings);
    // What does not fit is not counted either: whoever cures that cures the count.
    if findings.iter().all(|finding| finding.check != MachineCheck::Schema) {
        counts::check(machine, root, findings);
    }
}

/// The names of the states as they are written, since this file is read with case.
struct States<'a>(FxHashSet<&'a str>);

impl<'a> States<'a> {
    fn of(machine: &'a Machine) -> States<'a> {
        States(machine.states.iter().map(|state| state.name.text.as_str()).collect())
    }

    fn contains(&self, word: &Word) -> bool {
        self.0.contains(word.text.as_str())
    }
}

fn legacy(root: &Node) -> MachineFinding {
    let at = root.entry("version").map(|entry| entry.value.content_range());
    let at = at.or_else(|| root.entry("transitions").map(|entry| entry.key.content_range()));
    let message =
        "a version 1.0 workflow file without `states` and `workflows`, the states are taken from its transitions";
    MachineFinding::new(MachineCheck::Legacy, at.unwrap_or_default(), message)
}

/// The first and the last states.
fn ends(machine: &Machine, key: TextRange, findings: &mut Vec<MachineFinding>) {
    let names = || machine.states.iter().map(|state| &state.name);
    if !names().any(|name| name.text == INITIAL_STATE) {
        let almost = names().find(|name| same_name(&name.text, INITIAL_STATE));
        let finding = match almost {
            Some(name) => {
                let message = format!("the initial state must be written `{INITIAL_STATE}`");
                MachineFinding::new(MachineCheck::NoInitialState, name.range, message).replacement(Some(INITIAL_STATE))
            }
            None => {
                let message = format!("the initial state `{INITIAL_STATE}` is missing: every task begins there");
                MachineFinding::new(MachineCheck::NoInitialState, key, message)
            }
        };
        findings.push(finding);
    }
    if !names().any(|name| is_terminal(&name.text)) {
        let message = "no final state: add `Done`, `Deployed`, `Cancelled` or `Archived`";
        findings.push(MachineFinding::new(MachineCheck::NoTerminalState, key, message));
    }
}

fn duplicate_states(machine: &Machine, findings: &mut Vec<MachineFinding>) {
    let mut first = FxHashMap::default();
    for state in &machine.states {
        let name = &state.name;
        if let Some(range) = first.insert(name.text.to_lowercase(), name.range) {
            let message = format!("the state `{}` is listed twice", name.text);
            findings.push(
                MachineFinding::new(MachineCheck::DuplicateState, name.range, message)
                    .related(range, "it is listed here already"),
            );
        }
    }
}

fn undefined_states(machine: &Machine, states: &States, findings: &mut Vec<MachineFinding>) {
    let of_workflows = machine.steps.iter().flat_map(|step| step.input_states.iter().chain(&step.output_state));
    let of_transitions = machine.transitions.iter().flat_map(|transition| transition.from.iter().chain(&transition.to));
    // That the initial state is missing is a finding of its own.
    let missing = |word: &&Word| !states.contains(word) && !same_name(&word.text, INITIAL_STATE);
    for (index, word) in of_workflows.chain(of_transitions).filter(missing).enumerate() {
        let meant = (index < MOST_HINTS).then(|| machine.nearest_state(&word.text)).flatten();
        let message = format!("the state `{}` is not listed under `states`{}", word.text, did_you_mean(meant));
        findings.push(MachineFinding::new(MachineCheck::StateUndefined, word.range, message).replacement(meant));
    }
}

fn undefined_vias(machine: &Machine, root: &Node, findings: &mut Vec<MachineFinding>) {
    if machine.steps.is_empty() {
        return;
    }
    let custom = root.get("custom_workflows");
    let custom = custom.into_iter().flat_map(|node| {
        let keys = node.entries().iter().filter_map(|entry| entry.name());
        let items = node.items().iter().filter_map(|item| item.get("name").unwrap_or(item).as_str());
        keys.chain(items)
    });
    let own = machine.steps.iter().map(|step| step.name.text.as_str());
    let known: Vec<&str> = own.chain(custom).chain(MANUAL_VIAS).collect();
    let names: FxHashSet<&str> = known.iter().copied().collect();
    let meant = |text: &str| {
        let command = machine.step_by_command(text);
        let meant = command.map(|step| step.name.text.as_str());
        meant.or_else(|| nearest(text, known.iter().copied()))
    };
    let vias = machine.transitions.iter().filter_map(|transition| transition.via.as_ref());
    for (index, via) in vias.filter(|via| !names.contains(via.text.as_str())).enumerate() {
        let meant = (index < MOST_HINTS).then(|| meant(&via.text)).flatten();
        let message = format!(
            "`{}` is neither a workflow of this file nor `manual`, `rework` or `rollback`{}",
            via.text,
            did_you_mean(meant)
        );
        findings.push(MachineFinding::new(MachineCheck::ViaUndefined, via.range, message).replacement(meant));
    }
}

/// `KEYWORD[WORD]` passes the schema, but only `KEYWORD["WORD"]` works.
fn validations(machine: &Machine, findings: &mut Vec<MachineFinding>) {
    for validation in machine.transitions.iter().filter_map(|transition| transition.validation.as_ref()) {
        let Some(word) = validation.text.strip_prefix("KEYWORD[").and_then(|rest| rest.strip_suffix(']')) else {
            continue;
        };
        if word.is_empty() || word.contains(['"', '\'']) {
            continue;
        }
        let message =
            format!("`KEYWORD[{word}]` passes the schema, but flowspec only takes `KEYWORD[\"{word}\"]` when it runs");
        findings.push(MachineFinding::new(MachineCheck::ValidationKeyword, validation.range, message));
    }
}

fn did_you_mean(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!(": did you mean `{meant}`?"))
}
