//! OpenSpec: specs, changes and their deltas, and the project's files.

mod changes;
mod deltas;
mod project;

pub(in crate::rules) use changes::RULES as CHANGES;
pub(in crate::rules) use deltas::RULES as DELTAS;
pub(in crate::rules) use project::RULES as PROJECT;

use crate::workspace::{Snapshot, index::ChangeFolder};

/// Whether a change says that it has no deltas on purpose.
fn skips_specs(_snapshot: &Snapshot, _change: &ChangeFolder) -> bool {
    false
}
