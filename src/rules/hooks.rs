//! `hooks.yaml`.

mod found;
mod hooks_schema;
mod hooks_script_outside;

use super::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[&hooks_schema::RULE, &hooks_script_outside::RULE];
