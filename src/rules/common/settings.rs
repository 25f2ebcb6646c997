//! Our own settings, suppressions, and files that cannot be read.

mod document_unreadable;
mod settings_invalid;
pub(in crate::rules) mod suppression_unused;

use crate::rules::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] =
    &[&suppression_unused::RULE, &settings_invalid::RULE, &document_unreadable::RULE];
