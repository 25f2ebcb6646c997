//! Workflow commands: may one run?

pub mod preflight;
