//! Helix in a terminal, with the shipped configuration as a user's own.

use crate::{
    terminal::Terminal,
    workspace::{PROJECT, Workspace, program, project, snippet},
};
use std::{collections::BTreeSet, fs, ops::Deref, os::unix::fs::symlink, process::Command};

#[test]
#[ignore = "needs Helix 25.01 and tmux: `cargo xtask test` installs them and runs this"]
fn helix_shows_findings_and_applies_a_quick_fix() {
    let workspace = Workspace::new();
    highlight(&workspace);
    let helix = Helix::open_in(workspace, |shipped| shipped, ".claude/commands/flow/implement.md");
    helix.see("`.claude/partials/flow/_workflow-states.md` does not exist");
    // A directive has another colour than the sentences.
    let [directive, sentence] = ["{{INCLUDE:", "Read the decisions"].map(|text| helix.colour(text));
    assert_ne!(directive, sentence);
    helix.keys(&["15", "g", "g"]);
    helix.menu("Change to `.claude/partials/flow/_workflow-state.md`");
    helix.picture("helix");
    helix.keys(&["Enter"]);
    helix.see("{{INCLUDE:.claude/partials/flow/_workflow-state.md}}");
    helix.see_no("does not exist");
    // The unsaved buffer counts.
    helix.keys(&["u"]);
    helix.see("does not exist");
}

#[test]
#[ignore = "needs Helix 25.01 and tmux: `cargo xtask test` installs them and runs this"]
fn helix_runs_a_workflow_command_from_the_menu() {
    let workspace = Workspace::new();
    let record = workspace.folder("record").join("arguments");
    workspace.program("claude", &format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >'{}'\n", record.display()));
    // Helix shows no questions, so that its user has to say beforehand that the server may run something.
    let trusting = |shipped: String| shipped + &snippet("editors/helix/README.md", "trust = true");
    let helix = Helix::open_in(workspace, trusting, "backlog/tasks/task-07 - Order-late-scans.md");
    helix.see("workflow:In Implementation");
    helix.menu("Despite the unvalidated constitution: Run /flow:validate on task-07 (In Implementation → Validated)");
    helix.keys(&["Enter"]);
    helix.see("labels: [timeline, 'workflow:Validated']");
    assert_eq!(fs::read_to_string(record).unwrap(), "-p\n/flow:validate task-07\n");
    helix.keys(&["u"]);
    helix.see("labels: [timeline, 'workflow:In Implementation']");
}

#[test]
#[ignore = "needs Helix 25.01 and tmux: `cargo xtask test` installs them and runs this"]
fn helix_sends_commands_by_their_names() {
    let helix = Helix::open("memory/constitution.md");
    helix.see("is never closed");
    helix.command("lsp-workspace-command flowspec.validateConstitution");
    helix.see("[X] Constitution not validated");
    helix.command("open \"backlog/tasks/task-07 - Order-late-scans.md\"");
    helix.see("Order late scans");
    helix.command("lsp-workspace-command flowspec.preflight");
    helix.see("not yet: /flow:validate on task-07 (In Implementation → Validated)");
    // Helix 25.01 sends no arguments: what needs one says so.
    helix.command("lsp-workspace-command flowspec.createPartial");
    helix.see("the argument `path` is missing");
}

/// But for the one that shows nothing.
#[test]
fn the_page_for_helix_lists_every_command() {
    let names = |page: &str, before: &str| {
        let text = fs::read_to_string(project().join(page)).unwrap();
        let names = text.lines().filter_map(|line| line.strip_prefix(before));
        names.map(|rest| rest.split([' ', '`']).next().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let mut all = names("docs/commands.md", "| `flowspec.");
    all.remove("status");
    assert_eq!(names("editors/helix/README.md", ":lsp-workspace-command flowspec."), all);
}

#[test]
#[ignore = "needs Helix 25.01, tmux and rumdl: `cargo xtask test` installs them and runs this"]
fn helix_has_another_server_for_ordinary_markdown_beside_ours() {
    let workspace = Workspace::new();
    let text = "# A program\n# Another title\n\nSee {{INCLUDE:nowhere.md}} and /flow:nowhere.\n";
    fs::write(workspace.example.join("README.md"), text).unwrap();
    let rumdl =
        format!("\n[language-server.rumdl]\ncommand = \"{}\"\nargs = [\"server\"]\n", program("RUMDL").display());
    let beside = |shipped: String| shipped.replace("\"marksman\"", "\"rumdl\"") + &rumdl;
    let helix = Helix::open_in(workspace, beside, ".claude/commands/flow/implement.md");
    helix.see("`.claude/partials/flow/_workflow-states.md` does not exist");
    helix.command("open README.md");
    helix.see("Multiple top-level headings");
    helix.until("what our server has to say", || {
        let log = helix.log();
        log.lines().any(|line| {
            line.contains("flowspec-lsp <- ") && line.contains("publishDiagnostics") && line.contains("README.md")
        })
    });
    helix.see_no("does not exist");
}

/// Does what the page for users says about highlighting.
fn highlight(workspace: &Workspace) {
    let (home, bin) = (workspace.folder("home"), workspace.folder("bin"));
    symlink(workspace.folder("config"), home.join(".config")).unwrap();
    symlink(program("HELIX").with_file_name("usr/lib/hx/hx"), bin.join("hx")).unwrap();
    let recipe = snippet("editors/helix/README.md", "highlights.scm").replace(PROJECT, project().to_str().unwrap());
    let mut shell = Command::new("sh");
    workspace.isolate(&mut shell);
    assert!(shell.args(["-e", "-c", &recipe]).status().unwrap().success());
}

/// A running Helix. The terminal is dropped before the folder that it is reached by.
struct Helix {
    terminal: Terminal,
    workspace: Workspace,
}

impl Helix {
    /// Opens a file of the example.
    fn open(file: &str) -> Self {
        Helix::open_in(Workspace::new(), |shipped| shipped, file)
    }

    /// Opens a file of a workspace, with the shipped `languages.toml` as a user has changed it.
    fn open_in(workspace: Workspace, change: impl Fn(String) -> String, file: &str) -> Self {
        let [shipped, config] = [project().join("editors/helix"), workspace.folder("config/helix")];
        fs::copy(shipped.join("config.toml"), config.join("config.toml")).unwrap();
        let languages = fs::read_to_string(shipped.join("languages.toml")).unwrap();
        fs::write(config.join("languages.toml"), change(languages)).unwrap();
        let hx = program("HELIX");
        let terminal = Terminal::open(&workspace, &[hx.to_str().unwrap(), "-v", file]);
        let helix = Helix { terminal, workspace };
        // Only the log tells when the server has read the project.
        helix.until("the server", || {
            helix.log().contains("flowspec-lsp <- {\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\"")
        });
        helix
    }

    /// Opens the menu of actions and waits until it shows a text.
    fn menu(&self, text: &str) {
        self.keys(&["Space", "a"]);
        self.see(text);
    }

    /// Types a command.
    fn command(&self, command: &str) {
        self.write(&format!(":{command}"));
        self.see(command);
        self.keys(&["Enter"]);
    }

    fn log(&self) -> String {
        fs::read_to_string(self.workspace.folder("cache").join("helix/helix.log")).unwrap_or_default()
    }
}

impl Deref for Helix {
    type Target = Terminal;

    fn deref(&self) -> &Terminal {
        &self.terminal
    }
}
