//! Directives, partials and expanded copies.

mod include_missing;

use super::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[&include_missing::RULE];
