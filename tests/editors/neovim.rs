//! A headless Neovim with our configuration, as a user has it.

use crate::workspace::{Workspace, project};
use std::{
    env,
    process::{Command, Stdio},
};

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_shows_findings_and_applies_a_quick_fix() {
    run("user.lua", ".claude/commands/flow/implement.md");
}

/// Opens a file of the example and does what a script of `tests/editors/neovim` says.
fn run(script: &str, file: &str) {
    let nvim = env::var_os("FLOWSPEC_NVIM").unwrap_or_else(|| "nvim".into());
    let workspace = Workspace::new();
    let scripts = project().join("tests/editors/neovim");
    let mut command = Command::new(&nvim);
    workspace.isolate(&mut command);
    command
        .args(["--headless", "--clean", "-u"])
        .arg(scripts.join("init.lua"))
        .arg(file)
        .arg("-c")
        .arg(format!("luafile {}", scripts.join(script).display()))
        .env("FLOWSPEC_EDITORS", project().join("editors/neovim"))
        .stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "{} does not start ({error}): run `cargo xtask test`, or set FLOWSPEC_NVIM to a Neovim 0.11",
            nvim.display()
        )
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("all is well"), "Neovim ended with {}:\n{said}", output.status);
}
