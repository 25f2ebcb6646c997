//! The VS Code extension as a file that can be installed, with the server inside.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{root, tools};

/// What VS Code calls a platform, and what Rust does.
const TARGETS: [(&str, &str); 9] = [
    ("linux-x64", "x86_64-unknown-linux-gnu"),
    ("linux-arm64", "aarch64-unknown-linux-gnu"),
    ("linux-armhf", "armv7-unknown-linux-gnueabihf"),
    ("alpine-x64", "x86_64-unknown-linux-musl"),
    ("alpine-arm64", "aarch64-unknown-linux-musl"),
    ("darwin-x64", "x86_64-apple-darwin"),
    ("darwin-arm64", "aarch64-apple-darwin"),
    ("win32-x64", "x86_64-pc-windows-msvc"),
    ("win32-arm64", "aarch64-pc-windows-msvc"),
];

/// What is packaged.
#[derive(clap::Args)]
pub struct Options {
    /// The platform: linux-x64, linux-arm64, linux-armhf, alpine-x64, alpine-arm64, darwin-x64, darwin-arm64, win32-x64 or
    /// win32-arm64; this machine's when not given. Rust's toolchain for another one has to be installed.
    #[arg(long)]
    target: Option<String>,
    /// A server that is already built for the platform.
    #[arg(long)]
    server: Option<PathBuf>,
}

/// Builds the server and packages the extension with it.
pub fn run(options: &Options) -> Result<ExitCode> {
    let target = options.target.clone().map_or_else(host, Ok)?;
    let server = options.server.clone().map_or_else(|| build(&target), Ok)?;
    let vsix = tools::target().join("vsix").join(format!("flowspec-{target}.vsix"));
    package(&server, &target, &vsix)?;
    println!("{}", vsix.display());
    Ok(ExitCode::SUCCESS)
}

/// What VS Code calls this machine's platform.
pub fn host() -> Result<String> {
    let system = match (env::consts::OS, cfg!(target_env = "musl")) {
        ("linux", true) => "alpine",
        ("linux", false) => "linux",
        ("macos", _) => "darwin",
        ("windows", _) => "win32",
        (other, _) => other,
    };
    let processor = match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "arm" => "armhf",
        other => other,
    };
    let name = format!("{system}-{processor}");
    ensure!(TARGETS.iter().any(|(target, _)| *target == name), "VS Code does not run on {name}");
    Ok(name)
}

/// Packages the extension with this server.
pub fn package(server: &Path, target: &str, vsix: &Path) -> Result<()> {
    let extension = tools::vscode::packages()?;
    let folder = extension.join("server");
    // A server of another platform may be there from the last time.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let name = if target.starts_with("win32") { "flowspec-lsp.exe" } else { "flowspec-lsp" };
    fs::copy(server, folder.join(name)).with_context(|| server.display().to_string())?;
    let licences = ["LICENSE-MIT", "LICENSE-APACHE"].map(|name| fs::read_to_string(root().join(name)));
    let [mit, apache] = licences;
    let text = format!("Licensed under either of these two, as you like.\n\n{}\n\n{}", mit?, apache?);
    fs::write(extension.join("LICENSE.txt"), text)?;
    // Where the server looks for the pages that its findings link to.
    let pages = extension.join("share/doc/flowspec-lsp/rules");
    fs::create_dir_all(&pages)?;
    for page in fs::read_dir(root().join("docs/rules"))? {
        let page = page?;
        fs::copy(page.path(), pages.join(page.file_name()))?;
    }
    fs::create_dir_all(vsix.parent().context("no folder")?)?;
    tools::run(Command::new("node").arg("scripts/build.mjs").current_dir(&extension))?;
    let mut package = Command::new("node");
    package.args(["node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--target", target]);
    // The README's links are the repository's, which the extension is not alone in.
    package.args(["--allow-missing-repository", "--no-rewrite-relative-links", "--out"]).arg(vsix);
    tools::run(package.current_dir(&extension).stdout(Stdio::null()))
}

/// Builds the server as users get it.
fn build(target: &str) -> Result<PathBuf> {
    let (_, triple) = TARGETS
        .iter()
        .find(|(name, _)| *name == target)
        .with_context(|| format!("{target} is no platform of VS Code: see cargo xtask vsix --help"))?;
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--quiet", "--locked"]).current_dir(root());
    let mut folder = tools::target();
    if host()? != target {
        build.args(["--target", triple]);
        folder.push(triple);
    }
    tools::run(&mut build)?;
    let name = if target.starts_with("win32") { "flowspec-lsp.exe" } else { "flowspec-lsp" };
    Ok(folder.join("release").join(name))
}
