//! The real binary over stdio, stdin held open.

#[path = "e2e/actions.rs"]
mod actions;
#[cfg(unix)]
#[path = "e2e/backlog.rs"]
mod backlog;
#[path = "e2e/bad_input.rs"]
mod bad_input;
#[path = "e2e/client.rs"]
mod client;
#[path = "e2e/completion.rs"]
mod completion;
#[path = "e2e/config.rs"]
mod config;
#[path = "e2e/early.rs"]
mod early;
#[path = "e2e/execute.rs"]
mod execute;
#[path = "e2e/expansion.rs"]
mod expansion;
#[cfg(unix)]
#[path = "e2e/hostile.rs"]
mod hostile;
#[path = "e2e/hover.rs"]
mod hover;
#[path = "e2e/judge/mod.rs"]
mod judge;
#[path = "e2e/lifecycle.rs"]
mod lifecycle;
#[path = "e2e/merged_spec.rs"]
mod merged_spec;
#[path = "e2e/navigation.rs"]
mod navigation;
#[path = "e2e/offers.rs"]
mod offers;
#[path = "e2e/parity.rs"]
mod parity;
#[cfg(unix)]
#[path = "e2e/preflight.rs"]
mod preflight;
#[path = "e2e/presets.rs"]
mod presets;
#[path = "e2e/pull.rs"]
mod pull;
#[path = "e2e/push.rs"]
mod push;
#[path = "e2e/rename.rs"]
mod rename;
#[cfg(unix)]
#[path = "e2e/run.rs"]
mod run;
#[cfg(unix)]
#[path = "e2e/run_without_arguments.rs"]
mod run_without_arguments;
#[cfg(unix)]
#[path = "e2e/stage.rs"]
mod stage;
#[path = "e2e/stale.rs"]
mod stale;
#[path = "e2e/structure.rs"]
mod structure;
#[path = "e2e/sweep.rs"]
mod sweep;
#[path = "e2e/sync.rs"]
mod sync;
#[path = "e2e/transport.rs"]
mod transport;
#[path = "e2e/watch.rs"]
mod watch;
#[path = "e2e/words.rs"]
mod words;
