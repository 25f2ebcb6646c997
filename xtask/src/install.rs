//! The step of `cargo xtask test` that installs what `cargo xtask dist` builds for this machine, each package into an empty folder, and
//! checks an example and serves an editor with each.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{dist, root, server, tools};

/// Runs the step. Away from a build machine it is left out where what it needs cannot be had.
pub fn step() -> Result<()> {
    let installed = tools::zigbuild().and_then(|_| tools::maturin());
    if let Err(error) = installed {
        ensure!(!tools::on_build_machine(), error);
        println!("\n!!! SKIPPED, packages are not tested: {error:#}\n");
        return Ok(());
    }
    dist::build(&dist::Options::host())?;
    let scratch = tools::target().join("installed");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    for (name, install) in
        [("archive", archive as fn(&Path) -> Result<PathBuf>), ("npm", npm), ("wheel", wheel), ("hooks", hooks)]
    {
        let folder = scratch.join(name);
        fs::create_dir_all(&folder)?;
        let program = install(&folder.canonicalize()?).with_context(|| format!("the {name} cannot be installed"))?;
        works(&program).with_context(|| format!("what the {name} installed does not work"))?;
        println!("{name}: {}", program.display());
    }
    Ok(())
}

fn archive(folder: &Path) -> Result<PathBuf> {
    let archive = file(|name| name.ends_with(".tar.gz") || name.ends_with(".zip"))?;
    sum_is_right(&archive)?;
    tools::run(Command::new("tar").arg("-xf").arg(&archive).current_dir(folder))?;
    let inside = fs::read_dir(folder)?.next().context("the archive is empty")??.path();
    for name in ["LICENSE-MIT", "flowspec-lsp.1", "completions/flowspec-lsp.bash"] {
        ensure!(inside.join(name).is_file(), "the archive lacks {name}");
    }
    Ok(inside.join(format!("flowspec-lsp{}", env::consts::EXE_SUFFIX)))
}

/// The package with the command, and the one of this platform, which a registry would find by itself.
fn npm(folder: &Path) -> Result<PathBuf> {
    let version = dist::version();
    let main = file(|name| name == format!("flowspec-lsp-{version}.tgz"))?;
    let own = file(|name| name.ends_with(".tgz") && name != format!("flowspec-lsp-{version}.tgz"))?;
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    let mut install = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    install.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional"]);
    tools::run(install.arg(&own).arg(&main).current_dir(folder))?;
    Ok(folder.join("node_modules/.bin").join(if cfg!(windows) { "flowspec-lsp.cmd" } else { "flowspec-lsp" }))
}

fn wheel(folder: &Path) -> Result<PathBuf> {
    python(folder, Path::new("flowspec-lsp"), &["--no-index"])
}

/// As pre-commit installs its hooks: the repository's own package, which asks for the wheel.
fn hooks(folder: &Path) -> Result<PathBuf> {
    let clone = folder.join("clone");
    fs::create_dir_all(&clone)?;
    fs::copy(root().join("pyproject.toml"), clone.join("pyproject.toml"))?;
    python(folder, &clone, &[])
}

/// A package in an environment of its own.
fn python(folder: &Path, package: &Path, options: &[&str]) -> Result<PathBuf> {
    tools::run(Command::new("python3").args(["-m", "venv", "."]).current_dir(folder))?;
    let scripts = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let mut install = Command::new(scripts.join("pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check"]).args(options).arg("--find-links");
    tools::run(install.arg(dist::folder().canonicalize()?).arg(package))?;
    Ok(scripts.join(format!("flowspec-lsp{}", env::consts::EXE_SUFFIX)))
}

/// Checks the example and serves an editor.
fn works(program: &Path) -> Result<()> {
    let example = root().join("examples/parcel-tracker").canonicalize()?;
    let checked = Command::new(program).args(["check", "--format", "agent"]).current_dir(&example).output()?;
    let text = String::from_utf8_lossy(&checked.stdout);
    ensure!(checked.status.code() == Some(1), "`check` ended with {}", checked.status);
    ensure!(text.contains("include-missing"), "`check` found: {text}");
    let mut server = server::Server::start(program, &example)?;
    let (path, _) = text.split_once(':').context("no finding")?;
    let uri = server::uri(&example.join(path))?;
    server.open(&uri, &fs::read_to_string(example.join(path))?)?;
    let published = server.published(&uri, 1)?;
    ensure!(published.last().is_some_and(|it| it.count > 0), "the server found nothing in {path}");
    server.stop()
}

/// The file of `target/dist` with such a name.
fn file(fits: impl Fn(&str) -> bool) -> Result<PathBuf> {
    for entry in fs::read_dir(dist::folder())? {
        let path = entry?.path();
        if path.file_name().and_then(|name| name.to_str()).is_some_and(&fits) {
            return Ok(path.canonicalize()?);
        }
    }
    anyhow::bail!("target/dist lacks a package")
}

fn sum_is_right(archive: &Path) -> Result<()> {
    let mut check = Command::new(if cfg!(target_os = "macos") { "shasum" } else { "sha256sum" });
    if cfg!(target_os = "macos") {
        check.args(["-a", "256"]);
    }
    check.args(["--ignore-missing", "-c", "SHA256SUMS"]).current_dir(archive.parent().context("no folder")?);
    tools::run(check.stdout(Stdio::null()))
}
