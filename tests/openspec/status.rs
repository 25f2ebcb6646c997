//! The real OpenSpec: what it says of changes, tasks, metadata and schemas is what we say.

#[path = "status/preflight.rs"]
mod preflight;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use flowspec_lsp::{
    model::open_spec::{
        OpenSpecLevel,
        change::{ArtifactProgress, ChangeFacts, ChangeFiles, ChangeSchema, ChangeState, ChangeStatus},
        change_finding::ChangeFinding,
        config::ProjectConfig,
        metadata::ChangeMetadata,
        schema::SchemaFile,
        tasks::{TaskList, without_checkbox, wrong_numbers},
    },
    syntax::yaml::{self, Yaml},
};
use serde_json::{Value, json};
use text_size::{TextLen, TextRange};

const QUICK: &str = "name: quick\nversion: 1\nartifacts:\n\
    - {id: work, generates: 'work/**/*.{md,txt}', description: x, template: a.md, requires: [notes, plan]}\n\
    - {id: plan, generates: ./plan.md, description: x, template: a.md}\n\
    - {id: notes, generates: 'note?(s).md', description: x, template: a.md, requires: [plan]}\n\
    - {id: specs, generates: 'specs/*/spec.md', description: x, template: a.md, requires: [plan]}\n\
    apply: {requires: [plan, specs], tracks: 'work/**/*.{md,txt}'}\n";
const LOOSE: &str =
    "name: loose\nversion: 1\nartifacts:\n- {id: tasks, generates: '*.md', description: x, template: a.md}\n";

const DELTA: Written = ("specs/auth/spec.md", "## ADDED Requirements\n");
const PROPOSAL: Written = ("proposal.md", "## Why\n");

/// A path and a text.
type Written = (&'static str, &'static str);

/// Changes: their names, their metadata and their files.
const CHANGES: &[(&str, &str, &[Written])] = &[
    ("nothing", "", &[]),
    ("proposed", "", &[PROPOSAL]),
    ("without-proposal", "", &[("design.md", ""), DELTA]),
    ("planned", "", &[PROPOSAL, DELTA, ("design.md", ""), ("tasks.md", "## 1. A\n- [ ] 1.1 a\n- [ ] 2.1 b\n")]),
    ("no-design", "", &[PROPOSAL, DELTA, ("tasks.md", "```\n- [ ] a\n```\n")]),
    ("no-text", "", &[("tasks.md", "- [ ]\n1. [ ]   \n")]),
    ("prose", "", &[("tasks.md", "\u{feff}---\n- x\n---\n* * *\n- a\n")]),
    (
        "started",
        "",
        &[PROPOSAL, ("tasks.md", "- [~] a\r\n* [X] b\r\n+ [] c\r\n- [A](b)\r\n- [ ](c)\r\n<!--\r\n- [-] d\r\n-->\r\n")],
    ),
    ("finished", "", &[PROPOSAL, DELTA, ("tasks.md", "## 1. A\n- [x] 1.1 a\n  - [ X ] 1.1 b\n9) [x]c\n")]),
    ("skipped", "schema: spec-driven\nskip_specs: true\n", &[PROPOSAL, ("design.md", "")]),
    (
        "quick",
        "schema: quick\n",
        &[("plan.md", ""), ("work/deep/a.txt", "- [x] a"), ("work/b.md", "- [ ] b"), ("tasks.md", "- [ ]")],
    ),
    (
        "quick-skipped",
        "schema: quick\nskip_specs: true\n",
        &[("plan.md", ""), ("note.md", ""), ("work/.a.md", "- [ ] a")],
    ),
    ("loose", "schema: loose\n", &[("a.md", "- [ ] a"), ("sub/b.md", "- [ ] b")]),
];

