//! Agents as clients: the real programs with the configuration that we ship. Only the model behind them is the test's.

use crate::{
    model::Model,
    workspace::{Workspace, project, said},
};
use serde_json::json;
use std::{fs, process::Command, sync::mpsc};

/// A task that is planned.
const TASK: &str = "backlog/tasks/task-10 - Carrier-sandbox.md";

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

#[test]
#[ignore = "needs Claude Code: `cargo xtask test` installs it and runs this"]
fn agents_claude_code_tells_its_model_what_an_edit_has_broken() {
    let workspace = Workspace::new();
    let task = workspace.example.join(TASK);
    let mut steps = vec![
        ("Edit", json!({ "file_path": task, "old_string": "workflow:Planned", "new_string": "workflow:Nowhere" })),
        ("Read", json!({ "file_path": task })),
    ];
    let (say, told) = mpsc::channel();
    let model = Model::start(move |messages| {
        steps.pop().or_else(|| {
            // Findings come by themselves, with the next answer of whatever tool.
            if messages.contains("<new-diagnostics>") {
                say.send(messages.to_owned()).unwrap();
                return None;
            }
            Some(("Bash", json!({ "command": "sleep 0.1", "description": "Wait" })))
        })
    });
    let plugin = project().join("editors/claude-code");
    let mut command = agent(&workspace, "claude");
    command.args(["--plugin-dir", plugin.to_str().unwrap(), "-p", "Move task-10", "--permission-mode", "acceptEdits"]);
    command.args(["--allowedTools", "Read Edit Bash(sleep:*)", "--max-turns", "100"]);
    command.env("ANTHROPIC_BASE_URL", model.url()).env("ANTHROPIC_API_KEY", "none");
    let (_, said) = said(&mut command);
    let told = told.try_recv().unwrap_or_else(|_| panic!("no finding came: {said}"));
    assert!(told.contains("[Line 8:30] the workflow has no state `Nowhere`"), "{told}");
}

#[test]
#[ignore = "needs Copilot CLI: `cargo xtask test` installs it and runs this"]
fn agents_copilot_cli_looks_things_up_and_renames() {
    let workspace = Workspace::new();
    fs::create_dir(workspace.example.join(".git")).unwrap();
    let config = workspace.folder("home/.copilot").join("lsp-config.json");
    fs::copy(project().join("editors/copilot-cli/lsp.json"), config).unwrap();
    let plan = workspace.example.join(".claude/commands/flow/plan.md");
    let lsp = |operation: &str, line: u32, character: u32| {
        let input =
            json!({ "operation": operation, "file": plan, "line": line, "character": character, "newName": "Ready" });
        ("lsp", input)
    };
    let mut steps = vec![lsp("rename", 17, 60), lsp("findReferences", 17, 60), lsp("goToDefinition", 15, 20)];
    let (say, told) = mpsc::channel();
    let model = Model::start(move |messages| {
        say.send(messages.to_owned()).unwrap();
        steps.pop()
    });
    let mut command = agent(&workspace, "copilot");
    command
        .args(["-p", "Rename a state", "--allow-all-tools"])
        .env("COPILOT_OFFLINE", "true")
        .env("COPILOT_MODEL", "a-model");
    command.env("COPILOT_PROVIDER_TYPE", "anthropic").env("COPILOT_PROVIDER_BASE_URL", model.url());
    let (_, said) = said(&mut command);
    let told: Vec<_> = told.try_iter().collect();
    let [_, definition, references, _] = told.as_slice() else { panic!("{said}\n{told:?}") };
    assert!(definition.contains(".claude/partials/flow/_workflow-state.md:1:1"), "{definition}");
    assert!(references.contains("Found 11 reference(s)"), "{references}");
    let workflow = fs::read_to_string(workspace.example.join("flowspec_workflow.yml")).unwrap();
    assert!(workflow.contains("\"Ready\"") && !workflow.contains("\"Specified\""), "{said}\n{workflow}");
}

/// What a program says that is installed in the folder of agents.
fn say(workspace: &Workspace, program: &str, arguments: &[&str]) -> String {
    said(agent(workspace, program).args(arguments)).1
}

/// A program that is installed in the folder of agents, and asks nobody outside of this machine.
fn agent(workspace: &Workspace, program: &str) -> Command {
    let mut command = Command::new(crate::workspace::program("AGENTS").join(program));
    workspace.isolate(&mut command);
    command
        .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .env("DISABLE_AUTOUPDATER", "1")
        .env("COPILOT_AUTO_UPDATE", "false");
    command
}
