//! What the files of a spec say to each other.

use std::collections::BTreeSet;

use super::{KiroMeaning, requirements::KnownNumbers};

/// What others of its spec depend on in a document, without places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpecWords {
    /// The numbers to which references can lead.
    Known(KnownNumbers),
    /// The requirements that tasks are about, and whether others are left out: not where there is no task, or one is about all of them.
    Covered(BTreeSet<u32>, bool),
}

impl SpecWords {
    /// What a document says; `None` for one on which no other depends.
    pub fn of(meaning: &KiroMeaning) -> Option<SpecWords> {
        match meaning {
            KiroMeaning::Requirements(requirements) => Some(SpecWords::Known(requirements.numbers())),
            KiroMeaning::Tasks(tasks) => {
                let has_tasks = !tasks.tasks.is_empty() || !tasks.misshapen.is_empty();
                Some(SpecWords::Covered(tasks.covered(), has_tasks && !tasks.covers_all))
            }
            _ => None,
        }
    }

    pub fn known(&self) -> Option<&KnownNumbers> {
        match self {
            SpecWords::Known(known) => Some(known),
            SpecWords::Covered(..) => None,
        }
    }
}
