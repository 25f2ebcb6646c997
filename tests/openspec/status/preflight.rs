//! What preflight blocks is what OpenSpec refuses.

use flowspec_lsp::{
    workflow::preflight::{Answers, Outcome, Request, Verdict, preflight},
    workspace::{Settings, Snapshot, World, path::real, scan},
};

use super::{RealProject, Written};

const SPEC: &str = "# A\n## Purpose\nFees are charged for every transfer that somebody makes.\n## Requirements\n\
    ### Requirement: Fee\nThe system SHALL charge a fee.\n#### Scenario: A\n- **WHEN** a\n- **THEN** b\n";
const ADDED: &str =
    "## ADDED Requirements\n### Requirement: Refund\nThe system SHALL refund a fee.\n#### Scenario: A\n- **WHEN** a\n";
const MODIFIED: &str = "## MODIFIED Requirements\n### Requirement: Fee\nThe system SHALL charge two fees.\n#### Scenario: A\n- **WHEN** a\n";
const DONE: Written = ("tasks.md", "- [x] 1.1 A\n");
const OPEN: Written = ("tasks.md", "- [x] 1.1 A\n- [ ] 1.2 B\n");
const PROPOSAL: Written = ("proposal.md", "## Why\nx\n## What Changes\ny\n");

/// Changes, each with a delta of a capability of its own name: the delta, the metadata and the other files.
const CHANGES: &[(&str, &str, &str, &[Written])] = &[
    ("proposed", "", "", &[PROPOSAL]),
    ("added", ADDED, "", &[PROPOSAL, DONE]),
    ("modified", MODIFIED, "", &[PROPOSAL, OPEN]),
    ("no-text", ADDED, "", &[PROPOSAL, ("tasks.md", "- [ ]\n")]),
    ("no-tasks", ADDED, "", &[PROPOSAL, ("tasks.md", "- A\n")]),
    (
        "unknown-target",
        "## MODIFIED Requirements\n### Requirement: Fees\nThe system SHALL x.\n#### Scenario: A\n- a\n",
        "",
        &[DONE],
    ),
    ("near-removal", "## REMOVED Requirements\n### Requirement: fee\n", "", &[DONE]),
    ("missing-removal", "## REMOVED Requirements\n### Requirement: Gone\n", "", &[DONE]),
    ("empties", "## REMOVED Requirements\n### Requirement: Fee\n", "", &[DONE]),
    (
        "retires",
        "## REMOVED Requirements\n### Requirement: Fee\n",
        "schema: spec-driven\nretire_capabilities: true\n",
        &[DONE],
    ),
    ("no-scenario", "## ADDED Requirements\n### Requirement: B\nThe system SHALL b.\n", "", &[DONE]),
    ("no-keyword", "## ADDED Requirements\n### Requirement: B\nText.\n#### Scenario: A\n- a\n", "", &[DONE]),
    ("no-section", "# A\n### Requirement: B\nThe system SHALL b.\n", "", &[DONE]),
    ("unpaired", "## RENAMED Requirements\n- FROM: `### Requirement: Fee`\n", "", &[DONE]),
    ("misplaced", "", "", &[DONE, ("specs/auth.md", ADDED)]),
    ("at-the-root", "", "", &[DONE, ("specs/spec.md", "no delta\n")]),
    ("a-note", "", "", &[DONE, ("specs/notes.md", "no delta\n")]),
    ("skipped", "", "schema: spec-driven\nskip_specs: true\n", &[PROPOSAL, DONE]),
    ("skipped-but-there", ADDED, "schema: spec-driven\nskip_specs: true\n", &[DONE]),
    ("skipped-by-mistake", "", "skip_specs: true\n", &[DONE]),
    ("2026-01-31-dated", "", "", &[DONE]),
];

fn write(project: &RealProject) {
    project.write("openspec/changes/archive/2026-01-31-dated/tasks.md", "- [x] A\n");
    for (name, delta, metadata, files) in CHANGES {
        let folder = format!("openspec/changes/{name}");
        if !delta.is_empty() {
            project.write(&format!("openspec/specs/{name}/spec.md"), SPEC);
            project.write(&format!("{folder}/specs/{name}/spec.md"), delta);
        }
        if !metadata.is_empty() {
            project.write(&format!("{folder}/.openspec.yaml"), metadata);
        }
        files.iter().for_each(|(path, text)| project.write(&format!("{folder}/{path}"), text));
    }
}

fn snapshot(project: &RealProject) -> Snapshot {
    let root = real(project.root()).unwrap();
    let mut world = World::default();
    world.load(scan::scan(&root, &Settings::default()));
    world.projects()[0].clone()
}

fn ours(snapshot: &Snapshot, command: &str, change: &str) -> Verdict {
    let answers = Answers { go_on: Some(true), ..Answers::default() };
    preflight(snapshot, &Request { command: command.into(), task: Some(change.into()), answers, ..Request::default() })
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn openspec_refuses_what_preflight_blocks() {
    let project = RealProject::new();
    project.write("openspec/config.yaml", "schema: spec-driven\n");
    write(&project);
    let snapshot = snapshot(&project);
    let mut blocked = [0, 0];
    for (name, ..) in CHANGES {
        let verdict = ours(&snapshot, "/opsx:apply", name);
        let (told, _) = project.run(&["instructions", "apply", "--change", name, "--json"]);
        let state = told["state"].as_str();
        // It tells nothing of a change whose metadata it cannot load.
        let expected = match state {
            Some("blocked") => Outcome::Block,
            Some(_) => Outcome::Warn,
            None => Outcome::CannotTell,
        };
        assert_eq!(verdict.outcome.max(Outcome::Warn), expected, "apply {name}: {told} {:#?}", verdict.reasons);
        let is_done = verdict.reasons.iter().any(|it| it.message.contains("archive it with"));
        assert_eq!(is_done, state == Some("all_done"), "apply {name}: {told}");
        blocked[0] += usize::from(verdict.outcome == Outcome::Block);
    }
    for (name, ..) in CHANGES {
        let verdict = ours(&snapshot, "/opsx:archive", name);
        let (code, told) = project.exit(&["archive", name, "--yes"]);
        assert_eq!(verdict.outcome == Outcome::Block, code != 0, "archive {name}: {told} {:#?}", verdict.reasons);
        blocked[1] += usize::from(verdict.outcome == Outcome::Block);
    }
    assert!(
        blocked.iter().all(|count| (3..CHANGES.len() - 3).contains(count)),
        "both answers are compared: {blocked:?}"
    );
}
