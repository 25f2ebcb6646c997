//! What looks at a project before a commit and in a pull request: the hooks for pre-commit and the action for GitHub.

use std::{
    env,
    ffi::OsString,
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::project::{Project, Run};

const BROKEN: (&str, &str) = (".claude/commands/flow/plan.md", "---\ndescription: Plan\n---\n{{INCLUDE:nowhere.md}}\n");

/// The steps of the action that check, as GitHub runs them.
#[test]
fn the_action_annotates_and_writes_sarif() {
    let project = Project::new(&[BROKEN]);
    let bin = project.path("runner/flowspec-lsp/bin");
    fs::create_dir_all(&bin).unwrap();
    symlink(env!("CARGO_BIN_EXE_flowspec-lsp"), bin.join("flowspec-lsp")).unwrap();
    let step = |name: &str, fail_on: &str| {
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script(name)]).current_dir(project.path(""));
        bash.env("RUNNER_TEMP", project.path("runner")).env("CHECKED", ".claude memory").env("FAIL_ON", fail_on);
        Run::of(bash.env("SARIF", "found.sarif").stdin(Stdio::null()).output().unwrap())
    };
    fs::create_dir(project.path("memory")).unwrap();
    let found = step("Check", "warning");
    assert_eq!(found.code, 1, "{}", found.all());
    assert!(found.stdout.contains("::error file=.claude/commands/flow/plan.md,line=4,"), "{}", found.stdout);
    // Findings do not end the step that only writes them down.
    assert_eq!(step("Write SARIF", "warning").code, 0);
    assert!(project.read("found.sarif").contains("\"include-missing\""));
    project.write(BROKEN.0, "---\ndescription: Plan\n---\n");
    let found = step("Check", "warning");
    assert_eq!(found.code, 0, "{}", found.all());
}

/// The step that downloads, from a server that is a folder.
#[cfg(target_os = "linux")]
#[test]
fn the_action_downloads_what_has_the_right_sum() {
    let project = Project::new(&[]);
    let name = "flowspec-lsp-0.1.0-x86_64-unknown-linux-musl";
    let release = project.path("server/owner/project/releases/download/v0.1.0");
    fs::create_dir_all(release.join(name)).unwrap();
    fs::write(release.join(name).join("flowspec-lsp"), "#!/bin/sh\necho it runs\n").unwrap();
    let shell = |script: &str| {
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(&release);
        bash.env("RUNNER_TEMP", project.path("runner")).env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
        let server = format!("file://{}", project.path("server").display());
        bash.env("SERVER", server).env("REPOSITORY", "owner/project").env("VERSION", "v0.1.0");
        bash
    };
    let run = |mut bash: Command| Run::of(bash.stdin(Stdio::null()).output().unwrap());
    let pack =
        format!("chmod +x {name}/flowspec-lsp; tar -czf {name}.tar.gz {name}; sha256sum {name}.tar.gz >SHA256SUMS");
    assert_eq!(run(shell(&pack)).code, 0);
    let install = script("Install flowspec-lsp");
    let installed = run(shell(&install));
    assert_eq!(installed.code, 0, "{}", installed.all());
    assert_eq!(run(shell("\"$RUNNER_TEMP/flowspec-lsp/bin/flowspec-lsp\"")).stdout, "it runs\n");
    // A branch has no archive, and a wrong sum is refused.
    let mut branch = shell(&install);
    branch.env("VERSION", "main");
    let refused = run(branch);
    assert_eq!(refused.code, 2);
    assert!(refused.stdout.contains("`main` is not a version of flowspec-lsp"), "{}", refused.stdout);
    fs::write(release.join("SHA256SUMS"), format!("{}  {name}.tar.gz\n", "0".repeat(64))).unwrap();
    assert_ne!(run(shell(&install)).code, 0);
}

/// The package that pre-commit installs asks for the wheel of this version.
#[test]
fn the_hooks_install_this_version() {
    let project = include_str!("../../pyproject.toml");
    let version = env!("CARGO_PKG_VERSION");
    assert!(project.contains(&format!("version = \"{version}\"")));
    assert!(project.contains(&format!("dependencies = [\"flowspec-lsp=={version}\"]")));
}

/// What a step of `action.yml` runs.
fn script(name: &str) -> String {
    let action = include_str!("../../action.yml");
    let (_, step) = action.split_once(&format!("- name: {name}\n")).unwrap();
    let (_, lines) = step.split_once("run: |\n").unwrap();
    let script: Vec<_> = lines.lines().map_while(|line| line.strip_prefix("        ")).collect();
    script.join("\n")
}

#[test]
#[ignore = "needs pre-commit: `cargo xtask test` installs it and runs this"]
fn gates_pre_commit_stops_a_commit_with_an_error() {
    let ours = Project::new(&[(".pre-commit-hooks.yaml", include_str!("../../.pre-commit-hooks.yaml"))]);
    commit(&ours.path(""));
    let project = Project::new(&[BROKEN]);
    // As the README has it, with the hook that compiles nothing.
    let readme = include_str!("../../README.md");
    let (_, config) = readme.split_once("```yaml\nrepos:").unwrap();
    let (config, _) = config.split_once("```").unwrap();
    let config = config
        .replace("../flowspec-lsp", ours.path("").to_str().unwrap())
        .replace("rev: main", &format!("rev: {}", git(&ours.path(""), &["rev-parse", "HEAD"])))
        .replace("id: flowspec-lsp", "id: flowspec-lsp-system");
    project.write(".pre-commit-config.yaml", &format!("repos:{config}"));
    commit(&project.path(""));
    let run = || {
        let program = env::var_os("FLOWSPEC_PRE_COMMIT").expect("`cargo xtask test` says where pre-commit is");
        let mut command = Command::new(program);
        command.args(["run", "--all-files", "--color", "never"]).current_dir(project.path("")).env("PATH", path());
        forget_repository(&mut command);
        command.env("PRE_COMMIT_HOME", ours.path("cache")).env("HOME", ours.path("home"));
        Run::of(command.stdin(Stdio::null()).output().unwrap())
    };
    let found = run();
    assert_eq!(found.code, 1, "{}", found.all());
    assert!(
        found.stdout.contains("Failed") && found.stdout.contains("`nowhere.md` does not exist"),
        "{}",
        found.stdout
    );
    project.write(BROKEN.0, "---\ndescription: Plan\n---\n");
    let found = run();
    assert_eq!(found.code, 0, "{}", found.all());
    assert!(found.stdout.contains("Passed"), "{}", found.stdout);
}

/// A `PATH` that begins with the program that was built.
fn path() -> OsString {
    let built = Path::new(env!("CARGO_BIN_EXE_flowspec-lsp")).parent().map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(built.into_iter().chain(env::split_paths(&path))).unwrap()
}

/// Whoever runs the tests from a hook of git has variables that name another repository.
fn forget_repository(command: &mut Command) {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
}

/// Makes a folder a repository whose only commit has all of it.
fn commit(folder: &Path) {
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "--all"]);
    git(folder, &["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "a"]);
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    forget_repository(&mut git);
    let output = git.args(["-c", "commit.gpgsign=false"]).args(arguments).current_dir(folder).stdin(Stdio::null());
    let output = output.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
