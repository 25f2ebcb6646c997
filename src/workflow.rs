//! Workflow commands: may one run, running it, and what changes when it has.

pub mod after;
pub mod agent;
pub mod books;
pub mod preflight;
pub mod run;
pub mod status;
