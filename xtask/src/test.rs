//! Everything that must hold, one step after the other.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use crate::{fuzz, install, root, tools, vsix, windows};

type Step = (&'static str, fn() -> Result<()>);

/// Runs every step, or those that `only` names, also after one failed, and says in the end which did.
pub fn run(only: &[String]) -> Result<ExitCode> {
    let steps: [Step; 19] = [
        ("format", || cargo(&["fmt", "--all", "--check"])),
        ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])),
        ("licences and sources", licences),
        ("benchmarks compile and run", || {
            cargo(&["bench", "--locked", "--profile", "dev", "--bench", "engine", "--", "--test"])
        }),
        ("tests", tests),
        ("corpus", corpus),
        ("fuzz", fuzz::step),
        ("Neovim", neovim),
        ("Neovim 0.10", old_neovim),
        ("Helix", helix),
        ("agents", agents),
        ("Backlog.md", backlog),
        ("OpenSpec", openspec),
        ("Spec Kit", spec_kit),
        ("pre-commit", pre_commit),
        ("workflows", workflows),
        ("VS Code", vscode),
        ("packages", install::step),
        ("Windows, under Wine", windows::step),
    ];
    let begin = Instant::now();
    let mut results = Vec::new();
    let wanted =
        |name: &str| only.is_empty() || only.iter().any(|word| name.to_lowercase().contains(&word.to_lowercase()));
    for (name, step) in steps.into_iter().filter(|(name, _)| wanted(name)) {
        println!("\n=== {name}");
        let begin = Instant::now();
        let result = step();
        if let Err(error) = &result {
            println!("{name} failed: {error:#}");
        }
        results.push((name, result.is_ok(), begin.elapsed()));
    }
    println!("\n=== summary");
    for (name, passed, took) in &results {
        println!("{} {:>6}  {name}", if *passed { "passed" } else { "FAILED" }, seconds(*took));
    }
    let failed = results.iter().filter(|(_, passed, _)| !passed).count();
    println!("{} of {} steps failed in {}", failed, results.len(), seconds(begin.elapsed()));
    ensure!(!results.is_empty(), "no step is called {}", only.join(" or "));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn licences() -> Result<()> {
    let deny = tools::cargo_deny()?;
    // Advisories are left out: their database is a git repository that not every machine can reach.
    succeed(&mut command(deny, &["--locked", "check", "licenses", "bans", "sources"]))
}

fn tests() -> Result<()> {
    let with_nextest =
        Command::new("cargo").args(["nextest", "--version"]).output().is_ok_and(|it| it.status.success());
    if with_nextest {
        cargo(&["nextest", "run", "--workspace", "--locked", "--no-fail-fast"])?;
        cargo(&["test", "--doc", "--workspace", "--locked"])
    } else {
        cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])
    }
}

fn neovim() -> Result<()> {
    with("editors", &["neovim"], || {
        let pictures = tools::pictures()?;
        Ok(vec![
            ("NVIM", tools::neovim()?),
            ("TMUX", tools::tmux()?),
            ("RUMDL", tools::rumdl()?),
            ("PICTURES", pictures),
        ])
    })
}

/// What does not use the newer keys.
fn old_neovim() -> Result<()> {
    let tests = ["neovim_shows_findings", "neovim_has_the_commands", "neovim_runs"];
    with("editors", &tests, || Ok(vec![("NVIM", tools::old_neovim()?)]))
}

fn helix() -> Result<()> {
    with("editors", &["helix"], || {
        let pictures = tools::pictures()?;
        Ok(vec![
            ("HELIX", tools::helix()?),
            ("TMUX", tools::tmux()?),
            ("RUMDL", tools::rumdl()?),
            ("PICTURES", pictures),
        ])
    })
}

fn agents() -> Result<()> {
    with("editors", &["agents"], || Ok(vec![("AGENTS", tools::agents()?)]))
}

fn backlog() -> Result<()> {
    with("e2e", &["backlog"], || Ok(vec![("BACKLOG", tools::backlog()?)]))
}

fn openspec() -> Result<()> {
    with("openspec", &["openspec"], || Ok(vec![("OPENSPEC", tools::openspec()?)]))
}

fn spec_kit() -> Result<()> {
    if cfg!(windows) {
        println!("\n!!! SKIPPED, Spec Kit is compared by its scripts for bash\n");
        return Ok(());
    }
    with("spec_kit", &["spec_kit"], || Ok(vec![("SPECIFY", tools::specify()?)]))
}

