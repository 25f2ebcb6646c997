//! Workflow commands: may one run, running it, what changes when it has, and where all this is offered.

pub mod after;
pub mod agent;
pub mod books;
pub mod constitution;
pub mod offers;
pub mod preflight;
pub mod run;
pub mod status;

use std::sync::Arc;

use crate::model::machine::Machine;

/// The machine that says which command takes which step. A version 1.0 file does not say so.
fn commands(machine: &Arc<Machine>) -> Arc<Machine> {
    if machine.legacy { Machine::seed() } else { Arc::clone(machine) }
}
