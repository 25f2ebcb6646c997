//! Wine, which runs Windows programs. Debian's of the suite that has version 10: before it, no Rust program starts there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use super::{DEBIAN, debian, folder, run};

/// Wine, and what it needs to start in a root of its own: a shell, and a library that Debian does not package with it.
const PACKAGES: [&str; 5] = ["wine64", "libwine", "bash", "coreutils", "libz-mingw-w64"];

/// Runs a program in a namespace where the unpacked system is the root and the folders of this machine are mounted, so that Wine finds
/// its own libraries and the program finds its files, on drive `Z:`. Nothing stays mounted.
const LAUNCHER: &str = r#"#!/bin/sh
# wine PROGRAM ARGUMENT...
home=$(CDPATH= cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" = 0 ]; then namespace=--mount; else namespace='--user --map-root-user --mount'; fi
# shellcheck disable=SC2086
exec unshare $namespace --fork --kill-child -- bash -c '
home=$1 folder=$2 program=$3
shift 3
for top in /*; do
    case $top in /bin | /boot | /etc | /lib* | /run | /sbin | /sys | /usr | /var) continue ;; esac
    [ -d "$top" ] && [ ! -L "$top" ] && mkdir -p "$home/root$top" && mount --rbind "$top" "$home/root$top"
done
case $program in *.exe) program=$(readlink -f "$program") ;; esac
exec chroot "$home/root" /usr/bin/env -i HOME="$HOME" LANG=C.UTF-8 PATH=/usr/bin:/usr/lib/wine XDG_RUNTIME_DIR=/tmp \
    WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" WINEPREFIX="$home/prefix" \
    WINESERVER=/usr/lib/wine/wineserver64 \
    bash -c "cd \"\$1\" && shift && exec /usr/lib/wine/wine64 \"\$@\"" wine "$folder" "$program" "$@"
' wine "$home" "$PWD" "$@"
"#;

/// The program that runs Windows programs. It takes their arguments and ends with their exit code.
pub fn wine() -> Result<PathBuf> {
    let home = folder(&format!("wine-{DEBIAN}"))?;
    let (root, launcher) = (home.join("root"), home.join("wine"));
    let system = home.join("prefix/drive_c/windows/system32");
    if system.join("cmd.exe").is_file() {
        return Ok(launcher);
    }
    println!("installing Wine of Debian {DEBIAN}");
    fs::create_dir_all(&root)?;
    if !root.join("usr/lib/wine/wine64").is_file() {
        debian::unpack(DEBIAN, PACKAGES, &root)?;
    }
    whole(&root)?;
    fs::write(&launcher, LAUNCHER)?;
    run(Command::new("chmod").arg("+x").arg(&launcher))?;
    // Wine's own libraries want it when the prefix is made.
    fs::create_dir_all(&system)?;
    fs::copy(root.join("usr/x86_64-w64-mingw32/lib/zlib1.dll"), system.join("zlib1.dll"))?;
    let mut boot = Command::new(&launcher);
    boot.args(["wineboot", "--init"]).stdout(Stdio::null()).stderr(Stdio::null());
    run(&mut boot).context("Wine does not start")?;
    ensure!(system.join("cmd.exe").is_file(), "Wine has made no Windows");
    Ok(launcher)
}

/// Makes what unpacked packages lack to be a system: the links at its top, and `sh`.
#[cfg(unix)]
fn whole(root: &Path) -> Result<()> {
    use std::os::unix::fs::symlink;
    for name in ["bin", "lib", "lib64", "sbin"] {
        if root.join(name).symlink_metadata().is_err() {
            symlink(format!("usr/{name}"), root.join(name))?;
        }
    }
    let shell = root.join("usr/bin/sh");
    if shell.symlink_metadata().is_err() {
        symlink("bash", shell)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn whole(_root: &Path) -> Result<()> {
    anyhow::bail!("Wine is for other systems")
}
