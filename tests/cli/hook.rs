//! The payloads have the fields that the agents document.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
};

use expect_test::expect;
use serde_json::{Value, json};

use super::project::{Project, Run};

const PLAN: &str = ".claude/commands/flow/plan.md";
const TEXT: &str = "---\ndescription: Plan.\n---\nText.\n{{INCLUDE:old.md}}\n";

/// Answers a payload in a project; `ROOT` in it is the project's folder.
fn hook(project: &Project, arguments: &str, payload: &str) -> Run {
    let root = project.path("").to_str().unwrap().trim_end_matches('/').to_owned();
    let payload = payload.replace("ROOT", &root);
    let mut command = project.command(&format!("hook {arguments}"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that has already ended reads nothing.
    let _ = child.stdin.take().unwrap().write_all(payload.as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

/// A project with an old finding, after an edit that brought another one.
fn edited() -> Project {
    Project::new(&[(PLAN, &TEXT.replace("Text.", "{{INCLUDE:new.md}}"))])
}

fn git(project: &Project, arguments: &str) {
    let mut command = std::process::Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]);
    let output = command.args(arguments.split_whitespace()).current_dir(project.path("")).output().unwrap();
    assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn claude_code_hears_what_its_edit_brought() {
    let payload = json!({
        "session_id": "abc", "transcript_path": "/tmp/t.jsonl", "cwd": "ROOT", "permission_mode": "default",
        "hook_event_name": "PostToolUse", "tool_name": "Edit", "tool_use_id": "toolu_1",
        "tool_input": { "file_path": format!("ROOT/{PLAN}"), "old_string": "Text.", "new_string": "{{INCLUDE:new.md}}" },
        "tool_response": { "filePath": format!("ROOT/{PLAN}"), "oldString": "Text.", "newString": "{{INCLUDE:new.md}}" },
    });
    expect![[r#"
        -- stderr
        .claude/commands/flow/plan.md:4:11 include-missing `new.md` does not exist: create it or fix the path (paths are relative to the project root) → Create `new.md`
        -- exit 2
    "#]].assert_eq(&hook(&edited(), "", &payload.to_string()).all());
}

#[test]
fn each_agent_is_answered_where_its_model_reads() {
    let edit =
        json!({ "file_path": format!("ROOT/{PLAN}"), "old_string": "Text.", "new_string": "{{INCLUDE:new.md}}" });
    let multi = json!({ "file_path": format!("ROOT/{PLAN}"), "edits": [edit] });
    let payloads = [
        (
            "claude",
            json!({ "cwd": "ROOT", "hook_event_name": "PostToolUse", "tool_name": "MultiEdit", "tool_input": multi }),
        ),
        (
            "codex",
            json!({ "cwd": "ROOT", "hook_event_name": "PostToolUse", "turn_id": "1", "tool_name": "Edit", "tool_input": edit }),
        ),
        (
            "gemini",
            json!({ "cwd": "ROOT", "hook_event_name": "AfterTool", "timestamp": "2026-01-01T00:00:00Z", "tool_name": "replace", "tool_input": edit, "tool_response": {} }),
        ),
        (
            "cursor",
            json!({ "conversation_id": "1", "generation_id": "2", "hook_event_name": "postToolUse", "workspace_roots": ["ROOT"], "cursor_version": "2.0", "tool_name": "Write", "tool_input": edit }),
        ),
        (
            "copilot",
            json!({ "sessionId": "1", "timestamp": 1, "cwd": "ROOT", "toolName": "edit", "toolArgs": json!({ "path": PLAN, "old_str": "Text.", "new_str": "{{INCLUDE:new.md}}" }).to_string(), "toolResult": { "resultType": "success" } }),
        ),
        (
            "kiro",
            json!({ "hook_event_name": "postToolUse", "cwd": "ROOT", "tool_name": "fs_write", "tool_input": { "command": "str_replace", "path": PLAN, "old_str": "Text.", "new_str": "{{INCLUDE:new.md}}" } }),
        ),
    ];
    let mut shown = String::new();
    for (agent, payload) in &payloads {
        let recognized = hook(&edited(), "", &payload.to_string()).all();
        let told = hook(&edited(), &format!("--agent {agent}"), &payload.to_string()).all();
        assert_eq!(recognized, told, "{agent}");
        assert_eq!(recognized.matches("new.md` does not").count(), 1, "{agent}: {recognized}");
        assert!(!recognized.contains("old.md"), "{agent}: {recognized}");
        let head: String = recognized.chars().take(48).collect();
        let code = recognized.lines().last().unwrap();
        shown.push_str(&format!("{agent} {:?} {code}\n", head.lines().next().unwrap_or_default()));
    }
    expect![[r#"
        claude "-- stderr" -- exit 2
        codex "-- stderr" -- exit 2
        gemini "{\"hookSpecificOutput\":{\"additionalContext\":\".cla" -- exit 0
        cursor "{\"additional_context\":\".claude/commands/flow/pla" -- exit 0
        copilot "{\"additionalContext\":\".claude/commands/flow/plan" -- exit 0
        kiro "-- stderr" -- exit 2
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_whole_file_is_compared_with_what_it_was() {
    let project = edited();
    let write = |response: Value| {
        json!({
            "cwd": "ROOT", "hook_event_name": "PostToolUse", "tool_name": "Write",
            "tool_input": { "file_path": format!("ROOT/{PLAN}"), "content": "" }, "tool_response": response,
        })
        .to_string()
    };
    // By what the agent says, by the last commit, and without either all of it is new.
    let lines = |payload: &str| hook(&project, "", payload).stderr.lines().count();
    assert_eq!(lines(&write(json!({ "type": "update", "originalFile": TEXT }))), 1);
    assert_eq!(lines(&write(json!({ "type": "create" }))), 2);
    let now = project.read(PLAN);
    project.write(PLAN, TEXT);
    git(&project, "init -q");
    git(&project, "add -A");
    git(&project, "commit -q -m one");
    project.write(PLAN, &now);
    assert_eq!(lines(&write(json!({}))), 1);
}

#[test]
fn what_an_edit_breaks_elsewhere_is_told() {
    let spec = |name: &str| {
        format!(
            "# A\n## Purpose\nText.\n## Requirements\n### Requirement: {name}\nIt SHALL.\n#### Scenario: A\n- **WHEN** a\n- **THEN** b\n"
        )
    };
    let delta =
        "## MODIFIED Requirements\n### Requirement: Log in\nIt SHALL.\n#### Scenario: A\n- **WHEN** a\n- **THEN** b\n";
    let project = Project::new(&[
        ("openspec/specs/auth/spec.md", &spec("Sign in")),
        ("openspec/changes/a/proposal.md", "# A\n## Why\nBecause.\n## What Changes\n- **auth:** a\n"),
        ("openspec/changes/a/specs/auth/spec.md", delta),
    ]);
    let payload = json!({
        "cwd": "ROOT", "hook_event_name": "PostToolUse", "tool_name": "Edit",
        "tool_input": { "file_path": "ROOT/openspec/specs/auth/spec.md", "old_string": "Log in", "new_string": "Sign in" },
    });
    let told = hook(&project, "", &payload.to_string());
    assert_eq!(told.code, 2);
    assert!(told.stderr.starts_with("openspec/changes/a/specs/auth/spec.md:2:"), "{}", told.stderr);
    assert!(told.stderr.contains("delta-target-missing"), "{}", told.stderr);
}

#[test]
fn the_end_of_a_turn_is_compared_with_the_last_commit() {
    let project = Project::new(&[(PLAN, TEXT)]);
    git(&project, "init -q");
    git(&project, "add -A");
    git(&project, "commit -q -m one");
    let stop = r#"{"cwd": "ROOT", "hook_event_name": "Stop", "stop_hook_active": false}"#;
    assert_eq!(hook(&project, "", stop).all(), "-- exit 0\n");
    project.write(PLAN, &TEXT.replace("Text.", "{{INCLUDE:new.md}}"));
    let told = hook(&project, "", stop);
    assert_eq!((told.code, told.stderr.lines().count()), (2, 1), "{}", told.stderr);
    assert_eq!(hook(&project, "", &stop.replace("false", "true")).all(), "-- exit 0\n");
    // The hooks of Kiro 0.x send nothing.
    assert_eq!(hook(&project, "", "").code, 2);
    let gemini = hook(&project, "", r#"{"cwd": "ROOT", "hook_event_name": "AfterAgent"}"#);
    assert!(gemini.stdout.starts_with(r#"{"decision":"deny","reason":".claude"#), "{}", gemini.stdout);
}

#[test]
fn a_command_that_may_not_run_is_held_up() {
    let task = "---\nid: task-12\ntitle: A\nstatus: In Progress\nlabels: [workflow:Specified]\n---\n";
    let project = Project::new(&[("backlog/tasks/task-12 - A.md", task)]);
    let prompt =
        |text: &str| json!({ "cwd": "ROOT", "hook_event_name": "UserPromptSubmit", "prompt": text }).to_string();
    let told = hook(&project, "", &prompt("/flow:implement"));
    assert_eq!(told.code, 2);
    assert!(told.stderr.starts_with("blocked: /flow:implement on task-12"), "{}", told.stderr);
    for text in ["/flow:plan", "/clear", "/no-such-command", "How are you?", "/", ""] {
        assert_eq!(hook(&project, "", &prompt(text)).all(), "-- exit 0\n", "{text}");
    }
}

#[test]
fn kiro_starts_no_task_that_is_held_up() {
    let project = Project::new(&[
        (".kiro/specs/login/requirements.md", "### Requirement 1: A\n1. WHEN a THEN b\n"),
        (".kiro/specs/login/design.md", "# Design\n"),
        (
            ".kiro/specs/login/tasks.md",
            "- [ ] 1. A\n  - _Requirements: 1.1_\n  - _Blocked: no server_\n- [ ] 2. B\n  - _Requirements: 1.1_\n",
        ),
    ]);
    let start = |task: &str| {
        hook(
            &project,
            "",
            &json!({ "hook_event_name": "PreTaskExec", "cwd": "ROOT", "spec": "login", "task": task }).to_string(),
        )
    };
    assert_eq!(start("1").code, 2);
    assert_eq!(start("2").all(), "-- exit 0\n");
}

#[test]
fn our_own_errors_hold_nobody_up() {
    for payload in ["{", "[]", "\u{0}", r#"{"cwd": "/no/such/folder", "hook_event_name": "Stop"}"#] {
        let told = hook(&edited(), "", payload);
        assert_eq!(told.code, 0, "{payload}");
        assert_eq!((told.stdout.as_str(), told.stderr.lines().count()), ("", 1), "{payload}: {}", told.stderr);
    }
    // Nothing outside of the project is looked at.
    for file in ["/etc/passwd", "ROOT/../other.md", "../../../etc/passwd"] {
        let payload = json!({ "cwd": "ROOT", "hook_event_name": "PostToolUse", "tool_input": { "file_path": file, "content": "" } });
        assert_eq!(hook(&edited(), "", &payload.to_string()).all(), "-- exit 0\n", "{file}");
    }
}

/// A folder that is no project, such as a home folder, is not read.
#[test]
fn outside_of_a_project_there_is_nothing_to_say() {
    let project = edited();
    std::fs::create_dir_all(project.path("elsewhere")).unwrap();
    std::fs::rename(project.path(".claude"), project.path("elsewhere/claude")).unwrap();
    let file = "ROOT/elsewhere/claude/commands/flow/plan.md";
    for event in ["PostToolUse", "Stop", "UserPromptSubmit"] {
        let payload = json!({
            "cwd": "ROOT", "hook_event_name": event, "prompt": "/flow:plan",
            "tool_input": { "file_path": file, "content": "" }, "tool_response": { "originalFile": "" },
        });
        assert_eq!(hook(&project, "", &payload.to_string()).all(), "-- exit 0\n", "{event}");
    }
}

/// A stand-in for an agent edits the documents of an example, each once wrongly and once correctly.
fn edit_an_example(name: &str) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let mut files = Vec::new();
    collect(&example, &example, &mut files);
    let texts: Vec<_> = files
        .iter()
        .map(|file| (file.to_str().unwrap().to_owned(), std::fs::read_to_string(example.join(file)).unwrap()))
        .collect();
    let project = Project::new(&texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let documents = project.run("check --format json --hints").stdout;
    assert!(documents.starts_with('{'));
    let is_document = |name: &str| {
        name.ends_with(".md")
            && !name.ends_with("README.md")
            && !name.contains("/archive/")
            && !name.starts_with("docs/")
    };
    let edited: Vec<_> = texts.iter().filter(|(name, _)| is_document(name)).cycle().take(10).collect();
    for (name, text) in edited {
        for (added, expected) in [("\nA sentence more.\n", 0), ("\n[More](no-such-file.md).\n", 1)] {
            let written = format!("{text}{added}");
            project.write(name, &written);
            let payload = json!({
                "cwd": "ROOT", "hook_event_name": "PostToolUse", "tool_name": "Write",
                "tool_input": { "file_path": format!("ROOT/{name}"), "content": written },
                "tool_response": { "type": "update", "originalFile": text },
            });
            let told = hook(&project, "", &payload.to_string());
            assert_eq!(told.stderr.lines().count(), expected, "{name} {added:?}: {}", told.stderr);
            assert_eq!(told.code, if expected == 0 { 0 } else { 2 });
        }
        project.write(name, text);
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().to_owned());
        }
    }
    files.sort();
}

#[test]
fn an_agent_that_edits_flowspec() {
    edit_an_example("parcel-tracker");
}

#[test]
fn an_agent_that_edits_openspec() {
    edit_an_example("openspec");
}

#[test]
fn an_agent_that_edits_spec_kit() {
    edit_an_example("spec-kit");
}

#[test]
fn an_agent_that_edits_kiro() {
    edit_an_example("kiro");
}
