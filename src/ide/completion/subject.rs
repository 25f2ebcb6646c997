//! What an item is about, looked up when the editor shows it.

use serde::{Deserialize, Serialize};

use crate::{
    ide::{hover, markup::Markup},
    model::invocation::Invocation,
    workspace::Snapshot,
};

/// An object of the project or a rule, by its name. It travels to the editor and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The file of this path, relative to the project.
    Include(String),
    /// This command.
    Command(Invocation),
    /// The state of this name.
    State(String),
    /// The agent of this name.
    Agent(String),
    /// The skill of this name.
    Skill(String),
    /// The task of this id.
    Task(String),
    /// The rule of this code.
    Rule(String),
}

impl Subject {
    /// What there is to know about it now; `None` when it is gone.
    pub fn documentation(&self, snapshot: &Snapshot) -> Option<Markup> {
        match self {
            Subject::Include(path) => hover::file::included(snapshot, path),
            Subject::Command(command) => hover::command::about(snapshot, command),
            Subject::State(name) => hover::state::about(snapshot, name),
            Subject::Agent(name) => hover::agent::about(snapshot, name),
            Subject::Skill(name) => hover::skill::about(snapshot, name),
            Subject::Task(id) => hover::task::about(snapshot, id),
            Subject::Rule(code) => hover::rule::about(code),
        }
    }
}
