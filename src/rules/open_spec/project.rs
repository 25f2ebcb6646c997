//! What configures a project of OpenSpec, and what the program generated in it.

mod generated_stale;

use crate::rules::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[&generated_stale::RULE];
