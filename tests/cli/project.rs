//! A project in a temporary folder, and the program run in it.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A project in a folder that goes away.
pub struct Project(TempDir);

/// What a run printed, and its exit code.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Project {
    /// Files by their paths.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Project(tempfile::tempdir().unwrap());
        fs::create_dir_all(project.path(".claude")).unwrap();
        files.iter().for_each(|(name, text)| project.write(name, text));
        project
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program with these arguments, split at blanks, in this project.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = program(self.0.path());
        command.args(arguments.split_whitespace());
        command
    }

    pub fn run(&self, arguments: &str) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }
}

/// The program in a folder, without what the environment says about colour and logs.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowspec-lsp"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FLOWSPEC_LOG", "RUST_LOG", "CI", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.current_dir(folder).stdin(Stdio::null());
    command
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap() }
    }

    /// Everything in one text, to compare.
    pub fn all(&self) -> String {
        let mut all = self.stdout.clone();
        if !self.stderr.is_empty() {
            write!(all, "-- stderr\n{}", self.stderr).unwrap();
        }
        writeln!(all, "-- exit {}", self.code).unwrap();
        all
    }
}
