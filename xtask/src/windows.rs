//! The step of `cargo xtask test` that runs the unit tests as a Windows program, under Wine, and compares what `check` finds.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    root,
    test::{command, succeed},
    tools,
};

const TARGET: &str = "x86_64-pc-windows-gnu";
/// The project that is checked on both systems.
const EXAMPLE: &str = "examples/parcel-tracker";

/// Runs the step. Away from a build machine it is left out where what it needs cannot be had.
pub fn step() -> Result<()> {
    let tools = match install() {
        Err(error) if !tools::on_build_machine() => {
            println!("\n!!! SKIPPED, Windows is not tested: {error:#}\n");
            return Ok(());
        }
        tools => tools?,
    };
    succeed(tools.cargo("test")?.args(["--lib"]))?;
    succeed(tools.cargo("build")?.args(["--bin", "flowspec-lsp"]))?;
    same_findings(&tools)
}

/// What compiles for Windows, and what runs the result.
struct Tools {
    zigbuild: PathBuf,
    wine: PathBuf,
}

fn install() -> Result<Tools> {
    tools::run(Command::new("rustup").args(["--quiet", "target", "add", TARGET]).current_dir(root()))?;
    Ok(Tools { zigbuild: tools::zigbuild()?, wine: tools::wine::wine()? })
}

impl Tools {
    /// `cargo test` or `cargo build` for Windows. Without debug information, which is not read and takes longer to link.
    fn cargo(&self, task: &str) -> Result<Command> {
        let mut command = command(&self.zigbuild, &[task, "--locked", "--target", TARGET]);
        // It looks for the zig of its own package by the `python3` next to it.
        let own = self.zigbuild.parent().into_iter().map(Path::to_owned);
        let path = env::join_paths(own.chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())))?;
        command.env("PATH", path).env("CARGO_PROFILE_DEV_DEBUG", "0");
        command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", &self.wine);
        Ok(command)
    }
}

/// `check` must find the same in the example on both systems, in the same words and with the same paths.
fn same_findings(tools: &Tools) -> Result<()> {
    // The program that the other steps use.
    succeed(&mut command("cargo", &["test", "--locked", "--no-run", "--test", "cli"]))?;
    let program = tools::target().join("debug").join(format!("flowspec-lsp{}", env::consts::EXE_SUFFIX));
    let here = findings(&mut command(program, &[]))?;
    let windows = tools::target().join(TARGET).join("debug/flowspec-lsp.exe");
    let mut wine = command(&tools.wine, &[]);
    let there = findings(wine.arg(windows))?;
    let count = here["findings"].as_array().map_or(0, Vec::len);
    ensure!(count > 0, "the example has no findings");
    ensure!(here == there, "on Windows `check` finds something else:\n{here:#}\n{there:#}");
    println!("`check` finds the same {count} mistakes of {EXAMPLE} on both systems");
    Ok(())
}

fn findings(program: &mut Command) -> Result<Value> {
    program.args(["check", "--format", "json", EXAMPLE]).stderr(Stdio::inherit());
    let output = program.output()?;
    ensure!(output.status.code() == Some(1), "`check` ended with {}", output.status);
    serde_json::from_slice(&output.stdout).context("`check` printed no JSON")
}
