//! What documents say about the state machine.

mod machine;
mod state_command_not_in_workflow;
mod state_input_differs;
mod state_output_differs;
mod state_unknown;
mod written;

use crate::rules::Rule;

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &state_unknown::RULE,
    &state_input_differs::RULE,
    &state_output_differs::RULE,
    &state_command_not_in_workflow::RULE,
];
