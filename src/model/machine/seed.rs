//! The machine of a project without a workflow file.

use crate::model::{
    invocation::Invocation,
    machine::{Machine, State, Step, Transition, Word},
};
use std::sync::{Arc, LazyLock};
use text_size::{TextRange, TextSize};

/// The agents of flowspec's own workflows.
pub const KNOWN_AGENTS: [&str; 16] = [
    "workflow-assessor",
    "product-requirements-manager",
    "researcher",
    "business-validator",
    "software-architect",
    "platform-engineer",
    "frontend-engineer",
    "backend-engineer",
    "ai-ml-engineer",
    "frontend-code-reviewer",
    "backend-code-reviewer",
    "quality-guardian",
    "secure-by-design-engineer",
    "tech-writer",
    "release-manager",
    "sre-agent",
];

const STATES: [&str; 9] =
    ["To Do", "Assessed", "Specified", "Researched", "Planned", "In Implementation", "Validated", "Deployed", "Done"];

/// Name, command, input states, output state, and how many of [`KNOWN_AGENTS`] work in it, in their order.
const WORKFLOWS: [(&str, &str, &[&str], &str, usize); 7] = [
    ("assess", "/flow:assess", &["To Do"], "Assessed", 1),
    ("specify", "/flow:specify", &["Assessed"], "Specified", 1),
    ("research", "/flow:research", &["Specified"], "Researched", 2),
    ("plan", "/flow:plan", &["Specified", "Researched"], "Planned", 2),
    ("implement", "/flow:implement", &["Planned"], "In Implementation", 5),
    ("validate", "/flow:validate", &["In Implementation"], "Validated", 4),
    ("operate", "/flow:operate", &["Validated"], "Deployed", 1),
];

/// The steps that people take, as flowspec's own workflow file has them.
const MANUAL: [(&str, &str, &str, &str); 6] = [
    ("complete_from_deployed", "Deployed", "Done", "manual"),
    ("complete_from_validated", "Validated", "Done", "manual"),
    ("complete_from_implementation", "In Implementation", "Done", "manual"),
    ("rework_to_planned", "In Implementation", "Planned", "rework"),
    ("rework_to_implementation", "Validated", "In Implementation", "rework"),
    ("rollback", "Deployed", "Validated", "rollback"),
];

/// What flowspec does besides a step for a command of its own, by the name of the command.
const BUILT_IN: [(&str, BuiltIn); 7] = [
    ("/flow:assess", BuiltIn { event: "workflow.assessed", light_mode: LightMode::Same }),
    ("/flow:specify", BuiltIn { event: "spec.created", light_mode: SPECIFY }),
    ("/flow:research", BuiltIn { event: "research.completed", light_mode: LightMode::Skipped }),
    ("/flow:plan", BuiltIn { event: "plan.created", light_mode: PLAN }),
    ("/flow:implement", BuiltIn { event: "implement.completed", light_mode: LightMode::Same }),
    ("/flow:validate", BuiltIn { event: "validate.completed", light_mode: LightMode::Same }),
    ("/flow:operate", BuiltIn { event: "deploy.completed", light_mode: LightMode::Same }),
];

const SPECIFY: LightMode = LightMode::Template { file: "spec-light.md", note: "combined stories + AC" };
const PLAN: LightMode = LightMode::Template { file: "plan-light.md", note: "high-level only" };

/// What flowspec does besides the step of one of its own commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltIn {
    /// The event that follows a success.
    pub event: &'static str,
    /// What light mode changes.
    pub light_mode: LightMode,
}

/// What light mode changes in a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LightMode {
    /// Nothing.
    Same,
    /// It is left out.
    Skipped,
    /// It uses another template.
    Template {
        /// The template's file name.
        file: &'static str,
        /// What is smaller about it.
        note: &'static str,
    },
}

impl Step {
    /// What flowspec does besides this step, when its command is one of flowspec's own. A step of the same name that another command
    /// takes is another step.
    pub fn built_in(&self) -> Option<BuiltIn> {
        let own = Invocation::parse(&self.command_name());
        BUILT_IN.iter().find(|(command, _)| Invocation::parse(command) == own).map(|(_, built_in)| *built_in)
    }
}

impl Machine {
    /// The default: the table that flowspec's commands carry, and the steps that people take.
    pub fn seed() -> Arc<Machine> {
        static SEED: LazyLock<Arc<Machine>> = LazyLock::new(|| Arc::new(Machine::from_tables()));
        Arc::clone(&SEED)
    }

    fn from_tables() -> Machine {
        let mut agents = KNOWN_AGENTS.iter();
        let workflows = WORKFLOWS.map(|(name, command, inputs, output, count)| Step {
            name: word(name),
            command: Some(word(command)),
            agents: agents.by_ref().take(count).map(|agent| word(agent)).collect(),
            input_states: inputs.iter().map(|state| word(state)).collect(),
            output_state: Some(word(output)),
            optional: name == "research",
            range: nowhere(),
        });
        let by_command = WORKFLOWS
            .iter()
            .flat_map(|(name, _, inputs, output, _)| inputs.iter().map(|input| transition(name, input, output, name)));
        let manual = MANUAL.map(|(name, from, to, via)| transition(name, from, to, via));
        Machine {
            states: STATES.map(|name| State { name: word(name) }).into(),
            transitions: by_command.chain(manual).collect(),
            steps: workflows.into(),
            seed: true,
            ..Machine::default()
        }
    }
}

fn transition(name: &str, from: &str, to: &str, via: &str) -> Transition {
    Transition {
        name: Some(word(name)),
        from: vec![word(from)],
        to: Some(word(to)),
        via: Some(word(via)),
        input_artifacts: Vec::new(),
        output_artifacts: Vec::new(),
        validation: None,
        range: nowhere(),
    }
}

fn word(text: &str) -> Word {
    Word { text: text.to_owned(), range: nowhere() }
}

fn nowhere() -> TextRange {
    TextRange::empty(TextSize::new(0))
}
