//! A headless Neovim with our configuration, as a user has it.

use crate::{
    terminal::Terminal,
    workspace::{PROJECT, Workspace, program, project, said, snippet},
};
use std::{fs, path::PathBuf, process::Command};

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
    run(&workspace, "command.lua", "backlog/tasks/task-07 - Order-late-scans.md");
    let arguments = fs::read_to_string(record.join("arguments")).unwrap();
    assert_eq!(arguments, "-p\n/flow:validate task-07\n");
}

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_runs_a_workflow_command_on_a_task_that_is_not_open() {
    let workspace = Workspace::new();
    workspace.program("claude", "#!/bin/sh\necho working\n");
    run(&workspace, "unseen.lua", ".claude/commands/flow/implement.md");
}

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_starts_the_server_when_a_plugin_manager_loads_the_plugin_late() {
    let workspace = Workspace::new();
    let spec = snippet("editors/neovim/README.md", "ft =")
        .replace(&format!("{PROJECT}/editors/neovim"), workspace.plugin().to_str().unwrap());
    fs::write(workspace.folder("config").join("spec.lua"), format!("return {spec}")).unwrap();
    run(&workspace, "lazy.lua", ".claude/commands/flow/implement.md");
}

#[test]
#[ignore = "needs Neovim 0.11 and rumdl: `cargo xtask test` installs them and runs this"]
fn neovim_has_another_server_for_ordinary_markdown_beside_ours() {
    let workspace = Workspace::new();
    let text = "# A program\n# Another title\n\nSee {{INCLUDE:nowhere.md}} and /flow:nowhere.\n";
    fs::write(workspace.example.join("README.md"), text).unwrap();
    run(&workspace, "beside.lua", ".claude/commands/flow/implement.md");
}

/// What the page for users says, on a home without anything.
#[test]
#[ignore = "needs Neovim 0.11 and tmux: `cargo xtask test` installs them and runs this"]
fn neovim_works_for_a_new_user_as_the_readme_says() {
    let workspace = Workspace::new();
    let page = "editors/neovim/README.md";
    let plugin = workspace.plugin();
    let init = snippet(page, "vim.lsp.enable").replace(&format!("{PROJECT}/editors/neovim"), plugin.to_str().unwrap());
    let shown = "\nvim.diagnostic.config({ virtual_text = true })\n";
    assert!(fs::read_to_string(project().join(page)).unwrap().contains(shown.trim()));
    fs::write(workspace.folder("config/nvim").join("init.lua"), init + shown).unwrap();
    let neovim = Terminal::open(&workspace, &[nvim().to_str().unwrap(), ".claude/commands/flow/implement.md"]);
    neovim.see("_workflow-states.md` does not exist");
    neovim.see("Medium, 2 to validate");
    neovim.see("▶ Run /flow:implement on a task");
    neovim.write("15G");
    neovim.write("gra");
    neovim.see("Change to `.claude/partials/flow/_workflow-state.md`");
    neovim.picture("neovim");
    neovim.write("1\n");
    neovim.see("{{INCLUDE:.claude/partials/flow/_workflow-state.md}}");
    neovim.see_no("does not exist");
}

fn nvim() -> PathBuf {
    program("NVIM")
}

/// Opens a file of the example and does what a script of `tests/editors/neovim` says.
fn run(workspace: &Workspace, script: &str, file: &str) {
    let scripts = project().join("tests/editors/neovim");
    let mut command = Command::new(nvim());
    workspace.isolate(&mut command);
    command
        .args(["--headless", "--clean", "-u"])
        .arg(if script == "lazy.lua" { "NORC".into() } else { scripts.join("init.lua") })
        .arg(file)
        .arg("-c")
        .arg(format!("luafile {}", scripts.join("run.lua").display()))
        .env("FLOWSPEC_SCRIPT", scripts.join(script))
        .env("FLOWSPEC_EDITORS", workspace.plugin())
        .env("FLOWSPEC_TESTS", &scripts)
        .env("FLOWSPEC_BIN", workspace.folder("bin"))
        .env("FLOWSPEC_CONFIG", workspace.folder("config"));
    let (status, said) = said(&mut command);
    // The last that a script says. What comes then is Neovim's own farewell to a server that may have left already, by which it is
    // ended now and then (SIGPIPE).
    assert!(status.is_some() && said.contains("all is well"), "Neovim ended with {status:?}:\n{said}");
}
