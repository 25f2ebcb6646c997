//! The state machine itself.

mod found;
mod workflow_agent_unknown;
mod workflow_command_missing_file;
mod workflow_copies_differ;
mod workflow_count_mismatch;
mod workflow_cycle;
mod workflow_duplicate_state;
mod workflow_duplicate_transition;
mod workflow_invalid_yaml;
mod workflow_legacy;
mod workflow_no_initial_state;
mod workflow_no_terminal_state;
mod workflow_schema;
mod workflow_state_undefined;
mod workflow_state_unreachable;
mod workflow_terminal_has_exit;
mod workflow_transition_mismatch;
mod workflow_validation_keyword;
mod workflow_via_undefined;

use super::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[
    &workflow_invalid_yaml::RULE,
    &workflow_schema::RULE,
    &workflow_state_undefined::RULE,
    &workflow_via_undefined::RULE,
    &workflow_no_initial_state::RULE,
    &workflow_cycle::RULE,
    &workflow_state_unreachable::RULE,
    &workflow_transition_mismatch::RULE,
    &workflow_no_terminal_state::RULE,
    &workflow_terminal_has_exit::RULE,
    &workflow_duplicate_state::RULE,
    &workflow_duplicate_transition::RULE,
    &workflow_agent_unknown::RULE,
    &workflow_command_missing_file::RULE,
    &workflow_validation_keyword::RULE,
    &workflow_count_mismatch::RULE,
    &workflow_copies_differ::RULE,
    &workflow_legacy::RULE,
];
