//! OpenSpec: what its files say, as its program `openspec` reads them.

pub mod change_finding;
pub mod lines;
pub mod place;
pub mod proposal;
pub mod tasks;

pub use place::OpenSpecPlace;

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
    /// `.openspec.yaml` of a change.
    Metadata,
    /// `openspec/config.yaml`.
    Config,
    /// A schema of artifacts of the project's own, `schema.yaml`.
    Schema,
    /// What `config.yaml` replaced, `openspec/project.md`.
    Project,
}
