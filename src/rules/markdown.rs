//! Fenced blocks.

use super::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[];
