//! Programs of another Debian suite, unpacked with all their libraries into a folder. Nothing of the system changes.

use std::{env, fs, path::Path, process::Command};

use anyhow::{Result, bail};

use super::run;

/// A program and the package that has it.
pub struct Program {
    pub package: &'static str,
    pub name: &'static str,
    /// What it wants set, in the words of a shell that knows `$root`.
    pub environment: &'static str,
}

/// Installs programs of `suite` into `root`, where they are then `root/NAME`.
pub fn install(suite: &str, programs: &[Program], root: &Path) -> Result<()> {
    unpack(suite, programs.iter().map(|program| program.package), root)?;
    programs.iter().try_for_each(|program| launcher(root, program))
}

/// Unpacks packages of `suite`, and all that they depend on, into `root`. Needs a Debian; the packages come from the mirror that it uses
/// itself.
pub fn unpack<'a>(suite: &str, packages: impl IntoIterator<Item = &'a str>, root: &Path) -> Result<()> {
    let apt = root.join("apt");
    let (lists, archives) = (apt.join("lists"), apt.join("cache/archives"));
    for folder in [lists.join("partial"), archives.join("partial")] {
        fs::create_dir_all(folder)?;
    }
    fs::write(apt.join("status"), "")?;
    let keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
    fs::write(apt.join("sources.list"), format!("deb [signed-by={keys}] {} {suite} main\n", mirror()?))?;
    let options = format!(
        "Dir::Etc::sourcelist \"{apt}/sources.list\";\nDir::Etc::sourceparts \"/dev/null\";\n\
         Dir::State::lists \"{apt}/lists\";\nDir::State::status \"{apt}/status\";\nDir::Cache \"{apt}/cache\";\n\
         APT::Install-Recommends \"false\";\nAPT::Sandbox::User \"\";\nAcquire::Languages \"none\";\n",
        apt = apt.display()
    );
    let config = apt.join("apt.conf");
    fs::write(&config, options)?;
    let get = || {
        let mut get = Command::new("apt-get");
        get.args(["--quiet", "--quiet", "--yes"]).env("APT_CONFIG", &config).env("DEBIAN_FRONTEND", "noninteractive");
        get
    };
    run(get().arg("update"))?;
    run(get().args(["--download-only", "install"]).args(packages))?;
    for archive in fs::read_dir(&archives)? {
        let archive = archive?.path();
        if archive.extension().is_some_and(|extension| extension == "deb") {
            run(Command::new("dpkg-deb").arg("--extract").arg(&archive).arg(root))?;
        }
    }
    Ok(fs::remove_dir_all(apt)?)
}

/// Writes `root/NAME`, which starts a program of `root` with the loader and the libraries that came with it.
fn launcher(root: &Path, Program { name, environment, .. }: &Program) -> Result<()> {
    let script = format!(
        "#!/bin/sh\n\
         root=$(CDPATH= cd \"$(dirname \"$0\")\" && pwd)\n\
         libraries=$root/usr/lib/{arch}-linux-gnu\n\
         program=$(readlink -f \"$root/usr/bin/{name}\")\n\
         {environment}exec \"$libraries/{loader}\" --library-path \"$libraries\" --argv0 {name} \"$program\" \"$@\"\n",
        arch = env::consts::ARCH,
        loader = if env::consts::ARCH == "aarch64" { "ld-linux-aarch64.so.1" } else { "ld-linux-x86-64.so.2" },
    );
    let launcher = root.join(name);
    fs::write(&launcher, script)?;
    run(Command::new("chmod").arg("+x").arg(launcher))
}

/// The mirror that this Debian uses.
fn mirror() -> Result<String> {
    for place in ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"] {
        let Ok(sources) = fs::read_to_string(place) else { continue };
        let mut words = sources.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        if let Some(mirror) = words.find(|word| word.starts_with("http")) {
            return Ok(mirror.to_owned());
        }
    }
    bail!("only a Debian knows where its packages are");
}
