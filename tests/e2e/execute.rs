//! `workspace/executeCommand`: each command with each kind of client.

use crate::{
    client::{Client, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::path::PathBuf;

const TASK: &str = "backlog/tasks/task-12 - Add login.md";
const TEXT: &str = "---\r\nid: task-12\r\nlabels: [api, 'workflow:Planned'] # 😀\r\n---\r\nText.\r\n";

fn with_task() -> (tempfile::TempDir, PathBuf) {
    folder(&[(TASK, TEXT), ("backlog/config.yml", "task_prefix: task\n")])
}

fn execute(client: &mut Client, command: &str, arguments: Value) -> Value {
    client.request("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
}

/// The parameters of every `workspace/applyEdit` so far.
fn asked(client: &Client) -> Vec<Value> {
    client.seen.iter().filter(|it| it["method"] == "workspace/applyEdit").map(|it| it["params"].clone()).collect()
}

#[test]
fn unknown_commands_and_bad_arguments_are_answered() {
    let (_folder, root) = with_task();
    let mut client = Client::start(presets::helix(), Some(&root));
    for (command, arguments, expected) in [
        ("flowspec.dance", json!([]), "there is no command `flowspec.dance`"),
        ("flowspec.setTaskState", json!([{ "tusk": "task-12" }]), "flowspec.setTaskState: there is no argument `tusk`"),
        (
            "flowspec.setTaskState",
            json!([{ "task": ["task-12"] }]),
            "flowspec.setTaskState: the argument `task` is `[\"task-12\"]`",
        ),
        ("flowspec.setTaskState", json!([]), "flowspec.setTaskState: the argument `task` is missing"),
        ("flowspec.setTaskState", json!(["task-99", "Planned"]), "flowspec.setTaskState: there is no task `task-99`"),
        ("flowspec.setTaskState", json!(["task-12", "Plannd"]), "did you mean `Planned`?"),
        ("flowspec.setTaskState", json!(["task-12", "x", "y"]), "flowspec.setTaskState: there are 3 arguments"),
    ] {
        let id = client.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
        let error = client.answer(id)["error"].clone();
        assert_eq!(error["code"], -32602, "{error}");
        let message = error["message"].as_str().unwrap().to_owned();
        assert!(message.contains(expected), "{message}");
        let told = client.notification("window/showMessage", |_| true);
        assert_eq!(told["message"], message);
    }
    assert_eq!(asked(&client), Vec::<Value>::new());
}

/// The text that a client has after it made the edits of one document in `params`, and the version that they are for.
fn edited(params: &Value, uri: &str, text: &str) -> (String, Value) {
    let change = &params["edit"]["documentChanges"][0];
    let (edits, version) = match change["textDocument"]["uri"].as_str() {
        Some(named) => {
            assert_eq!(named, uri);
            (&change["edits"], change["textDocument"]["version"].clone())
        }
        None => (&params["edit"]["changes"][uri], Value::Null),
    };
    let mut changed = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let offset = |position: &Value| {
            let (line, character) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
            let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
            start + character as usize
        };
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        changed.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    (changed, version)
}

#[test]
fn a_task_moves_by_the_smallest_edit() {
    let (_folder, root) = with_task();
    let task = uri(&root.join(TASK));
    let moved = TEXT.replace("workflow:Planned", "workflow:In Implementation");
    for (capabilities, arguments, version) in [
        (presets::vscode(), json!([{ "task": task, "state": "In Implementation" }]), json!(null)),
        (presets::neovim(), json!(["task-12", "in implementation"]), json!(null)),
        (presets::helix(), json!([root.join(TASK), "In Implementation"]), json!(null)),
        (json!({ "workspace": { "applyEdit": true } }), json!([12, "In Implementation"]), json!(null)),
    ] {
        let mut client = Client::start(capabilities, Some(&root));
        let answer = execute(&mut client, "flowspec.setTaskState", arguments);
        assert_eq!(answer, json!({ "applied": true }));
        let asked = asked(&client);
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0]["label"], "Move task-12 to In Implementation");
        assert_eq!(edited(&asked[0], &task, TEXT), (moved.clone(), version));
        // It is in that state already when the client has told so.
        client.open(&task, "markdown", &moved);
        let again = execute(&mut client, "flowspec.setTaskState", json!(["task-12", "In Implementation"]));
        assert_eq!(again, json!({ "applied": true }));
        assert_eq!(client.seen.iter().filter(|it| it["method"] == "workspace/applyEdit").count(), 1);
    }
}

#[test]
fn an_unsaved_buffer_is_what_is_edited() {
    let (_folder, root) = with_task();
    let task = uri(&root.join(TASK));
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    client.open(&task, "markdown", "---\nid: task-12\nlabels:\n  - workflow:Validated\n---\n");
    let range = json!({ "start": { "line": 0, "character": 3 }, "end": { "line": 0, "character": 3 } });
    client.change(&task, 7, json!([{ "range": range, "text": "\ntitle: é" }]));
    assert_eq!(execute(&mut client, "flowspec.setTaskState", json!([null, "Deployed"])), json!({ "applied": true }));
    let asked = asked(&client);
    let text = "---\ntitle: é\nid: task-12\nlabels:\n  - workflow:Validated\n---\n";
    assert_eq!(edited(&asked[0], &task, text), (text.replace("Validated", "Deployed"), json!(7)));
}

#[test]
fn what_is_not_done_is_said() {
    let (_folder, root) = with_task();
    let told = |client: &mut Client, answer: &Value| {
        assert_eq!(answer["applied"], false);
        let told = client.notification("window/showMessage", |_| true);
        assert_eq!(told["message"], answer["message"]);
        answer["message"].as_str().unwrap().to_owned()
    };
    let arguments = || json!(["task-12", "Validated"]);

    let mut client = Client::start(presets::bare(), Some(&root));
    let answer = execute(&mut client, "flowspec.setTaskState", arguments());
    let message = told(&mut client, &answer);
    assert_eq!(
        message,
        "Move task-12 to Validated: this editor does not let a server edit, so make the change by hand"
    );
    drop(client);

    let mut client = Client::start(presets::neovim(), Some(&root));
    client.answers.insert("workspace/applyEdit".into(), json!({ "applied": false, "failureReason": "read-only" }));
    let answer = execute(&mut client, "flowspec.setTaskState", arguments());
    assert_eq!(told(&mut client, &answer), "Move task-12 to Validated: the editor refused the change: read-only");

    // Another program wrote the file after the server had read it.
    std::fs::write(root.join(TASK), TEXT.replace("api", "web")).unwrap();
    client.answers.clear();
    let answer = execute(&mut client, "flowspec.setTaskState", arguments());
    let message = told(&mut client, &answer);
    assert_eq!(message, format!("Move task-12 to Validated: `{TASK}` has changed on disk, so try again"));
    drop(client);

    std::fs::write(root.join(TASK), "---\nlabels: [workflow:A, workflow:B]\n---\n").unwrap();
    let mut client = Client::start(presets::vscode(), Some(&root));
    let answer = execute(&mut client, "flowspec.setTaskState", arguments());
    let message = told(&mut client, &answer);
    assert_eq!(
        message,
        "Move task-12 to Validated: the task has several workflow labels, `workflow:A`, `workflow:B`: keep one of them"
    );
    assert_eq!(asked(&client), Vec::<Value>::new());
}

#[test]
fn the_state_is_asked_for_where_the_client_asks() {
    let (_folder, root) = with_task();
    let mut client = Client::start(presets::neovim(), Some(&root));
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Validated" }));
    assert_eq!(execute(&mut client, "flowspec.setTaskState", json!(["task-12"])), json!({ "applied": true }));
    let question = client.seen.iter().find(|it| it["method"] == "window/showMessageRequest").unwrap()["params"].clone();
    assert_eq!(question["message"], "Which state is task-12 in?");
    assert_eq!(question["actions"][0], json!({ "title": "To Do" }));
    assert_eq!(asked(&client)[0]["label"], "Move task-12 to Validated");

    client.answers.insert("window/showMessageRequest".into(), Value::Null);
    assert_eq!(execute(&mut client, "flowspec.setTaskState", json!(["task-12"])), json!({ "applied": false }));
    assert_eq!(asked(&client).len(), 1);
    drop(client);

    let mut client = Client::start(presets::helix(), Some(&root));
    let id =
        client.ask("workspace/executeCommand", json!({ "command": "flowspec.setTaskState", "arguments": ["task-12"] }));
    let message = client.answer(id)["error"]["message"].clone();
    assert!(
        message.as_str().unwrap().contains("the argument `state` is missing: take one of `To Do`, `Assessed`"),
        "{message}"
    );
    client.notification("window/showMessage", |_| true);
}

#[test]
fn the_status_follows_the_buffer_and_the_disk() {
    let (_folder, root) = with_task();
    let mut capabilities = presets::vscode();
    capabilities["experimental"] = json!({ "flowspec": { "scanned": true } });
    let mut client = Client::start(capabilities, Some(&root));
    let task = uri(&root.join(TASK));
    let states = |client: &mut Client| -> Vec<(Value, Value)> {
        let status = execute(client, "flowspec.status", json!([]));
        let states = status["projects"][0]["states"].as_array().unwrap();
        let holding = states.iter().filter(|state| state["tasks"] != json!([]));
        holding.map(|state| (state["name"].clone(), state["tasks"].clone())).collect()
    };
    client.notification("flowspec/scanned", |_| true);
    let tasks = json!([{ "uri": task, "id": "task-12", "title": "", "status": "" }]);
    assert_eq!(states(&mut client), [(json!("Planned"), tasks.clone())]);
    client.open(&task, "markdown", &TEXT.replace("Planned", "Validated"));
    assert_eq!(states(&mut client), [(json!("Validated"), tasks.clone())]);

    let constitution = root.join("memory/constitution.md");
    std::fs::create_dir(root.join("memory")).unwrap();
    std::fs::write(&constitution, "<!-- TIER: Heavy -->\n<!-- NEEDS_VALIDATION: why -->\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.notification("flowspec/scanned", |_| true);
    let status = execute(&mut client, "flowspec.status", json!([]));
    assert_eq!(
        status["projects"][0]["constitution"],
        json!({ "uri": uri(&constitution), "tier": "Heavy", "unvalidated": 1 })
    );
}
