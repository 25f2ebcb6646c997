//! The real Spec Kit: what it installs has no findings, and preflight refuses what its scripts refuse, in their words.

#![cfg(unix)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

const FEATURE: &str = "specs/001-fees";

/// Integrations, and how each calls the command that starts a feature.
const INTEGRATIONS: [(&str, &str); 6] = [
    ("claude", "/speckit-specify"),
    ("copilot", "/speckit-specify"),
    ("codex", "$speckit-specify"),
    ("gemini", "/speckit.specify"),
    ("cursor-agent", "/speckit-specify"),
    ("opencode", "/speckit.specify"),
];

/// Commands, and what their files tell the agent to run.
const SCRIPTS: [(&str, &[&str]); 7] = [
    ("clarify", &["check-prerequisites.sh", "--json", "--paths-only"]),
    ("plan", &["setup-plan.sh", "--json"]),
    ("checklist", &["check-prerequisites.sh", "--json", "--template", "checklist-template"]),
    ("tasks", &["setup-tasks.sh", "--json"]),
    ("analyze", &["check-prerequisites.sh", "--json", "--require-spec", "--require-tasks", "--include-tasks"]),
    ("implement", &["check-prerequisites.sh", "--json", "--require-tasks", "--include-tasks"]),
    ("converge", &["check-prerequisites.sh", "--json", "--require-spec", "--require-tasks", "--include-tasks"]),
];

#[test]
#[ignore = "needs Spec Kit: `cargo xtask test` installs it and runs this"]
fn spec_kit_installs_what_has_one_finding() {
    let scratch = tempfile::tempdir().unwrap();
    for (integration, specify) in INTEGRATIONS {
        let project = init(scratch.path(), integration);
        let found = json(&ours(&project, &["check", "--hints", "--format", "json"]));
        let codes: Vec<_> =
            found["findings"].as_array().unwrap().iter().map(|it| (&it["code"], &it["severity"])).collect();
        assert_eq!(codes, [(&Value::from("constitution-untouched"), &Value::from("info"))], "{integration}");
        let told = String::from_utf8(ours(&project, &["preflight", "plan"]).stdout).unwrap();
        assert!(told.contains(&format!("run `{specify}` first")), "{integration}: {told}");
    }
}

#[test]
#[ignore = "needs Spec Kit: `cargo xtask test` installs it and runs this"]
fn spec_kit_refuses_what_preflight_blocks() {
    let scratch = tempfile::tempdir().unwrap();
    let projects = ["claude", "gemini"].map(|integration| init(scratch.path(), integration));
    let (mut refused, mut passed) = (0, 0);
    for (at, state) in states().enumerate() {
        let project = &projects[at % projects.len()];
        for (command, script) in SCRIPTS {
            state.write(project);
            let verdict = json(&ours(project, &["preflight", command, "--yes", "--format", "json"]));
            let reasons = verdict["reasons"].as_array().unwrap();
            let block = reasons.iter().find(|reason| reason["outcome"] == "block");
            let theirs = run(
                project,
                Command::new("bash").arg(format!(".specify/scripts/bash/{}", script[0])).args(&script[1..]),
            );
            let said = String::from_utf8(theirs.stderr).unwrap();
            let shown = || format!("{command} of {state:?}\nours: {verdict:#}\ntheirs: {said}");
            // That there is nothing to clarify is told to the agent, not to the script.
            let has_spec = state.spec && state.pointer != Pointer::Gone;
            let is_known = matches!(state.pointer, Pointer::Gone | Pointer::Feature);
            if command == "clarify" && is_known && !has_spec {
                assert!(theirs.status.success() && block.is_some(), "{}", shown());
                continue;
            }
            assert_eq!(theirs.status.success(), block.is_none(), "{}", shown());
            let Some(block) = block else {
                passed += 1;
                continue;
            };
            refused += 1;
            // What follows is advice of our own.
            let message = block["message"].as_str().unwrap();
            let quoted: Vec<_> =
                message.lines().take_while(|line| line.starts_with(|c: char| c.is_uppercase())).collect();
            assert!(!quoted.is_empty(), "{}", shown());
            assert!(said.lines().zip(&quoted).all(|(theirs, ours)| theirs == *ours), "{}", shown());
            assert!(said.lines().count() >= quoted.len(), "{}", shown());
        }
    }
    assert!(refused > 100 && passed > 40, "{refused} refused, {passed} passed");
}

