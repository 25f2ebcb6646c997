//! The state machine: which command leads from which state to which.
//!
//! It comes from a workflow file or, where a project has none, from the table that flowspec's commands carry.

mod approval;
mod check;
mod difference;
mod graph;
mod read;
mod schema;
mod seed;
#[cfg(test)]
mod tests;

pub use crate::model::machine::approval::Approval;
pub use crate::model::machine::check::{MachineCheck, MachineFinding, MachineRelated};
pub use crate::model::machine::difference::Difference;
pub use crate::model::machine::schema::expected;
pub use crate::model::machine::seed::{BuiltIn, KNOWN_AGENTS, LightMode};

use crate::{model::invocation::Invocation, syntax::nearest::nearest};
use text_size::TextRange;

/// Where every task begins; a task without a workflow label is there too.
pub const INITIAL_STATE: &str = "To Do";

/// The states that are an end.
pub const TERMINAL_STATES: [&str; 4] = ["Done", "Deployed", "Cancelled", "Archived"];

/// What a transition may name in `via` besides a workflow: steps that people take.
pub const MANUAL_VIAS: [&str; 3] = ["manual", "rework", "rollback"];

/// The states, the workflows between them, and where each was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    /// In source order, duplicates kept.
    pub states: Vec<State>,
    /// In source order.
    pub steps: Vec<Step>,
    /// In source order, duplicates kept.
    pub transitions: Vec<Transition>,
    /// Whether it is a version 1.0 file with transitions only, whose states are derived from them.
    pub legacy: bool,
    /// Whether the file was not YAML to its end, so that nothing follows from what the machine lacks.
    pub incomplete: bool,
    seed: bool,
}

/// Text and where it stands, without quotes. The seed stands nowhere: its ranges are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Its bytes in the workflow file.
    pub range: TextRange,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its name, without `workflow:`.
    pub name: Word,
}

/// A workflow: the step that a command takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its key under `workflows`.
    pub name: Word,
    /// Its command as written, `/flow:plan`.
    pub command: Option<Word>,
    /// The names of its agents.
    pub agents: Vec<Word>,
    /// The states that it starts from.
    pub input_states: Vec<Word>,
    /// The state that it leads to.
    pub output_state: Option<Word>,
    /// Whether it can be skipped.
    pub optional: bool,
    /// The whole entry, its key included.
    pub range: TextRange,
}

/// A transition: an edge from one or more states to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Its name.
    pub name: Option<Word>,
    /// Mostly one state.
    pub from: Vec<Word>,
    /// Where it leads.
    pub to: Option<Word>,
    /// The workflow that takes it, or one of [`MANUAL_VIAS`].
    pub via: Option<Word>,
    /// What must be there before.
    pub input_artifacts: Vec<Artifact>,
    /// What must be there after.
    pub output_artifacts: Vec<Artifact>,
    /// How it is approved, as written: `NONE`, `PULL_REQUEST` or `KEYWORD["WORD"]`.
    pub validation: Option<Word>,
    /// The whole transition.
    pub range: TextRange,
}

/// A file that a transition needs or makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its kind, such as `prd`.
    pub kind: String,
    /// Its path from the project's root, with `{feature}` and the like and with `*`.
    pub path: Word,
    /// Whether the transition is refused without it.
    pub required: bool,
    /// Whether there may be several.
    pub multiple: bool,
}

impl Machine {
    /// Whether it is the embedded default and not read from a file.
    pub fn is_seed(&self) -> bool {
        self.seed
    }

    /// The machine with a step for each named transition that a command takes, where the file has none: version 1.0 names a transition after its
    /// command.
    #[must_use]
    pub fn with_named_steps(&self, namespace: &str) -> Machine {
        let mut steps: Vec<Step> = Vec::new();
        for transition in self.transitions.iter().filter(|transition| !transition.is_manual()) {
            let is_command = |name: &&Word| {
                let stands = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
                !MANUAL_VIAS.contains(&name.text.as_str()) && name.text.bytes().all(stands)
            };
            let Some(name) = transition.name.as_ref().filter(is_command) else { continue };
            if let Some(known) = steps.iter_mut().find(|step| step.name.text == name.text) {
                known.input_states.extend(transition.from.iter().cloned());
                continue;
            }
            steps.push(Step {
                name: name.clone(),
                command: Some(Word { text: format!("/{namespace}:{}", name.text), range: name.range }),
                agents: Vec::new(),
                input_states: transition.from.clone(),
                output_state: transition.to.clone(),
                optional: false,
                range: transition.range,
            });
        }
        Machine { steps, ..self.clone() }
    }

