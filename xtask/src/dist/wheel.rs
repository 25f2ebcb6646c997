//! The wheel of a platform, built by maturin.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use super::Platform;
use crate::{root, tools};

/// Builds the wheel. maturin finds the program compiled already, because it compiles by the same means; what it is for is written in its name
/// afterwards, because a program that is linked statically runs on more systems than maturin can know.
pub fn write(platform: &Platform, folder: &Path) -> Result<()> {
    let maturin = tools::maturin()?;
    let scratch = tools::target().join("wheel");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    let mut build = Command::new(&maturin);
    build.args(["build", "--release", "--locked", "--quiet", "--compatibility", "linux", "--target"]);
    build.arg(platform.triple).arg("--out").arg(&scratch).current_dir(root().join("packaging/pypi"));
    super::build::by_zig(&mut build)?;
    build.env("CARGO", tools::zigbuild()?);
    let own = maturin.parent().context("no folder")?;
    tools::run(&mut build)?;
    for wheel in fs::read_dir(&scratch)? {
        let wheel = wheel?.path();
        let mut tags = Command::new(own.join("wheel"));
        tags.args(["tags", "--remove", "--platform-tag", platform.wheel]).arg(&wheel);
        tools::run(tags.stdout(std::process::Stdio::null()))?;
    }
    for wheel in fs::read_dir(&scratch)? {
        let wheel = wheel?.path();
        fs::copy(&wheel, folder.join(wheel.file_name().context("no name")?))?;
    }
    Ok(())
}
