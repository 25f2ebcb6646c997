//! Workflow commands: may one run, running it, what changes when it has, and where all this is offered.

pub mod after;
pub mod agent;
pub mod approval;
pub mod books;
pub mod constitution;
pub mod offers;
pub mod preflight;
pub mod run;
pub mod status;
