//! Rules about flowspec's own documents and words.

pub(super) mod constitution;
pub(super) mod hooks;
pub(super) mod includes;
pub(super) mod references;
pub(super) mod states;
pub(super) mod tasks;
pub(super) mod workflow;

mod sections;
