//! Specs and deltas.

mod delta_conflict;

use crate::rules::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[&delta_conflict::RULE];
