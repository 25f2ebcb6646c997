//! A headless Neovim with our configuration, as a user has it.

use crate::workspace::{Workspace, project};
use std::{
    env, fs,
    process::{Command, Stdio},
};

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_shows_findings_and_applies_a_quick_fix() {
    run(&Workspace::new(), "user.lua", ".claude/commands/flow/implement.md");
}

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_has_the_commands_help_and_health_of_the_plugin() {
    let workspace = Workspace::new();
    workspace.program("claude", "#!/bin/sh\nexit 1\n");
    run(&workspace, "plugin.lua", ".claude/commands/flow/plan.md");
}

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_navigates_completes_and_renames() {
    run(&Workspace::new(), "navigate.lua", ".claude/commands/flow/implement.md");
}

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_shows_structure_and_refactors() {
    run(&Workspace::new(), "structure.lua", ".claude/commands/flow/implement.md");
}

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_runs_a_workflow_command_and_the_label_moves_on() {
    let workspace = Workspace::new();
    let record = workspace.folder("record");
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >'{}/arguments'\n", record.display());
    workspace.program("claude", &script);
    run(&workspace, "run.lua", "backlog/tasks/task-07 - Order-late-scans.md");
    let arguments = fs::read_to_string(record.join("arguments")).unwrap();
    assert_eq!(arguments, "-p\n/flow:validate task-07\n");
}

/// Opens a file of the example and does what a script of `tests/editors/neovim` says.
fn run(workspace: &Workspace, script: &str, file: &str) {
    let nvim = env::var_os("FLOWSPEC_NVIM").unwrap_or_else(|| "nvim".into());
    let scripts = project().join("tests/editors/neovim");
    let mut command = Command::new(&nvim);
    workspace.isolate(&mut command);
    command
        .args(["--headless", "--clean", "-u"])
        .arg(scripts.join("init.lua"))
        .arg(file)
        .arg("-c")
        .arg(format!("luafile {}", scripts.join(script).display()))
        .env("FLOWSPEC_EDITORS", workspace.plugin())
        .env("FLOWSPEC_TESTS", &scripts)
        .env("FLOWSPEC_BIN", workspace.folder("bin"))
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
