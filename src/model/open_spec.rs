//! OpenSpec: what its files say, as its program `openspec` reads them.

pub mod change;
pub mod change_finding;
mod change_yaml;
pub mod config;
pub mod delta;
pub mod lines;
pub mod meaning;
pub mod merge;
pub mod metadata;
pub mod place;
pub mod proposal;
pub mod schema;
pub mod spec;
pub mod tasks;
pub mod validate;

pub use delta::Delta;
pub use meaning::OpenSpecMeaning;
pub use merge::{
    MergeOutcome, MergeRefusal, MergeRefusalKind, MergeWarning, MergeWarningKind, Merged, MergedPiece, PieceSource,
    merge,
};
pub use place::OpenSpecPlace;
pub use proposal::{Proposal, ProposalPart};
pub use spec::{CapabilitySpec, OddScenario, RequirementBlock, Scenario, SpecName};
pub use validate::{OpenSpecCheck, OpenSpecFinding, OpenSpecFix, OpenSpecLevel, delta_findings, spec_findings};

use super::shape::Expected;

/// A kind of file of OpenSpec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenSpecKind {
    /// What a capability does today, `openspec/specs/CAPABILITY/spec.md`.
    Spec,
    /// What a change makes of a spec, `specs/CAPABILITY/spec.md` of the change.
    Delta,
    /// Why a change is wanted, `proposal.md`.
    Proposal,
    /// How a change is built, `design.md`.
    Design,
    /// What is to be done for a change, `tasks.md`.
    Tasks,
    /// Any other Markdown file of a change: that of a schema of the project's own, or notes.
    Artifact,
    /// `.openspec.yaml` of a change.
    Metadata,
    /// `openspec/config.yaml`.
    Config,
    /// A schema of artifacts of the project's own, `schema.yaml`.
    Schema,
    /// What `config.yaml` replaced, `openspec/project.md`.
    Project,
}

impl OpenSpecKind {
    /// What may be where these keys of a YAML file lead, `None` for an item of a list.
    pub fn expected(self, path: &[Option<&str>]) -> Option<Expected> {
        match self {
            OpenSpecKind::Config => config::expected(path),
            OpenSpecKind::Metadata => metadata::expected(path),
            OpenSpecKind::Schema => schema::expected(path),
            _ => None,
        }
    }
}

/// A version in the order of versions, `1.13.2` after `1.9.0`.
pub fn version(written: &str) -> Vec<u64> {
    written.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// What a section of a delta does to the requirements that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeltaOperation {
    /// They are new.
    Added,
    /// They get the text of the delta.
    Modified,
    /// They go.
    Removed,
    /// They get another name.
    Renamed,
}

impl DeltaOperation {
    /// Every operation, in the order in which the program names them.
    pub const ALL: [DeltaOperation; 4] =
        [DeltaOperation::Added, DeltaOperation::Modified, DeltaOperation::Removed, DeltaOperation::Renamed];

    /// The word in the heading of its section.
    pub fn word(self) -> &'static str {
        match self {
            DeltaOperation::Added => "ADDED",
            DeltaOperation::Modified => "MODIFIED",
            DeltaOperation::Removed => "REMOVED",
            DeltaOperation::Renamed => "RENAMED",
        }
    }
}
