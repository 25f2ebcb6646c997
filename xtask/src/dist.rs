//! Everything that users install, in `target/dist`: archives, packages for npm and PyPI, extensions for VS Code, and the sums of all.

mod archive;
mod build;
mod npm;
mod wheel;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::{root, tools, vsix};

/// A platform for which there is a program.
pub struct Platform {
    /// What Rust calls it.
    pub triple: &'static str,
    /// What Node.js calls its system and its processor.
    pub npm: (&'static str, &'static str),
    /// What VS Code calls it. A program that is linked statically runs on every Linux.
    pub vscode: &'static [&'static str],
    /// What Python calls it.
    pub wheel: &'static str,
}

/// All of them.
pub const PLATFORMS: [Platform; 6] = [
    Platform {
        triple: "x86_64-unknown-linux-musl",
        npm: ("linux", "x64"),
        vscode: &["linux-x64", "alpine-x64"],
        wheel: "manylinux2014_x86_64.musllinux_1_1_x86_64",
    },
    Platform {
        triple: "aarch64-unknown-linux-musl",
        npm: ("linux", "arm64"),
        vscode: &["linux-arm64", "alpine-arm64"],
        wheel: "manylinux2014_aarch64.musllinux_1_1_aarch64",
    },
    Platform {
        triple: "x86_64-apple-darwin",
        npm: ("darwin", "x64"),
        vscode: &["darwin-x64"],
        wheel: "macosx_10_12_x86_64",
    },
    Platform {
        triple: "aarch64-apple-darwin",
        npm: ("darwin", "arm64"),
        vscode: &["darwin-arm64"],
        wheel: "macosx_11_0_arm64",
    },
    Platform { triple: "x86_64-pc-windows-gnu", npm: ("win32", "x64"), vscode: &["win32-x64"], wheel: "win_amd64" },
    Platform {
        triple: "aarch64-pc-windows-gnullvm",
        npm: ("win32", "arm64"),
        vscode: &["win32-arm64"],
        wheel: "win_arm64",
    },
];

impl Platform {
    pub fn is_windows(&self) -> bool {
        self.npm.0 == "win32"
    }

    pub fn program(&self) -> &'static str {
        if self.is_windows() { "flowspec-lsp.exe" } else { "flowspec-lsp" }
    }
}

/// What is built.
#[derive(clap::Args)]
pub struct Options {
    /// The platforms, such as x86_64-unknown-linux-musl, or `host` for this machine's; all when not given. One needs Rust's target for
    /// each, which rustup adds.
    #[arg(long, num_args = 1..)]
    target: Vec<String>,
    /// Leave the extensions for VS Code out.
    #[arg(long)]
    without_vscode: bool,
}

/// Where everything goes.
pub fn folder() -> PathBuf {
    tools::target().join("dist")
}

impl Options {
    /// What this machine can install, without extensions.
    pub fn host() -> Options {
        Options { target: vec!["host".to_owned()], without_vscode: true }
    }
}

/// Builds what is wanted, and lists it.
pub fn run(options: &Options) -> Result<ExitCode> {
    build(options)?;
    for file in files(&folder())? {
        println!("{}", file.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds what is wanted.
pub fn build(options: &Options) -> Result<()> {
    let wanted = options.target.iter().map(|name| platform(name)).collect::<Result<Vec<_>>>()?;
    let wanted = if wanted.is_empty() { PLATFORMS.iter().collect() } else { wanted };
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let extras = build::extras()?;
    for platform in wanted {
        println!("building {}", platform.triple);
        let program = build::program(platform)?;
        archive::write(platform, &program, &extras, &folder)?;
        npm::platform(platform, &program, &folder)?;
        wheel::write(platform, &folder)?;
        for target in platform.vscode.iter().filter(|_| !options.without_vscode) {
            vsix::package(&program, target, &folder.join(format!("flowspec-{}-{target}.vsix", version())))?;
        }
    }
    npm::main(&folder)?;
    sums(&folder)
}

/// The platform of this name.
fn platform(name: &str) -> Result<&'static Platform> {
    let triple = if name == "host" { host() } else { name.to_owned() };
    let found = PLATFORMS.iter().find(|platform| platform.triple == triple);
    let names = PLATFORMS.map(|platform| platform.triple).join(", ");
    found.with_context(|| format!("there is no platform {triple}: name one of {names}"))
}

/// The platform of this machine.
pub fn host() -> String {
    let system = match std::env::consts::OS {
        "linux" => "unknown-linux-musl",
        "macos" => "apple-darwin",
        "windows" if std::env::consts::ARCH == "aarch64" => "pc-windows-gnullvm",
        "windows" => "pc-windows-gnu",
        other => other,
    };
    format!("{}-{system}", std::env::consts::ARCH)
}

/// The version of the program.
pub fn version() -> String {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap_or_default();
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    line.unwrap_or_default().trim_matches('"').to_owned()
}

/// Writes the sums of all files.
fn sums(folder: &Path) -> Result<()> {
    let mut text = String::new();
    for file in files(folder)? {
        let sum: String = Sha256::digest(fs::read(&file)?).iter().map(|byte| format!("{byte:02x}")).collect();
        let name = file.file_name().and_then(|name| name.to_str()).context("a name that is not UTF-8")?;
        text.push_str(&format!("{sum}  {name}\n"));
    }
    fs::write(folder.join("SHA256SUMS"), text)?;
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let mut files: Vec<_> = entries.into_iter().filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

/// Runs a program and returns what it printed.
fn output(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    ensure!(output.status.success(), "{} ended with {}", command.get_program().display(), output.status);
    Ok(output.stdout)
}
