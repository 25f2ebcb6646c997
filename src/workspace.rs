//! The documents of a project, who defines and who uses what, and where it all comes from.
//!
//! A [`World`] holds every project and the open buffers. A [`Snapshot`] is one project at one moment: cheap to take, never changes,
//! and all that rules and features ever see.

pub mod anchors;
pub mod artifact;
pub mod cancel;
mod concern;
pub mod copies;
pub mod document;
pub mod edit;
pub mod expand;
pub mod files;
pub mod git;
pub mod imports;
pub mod include_graph;
pub mod index;
pub mod items;
mod kiro;
mod late;
pub mod link;
mod open_spec;
pub mod path;
pub mod places;
pub mod program;
pub mod scan;
pub mod settings;
pub mod snapshot;
mod spec_kit;
mod summary;
mod topic;
pub mod world;

pub use document::{Document, Facts};
pub use edit::Edit;
pub use expand::{Expansion, expand};
pub use files::{Files, Resolved};
pub use include_graph::IncludeGraph;
pub use index::{Index, TaskRing, TaskRings};
pub use items::{Life, WorkItem};
pub use kiro::{KiroName, NumberPlace, SpecNumbers};
pub use late::Late;
pub use open_spec::MisplacedDelta;
pub use path::{DocPath, ProjectPath};
pub use places::Places;
pub use settings::{Level, Settings};
pub use snapshot::{Base, Snapshot};
pub use spec_kit::{CurrentFeature, FeatureSource};
pub use summary::{Summary, TaskSummary};
pub use topic::Topic;
pub use world::World;