/// The tests that read real repositories, which lie next to this one. Where they do not, nothing runs, and that is said.
fn corpus() -> Result<()> {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        println!("\n!!! SKIPPED, the corpus is not there: {}\n", corpus.display());
        return Ok(());
    }
    cargo(&["test", "--locked", "--test", "corpus", "--", "--ignored"])
}

fn pre_commit() -> Result<()> {
    with("cli", &["gates"], || Ok(vec![("PRE_COMMIT", tools::pre_commit()?)]))
}

/// The action and the workflows, against their schemas.
fn workflows() -> Result<()> {
    let validator = tools::action_validator()?.join("action-validator");
    let mut files = vec![root().join("action.yml")];
    for entry in std::fs::read_dir(root().join(".github/workflows"))? {
        files.push(entry?.path());
    }
    files.iter().try_for_each(|file| succeed(command(&validator, &[]).arg(file)))
}

/// Runs the tests that need programs, and learn by variables where these are. Away from a build machine, tests whose programs cannot be
/// had are left out.
fn with(target: &str, tests: &[&str], install: fn() -> Result<Vec<(&'static str, PathBuf)>>) -> Result<()> {
    let programs = match install() {
        Err(error) if !tools::on_build_machine() => {
            let tests = tests.join(", ");
            println!("\n!!! SKIPPED, because what it needs could not be installed: {tests}: {error:#}\n");
            return Ok(());
        }
        installed => installed?,
    };
    let test = || {
        let mut test = command("cargo", &["test", "--locked", "--test", target, "--", "--ignored"]);
        test.args(tests);
        test
    };
    // A name that no test has any more would be passed by.
    let list = String::from_utf8(test().arg("--list").stderr(Stdio::inherit()).output()?.stdout)?;
    let missing = tests.iter().find(|name| !list.contains(*name));
    ensure!(missing.is_none(), "no test is called {}", missing.unwrap_or(&""));
    let mut test = test();
    test.envs(programs.into_iter().map(|(name, path)| (format!("FLOWSPEC_{name}"), path)));
    succeed(&mut test)
}

/// The extension as it is packaged, with the debug build of the server, in a real VS Code.
fn vscode() -> Result<()> {
    let installed =
        tools::vscode::packages().and_then(|it| Ok((it, tools::vscode::code()?, tools::vscode::chromium()?)));
    let (extension, code, chromium) = match installed {
        Err(error) if !tools::on_build_machine() => {
            println!("\n!!! SKIPPED, VS Code is not tested: {error:#}\n");
            return Ok(());
        }
        installed => installed?,
    };
    for check in [["node_modules/typescript/bin/tsc", "--noEmit"], ["node_modules/eslint/bin/eslint.js", "."]] {
        succeed(command("node", &check).current_dir(&extension))?;
    }
    // Built with the tests it is the program that they have used already, and need not be compiled once more with fewer features.
    cargo(&["test", "--locked", "--no-run", "--test", "editors"])?;
    let scratch = tools::target().join("vscode");
    let vsix = scratch.join("flowspec.vsix");
    let server = tools::target().join("debug").join(format!("flowspec-lsp{}", env::consts::EXE_SUFFIX));
    vsix::package(&server, &vsix::host()?, &vsix)?;
    let mut test = command("node", &["dist/test/run.mjs"]);
    test.current_dir(&extension)
        .env("FLOWSPEC_CODE", code)
        .env("FLOWSPEC_CHROMIUM", chromium)
        .env("FLOWSPEC_VSIX", vsix.canonicalize()?)
        .env("FLOWSPEC_EXAMPLE", root().join("examples/parcel-tracker").canonicalize()?)
        .env("FLOWSPEC_SCRATCH", scratch.canonicalize()?);
    succeed(&mut test)
}

fn cargo(arguments: &[&str]) -> Result<()> {
    succeed(&mut command("cargo", arguments))
}

/// A command in the project's root that reads nothing. Cargo's own variables for this program do not reach it, because they
/// would make it rebuild what does not need it.
pub fn command(program: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program.as_ref());
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    command
}

pub fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    ensure!(status.success(), "{} ended with {status}", command.get_program().display());
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.0} s", time.as_secs_f64())
}