/// Metadata of changes that are about nothing else.
const METADATA: &[&str] = &[
    "",
    "# schema: spec-driven\n",
    "- schema\n",
    "schema: spec-driven\nschema: spec-driven\n",
    "schema: spec-driven\n---\n",
    "schema: [\n",
    "schema: 1\n",
    "schema: ''\n",
    "schema: spec-driven.yaml\n",
    "schema: other\n",
    "schema: 'quick'\n",
    "created: 2026-01-01\n",
    "schema: quick\ncreated: 2026-99-99\n",
    "schema: quick\ncreated: 2026-1-1\n",
    "schema: quick\ncreated: 2026-01-01T10:00:00Z\n",
    "schema: quick\ngoal:\n",
    "schema: quick\ngoal: yes\naffected_areas: [no, 1_000, &a off, *a]\n",
    "schema: quick\ngoal: 0x1F\n",
    "schema: quick\ngoal: |\n  text\naffected_areas: []\n",
    "schema: quick\naffected_areas: [a, 1]\n",
    "schema: quick\naffected_areas: [a, '']\n",
    "schema: quick\naffected_areas: a\n",
    "schema: quick\ninitiative: {store: team-1, id: a}\n",
    "schema: quick\ninitiative: {store: Team, id: a}\n",
    "schema: quick\ninitiative: {store: team, id: a--b}\n",
    "schema: quick\ninitiative: {store: team}\n",
    "schema: quick\ninitiative: {store: team, id: a, name: b}\n",
    "schema: quick\nskip_specs: True\n",
    "schema: quick\nskip_specs: yes\n",
    "schema: quick\nskip_specs: \"true\"\n",
    "schema: quick\nretire_capabilities: ~\n",
    "schema: quick\ntitle: x\n",
];

/// Schemas that are about nothing else.
const SCHEMAS: &[&str] = &[
    "",
    "name: a\n",
    "name: a\nversion: 1\nartifacts: []\n",
    "name: a\nversion: 0\nartifacts: [A]\n",
    "name: a\nversion: 1.0\nartifacts: [A]\n",
    "name: a\nversion: '1'\nartifacts: [A]\n",
    "name: a\nversion: 1\ndescription: ''\nowner: me\nartifacts: [A]\n",
    "name: a\nversion: 1\nartifacts: [A]\napply:\n",
    "name: a\nversion: 1\nartifacts: [A]\napply: {requires: []}\n",
    "name: a\nversion: 1\nartifacts: [A]\napply: {requires: [a], tracks: ~}\n",
    "name: a\nversion: 1\nartifacts: [A]\napply: {requires: [b]}\n",
    "name: a\nversion: 1\nartifacts: [A]\napply: {requires: [a], tracks: TODO.md}\n",
    "name: a\nversion: 1\nartifacts: [A]\napply: {requires: [a], tracks: ../a.md}\n",
    "name: a\nversion: 1\nartifacts: [A, A]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: a, template: a.md}]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: a, template: missing.md, description: x}]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: a, template: .//a.md, description: ''}]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: a/../b, template: a.md, description: x}]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: 'C:a', template: a.md, description: x}]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: a..b, template: a.md, description: x, requires: }]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: a, template: a.md, description: x, requires: [b]}]\n",
    "name: a\nversion: 1\nartifacts: [{id: a, generates: a, template: a.md, description: x, requires: [a]}]\n",
];

/// A project in which the real program runs.
struct RealProject {
    folder: tempfile::TempDir,
}

impl RealProject {
    fn new() -> RealProject {
        let project = RealProject { folder: tempfile::tempdir().unwrap() };
        project.write("openspec/config.yaml", "schema: spec-driven.yml\n");
        for (name, text) in [("quick", QUICK), ("loose", LOOSE)] {
            project.schema(name, text);
        }
        project
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn schema(&self, name: &str, text: &str) {
        self.write(&format!("openspec/schemas/{name}/schema.yaml"), text);
        self.write(&format!("openspec/schemas/{name}/templates/a.md"), "");
    }

    /// What the program writes to its output, and to its errors.
    fn run(&self, arguments: &[&str]) -> (Value, String) {
        let output = self.output(arguments);
        let told = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        (serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}{errors}")), errors)
    }

    /// The exit code, and all that is written.
    fn exit(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.output(arguments);
        let told = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(told).unwrap())
    }

    fn output(&self, arguments: &[&str]) -> Output {
        let tools = env::var("FLOWSPEC_OPENSPEC")
            .expect("FLOWSPEC_OPENSPEC is the folder of `openspec`: `cargo xtask test` sets it");
        let mut command = Command::new(Path::new(&tools).join("openspec"));
        command.args(arguments).current_dir(self.root());
        for (name, value) in [("OPENSPEC_TELEMETRY", "0"), ("CI", "1"), ("NO_COLOR", "1")] {
            command.env(name, value);
        }
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
            command.env(name, self.folder.path().join("home"));
        }
        command.output().unwrap()
    }

    /// The items in a list of what the program says, by their names.
    fn by_name(&self, arguments: &[&str], list: &str, name: &str) -> BTreeMap<String, Value> {
        let (told, _) = self.run(arguments);
        let items = told[list].as_array().unwrap_or_else(|| panic!("{arguments:?}: {told}")).iter();
        items.map(|item| (item[name].as_str().unwrap().to_owned(), item.clone())).collect()
    }
}