/// What `feature.json` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pointer {
    NoFile,
    NoKey,
    Gone,
    Feature,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Missing,
    Empty,
    Written,
}

/// The files of a project that the scripts look for.
#[derive(Debug, Clone, Copy)]
struct FeatureFiles {
    pointer: Pointer,
    spec: bool,
    plan: Plan,
    tasks: bool,
    templates: bool,
}

/// Every combination of what the scripts look for.
fn states() -> impl Iterator<Item = FeatureFiles> {
    let whole =
        FeatureFiles { pointer: Pointer::Feature, spec: true, plan: Plan::Written, tasks: true, templates: true };
    let other = [Pointer::NoFile, Pointer::NoKey, Pointer::Gone].map(|pointer| FeatureFiles { pointer, ..whole });
    let bits = (0..24).map(move |n| FeatureFiles {
        spec: n % 2 == 0,
        tasks: n / 2 % 2 == 0,
        templates: n / 4 % 2 == 0,
        plan: [Plan::Missing, Plan::Empty, Plan::Written][n / 8],
        ..whole
    });
    other.into_iter().chain(bits)
}

impl FeatureFiles {
    fn write(self, project: &Path) {
        let feature = project.join(FEATURE);
        let _ = fs::remove_dir_all(project.join("specs"));
        fs::create_dir_all(&feature).unwrap();
        let put = |name: &str, text: Option<&str>| {
            if let Some(text) = text {
                fs::write(feature.join(name), text).unwrap();
            }
        };
        put("spec.md", self.spec.then_some("# Feature Specification: Fees\n"));
        put("tasks.md", self.tasks.then_some("- [x] T001 a\n- [ ] T002 b\n"));
        put(
            "plan.md",
            match self.plan {
                Plan::Missing => None,
                Plan::Empty => Some(""),
                Plan::Written => Some("# Implementation Plan: Fees\n"),
            },
        );
        let pointer = project.join(".specify/feature.json");
        match self.pointer {
            Pointer::NoFile => drop(fs::remove_file(pointer)),
            Pointer::NoKey => fs::write(pointer, "{}\n").unwrap(),
            Pointer::Gone => fs::write(pointer, r#"{"feature_directory": "specs/002-gone"}"#).unwrap(),
            Pointer::Feature => fs::write(pointer, format!(r#"{{"feature_directory": "{FEATURE}"}}"#)).unwrap(),
        }
        let (shown, hidden) = (project.join(".specify/templates"), project.join(".specify/hidden"));
        match (self.templates, shown.is_dir()) {
            (true, false) => fs::rename(hidden, shown).unwrap(),
            (false, true) => fs::rename(shown, hidden).unwrap(),
            _ => {}
        }
    }
}

/// A project that `specify init` has just made.
fn init(scratch: &Path, integration: &str) -> PathBuf {
    let specify = env::var("FLOWSPEC_SPECIFY").expect("FLOWSPEC_SPECIFY is `specify`: `cargo xtask test` sets it");
    let options = ["--non-interactive", "--ignore-agent-tools", "--script", "sh", "--integration", integration];
    let made = run(scratch, Command::new(specify).args(["init", integration]).args(options));
    assert!(made.status.success(), "{integration}: {}", String::from_utf8_lossy(&made.stderr));
    scratch.join(integration).canonicalize().unwrap()
}

fn ours(project: &Path, arguments: &[&str]) -> Output {
    run(project, Command::new(env!("CARGO_BIN_EXE_flowspec-lsp")).args(arguments))
}

/// Runs a program that knows nothing of this user.
fn run(folder: &Path, command: &mut Command) -> Output {
    for name in ["SPECIFY_FEATURE_DIRECTORY", "SPECIFY_FEATURE", "SPECIFY_INIT_DIR"] {
        command.env_remove(name);
    }
    command.current_dir(folder).env("HOME", folder.join(".home")).output().unwrap()
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}
