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
        ("flowspec.openExpansion", json!([TASK]), "is neither a command nor a partial"),
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
pub fn edited(params: &Value, uri: &str, text: &str) -> (String, Value) {
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
fn a_buffer_that_changes_while_a_question_is_open_is_edited_as_it_is_then() {
    let (_folder, root) = with_task();
    let task = uri(&root.join(TASK));
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Validated" }));
    client.open(&task, "markdown", TEXT);
    client.diagnostics(&task, |_| true);
    let id = client.ask("workspace/executeCommand", json!({ "command": "flowspec.setTaskState", "arguments": [task] }));
    // The client answers the question only when it reads it, after it has sent this.
    let text = "---\nid: task-12\nlabels:\n- workflow:Planned\n---\n";
    client.change(&task, 2, json!([{ "text": text }]));
    assert_eq!(client.answer(id)["result"], json!({ "applied": true }));
    let expected = (text.replace("Planned", "Validated"), json!(2));
    assert_eq!(edited(&asked(&client)[0], &task, text), expected);
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
    let changes = json!([{ "uri": uri(&constitution), "type": 1 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    client.notification("flowspec/scanned", |_| true);
    let status = execute(&mut client, "flowspec.status", json!([]));
    assert_eq!(
        status["projects"][0]["constitution"],
        json!({ "uri": uri(&constitution), "tier": "Heavy", "unvalidated": 1 })
    );
}

const CONSTITUTION: &str = "memory/constitution.md";
const UNVALIDATED: &str =
    "# C\n<!-- TIER: Heavy -->\n<!-- NEEDS_VALIDATION: Branches -->\n😀 <!-- NEEDS_VALIDATION: Releases -->\n";

/// The message that was shown last.
fn told(client: &mut Client) -> String {
    client.notification("window/showMessage", |_| true)["message"].as_str().unwrap().to_owned()
}

#[test]
fn the_constitution_is_reported_on() {
    let (_folder, root) = folder(&[(CONSTITUTION, UNVALIDATED)]);
    for capabilities in [presets::vscode(), presets::helix(), presets::bare()] {
        let mut client = Client::start(capabilities, Some(&root));
        let answer = execute(&mut client, "flowspec.validateConstitution", json!([]));
        assert_eq!((&answer["validated"], &answer["unvalidated"]), (&json!(false), &json!(2)));
        let report = answer["report"].as_str().unwrap();
        assert!(report.contains("Tier: Heavy (blocks every command)"), "{report}");
        assert!(report.contains("memory/constitution.md:4: Releases"), "{report}");
        assert_eq!(told(&mut client), report.trim_end());
        // The buffer counts, not the disk.
        client.open(&uri(&root.join(CONSTITUTION)), "markdown", "# C\n<!-- TIER: Heavy -->\n");
        let answer = execute(&mut client, "flowspec.validateConstitution", json!([CONSTITUTION]));
        assert_eq!(answer["validated"], true);
        told(&mut client);
    }
    let (_folder, root) = folder(&[("README.md", "x")]);
    let mut client = Client::start(presets::helix(), Some(&root));
    let id = client.ask("workspace/executeCommand", json!({ "command": "flowspec.validateConstitution" }));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    assert!(told(&mut client).ends_with("there is no constitution: create one with flowspec.initConstitution"));
}

#[test]
fn markers_are_removed_one_by_one_or_all_at_once() {
    let (_folder, root) = folder(&[(CONSTITUTION, UNVALIDATED)]);
    let constitution = uri(&root.join(CONSTITUTION));
    let without = "# C\n<!-- TIER: Heavy -->\n😀 <!-- NEEDS_VALIDATION: Releases -->\n";
    for (capabilities, arguments, expected) in [
        (presets::vscode(), json!([{ "section": "all", "uri": constitution }]), "# C\n<!-- TIER: Heavy -->\n😀 \n"),
        (presets::neovim(), json!(["branches"]), without),
        (presets::helix(), json!(["Branches", CONSTITUTION]), without),
    ] {
        let mut client = Client::start(with_utf8(capabilities), Some(&root));
        let answer = execute(&mut client, "flowspec.markValidated", arguments);
        assert_eq!(answer, json!({ "applied": true }));
        assert_eq!(edited(&asked(&client)[0], &constitution, UNVALIDATED).0, expected);
    }
    let mut client = Client::start(presets::neovim(), Some(&root));
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Releases" }));
    assert_eq!(execute(&mut client, "flowspec.markValidated", json!([])), json!({ "applied": true }));
    assert_eq!(asked(&client)[0]["label"], "Mark `Releases` as validated");
    let answer = execute(&mut client, "flowspec.markValidated", json!(["Nothing"]));
    assert_eq!(answer["applied"], false);
    assert_eq!(told(&mut client), "Mark `Nothing` as validated: no such part of the constitution needs validation");
}

/// A client that counts in bytes, as [`edited`] does.
fn with_utf8(mut capabilities: Value) -> Value {
    capabilities["general"]["positionEncodings"] = json!(["utf-8"]);
    capabilities
}

#[test]
fn a_new_constitution_has_the_tier_that_was_chosen() {
    let (_folder, root) = folder(&[(TASK, TEXT)]);
    let text = |client: &Client, at: usize| {
        let changes = asked(client)[at]["edit"]["documentChanges"].clone();
        assert_eq!(changes[0], json!({ "kind": "create", "uri": uri(&root.join(CONSTITUTION)) }));
        changes[1]["edits"][0]["newText"].as_str().unwrap().to_owned()
    };
    for (capabilities, arguments) in [
        (presets::vscode(), json!([{ "tier": "Heavy", "uri": uri(&root.join(TASK)) }])),
        (presets::helix(), json!(["heavy"])),
    ] {
        let mut client = Client::start(capabilities, Some(&root));
        assert_eq!(execute(&mut client, "flowspec.initConstitution", arguments), json!({ "applied": true }));
        assert!(text(&client, 0).contains("<!-- TIER: Heavy -->"));
    }
    let mut client = Client::start(presets::neovim(), Some(&root));
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Light: warns before every command" }));
    assert_eq!(execute(&mut client, "flowspec.initConstitution", json!([])), json!({ "applied": true }));
    assert!(text(&client, 0).contains("<!-- TIER: Light -->"));
    let id =
        client.ask("workspace/executeCommand", json!({ "command": "flowspec.initConstitution", "arguments": ["x"] }));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    told(&mut client);
    // Somebody was faster, and no scan has seen it yet.
    std::fs::create_dir_all(root.join("memory")).unwrap();
    std::fs::write(root.join(CONSTITUTION), "# C\n").unwrap();
    let answer = execute(&mut client, "flowspec.initConstitution", json!(["Light"]));
    assert_eq!(answer["applied"], false);
    assert!(told(&mut client).ends_with("`memory/constitution.md` exists already"));
    assert_eq!(asked(&client).len(), 1);
    drop(client);

    let mut client = Client::start(presets::vscode(), Some(&root));
    assert_eq!(execute(&mut client, "flowspec.initConstitution", json!(["Light"]))["applied"], false);
    assert!(told(&mut client).contains("the project has a constitution already"));
}

#[test]
fn nothing_is_created_outside_of_a_project() {
    let (_outside, outside) = folder(&[("passwd.md", "x")]);
    let (_project, project) =
        folder(&[("notes.md", "x"), ("memory/x.md", "x"), (".git/HEAD", "ref: refs/heads/main\n")]);
    let mut client = Client::start(presets::vscode(), None);
    for path in [outside.join("passwd.md"), project.join("notes.md")] {
        client.open(&uri(&path), "markdown", "x");
    }
    let of_outside = uri(&outside.join("passwd.md"));
    for (command, arguments) in [
        ("flowspec.initConstitution", json!([{ "tier": "Light", "uri": of_outside }])),
        ("flowspec.createPartial", json!([{ "path": "x.md", "uri": of_outside }])),
    ] {
        let id = client.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
        let message = client.answer(id)["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains("no project holds"), "{message}");
        told(&mut client);
    }
    // The only project is that of the other file.
    assert_eq!(execute(&mut client, "flowspec.initConstitution", json!(["Light"])), json!({ "applied": true }));
    let created = asked(&client)[0]["edit"]["documentChanges"][0]["uri"].clone();
    assert_eq!(created, uri(&project.join(CONSTITUTION)));
}

#[test]
fn a_partial_is_created_inside_of_the_project_only() {
    let (_outside, outside) = folder(&[("x.md", "x")]);
    let (_folder, root) = folder(&[(TASK, TEXT), ("a/b.md", "b")]);
    std::os::unix::fs::symlink(&outside, root.join("out")).unwrap();
    let mut client = Client::start(presets::vscode(), Some(&root));
    let answer = execute(&mut client, "flowspec.createPartial", json!(["a/größe 😀.md"]));
    assert_eq!(answer, json!({ "applied": true }));
    let change = asked(&client)[0]["edit"]["documentChanges"][0].clone();
    assert_eq!(change, json!({ "kind": "create", "uri": uri(&root.join("a/größe 😀.md")) }));
    for (path, expected) in [
        ("../x.md", "does not lie in the project"),
        ("/tmp/x.md", "does not lie in the project"),
        ("a/x.txt", "is not a Markdown file"),
        ("a/x\0.md", "is not a usable file name"),
        ("a\u{1b}[31m/x.md", "is not a usable file name"),
        ("a/x\u{202e}dm.md", "is not a usable file name"),
        ("a/c:x.md", "is not a usable file name"),
        (&format!("a/{}.md", "x".repeat(300)), "is not a usable file name"),
    ] {
        let id =
            client.ask("workspace/executeCommand", json!({ "command": "flowspec.createPartial", "arguments": [path] }));
        let message = client.answer(id)["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(expected), "{message}");
        assert_eq!(told(&mut client), flowspec_lsp::text::plain(&message));
    }
    for (path, expected) in [("a/b.md", "exists already"), ("out/new.md", "does not lie in the project")] {
        let answer = execute(&mut client, "flowspec.createPartial", json!([{ "path": path }]));
        assert_eq!(answer["applied"], false);
        assert!(told(&mut client).contains(expected));
    }
    assert_eq!(asked(&client).len(), 1);
}

#[test]
fn a_copy_becomes_what_its_command_expands_to() {
    let copy = ".github/agents/flow-plan.agent.md";
    let text = "---\r\nname: flow-plan\r\n---\r\n# Plan\r\nold\r\n";
    let (_folder, root) = folder(&[
        (".claude/commands/flow/plan.md", "# Plan\n{{INCLUDE:.claude/partials/x.md}}\n"),
        (".claude/partials/x.md", "new 😀\n"),
        (copy, text),
    ]);
    let mut client = Client::start(with_utf8(presets::vscode()), Some(&root));
    let answer = execute(&mut client, "flowspec.regenerateCopy", json!([copy]));
    assert_eq!(answer, json!({ "applied": true }));
    let (edited, _) = edited(&asked(&client)[0], &uri(&root.join(copy)), text);
    assert_eq!(edited, "---\r\nname: flow-plan\r\n---\r\n# Plan\r\nnew 😀\r\n");
    let answer = execute(&mut client, "flowspec.regenerateCopy", json!([".claude/partials/x.md"]));
    assert_eq!(answer["applied"], false);
    assert!(told(&mut client).contains("no command has this copy"));
}

#[test]
fn tasks_of_a_state_are_shown() {
    let (_folder, root) = folder(&[
        (TASK, TEXT),
        ("backlog/tasks/task-2 - B.md", "---\nid: task-2\ntitle: B\nlabels: [workflow:Planned]\n---\n"),
    ]);
    let mut client = Client::start(presets::neovim(), Some(&root));
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "task-12" }));
    client.answers.insert("window/showDocument".into(), json!({ "success": true }));
    let answer = execute(&mut client, "flowspec.showTasks", json!(["planned"]));
    assert_eq!(
        answer["tasks"][0],
        json!({ "id": "task-2", "title": "B", "uri": uri(&root.join("backlog/tasks/task-2 - B.md")) })
    );
    let shown = client.seen.iter().find(|it| it["method"] == "window/showDocument").unwrap();
    assert_eq!(shown["params"]["uri"], uri(&root.join(TASK)));
    drop(client);

    let mut client = Client::start(presets::helix(), Some(&root));
    execute(&mut client, "flowspec.showTasks", json!(["Planned"]));
    assert_eq!(
        told(&mut client),
        format!("2 tasks are in Planned:\ntask-2 B (backlog/tasks/task-2 - B.md)\ntask-12 ({TASK})")
    );
    execute(&mut client, "flowspec.showTasks", json!(["Deployed"]));
    assert_eq!(told(&mut client), "no task is in Deployed");
}

const PLAN: &str = ".claude/commands/flow/plan.md";

fn with_command() -> (tempfile::TempDir, PathBuf) {
    folder(&[
        (PLAN, "---\ndescription: x\n---\n😀 {{INCLUDE:docs/part.md}}\n"),
        ("docs/part.md", "part\r\n"),
        ("flowspec_workflow.yml", "states: [To Do, Done]\ntransitions:\n  - {from: To Do, to: Done, via: manual}\n"),
    ])
}

/// The parameters of every `window/showDocument` so far.
fn shown(client: &Client) -> Vec<Value> {
    client.seen.iter().filter(|it| it["method"] == "window/showDocument").map(|it| it["params"].clone()).collect()
}

fn path_of(uri: &Value) -> PathBuf {
    PathBuf::from(uri.as_str().unwrap().strip_prefix("file://").unwrap())
}

const EXPANDED: &str = "---\ndescription: x\n---\n😀 part\n\n";

#[test]
fn an_expansion_is_a_document_where_the_client_knows_such() {
    let (_folder, root) = with_command();
    let mut capabilities = presets::vscode_push();
    capabilities["workspace"]["textDocumentContent"] = json!({});
    let mut client = Client::start(capabilities, Some(&root));
    let schemes = &client.capabilities["capabilities"]["workspace"]["textDocumentContent"]["schemes"];
    assert_eq!(*schemes, json!(["flowspec-expansion"]));
    client.answers.insert("window/showDocument".into(), json!({ "success": true }));
    let plan = uri(&root.join(PLAN));
    let answer = execute(&mut client, "flowspec.openExpansion", json!([{ "uri": plan }]));
    assert_eq!(answer["shown"], true);
    let opened = shown(&client)[0]["uri"].clone();
    assert_eq!(opened, plan.replacen("file:", "flowspec-expansion:", 1));
    let content = client.request("workspace/textDocumentContent", json!({ "uri": opened }));
    assert_eq!(content, json!({ "text": EXPANDED }));
    client.open(&plan, "markdown", "{{INCLUDE:docs/part.md}} now");
    let content = client.request("workspace/textDocumentContent", json!({ "uri": opened }));
    assert_eq!(content, json!({ "text": "part\n now" }));
    assert_eq!(
        client.error("workspace/textDocumentContent", json!({ "uri": "flowspec-expansion:///none.md" })),
        -32602
    );
    assert_eq!(client.error("workspace/textDocumentContent", json!({ "uri": plan })), -32602);
}

#[test]
fn an_expansion_is_a_file_outside_of_the_workspace_elsewhere() {
    let (_folder, root) = with_command();
    let mut client = Client::start(presets::neovim(), Some(&root));
    client.answers.insert("window/showDocument".into(), json!({ "success": true }));
    let plan = uri(&root.join(PLAN));
    let answer = execute(&mut client, "flowspec.openExpansion", json!([plan]));
    assert_eq!(answer["shown"], true);
    let path = path_of(&shown(&client)[0]["uri"]);
    assert!(!path.starts_with(&root) && path.ends_with("flow-plan.expanded.md"), "{path:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), EXPANDED);
    drop(client);
    assert!(!path.exists(), "it goes with the session");
}

#[test]
fn where_nothing_is_shown_the_path_is_said() {
    let (_folder, root) = with_command();
    let mut client = Client::start(presets::helix(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", "{{INCLUDE:docs/gone.md}}\n");
    let answer = execute(&mut client, "flowspec.openExpansion", json!([]));
    assert_eq!(answer["shown"], false);
    let warning = client.notification("window/showMessage", |it| it["type"] == 2);
    assert_eq!(warning["message"], "not every include could be expanded: the findings of the document say why");
    let said = client.notification("window/showMessage", |it| it["type"] == 3);
    let path = path_of(&answer["uri"]);
    assert_eq!(said["message"], format!("the expansion is in {}", path.display()));
}

#[test]
fn the_state_machine_is_a_picture_and_data() {
    let (_folder, root) = with_command();
    let mut client = Client::start(presets::neovim(), Some(&root));
    client.answers.insert("window/showDocument".into(), json!({ "success": true }));
    let answer = execute(&mut client, "flowspec.showStateMachine", json!([]));
    assert_eq!(answer["graph"]["nodes"][1]["label"], "Done");
    assert_eq!(answer["root"], uri(&root));
    let params = shown(&client)[0].clone();
    assert_eq!(params["external"], true);
    let svg = std::fs::read_to_string(path_of(&params["uri"])).unwrap();
    assert!(svg.starts_with("<svg ") && answer["svg"] == svg);
    let answer = execute(&mut client, "flowspec.showStateMachine", json!([{ "uri": uri(&root), "picture": "no" }]));
    assert_eq!((answer["graph"]["graph"].clone(), answer.get("uri")), (json!("states"), None));
    assert_eq!(answer["svg"], svg);
    assert_eq!(shown(&client).len(), 1);
}

#[test]
fn preflight_answers_what_the_command_line_prints() {
    let (_folder, root) = with_task();
    let mut client = Client::start(presets::vscode(), Some(&root));
    let task = uri(&root.join(TASK));
    let arguments = json!([{ "command": "implement", "task": task, "quiet": true }]);
    let verdict = execute(&mut client, "flowspec.preflight", arguments.clone());
    assert_eq!(
        json!([verdict["version"], verdict["outcome"], verdict["prompt"], verdict["to"]]),
        json!([1, "warn", "/flow:implement task-12", "In Implementation"])
    );
    assert_eq!((&verdict["from"], &verdict["task"]["uri"]), (&json!("Planned"), &json!(task)));
    client.open(&task, "markdown", &TEXT.replace("Planned", "Deployed"));
    let verdict = execute(&mut client, "flowspec.preflight", arguments);
    assert_eq!(verdict["outcome"], "block", "{verdict:#}");
    assert_eq!(asked(&client), Vec::<Value>::new());
}
