//! What configures a project of OpenSpec, and what the program generated in it.

mod generated_stale;
mod openspec_config;
mod schema_invalid;

use super::report;
use crate::rules::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[&openspec_config::RULE, &schema_invalid::RULE, &generated_stale::RULE];
