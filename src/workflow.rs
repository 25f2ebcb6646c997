//! Workflow commands: may one run, and what changes when it has.

pub mod books;
pub mod preflight;
