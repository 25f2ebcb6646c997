//! The command line: arguments in, text and an exit code out. The only place that prints.

mod args;
mod check;
mod expand;
mod files;
mod graph;
mod output;
mod paths;
mod preflight;
mod project;
mod rules;
mod run;
mod schema;
mod state;
mod target;

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::Parser;

use args::{Args, Command};
use output::{Output, Palette};

/// Runs what the arguments of the process ask for.
///
/// The exit code is 0 when all is well, 1 when something was found or is refused, 2 when what was asked for could not be done, and 3 when
/// an answer is needed first. `run` has more.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let Some(command) = &args.command else { return serve() };
    log();
    let palette = Palette::new(args.color.choice());
    let output = match command {
        Command::Check(check) => check::run(check, palette),
        Command::Expand(expand) => expand::run(expand, palette),
        Command::Graph(args) => graph::run(args),
        Command::Preflight(preflight) => preflight::run(preflight, palette),
        Command::Run(run) => run::run(run, palette),
        Command::State(state) => state::run(state),
        Command::Rules(rules) => rules::list(rules, palette),
        Command::Explain { code } => Ok(rules::explain(code, palette)),
        Command::Schema => schema::print(),
    };
    match output.and_then(|output| print(&output)) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{}: {error:#}", palette.bad("error"));
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
    // Nobody has to read to the end: `| head` closes the pipe.
    let unless_closed = |result: io::Result<()>| match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow::anyhow!("the output could not be written: {error}"))
        }
        _ => Ok(()),
    };
    let mut stdout = io::stdout().lock();
    unless_closed(stdout.write_all(output.text.as_bytes()).and_then(|()| stdout.flush()))?;
    unless_closed(io::stderr().write_all(output.notes.as_bytes()))?;
    Ok(ExitCode::from(output.code))
}

/// Logs warnings to stderr.
fn log() {
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).without_time().with_writer(io::stderr);
    // Whoever called may log already.
    let _ = log.with_ansi(false).try_init();
}
