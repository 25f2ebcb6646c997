//! A copy of the example to edit, and folders of an editor's own.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What the pages for users write for the folder of this project.
pub const PROJECT: &str = "/path/to/flowspec-lsp";

/// What one test may change.
pub struct Workspace {
    scratch: tempfile::TempDir,
    /// The copy of `examples/parcel-tracker`.
    pub example: PathBuf,
}

impl Workspace {
    /// A fresh copy.
    pub fn new() -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let example = scratch.path().canonicalize().unwrap().join("parcel-tracker");
        copy(&project().join("examples/parcel-tracker"), &example);
        Workspace { scratch, example }
    }

    /// A folder for configuration, data, state, cache or the home.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.scratch.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// A copy of what a user of Neovim installs, because Neovim writes tags beside the help.
    pub fn plugin(&self) -> PathBuf {
        let plugin = self.folder("neovim");
        copy(&project().join("editors/neovim"), &plugin);
        plugin
    }

    /// Puts a program of the test first on the `PATH`.
    #[cfg(unix)]
    pub fn program(&self, name: &str, script: &str) {
        let program = self.folder("bin").join(name);
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }

    /// Gives a program the server that was built, and nothing of the user who runs the tests.
    pub fn isolate(&self, command: &mut Command) {
        command.env("HOME", self.folder("home")).env("XDG_RUNTIME_DIR", self.folder("runtime"));
        for kind in ["CONFIG", "DATA", "STATE", "CACHE"] {
            command.env(format!("XDG_{kind}_HOME"), self.folder(&kind.to_lowercase()));
        }
        command.env("PATH", self.path()).current_dir(&self.example);
    }

    /// A `PATH` that begins with programs of the test and the server that was built.
    fn path(&self) -> OsString {
        let server = Path::new(env!("CARGO_BIN_EXE_flowspec-lsp")).parent().unwrap().to_owned();
        let path = env::var_os("PATH").unwrap_or_default();
        env::join_paths([self.folder("bin"), server].into_iter().chain(env::split_paths(&path))).unwrap()
    }
}

/// Runs a program that reads nothing to its end, and returns its status and all that it has said. One that does not end in two minutes is
/// killed, and has no status.
pub fn said(command: &mut Command) -> (Option<ExitStatus>, String) {
    let said = tempfile::NamedTempFile::new().unwrap();
    let both = said.reopen().unwrap();
    command.stdin(Stdio::null()).stdout(both.try_clone().unwrap()).stderr(both);
    let mut child = command.spawn().unwrap();
    let begin = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break Some(status),
            None if begin.elapsed() > Duration::from_secs(120) => {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    (status, String::from_utf8_lossy(&fs::read(said.path()).unwrap()).into_owned())
}

/// A program that the tests need, by the end of the variable that says where it is.
pub fn program(name: &str) -> PathBuf {
    let path = env::var_os(format!("FLOWSPEC_{name}")).map(PathBuf::from);
    path.unwrap_or_else(|| {
        panic!("FLOWSPEC_{name} does not say where the program is: `cargo xtask test` installs it and does")
    })
}

/// The text of the first block of code in a page of ours that holds `word`, for users who copy it from there.
pub fn snippet(page: &str, word: &str) -> String {
    let text = fs::read_to_string(project().join(page)).unwrap();
    let blocks =
        text.split("\n```").skip(1).step_by(2).map(|block| block.split_once('\n').map_or("", |(_, block)| block));
    let found = blocks.map(str::to_owned).find(|block| block.contains(word));
    found.unwrap_or_else(|| panic!("{page} has no block with `{word}`"))
}

/// The root of this project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &PathBuf) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