fn parsed(text: &str) -> Yaml {
    yaml::parse(text, TextRange::up_to(text.text_len()))
}

fn has_error(findings: &[ChangeFinding]) -> bool {
    findings.iter().any(|finding| finding.level == OpenSpecLevel::Error)
}

fn schema_named(name: &str) -> ChangeSchema {
    let read = |text| ChangeSchema::of(name, &SchemaFile::read(&parsed(text)).0).unwrap();
    match name {
        "quick" => read(QUICK),
        "loose" => read(LOOSE),
        _ => ChangeSchema::spec_driven(),
    }
}

/// What we say of a change: its status, and the lines with warnings in its tasks.
fn ours((_, metadata, files): &(&str, &str, &[Written])) -> (ChangeStatus, BTreeSet<(String, u64)>) {
    let metadata = ChangeMetadata::read(&parsed(metadata)).0;
    let schema = schema_named(metadata.schema.as_ref().map_or("spec-driven", |schema| schema.text.as_str()));
    let paths = ChangeFiles::new(files.iter().map(|(path, _)| *path));
    let tracked = schema.task_files(&paths);
    let text = |path: &str| files.iter().find(|(it, _)| *it == path).unwrap().1;
    let lists: Vec<_> = tracked.iter().map(|path| TaskList::read(text(path))).collect();
    let lists: Vec<_> = lists.iter().collect();
    let mut findings = without_checkbox(&lists);
    if schema.name == "spec-driven" {
        findings.extend(wrong_numbers(&lists));
    }
    let line = |(file, finding): (usize, ChangeFinding)| {
        let before = &text(tracked[file])[..usize::from(finding.range.start())];
        (tracked[file].to_owned(), before.matches('\n').count() as u64 + 1)
    };
    let facts = ChangeFacts { skips_specs: metadata.skips_specs(), ..ChangeFacts::default() };
    (schema.status(&paths, facts.with_tasks(&lists)), findings.into_iter().map(line).collect())
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn openspec_says_the_same_of_a_change() {
    let project = RealProject::new();
    for (name, metadata, files) in CHANGES {
        let folder = format!("openspec/changes/{name}");
        fs::create_dir_all(project.root().join(&folder)).unwrap();
        if !metadata.is_empty() {
            project.write(&format!("{folder}/.openspec.yaml"), metadata);
        }
        files.iter().for_each(|(path, text)| project.write(&format!("{folder}/{path}"), text));
    }
    let statuses = project.by_name(&["status", "--all", "--json"], "changes", "changeName");
    let listed = project.by_name(&["list", "--json"], "changes", "name");
    let validated = project.by_name(&["validate", "--changes", "--json"], "items", "id");
    let mut states = BTreeSet::new();
    for change in CHANGES {
        let name = change.0;
        let (status, lines) = ours(change);
        let artifacts = status.artifacts.iter().map(|artifact| {
            let missing = match &artifact.progress {
                ArtifactProgress::Blocked(missing) => json!(missing),
                _ => Value::Null,
            };
            json!([artifact.id, artifact.progress.name(), missing])
        });
        let theirs = statuses[name]["artifacts"].as_array().unwrap_or_else(|| panic!("{name}: {}", statuses[name]));
        let theirs: Vec<_> = theirs.iter().map(|it| json!([it["id"], it["status"], it["missingDeps"]])).collect();
        assert_eq!(artifacts.collect::<Vec<_>>(), theirs, "{name}");
        assert_eq!(json!(status.planning_complete), statuses[name]["isPlanningComplete"], "{name}");

        let theirs = &listed[name];
        assert_eq!(
            json!([status.progress.done, status.progress.total]),
            json!([theirs["completedTasks"], theirs["totalTasks"]]),
            "{name}"
        );
        assert_eq!(status.state == ChangeState::Complete, theirs["status"] == "complete", "{name}");

        let issues = validated[name]["issues"].as_array().unwrap().iter().filter(|issue| issue["level"] == "WARNING");
        let issues = issues.filter_map(|issue| Some((issue["path"].as_str()?.to_owned(), issue["line"].as_u64()?)));
        assert_eq!(lines, issues.collect(), "{name}");

        let (told, _) = project.run(&["instructions", "apply", "--change", name, "--json"]);
        let missing = told.get("missingArtifacts").cloned().unwrap_or_else(|| json!([]));
        assert_eq!(json!(status.missing_for_apply), missing, "{name}");
        match status.state {
            ChangeState::Planning => assert_eq!(told["state"], "blocked", "{name}"),
            ChangeState::Planned => assert_eq!(told["state"], "ready", "{name}"),
            // We go by the tasks alone, the program also by what it waits for.
            ChangeState::Applying if !status.missing_for_apply.is_empty() => {
                assert_eq!(told["state"], "blocked", "{name}")
            }
            ChangeState::Applying => assert_eq!(told["state"], "ready", "{name}"),
            ChangeState::Complete => assert_eq!(told["state"], "all_done", "{name}"),
            ChangeState::Archived => unreachable!("no change here is archived"),
        }
        states.insert(status.state);
    }
    assert_eq!(states.len(), 4, "every state of an open change is compared");
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn openspec_loads_the_metadata_that_we_call_valid() {
    let project = RealProject::new();
    for (index, metadata) in METADATA.iter().enumerate() {
        project.write(&format!("openspec/changes/c{index}/.openspec.yaml"), metadata);
    }
    let statuses = project.by_name(&["status", "--all", "--json"], "changes", "changeName");
    for (index, text) in METADATA.iter().enumerate() {
        let (metadata, findings) = ChangeMetadata::read(&parsed(text));
        assert_eq!(metadata.is_valid, !has_error(&findings), "{text}");
        let loads = metadata.is_valid && metadata.unknown_schema(&["loose", "quick", "spec-driven"]).is_none();
        let theirs = &statuses[&format!("c{index}")];
        assert_eq!(loads, theirs.get("artifacts").is_some(), "{text}{findings:#?}{theirs}");
    }
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn openspec_loads_the_schemas_that_we_call_valid() {
    let project = RealProject::new();
    let artifact = "{id: a, generates: a.md, description: x, template: a.md}";
    let schemas: Vec<_> = SCHEMAS
        .iter()
        .map(|text| text.replace("A]", &format!("{artifact}]")).replace("[A,", &format!("[{artifact},")))
        .collect();
    for (index, text) in schemas.iter().enumerate() {
        project.schema(&format!("s{index}"), text);
    }
    let validated = project.by_name(&["schema", "validate", "--json"], "schemas", "name");
    for (index, text) in schemas.iter().enumerate() {
        let (file, mut findings) = SchemaFile::read(&parsed(text));
        findings.extend(file.missing_templates(|it| SchemaFile::template_path(it) == "templates/a.md"));
        let theirs = &validated[&format!("s{index}")];
        assert_eq!(json!(!has_error(&findings)), theirs["valid"], "{text}{findings:#?}{theirs}");
        let warned = theirs["issues"].as_array().unwrap().iter().any(|issue| issue["level"] == "warning");
        // We also warn about keys that it drops silently.
        assert!(!warned || findings.iter().any(|finding| finding.level == OpenSpecLevel::Warning), "{text}{theirs}");
    }
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn openspec_warns_of_the_config_as_we_do() {
    let project = RealProject::new();
    project.write("openspec/changes/a/proposal.md", "");
    // Each with the number of warnings that the program has for it.
    for (text, warnings) in [
        ("schema: spec-driven\nrules: {proposal: [a]}\nreferences: []\ngithubCopilot: {cloudAgent: TRUE}\n", 0),
        ("schema: [\n", 1),
        ("# nothing\n", 1),
        ("schema: a\nschema: b\n", 1),
        ("schema: ~\ncontext:\nrules: [a]\nstore: 1\noperations: a\nreferences: a\ngithubCopilot: yes\n", 7),
        (
            "rules: {proposal: a, specs: [''], other: [a]}\noperations: {verify: {}, apply: {x: 1, guidance: [1]}, archive: }\n",
            7,
        ),
        ("context: ''\nreferences: [{id: a, remote: ''}, 1]\ngithubCopilot: {cloudAgent: yes}\n", 3),
    ] {
        project.write("openspec/config.yaml", text);
        let (config, mut findings) = ProjectConfig::read(&parsed(text));
        findings.extend(config.unknown_artifacts(&["proposal", "specs", "design", "tasks", "work", "plan", "notes"]));
        let (_, errors) = project.run(&["instructions", "proposal", "--change", "a", "--json"]);
        let theirs: BTreeSet<_> = errors.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!((findings.len(), theirs.len()), (warnings, warnings), "{text}{findings:#?}{errors}");
    }
}
