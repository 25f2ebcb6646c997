//! Step 0: does the command start from the state that the task is in?

use super::{Reason, Why, light_mode, text};
use crate::model::machine::{Machine, Step};

/// Why a workflow does not start from a state, if it does not; `None` is a task without a workflow label.
///
/// In light mode the steps that are left out are not among what is suggested.
pub fn check(machine: &Machine, workflow: &Step, state: Option<&str>, light_mode: bool) -> Option<Reason> {
    if workflow.accepts(state) {
        return None;
    }
    let required: Vec<_> = workflow.input_states.iter().map(|state| state.text.clone()).collect();
    let valid = machine.valid_commands(state).into_iter().filter(|other| !light_mode || !light_mode::is_skipped(other));
    let valid: Vec<_> = valid.map(Step::command_name).collect();
    let message = text::state_invalid(&workflow.command_name(), state, &required, &valid);
    let why = Why::StateInvalid { current: state.map(str::to_owned), required, valid };
    Some(Reason::block(message, why))
}
