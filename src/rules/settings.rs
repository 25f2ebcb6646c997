//! Our own settings, suppressions, and files that cannot be read.

mod document_unreadable;
pub(super) mod suppression_unused;

use super::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[&document_unreadable::RULE, &suppression_unused::RULE];
