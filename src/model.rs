//! Facts to meaning: what commands, constitutions, workflows, tasks, events and hooks say. Pure.

pub mod backlog;
pub mod cli;
pub mod constitution;
pub mod dialect;
pub mod event;
pub mod hooks;
pub mod invocation;
mod json;
pub mod keys;
pub mod kind;
pub mod kiro;
pub mod machine;
pub mod mangled;
pub mod meaning;
pub mod namespace;
pub mod open_spec;
pub mod plugin;
pub mod prompt_reader;
pub mod rings;
pub mod section;
pub mod shape;
pub mod spec_kit;
pub mod task;

pub use dialect::{Dialect, Dialects};
pub use kind::Kind;
pub use kiro::KiroKind;
pub use meaning::Meaning;
pub use open_spec::OpenSpecKind;
pub use shape::Misfit;
pub use spec_kit::SpecKitKind;
