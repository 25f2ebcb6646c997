//! A terminal, in which an editor is used as by somebody who sits in front of it.

use crate::workspace::{Workspace, program};
use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A terminal with a running program. Dropping it ends both.
pub struct Terminal {
    tmux: PathBuf,
    socket: PathBuf,
}

impl Terminal {
    /// Starts a program in the example, in a terminal of a good size.
    pub fn open(workspace: &Workspace, program_and_arguments: &[&str]) -> Self {
        let terminal = Terminal { tmux: program("TMUX"), socket: workspace.folder("runtime").join("tmux") };
        let options = workspace.folder("config").join("tmux.conf");
        // Colours as most terminals have them.
        fs::write(&options, "set -g default-terminal tmux-256color\nset -as terminal-features ',*:RGB:usstyle'\n")
            .unwrap();
        let mut command =
            terminal.tmux(&["-f", options.to_str().unwrap(), "new-session", "-d", "-x", "130", "-y", "34"]);
        workspace.isolate(&mut command);
        command.env("COLORTERM", "truecolor").env("TERM", "tmux-256color").args(program_and_arguments);
        assert!(command.status().unwrap().success());
        terminal
    }

    /// Presses keys, in the words of tmux.
    pub fn keys(&self, keys: &[&str]) {
        assert!(self.tmux(&["send-keys"]).args(keys).status().unwrap().success());
    }

    /// Types a text as it is.
    pub fn write(&self, text: &str) {
        self.keys(&["-l", text]);
    }

    /// Waits until the screen shows a text.
    pub fn see(&self, text: &str) {
        self.until(&format!("`{text}` to appear"), || self.screen().contains(text));
    }

    /// Waits until the screen does not show a text.
    pub fn see_no(&self, text: &str) {
        self.until(&format!("`{text}` to go"), || !self.screen().contains(text));
    }

    pub fn until(&self, what: &str, condition: impl Fn() -> bool) {
        let begin = Instant::now();
        while !condition() {
            assert!(begin.elapsed() < Duration::from_secs(60), "waited in vain for {what}:\n{}", self.screen());
            // A terminal has no event to wait for.
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Leaves what the screen shows for `cargo xtask picture`, with its colours.
    pub fn picture(&self, name: &str) {
        if let Some(folder) = env::var_os("FLOWSPEC_PICTURES").map(PathBuf::from) {
            let screen = self.tmux(&["capture-pane", "-p", "-e"]).output().unwrap().stdout;
            fs::write(folder.join(name).with_extension("ansi"), screen).unwrap();
        }
    }

    /// The escape sequences before a text on the screen, up to the word before it: how it is coloured.
    pub fn colour(&self, text: &str) -> String {
        let screen = self.tmux(&["capture-pane", "-p", "-e"]).output().unwrap().stdout;
        let screen = String::from_utf8_lossy(&screen).into_owned();
        let word = text.split(' ').next().unwrap_or(text);
        let (before, _) = screen.split_once(word).unwrap_or_else(|| panic!("no `{text}`:\n{screen}"));
        before[before.rfind(' ').map_or(0, |space| space + 1)..].to_owned()
    }

    fn screen(&self) -> String {
        let screen = self.tmux(&["capture-pane", "-p"]).output().unwrap().stdout;
        String::from_utf8_lossy(&screen).into_owned()
    }

    fn tmux(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.tmux);
        command.arg("-S").arg(&self.socket).args(arguments).stdin(Stdio::null());
        command
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let ended = self.tmux(&["kill-server"]).status();
        // What goes on would go on for ever.
        assert!(thread::panicking() || ended.is_ok_and(|it| it.success()), "the terminal did not end");
    }
}
