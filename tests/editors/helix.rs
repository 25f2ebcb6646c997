//! Helix in a terminal, with the shipped configuration as a user's own.

use crate::workspace::{Workspace, project};
use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

#[test]
#[ignore = "needs Helix 25.01 and tmux: `cargo xtask test` installs them and runs this"]
fn helix_shows_findings_and_applies_a_quick_fix() {
    let mut helix = Helix::open(".claude/commands/flow/implement.md");
    helix.see("`.claude/partials/flow/_workflow-states.md` does not exist");
    helix.keys(&["15", "g", "g"]);
    helix.menu("Include `.claude/partials/flow/_workflow-state.md`");
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
    let trusting = "\n[language-server.flowspec-lsp.config]\ntrust = true\n";
    let mut helix = Helix::open_in(workspace, trusting, "backlog/tasks/task-07 - Order-late-scans.md");
    helix.see("workflow:In Implementation");
    helix.menu("Run /flow:validate on task-07 (In Implementation → Validated), although");
    helix.keys(&["Enter"]);
    helix.see("labels: [timeline, 'workflow:Validated']");
    assert_eq!(fs::read_to_string(record).unwrap(), "-p\n/flow:validate task-07\n");
    // Without arguments a command acts on what is open.
    helix.keys(&["u"]);
    helix.see("labels: [timeline, 'workflow:In Implementation']");
}

#[test]
#[ignore = "needs Helix 25.01 and tmux: `cargo xtask test` installs them and runs this"]
fn helix_sends_commands_by_their_names() {
    let mut helix = Helix::open("memory/constitution.md");
    helix.see("is never closed");
    helix.command("lsp-workspace-command flowspec.validateConstitution");
    helix.see("[X] Constitution not validated");
}

/// A running Helix. Dropping it ends it.
struct Helix {
    tools: PathBuf,
    workspace: Workspace,
}

impl Helix {
    /// Opens a file of the example.
    fn open(file: &str) -> Self {
        Helix::open_in(Workspace::new(), "", file)
    }

    /// Opens a file of a workspace, with more lines of a user's `languages.toml`.
    fn open_in(workspace: Workspace, languages: &str, file: &str) -> Self {
        let tools = env::var_os("FLOWSPEC_HELIX").map(PathBuf::from);
        let tools = tools.expect("FLOWSPEC_HELIX is a folder with `hx` and `tmux`: `cargo xtask test` makes one");
        let helix = Helix { tools, workspace };
        let config = helix.workspace.folder("config/helix");
        for name in ["languages.toml", "config.toml"] {
            fs::copy(project().join("editors/helix").join(name), config.join(name)).unwrap();
        }
        let shipped = fs::read_to_string(config.join("languages.toml")).unwrap();
        fs::write(config.join("languages.toml"), shipped + languages).unwrap();
        let mut command = helix.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", "130", "-y", "40"]);
        helix.workspace.isolate(&mut command);
        command.arg(helix.tools.join("hx")).arg("-v").arg(file);
        assert!(command.status().unwrap().success());
        // Only the log tells when the server has read the project.
        helix.until("the server", || {
            helix.log().contains("flowspec-lsp <- {\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\"")
        });
        helix
    }

    /// Presses keys, in the words of tmux.
    fn keys(&mut self, keys: &[&str]) {
        assert!(self.tmux(&["send-keys"]).args(keys).status().unwrap().success());
    }

    /// Opens the menu of actions and waits until it shows a text.
    fn menu(&mut self, text: &str) {
        self.keys(&["Space", "a"]);
        self.see(text);
    }

    /// Types a command.
    fn command(&mut self, command: &str) {
        self.keys(&["-l", ":", command]);
        self.see(command);
        self.keys(&["Enter"]);
    }

    /// Waits until the screen shows a text.
    fn see(&mut self, text: &str) {
        self.wait(&format!("`{text}` to appear"), |screen| screen.contains(text));
    }

    /// Waits until the screen does not show a text.
    fn see_no(&mut self, text: &str) {
        self.wait(&format!("`{text}` to go"), |screen| !screen.contains(text));
    }

    fn wait(&self, what: &str, condition: impl Fn(&str) -> bool) {
        self.until(what, || condition(&self.screen()));
    }

    fn until(&self, what: &str, condition: impl Fn() -> bool) {
        let begin = Instant::now();
        while !condition() {
            let (screen, log) = (self.screen(), self.log());
            assert!(begin.elapsed() < Duration::from_secs(60), "waited in vain for {what}:\n{screen}\n{log}");
            // A terminal has no event to wait for.
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn screen(&self) -> String {
        let screen = self.tmux(&["capture-pane", "-p"]).output().unwrap().stdout;
        String::from_utf8_lossy(&screen).into_owned()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.workspace.folder("cache").join("helix/helix.log")).unwrap_or_default()
    }

    fn tmux(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.tools.join("tmux"));
        command.arg("-S").arg(self.workspace.folder("runtime").join("tmux")).args(arguments).stdin(Stdio::null());
        command
    }
}

impl Drop for Helix {
    fn drop(&mut self) {
        let _ = self.tmux(&["kill-server"]).status();
    }
}
