//! What a developer or a build machine runs besides cargo itself: `cargo xtask --help`.

mod dist;
mod fuzz;
mod growth;
mod install;
mod latency;
mod picture;
mod server;
mod test;
mod tools;
mod vsix;
mod windows;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Parser;

/// The project's own tasks.
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Task {
    /// Install what the tests need below `target/`, and run all of them.
    Test {
        /// Only the steps whose name holds one of these words, such as `neovim`.
        only: Vec<String>,
    },
    /// Run mutated documents through the engine: reading, rules, fixes and every request. `-- --help` lists its options.
    Fuzz {
        /// `--seconds N`, `--seed S` and others.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Measure the server: key press to diagnostics, cold start, memory, bursts, and each request.
    Latency(latency::Options),
    /// Measure whether costs grow in proportion to their cause; fails when one grows faster.
    Growth(growth::Options),
    /// Draw the pictures of the documentation: what `check` says about the examples, a merged spec, the state machine, and Neovim and Helix as their last tests saw them.
    Picture,
    /// Build what users install, for all platforms or some, into `target/dist`: archives, packages for npm and PyPI, VS Code extensions.
    Dist(dist::Options),
    /// Package the VS Code extension with the server inside, as `target/vsix/flowspec-PLATFORM.vsix`.
    Vsix(vsix::Options),
}

fn main() -> Result<ExitCode> {
    match Task::parse() {
        Task::Test { only } => test::run(&only),
        Task::Fuzz { arguments } => fuzz::run(&arguments),
        Task::Latency(options) => latency::run(&options),
        Task::Growth(options) => growth::run(&options),
        Task::Picture => picture::draw(),
        Task::Dist(options) => dist::run(&options),
        Task::Vsix(options) => vsix::run(&options),
    }
}

/// The project's root.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
