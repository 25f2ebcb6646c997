//! What one file of OpenSpec says.

use super::{CapabilitySpec, Delta, OpenSpecKind, proposal::Proposal, tasks::TaskList};
use crate::syntax::yaml::Yaml;

/// What one file of OpenSpec says, and what is wrong in it by itself.
#[derive(Debug)]
pub enum OpenSpecMeaning {
    Spec(CapabilitySpec),
    Delta(Delta),
    Proposal(Proposal),
    Tasks(TaskList),
    /// A file without a reader of its own.
    Text,
}

impl OpenSpecMeaning {
    /// Reads a file. `yaml` is empty for one that is no YAML.
    pub fn read(kind: OpenSpecKind, text: &str, _yaml: &Yaml) -> OpenSpecMeaning {
        match kind {
            OpenSpecKind::Spec => OpenSpecMeaning::Spec(CapabilitySpec::read(text)),
            OpenSpecKind::Delta => OpenSpecMeaning::Delta(Delta::read(text)),
            OpenSpecKind::Proposal => OpenSpecMeaning::Proposal(Proposal::read(text)),
            OpenSpecKind::Tasks => OpenSpecMeaning::Tasks(TaskList::read(text)),
            _ => OpenSpecMeaning::Text,
        }
    }
}
