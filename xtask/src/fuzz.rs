//! Runs the fuzzer, which is a program of its own: it is optimized, with every assertion, and needs the engine.

use std::{ffi::OsString, process::ExitCode};

use anyhow::Result;

use crate::{test, tools};

const ARGUMENTS: [&str; 8] = ["run", "--quiet", "--locked", "--profile", "fuzz", "--package", "fuzz", "--"];

/// Passes the arguments on. The exit code is 1 when an input fails.
pub fn run(arguments: &[OsString]) -> Result<ExitCode> {
    let mut fuzz = test::command("cargo", &ARGUMENTS);
    let status = fuzz.args(arguments).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// As a step of the tests: a short run that is the same every time.
pub fn step() -> Result<()> {
    let mut fuzz = test::command("cargo", &ARGUMENTS);
    tools::run(fuzz.args(["--seconds", "30"]))
}