    /// The state of this name, ignoring case and the spaces around it.
    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.iter().find(|state| same_name(&state.name.text, name))
    }

    /// The state whose name is close to this one.
    pub fn nearest_state(&self, name: &str) -> Option<&str> {
        nearest(name.trim(), self.states.iter().map(|state| state.name.text.as_str()))
    }

    /// The workflow with this key.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name.text == name)
    }

    /// The workflow of a command: `/flow:plan`, `flow:plan`, `/flow.plan` and `flow.plan` are the same.
    pub fn step_by_command(&self, command: &str) -> Option<&Step> {
        self.step_of(&Invocation::parse(command))
    }

    /// The workflow of a command, which has a namespace.
    pub fn step_of(&self, command: &Invocation) -> Option<&Step> {
        let is_wanted = |own: &Word| Invocation::parse(&own.text) == *command;
        let mut steps = self.steps.iter().filter(|_| !command.namespace().is_empty());
        steps.find(|step| step.command.as_ref().is_some_and(is_wanted))
    }

    /// The workflow that a person means: by its command, or by its key as in `plan`.
    pub fn workflow_named(&self, name: &str) -> Option<&Step> {
        let name = name.trim();
        self.step_by_command(name).or_else(|| self.step(name.strip_prefix('/').unwrap_or(name)))
    }

    /// The transition that a workflow takes from a state; `None` is a task without a workflow label.
    ///
    /// One that says `via` goes before one that only leads to the same state.
    pub fn transition_of(&self, step: &Step, from: Option<&str>) -> Option<&Transition> {
        let from = from.unwrap_or(INITIAL_STATE);
        let leaves = |transition: &&Transition| transition.from.iter().any(|state| same_name(&state.text, from));
        let arrives = |transition: &&Transition| match (&transition.to, &step.output_state) {
            (Some(to), Some(output)) => same_name(&to.text, &output.text),
            _ => false,
        };
        let via = |transition: &&Transition| transition.via.as_ref().is_some_and(|via| via.text == step.name.text);
        let leaving = || self.transitions.iter().filter(leaves);
        leaving()
            .find(|transition| via(transition) && arrives(transition))
            .or_else(|| leaving().find(via))
            .or_else(|| leaving().find(|transition| transition.via.is_none() && arrives(transition)))
    }

    /// Whether a command of this namespace is in it: `flow` for `/flow:plan`.
    pub fn has_namespace(&self, namespace: &str) -> bool {
        let commands = self.steps.iter().filter_map(|step| step.command.as_ref());
        { commands }.any(|command| Invocation::parse(&command.text).namespace() == namespace)
    }

    /// The workflows that can run in a state, in source order; `None` is a task without a workflow label.
    pub fn valid_commands(&self, state: Option<&str>) -> Vec<&Step> {
        let accepts = |step: &&Step| step.accepts(state);
        self.steps.iter().filter(accepts).collect()
    }

    /// Whether any chain of transitions and workflows leads from one state to another; each reaches itself.
    pub fn reachable(&self, from: Option<&str>, to: &str) -> bool {
        graph::reachable(self, from.unwrap_or(INITIAL_STATE), to)
    }

    /// Whether one transition or workflow leads from one state to another.
    pub fn leads(&self, from: Option<&str>, to: &str) -> bool {
        let from = from.unwrap_or(INITIAL_STATE);
        self.edges().any(|(source, target)| same_name(source, from) && same_name(target, to))
    }

    /// Where this machine and another one say different things, if they do; layout and comments do not count.
    pub fn difference(&self, other: &Machine) -> Option<Difference> {
        difference::difference(self, other)
    }

    /// The steps between states, from transitions and from workflows.
    fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        let transitions = self.transitions.iter().map(|transition| (&transition.from, &transition.to));
        let workflows = self.steps.iter().map(|step| (&step.input_states, &step.output_state));
        transitions.chain(workflows).flat_map(|(from, to)| {
            let to = to.as_ref().map(|to| to.text.as_str());
            let from = from.iter().map(|from| from.text.as_str());
            from.filter_map(move |from| Some((from, to?)))
        })
    }
}

impl Step {
    /// Its command; where the file names none, the one that flowspec would call it.
    pub fn command_name(&self) -> String {
        self.command.as_ref().map_or_else(|| format!("/flow:{}", self.name.text), |command| command.text.clone())
    }

    /// Whether it can run in a state; `None` is a task without a workflow label.
    pub fn accepts(&self, state: Option<&str>) -> bool {
        let state = state.unwrap_or(INITIAL_STATE);
        let accepted = |input: &Word| same_name(&input.text, state);
        self.input_states.iter().any(accepted)
    }
}

impl Transition {
    /// Whether people take it, not a command.
    pub fn is_manual(&self) -> bool {
        let manual = |via: &Word| MANUAL_VIAS.contains(&via.text.as_str());
        self.via.as_ref().is_some_and(manual)
    }
}

/// Whether a state is an end.
pub fn is_terminal(state: &str) -> bool {
    TERMINAL_STATES.iter().any(|terminal| same_name(terminal, state))
}

/// Whether two names of a state are the same to the guard of the commands: blanks around and case do not count.
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    one.eq_ignore_ascii_case(other)
        || (!one.is_ascii() && !other.is_ascii() && one.to_lowercase() == other.to_lowercase())
}
