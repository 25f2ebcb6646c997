//! The program for a platform, and what comes with it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{Platform, output};
use crate::{root, test::command, tools};

/// Builds the program. The profile is `release`, without symbols.
pub fn program(platform: &Platform) -> Result<PathBuf> {
    tools::run(Command::new("rustup").args(["--quiet", "target", "add", platform.triple]).current_dir(root()))?;
    let zigbuild = tools::zigbuild()?;
    let mut build = command(&zigbuild, &["build", "--release", "--quiet", "--locked", "--target", platform.triple]);
    build.args(["--bin", "flowspec-lsp"]);
    by_zig(&mut build)?;
    tools::run(&mut build)?;
    Ok(tools::target().join(platform.triple).join("release").join(platform.program()))
}

/// The environment in which zig compiles and links, without symbols.
pub fn by_zig(command: &mut Command) -> Result<()> {
    // cargo-zigbuild looks for the zig of its own package by the `python3` next to it.
    let zigbuild = tools::zigbuild()?;
    let own = zigbuild.parent().into_iter().map(Path::to_owned);
    let path = env::join_paths(own.chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())))?;
    command.env("PATH", path).env("CARGO_PROFILE_RELEASE_STRIP", "symbols");
    Ok(())
}

/// What an archive holds besides the program: names and texts.
pub fn extras() -> Result<Vec<(String, Vec<u8>)>> {
    let mut extras = Vec::new();
    for name in ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"] {
        extras.push((name.to_owned(), fs::read(root().join(name)).with_context(|| name.to_owned())?));
    }
    tools::run(&mut command("cargo", &["build", "--quiet", "--locked", "--bin", "flowspec-lsp"]))?;
    let program = tools::target().join("debug").join(format!("flowspec-lsp{}", env::consts::EXE_SUFFIX));
    extras.push(("flowspec-lsp.1".to_owned(), output(Command::new(&program).arg("man"))?));
    let shells = [
        ("bash", "flowspec-lsp.bash"),
        ("zsh", "_flowspec-lsp"),
        ("fish", "flowspec-lsp.fish"),
        ("powershell", "_flowspec-lsp.ps1"),
        ("elvish", "flowspec-lsp.elv"),
    ];
    for (shell, file) in shells {
        extras.push((format!("completions/{file}"), output(Command::new(&program).args(["completions", shell]))?));
    }
    Ok(extras)
}
