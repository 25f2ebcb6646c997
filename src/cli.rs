//! The command line: arguments in, text and an exit code out. The only place that prints.

mod args;
mod check;
mod expand;
mod files;
mod graph;
mod heap;
mod hook;
mod json;
mod output;
mod paths;
mod preflight;
mod project;
mod rules;
mod run;
mod schema;
mod shell;
mod state;
mod target;

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::Parser;

use crate::text::plain;
use args::{Args, Subcommands};
use output::{Output, Palette, to_stdout};

/// Runs what the arguments of the process ask for.
///
/// The exit code is 0 when all is well, 1 when something was found or is refused, 2 when what was asked for could not be done, and 3 when
/// an answer is needed first. `run` has more.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let Some(command) = &args.command else { return serve() };
    log();
    heap::grow_in_large_steps();
    let palette = Palette::new(args.color.choice());
    let output = match command {
        Subcommands::Check(check) => check::run(check, palette),
        Subcommands::Expand(expand) => expand::run(expand, palette),
        Subcommands::Graph(args) => graph::run(args),
        Subcommands::Preflight(preflight) => preflight::run(preflight, palette),
        Subcommands::Run(run) => run::run(run, palette),
        Subcommands::State(state) => state::run(state),
        Subcommands::Rules(rules) => rules::list(rules, palette),
        Subcommands::Explain { code, format } => Ok(rules::explain(code, *format, palette)),
        Subcommands::Hook(hook) => hook::run(hook),
        Subcommands::Schema => schema::print(),
        Subcommands::Completions { shell } => Ok(shell::completions(*shell)),
        Subcommands::Man => shell::manual(),
        #[cfg(unix)]
        Subcommands::Supervise { line } => {
            crate::workflow::run::supervisor::supervise(line).map(|()| Output::default()).map_err(Into::into)
        }
    };
    match output.and_then(|output| print(&output)) {
        Ok(code) => code,
        Err(error) => {
            let error = format!("{error:#}");
            let _ = writeln!(io::stderr(), "{}: {}", palette.bad("error"), plain(&error));
            ExitCode::from(2)
        }
    }
}

fn serve() -> ExitCode {
    if io::stdin().is_terminal() {
        let _ = writeln!(
            io::stderr(),
            "flowspec-lsp: a language server that waits for an editor on stdin (Ctrl-C ends it)\n\
             To check a project here, run `flowspec-lsp check`; `flowspec-lsp --help` shows what else there is."
        );
    }
    crate::lsp::serve()
}

fn print(output: &Output) -> anyhow::Result<ExitCode> {
    to_stdout(|stdout| stdout.write_all(output.text.as_bytes()))?;
    // A closed stderr is no reason to fail.
    let _ = io::stderr().write_all(output.notes.as_bytes());
    Ok(ExitCode::from(output.code))
}

/// Logs warnings to stderr.
fn log() {
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).without_time().with_writer(io::stderr);
    // A logger may already be installed.
    let _ = log.with_ansi(false).log_internal_errors(false).try_init();
}
