//! Our own settings, suppressions, and files that cannot be read.

mod document_unreadable;
mod settings_invalid;
pub(super) mod suppression_unused;

use super::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[&suppression_unused::RULE, &settings_invalid::RULE, &document_unreadable::RULE];
