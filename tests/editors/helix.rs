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
    helix.keys(&["Space", "a"]);
    helix.see("Include `.claude/partials/flow/_workflow-state.md`");
    helix.keys(&["Enter"]);
    helix.see("{{INCLUDE:.claude/partials/flow/_workflow-state.md}}");
    helix.see_no("does not exist");
    // The unsaved buffer counts.
    helix.keys(&["u"]);
    helix.see("does not exist");
}

/// A running Helix. Dropping it ends it.
struct Helix {
    tools: PathBuf,
    workspace: Workspace,
}

impl Helix {
    /// Opens a file of the example.
    fn open(file: &str) -> Self {
        let tools = env::var_os("FLOWSPEC_HELIX").map(PathBuf::from);
        let tools = tools.expect("FLOWSPEC_HELIX is a folder with `hx` and `tmux`: `cargo xtask test` makes one");
        let helix = Helix { tools, workspace: Workspace::new() };
        let config = helix.workspace.folder("config/helix");
        for name in ["languages.toml", "config.toml"] {
            fs::copy(project().join("editors/helix").join(name), config.join(name)).unwrap();
        }
        let mut command = helix.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", "130", "-y", "40"]);
        helix.workspace.isolate(&mut command);
        command.arg(helix.tools.join("hx")).arg(file);
        assert!(command.status().unwrap().success());
        helix
    }

    /// Presses keys, in the words of tmux.
    fn keys(&mut self, keys: &[&str]) {
        assert!(self.tmux(&["send-keys"]).args(keys).status().unwrap().success());
    }

    /// Waits until the screen shows a text.
    fn see(&mut self, text: &str) {
        self.wait(&format!("`{text}` to appear"), |screen| screen.contains(text));
    }

    /// Waits until the screen does not show a text.
    fn see_no(&mut self, text: &str) {
        self.wait(&format!("`{text}` to go"), |screen| !screen.contains(text));
    }

    fn wait(&mut self, what: &str, condition: impl Fn(&str) -> bool) {
        let begin = Instant::now();
        loop {
            let screen = self.tmux(&["capture-pane", "-p"]).output().unwrap().stdout;
            let screen = String::from_utf8_lossy(&screen);
            if condition(&screen) {
                return;
            }
            let log = || fs::read_to_string(self.workspace.folder("cache").join("helix/helix.log"));
            assert!(
                begin.elapsed() < Duration::from_secs(60),
                "waited in vain for {what}:\n{screen}\n{}",
                log().unwrap_or_default()
            );
            // A terminal has no event to wait for.
            thread::sleep(Duration::from_millis(20));
        }
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
