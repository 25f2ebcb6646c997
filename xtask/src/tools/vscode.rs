//! VS Code, the browser that shows it, and what the extension is built with.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use super::{folder, on_build_machine, on_path, run};
use crate::root;

const CODE_SERVER: &str = "4.100.3";
/// VS Code's terminals, compiled; code-server's own package would have to be.
const PTY: &str = "@lydell/node-pty";
const PTY_VERSION: &str = "1.1.0";

/// What the VS Code extension is built and tested with, in its folder, which is returned.
pub fn packages() -> Result<PathBuf> {
    let folder = root().join("editors/vscode").canonicalize()?;
    let wanted = fs::read(folder.join("package-lock.json"))?;
    // npm's own copy of the lock file is not the same text, so ours says for which one the packages were installed.
    let installed = folder.join("node_modules/.installed");
    if fs::read(&installed).ok().as_ref() != Some(&wanted) {
        println!("installing what the VS Code extension is built with");
        run(npm(&["ci", "--ignore-scripts"]).current_dir(&folder))?;
        fs::write(installed, wanted)?;
    }
    Ok(folder)
}

/// VS Code's own server, as code-server ships it: the workbench and the extension host, without anything compiled.
pub fn code() -> Result<PathBuf> {
    let folder = folder(&format!("code-server-{CODE_SERVER}-pty-{PTY_VERSION}"))?;
    let code = folder.join("node_modules/code-server/lib/vscode");
    let installed = folder.join("installed");
    if !installed.is_file() {
        println!("installing code-server {CODE_SERVER}");
        let [package, pty] = [format!("code-server@{CODE_SERVER}"), format!("{PTY}@{PTY_VERSION}")];
        run(npm(&["install", "--ignore-scripts", "--no-save", "--prefix", ".", &package, &pty]).current_dir(&folder))?;
        for folder in [&code, &code.join("extensions")] {
            run(npm(&["install", "--ignore-scripts", "--omit=dev"]).current_dir(folder))?;
        }
        #[cfg(unix)]
        {
            // The workbench asks for its packages by the name that they have in the desktop's archive.
            link("node_modules".as_ref(), &code.join("node_modules.asar"))?;
            link(&folder.join("node_modules").join(PTY), &code.join("node_modules/node-pty"))?;
        }
        fs::write(installed, "")?;
    }
    Ok(code)
}

/// A Chromium. A build machine gets Debian's when it has none; nobody else's system is changed.
pub fn chromium() -> Result<PathBuf> {
    let find = || on_path(&["chromium", "chromium-browser", "google-chrome"]);
    if let Some(found) = find() {
        return Ok(found);
    }
    ensure!(
        on_build_machine(),
        "there is no Chromium: `apt-get install chromium`, or what your system has in its place"
    );
    println!("installing Chromium");
    let mut update = Command::new("apt-get");
    run(update.args(["-qq", "update"]))?;
    let mut install = Command::new("apt-get");
    install.args(["-qq", "-y", "--no-install-recommends", "install", "chromium", "fonts-dejavu-core"]);
    run(install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))?;
    find().context("apt-get installed no Chromium")
}

/// Makes `path` a link, whatever is there.
#[cfg(unix)]
fn link(target: &Path, path: &Path) -> Result<()> {
    if path.is_symlink() {
        fs::remove_file(path)?;
    } else if path.exists() {
        fs::remove_dir_all(path)?;
    }
    Ok(std::os::unix::fs::symlink(target, path)?)
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(arguments).args(["--no-audit", "--no-fund", "--loglevel=error"]).stdout(Stdio::null());
    npm
}
