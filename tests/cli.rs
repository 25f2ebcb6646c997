//! The program on the command line: what it prints and how it exits.

#[path = "cli/agent.rs"]
mod agent;
#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/dialects.rs"]
mod dialects;
#[path = "cli/expand.rs"]
mod expand;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/formats.rs"]
mod formats;
#[cfg(unix)]
#[path = "cli/gates.rs"]
mod gates;
#[path = "cli/graph.rs"]
mod graph;
#[path = "cli/hook.rs"]
mod hook;
#[path = "cli/hostile.rs"]
mod hostile;
#[cfg(unix)]
#[path = "cli/interrupted.rs"]
mod interrupted;
#[cfg(unix)]
#[path = "cli/job.rs"]
mod job;
#[cfg(unix)]
#[path = "cli/names.rs"]
mod names;
#[path = "cli/other.rs"]
mod other;
#[cfg(unix)]
#[path = "cli/patch.rs"]
mod patch;
#[path = "cli/preflight.rs"]
mod preflight;
#[path = "cli/printing.rs"]
mod printing;
#[path = "cli/project.rs"]
mod project;
#[cfg(unix)]
#[path = "cli/run.rs"]
mod run;
#[path = "cli/since.rs"]
mod since;
#[path = "cli/state.rs"]
mod state;
