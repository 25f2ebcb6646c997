//! Helix 25.01 sends no arguments and asks nothing: every command does something all the same, or says what to do.

use crate::{
    client::{Client, Manners, uri},
    presets,
    stage::{HANG, RECORD, Stage, TASK, ask, execute, sent, told},
};
use expect_test::expect;
use serde_json::{Value, json};
use std::{fmt::Write, fs};

fn helix(stage: &Stage, settings: Value) -> Client {
    stage.client(Manners::Polite, presets::helix(), settings)
}

#[test]
fn the_only_command_that_the_open_task_can_take_runs() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    let mut client = helix(&stage, json!({ "trust": true }));
    stage.open(&mut client);
    assert_eq!(execute(&mut client, "flowspec.run", json!([]))["outcome"], "succeeded");
    assert_eq!(stage.recorded().unwrap(), "-p\0/flow:implement task-12\0");
    assert_eq!(sent(&client, "workspace/applyEdit").len(), 1);
    assert!(told(&mut client).ends_with("; moved task-12 (Planned → In Implementation)"));
    drop(client);
    // Without the setting nothing runs, because nobody could be asked.
    fs::remove_file(stage.programs.join("recorded")).unwrap();
    let mut client = helix(&stage, Value::Null);
    stage.open(&mut client);
    assert_eq!(execute(&mut client, "flowspec.run", json!([]))["outcome"], "not-trusted");
    assert!(told(&mut client).contains("set `flowspec.trust` to true in the editor's own settings"));
    assert_eq!(stage.recorded(), None);
}

#[test]
fn several_commands_are_named_or_asked_for() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    let specified = fs::read_to_string(stage.root.join(TASK)).unwrap().replace("Planned", "Specified");
    fs::write(stage.root.join(TASK), specified).unwrap();
    let mut client = helix(&stage, json!({ "trust": true }));
    stage.open(&mut client);
    let id = ask(&mut client, "flowspec.run", json!([]));
    let error = client.answer(id)["error"]["message"].as_str().unwrap().to_owned();
    expect![[r#"
        flowspec.run: the argument `command` is missing: name one, or take it from the code actions
          Run /flow:research on task-12 (Specified → Researched)
          Run /flow:plan on task-12 (Specified → Planned)"#]]
    .assert_eq(&error);
    assert_eq!(told(&mut client), error);
    drop(client);
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    stage.open(&mut client);
    let chosen = "Run /flow:plan on task-12 (Specified → Planned)";
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": chosen }));
    assert_eq!(execute(&mut client, "flowspec.run", json!([]))["outcome"], "succeeded");
    assert_eq!(stage.recorded().unwrap(), "-p\0/flow:plan task-12\0");
    told(&mut client);
    // Closing the question runs nothing.
    client.answers.insert("window/showMessageRequest".into(), Value::Null);
    assert_eq!(execute(&mut client, "flowspec.run", json!([]))["outcome"], "declined");
    assert_eq!(told(&mut client), "no command was chosen, so nothing was run");
}

#[test]
fn an_open_command_runs_on_the_task_that_it_starts_from() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    let command = stage.root.join(".claude/commands/flow/implement.md");
    fs::create_dir_all(command.parent().unwrap()).unwrap();
    fs::write(&command, "# Implement\n").unwrap();
    let mut client = helix(&stage, json!({ "trust": true }));
    client.open(&uri(&command), "markdown", "# Implement\n");
    assert_eq!(execute(&mut client, "flowspec.run", json!([]))["outcome"], "succeeded");
    assert_eq!(stage.recorded().unwrap(), "-p\0/flow:implement task-12\0");
    told(&mut client);
}

#[test]
fn whatever_runs_is_cancelled() {
    let stage = Stage::new("Light", &[("claude", HANG)]);
    let mut client = helix(&stage, json!({ "trust": true }));
    stage.open(&mut client);
    assert_eq!(execute(&mut client, "flowspec.cancel", json!([])), json!({ "cancelled": 0 }));
    assert_eq!(told(&mut client), "nothing runs");
    let id = ask(&mut client, "flowspec.run", json!([]));
    let pids = stage.pids();
    assert_eq!(execute(&mut client, "flowspec.cancel", json!([])), json!({ "cancelled": 1 }));
    assert_eq!(client.answer(id)["result"]["outcome"], "cancelled");
    assert_eq!(told(&mut client), "/flow:implement: cancelled, and the task is as it was");
    stage.all_end(&pids);
}

#[test]
fn each_command_acts_or_says_what_to_do() {
    let stage = Stage::new("Light", &[]);
    let mut client = helix(&stage, Value::Null);
    let commands = client.capabilities["capabilities"]["executeCommandProvider"]["commands"].clone();
    let mut said = String::new();
    let picture = execute(&mut client, "flowspec.showStateMachine", json!([]))["uri"].as_str().unwrap().to_owned();
    let folder = picture.strip_prefix("file://").and_then(|path| path.strip_suffix("/states.svg")).unwrap().to_owned();
    told(&mut client);
    for command in commands.as_array().unwrap().iter().map(|command| command.as_str().unwrap()) {
        let id = ask(&mut client, command, json!([]));
        let error = client.answer(id)["error"].clone();
        // It is for programs, and shows nothing.
        if command == "flowspec.status" {
            continue;
        }
        let told = told(&mut client);
        let kind = if error.is_null() { "" } else { " (error)" };
        assert!(error.is_null() || error["message"] == told, "{error}");
        let told = told.replace(folder.as_str(), "TMP").replace("\n\n", "\n").replace('\n', "\n  ");
        writeln!(said, "{command}{kind}\n  {told}").unwrap();
    }
    expect![[r#"
        flowspec.approveDocument (error)
          flowspec.approveDocument: the argument `document` is missing: name requirements, design or tasks
        flowspec.cancel
          nothing runs
        flowspec.createPartial (error)
          flowspec.createPartial: the argument `path` is missing: name the file from the root of the project
        flowspec.emitEvent (error)
          flowspec.emitEvent: the argument `event` is missing: name one, as in `task.updated`
        flowspec.initConstitution
          Create `memory/constitution.md`: the project has a constitution already, `memory/constitution.md`
        flowspec.markValidated (error)
          flowspec.markValidated: the argument `section` is missing: write what the marker says, or `all`
        flowspec.openExpansion (error)
          flowspec.openExpansion: the argument `uri` is missing: name the document by its URI or its path
        flowspec.preflight (error)
          flowspec.preflight: the argument `command` is missing: name one, as in `/flow:implement`, or take it from the code actions of a task
        flowspec.regenerateCopy (error)
          flowspec.regenerateCopy: the argument `uri` is missing: name the document by its URI or its path
        flowspec.run (error)
          flowspec.run: the argument `command` is missing: name one, as in `/flow:implement`, or take it from the code actions of a task
        flowspec.setTaskState (error)
          flowspec.setTaskState: the argument `task` is missing: name a task by its id, its file or its URI
        flowspec.showOutput
          nothing has run yet
        flowspec.showPlace (error)
          flowspec.showPlace: the argument `uri` is missing: name the document by its URI or its path
        flowspec.showStateMachine
          the picture of the state machine is in TMP/states.svg
        flowspec.showTasks (error)
          flowspec.showTasks: the argument `state` is missing: name a state of the workflow
        flowspec.validateConstitution
          [X] Constitution not validated
          Tier: Light (warns before every command)
          Unvalidated sections: 1 of 1
          To be validated:
            memory/constitution.md:2: Team size
    "#]].assert_eq(&said);
}
