//! Agents as clients: the real programs read the configuration that we ship. No agent runs.

use crate::workspace::{Workspace, project};
use std::{
    fs,
    process::{Command, Stdio},
};

#[test]
#[ignore = "needs Claude Code: `cargo xtask test` installs it and runs this"]
fn agents_claude_code_accepts_the_plugin_and_finds_its_server() {
    let plugin = project().join("editors/claude-code");
    let plugin = plugin.to_str().unwrap();
    let workspace = Workspace::new();
    let said = say(&workspace, "claude", &["plugin", "validate", plugin]);
    assert!(said.contains("Validation passed"), "{said}");
    let said = say(&workspace, "claude", &["--plugin-dir", plugin, "plugin", "details", "flowspec-lsp"]);
    assert!(said.contains("LSP servers (1)  flowspec"), "{said}");
}

#[test]
#[ignore = "needs Copilot CLI: `cargo xtask test` installs it and runs this"]
fn agents_copilot_cli_lists_the_server() {
    for place in ["home/.copilot/lsp-config.json", "parcel-tracker/.github/lsp.json"] {
        let workspace = Workspace::new();
        fs::create_dir(workspace.example.join(".git")).unwrap();
        let place = workspace.example.parent().unwrap().join(place);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(project().join("editors/copilot-cli/lsp.json"), &place).unwrap();
        let said = say(&workspace, "copilot", &["lsp", "list"]);
        assert!(said.contains("flowspec (.md, .yml, .yaml, .toml)"), "{}: {said}", place.display());
    }
}

/// What a program says that is installed in the folder of agents.
fn say(workspace: &Workspace, program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(crate::workspace::program("AGENTS").join(program));
    workspace.isolate(&mut command);
    let output = command.args(arguments).stdin(Stdio::null()).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
