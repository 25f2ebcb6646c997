//! A headless Neovim with our configuration, as a user has it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

#[test]
#[ignore = "needs Neovim 0.11: `cargo xtask test` installs it and runs this"]
fn neovim_shows_findings_and_applies_a_quick_fix() {
    let nvim = env::var_os("FLOWSPEC_NVIM").unwrap_or_else(|| "nvim".into());
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = tempfile::tempdir().unwrap();
    let workspace = scratch.path().canonicalize().unwrap().join("parcel-tracker");
    copy(&here.join("examples/parcel-tracker"), &workspace);

    let server = Path::new(env!("CARGO_BIN_EXE_flowspec-lsp")).parent().unwrap();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([server.to_owned()].into_iter().chain(env::split_paths(&path))).unwrap();
    let mut command = Command::new(&nvim);
    command
        .args(["--headless", "--clean", "-u"])
        .arg(here.join("tests/editors/neovim/init.lua"))
        .arg(".claude/commands/flow/implement.md")
        .arg("-c")
        .arg(format!("luafile {}", here.join("tests/editors/neovim/user.lua").display()))
        .current_dir(&workspace)
        .env("PATH", path)
        .env("FLOWSPEC_EDITORS", here.join("editors/neovim"))
        .stdin(Stdio::null());
    for kind in ["CONFIG", "DATA", "STATE", "CACHE", "RUNTIME"] {
        let folder = scratch.path().join(kind);
        fs::create_dir(&folder).unwrap();
        let name = if kind == "RUNTIME" { "XDG_RUNTIME_DIR".into() } else { format!("XDG_{kind}_HOME") };
        command.env(name, folder);
    }
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "{} does not start ({error}): run `cargo xtask test`, or set FLOWSPEC_NVIM to a Neovim 0.11",
            nvim.display()
        )
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("all is well"), "Neovim ended with {}:\n{said}", output.status);
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
