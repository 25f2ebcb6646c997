//! The packages for npm: one with the command, and one for each platform with the program.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;
use serde_json::{Value, json};

use super::{PLATFORMS, Platform, output, version};
use crate::{root, tools};

fn package_name(platform: &Platform) -> String {
    let (system, processor) = platform.npm;
    format!("flowspec-lsp-{system}-{processor}")
}

/// Packs the package of a platform. A program that is linked statically needs no `libc` of its own.
pub fn platform(platform: &Platform, program: &Path, folder: &Path) -> Result<()> {
    let (system, processor) = platform.npm;
    let name = package_name(platform);
    let package = start(&name)?;
    fs::create_dir_all(package.join("bin"))?;
    fs::copy(program, package.join("bin").join(platform.program()))?;
    let manifest = json!({
        "name": name,
        "version": version(),
        "description": format!("The program of flowspec-lsp for {system} on {processor}"),
        "license": "Apache-2.0 OR MIT",
        "os": [system],
        "cpu": [processor],
        "files": ["bin"],
        "preferUnplugged": true,
    });
    pack(&package, manifest, folder)
}

/// Packs the package with the command.
pub fn main(folder: &Path) -> Result<()> {
    let package = start("flowspec-lsp")?;
    fs::create_dir_all(package.join("bin"))?;
    fs::copy(root().join("packaging/npm/flowspec-lsp.js"), package.join("bin/flowspec-lsp.js"))?;
    fs::copy(root().join("packaging/npm/README.md"), package.join("README.md"))?;
    let optional: Value = PLATFORMS.iter().map(|platform| (package_name(platform), Value::from(version()))).collect();
    let manifest = json!({
        "name": "flowspec-lsp",
        "version": version(),
        "description": "A checker and language server for spec-driven development with AI agents: OpenSpec, Spec Kit, Kiro, flowspec",
        "license": "Apache-2.0 OR MIT",
        "keywords": ["lsp", "language-server", "linter", "markdown", "openspec", "spec-kit", "kiro"],
        "bin": { "flowspec-lsp": "bin/flowspec-lsp.js" },
        "files": ["bin"],
        "engines": { "node": ">=18" },
        "optionalDependencies": optional,
    });
    pack(&package, manifest, folder)
}

/// An empty folder for a package.
fn start(name: &str) -> Result<PathBuf> {
    let package = tools::target().join("npm").join(name);
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    fs::create_dir_all(&package)?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root().join(licence), package.join(licence))?;
    }
    Ok(package)
}

fn pack(package: &Path, manifest: Value, folder: &Path) -> Result<()> {
    fs::write(package.join("package.json"), format!("{manifest:#}\n"))?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut pack = Command::new(npm);
    output(pack.args(["pack", "--silent", "--pack-destination"]).arg(folder.canonicalize()?).current_dir(package))?;
    Ok(())
}
