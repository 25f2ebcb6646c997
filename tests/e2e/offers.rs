//! What the workflow offers, as code actions and lenses.

use crate::{
    client::{Client, folder, uri},
    presets,
    stage::told,
};
use serde_json::{Value, json};

const TASK: &str = "backlog/tasks/task-12 - Add login.md";
const TEXT: &str = "---\nid: task-12\nlabels: [api, workflow:Planned]\n---\nText.\n";
const CONSTITUTION: &str = "memory/constitution.md";

/// The actions for a cursor.
fn actions(client: &mut Client, uri: &str, line: u32, context: Value) -> Vec<Value> {
    let at = json!({ "line": line, "character": 0 });
    let params = json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": context });
    client.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|it| it["title"].as_str().unwrap()).collect()
}

#[test]
fn an_action_is_a_command_that_the_server_carries_out() {
    let (_folder, root) = folder(&[(TASK, TEXT), (CONSTITUTION, "# C\n")]);
    let task = uri(&root.join(TASK));
    for capabilities in [presets::vscode_push(), presets::neovim(), presets::helix()] {
        let mut client = Client::start(capabilities, Some(&root));
        client.open(&task, "markdown", TEXT);
        client.diagnostics(&task, |_| true);
        let actions = actions(&mut client, &task, 4, json!({ "diagnostics": [], "triggerKind": 1 }));
        let title = "/flow:implement succeeded: move task-12 to In Implementation";
        let action = actions.iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("{:?}", titles(&actions)));
        assert_eq!(action["kind"], "flowspec");
        let command = action["command"].clone();
        assert_eq!(command["command"], "flowspec.setTaskState");
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        assert_eq!(client.request("workspace/executeCommand", params), json!({ "applied": true }));
        let edit = client.seen.iter().find(|it| it["method"] == "workspace/applyEdit").unwrap()["params"].clone();
        let change = &edit["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({ "uri": task, "version": 1 }));
        assert_eq!(change["edits"][0]["newText"], "In Implementation");
    }
}

#[test]
fn menus_and_lenses_wait_until_the_project_of_the_file_is_read() {
    let (_folder, root) = folder(&[(TASK, TEXT), (CONSTITUTION, "<!-- NEEDS_VALIDATION: the retention -->\n")]);
    let task = uri(&root.join(TASK));
    // Helix names no folder where it finds no repository.
    let mut client = Client::start(presets::helix(), None);
    client.open(&task, "markdown", TEXT);
    let actions = actions(&mut client, &task, 4, json!({ "diagnostics": [] }));
    let title = "Despite the unvalidated constitution: Run /flow:implement on task-12 (Planned → In Implementation)";
    let run = actions.iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("{:?}", titles(&actions)));
    assert_eq!(run["command"]["arguments"], json!([{ "command": "/flow:implement", "task": task, "yes": true }]));
    // Neovim 0.11 is not told to ask again.
    let mut client = Client::start(presets::neovim(), Some(&root));
    client.open(&task, "markdown", TEXT);
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": task } }));
    assert_eq!(lenses[0]["command"]["title"], "▶ Run /flow:implement (Planned → In Implementation)");
}

#[test]
fn only_what_fits_the_client_and_the_moment_is_offered() {
    let (_folder, root) = folder(&[(TASK, TEXT)]);
    let task = uri(&root.join(TASK));
    let mut client = Client::start(presets::helix(), Some(&root));
    client.open(&task, "markdown", TEXT);
    client.diagnostics(&task, |_| true);
    let invoked = actions(&mut client, &task, 4, json!({ "diagnostics": [] }));
    // Without questions there is an action for each answer.
    for tier in ["Light", "Medium", "Heavy"] {
        assert!(titles(&invoked).contains(&&*format!("Create a constitution ({tier})")), "{:?}", titles(&invoked));
    }
    // A light bulb appears where the state stands, and nowhere else.
    let automatic = |line, client: &mut Client| {
        let found = actions(client, &task, line, json!({ "diagnostics": [], "triggerKind": 2 }));
        found.iter().any(|it| it["kind"] == "flowspec")
    };
    assert!(!automatic(4, &mut client));
    assert!(automatic(0, &mut client));
    assert!(actions(&mut client, &task, 4, json!({ "diagnostics": [], "only": ["refactor"] })).is_empty());
    assert!(!actions(&mut client, &task, 4, json!({ "diagnostics": [], "only": ["flowspec"] })).is_empty());
}

