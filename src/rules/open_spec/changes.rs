//! Proposals, tasks and metadata of changes.

mod archived_task_open;
mod capability_unknown;
mod capability_without_delta;
mod change_complete;

use crate::rules::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] =
    &[&capability_unknown::RULE, &capability_without_delta::RULE, &change_complete::RULE, &archived_task_open::RULE];
