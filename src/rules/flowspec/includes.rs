//! Directives, partials and expanded copies.

mod copy_drift;
mod copy_orphan;
mod include_case;
mod include_cycle;
mod include_fragile;
mod include_in_fence;
mod include_malformed;
mod include_missing;
mod include_outside;
mod include_too_deep;
mod include_unexpanded;
mod partial_unused;
mod target;

use crate::rules::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &include_missing::RULE,
    &include_outside::RULE,
    &include_cycle::RULE,
    &include_too_deep::RULE,
    &include_in_fence::RULE,
    &include_fragile::RULE,
    &include_malformed::RULE,
    &include_case::RULE,
    &include_unexpanded::RULE,
    &partial_unused::RULE,
    &copy_drift::RULE,
    &copy_orphan::RULE,
];