#[test]
fn what_cannot_be_done_is_shown_with_its_reason_where_the_client_can() {
    let text = "# [NAME]\n\n<!-- NEEDS_VALIDATION: é -->\n";
    let (_folder, root) = folder(&[(CONSTITUTION, text)]);
    let constitution = uri(&root.join(CONSTITUTION));
    for (capabilities, expected) in [
        (presets::vscode_push(), json!([{ "reason": "`[NAME]` has not been filled in: write the real value first" }])),
        (presets::neovim(), json!([])),
    ] {
        let mut client = Client::start(capabilities, Some(&root));
        client.open(&constitution, "markdown", text);
        client.diagnostics(&constitution, |_| true);
        let actions = actions(&mut client, &constitution, 1, json!({ "diagnostics": [] }));
        let title = "Mark the unvalidated section as validated";
        let reasons: Value =
            actions.iter().filter(|it| it["title"] == title).map(|it| it["disabled"].clone()).collect();
        assert_eq!(reasons, expected, "{:?}", titles(&actions));
        assert!(titles(&actions).contains(&"Report on the constitution (Medium, 1 of 1 sections unvalidated)"));
    }
}

#[test]
fn lenses_follow_what_others_change() {
    let workflow = "version: \"2.0\"\nstates: [To Do, Planned, Done]\n";
    let (_folder, root) = folder(&[
        (TASK, TEXT),
        ("flowspec_workflow.yml", workflow),
        (CONSTITUTION, "# C\n<!-- NEEDS_VALIDATION: é -->\n"),
    ]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let refreshes =
        |client: &Client| client.seen.iter().filter(|it| it["method"] == "workspace/codeLens/refresh").count();
    client.until("the first refresh", |client| refreshes(client) > 0);
    let machine = uri(&root.join("flowspec_workflow.yml"));
    let lenses = |client: &mut Client, uri: &str| {
        let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
        let title = |lens: &Value| lens["command"]["title"].as_str().unwrap().to_owned();
        lenses.as_array().unwrap().iter().map(|lens| (title(lens), lens["range"]["start"].clone())).collect::<Vec<_>>()
    };
    let at = json!({ "line": 1, "character": 16 });
    assert_eq!(lenses(&mut client, &machine), [("1 task in this state".to_owned(), at)]);
    let constitution = uri(&root.join(CONSTITUTION));
    let title = "1 of 1 sections unvalidated · Medium: asks before every command";
    assert_eq!(lenses(&mut client, &constitution)[0].0, title);

    let before = refreshes(&client);
    client.open(&uri(&root.join(TASK)), "markdown", &TEXT.replace("Planned", "Done"));
    client.until("another refresh", |client| refreshes(client) > before);
    assert_eq!(lenses(&mut client, &machine)[0].1, json!({ "line": 1, "character": 25 }));
    let client = Client::start(presets::helix(), Some(&root));
    assert!(client.capabilities["capabilities"]["codeLensProvider"].is_null());
}

#[test]
fn a_document_of_a_spec_is_approved_by_its_lens() {
    const STATE: &str = ".kiro/specs/bikes/spec.json";
    let state = "{\n  \"language\": \"größe\",\n  \"approvals\": { \"requirements\": { \"generated\": true, \"approved\": false } }\n}\n";
    let requirements = ".kiro/specs/bikes/requirements.md";
    let (_folder, root) = folder(&[(STATE, state), (requirements, "# R\n")]);
    let mut client = Client::start(presets::vscode(), Some(&root));
    client.open(&uri(&root.join(requirements)), "markdown", "# R\n");
    let params = json!({ "textDocument": { "uri": uri(&root.join(requirements)) } });
    let lenses = client.request("textDocument/codeLens", params);
    let command = lenses[0]["command"].clone();
    assert_eq!(command["title"], "Approve requirements of bikes", "{lenses:#}");
    let execute = |client: &mut Client, arguments: Value| {
        client.request("workspace/executeCommand", json!({ "command": command["command"], "arguments": arguments }))
    };
    assert_eq!(execute(&mut client, command["arguments"].clone()), json!({ "applied": true }));
    for (stage, problem) in [
        ("design", "its `spec.json` does not say that `design` is generated"),
        ("plan", "there is no `plan`: use requirements, design or tasks"),
    ] {
        let message = format!("Approve {stage} of bikes: {problem}");
        let answer = execute(&mut client, json!([stage, "bikes"]));
        assert_eq!((answer["message"].as_str().unwrap(), told(&mut client)), (message.as_str(), message.clone()));
    }
    let edit = client.seen.iter().find(|it| it["method"] == "workspace/applyEdit").unwrap()["params"].clone();
    assert_eq!(edit["label"], "Approve requirements of bikes");
    let change = &edit["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["uri"], uri(&root.join(STATE)));
    let at = |column: u32| json!({ "line": 2, "character": column });
    assert_eq!(change["edits"], json!([{ "range": { "start": at(66), "end": at(71) }, "newText": "true" }]));
}
