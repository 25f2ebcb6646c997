//! What a file of Kiro says by itself.

use super::{
    KiroKind, design::KiroDesign, hooks::KiroHooks, requirements::KiroRequirements, spec_state::KiroSpecState,
    tasks::KiroTasks,
};
use crate::syntax::yaml::Yaml;

/// What a file of Kiro says by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KiroMeaning {
    /// Nothing that has a reader of its own.
    Prose,
    /// Requirements, or the clauses of a `bugfix.md`.
    Requirements(KiroRequirements),
    Design(KiroDesign),
    Tasks(KiroTasks),
    Hooks(KiroHooks),
    State(KiroSpecState),
}

impl KiroMeaning {
    /// Reads a document. `yaml` is the tree of a JSON file.
    pub fn read(kind: KiroKind, text: &str, yaml: &Yaml) -> KiroMeaning {
        match kind {
            KiroKind::Requirements | KiroKind::Bugfix => KiroMeaning::Requirements(KiroRequirements::read(text)),
            KiroKind::Design => KiroMeaning::Design(KiroDesign::read(text)),
            KiroKind::Tasks => KiroMeaning::Tasks(KiroTasks::read(text)),
            KiroKind::Hooks => KiroMeaning::Hooks(KiroHooks::read(text, yaml)),
            KiroKind::SpecState => KiroMeaning::State(KiroSpecState::read(text, yaml)),
            KiroKind::Steering | KiroKind::Note => KiroMeaning::Prose,
        }
    }
}
