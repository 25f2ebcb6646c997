//! The YAML at the top of commands, agents, skills and tasks.

use super::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[];
