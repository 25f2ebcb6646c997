//! Kiro and cc-sdd: what the files below `.kiro/` say.

pub mod command;
pub mod design;
pub mod file_reference;
pub mod hooks;
mod lines;
pub mod meaning;
pub mod mention;
pub mod number;
pub mod place;
pub mod requirements;
pub mod spec_state;
pub mod steering;
pub mod tasks;
pub mod words;

pub use meaning::KiroMeaning;
pub use number::{CriterionNumber, RequirementReference};
pub use place::KiroPlace;
pub use words::SpecWords;

/// A kind of file of Kiro.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KiroKind {
    /// What is wanted, `requirements.md` of a spec.
    Requirements,
    /// What is wrong today, `bugfix.md` in place of `requirements.md`.
    Bugfix,
    /// How a spec is built, `design.md`.
    Design,
    /// What is to be done, `tasks.md`.
    Tasks,
    /// Another Markdown file of a spec, or a prompt.
    Note,
    /// What an agent is told in every session, or in some, `.kiro/steering/*.md`.
    Steering,
    /// Hooks, `.kiro/hooks/*.json`, and one hook in the format of Kiro 0.x, `*.kiro.hook`.
    Hooks,
    /// How far a spec of cc-sdd is, `spec.json`.
    SpecState,
}
