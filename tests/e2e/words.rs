//! What depends on the words of a document: semantic tokens, linked names, symbols of the workspace.

use crate::{
    client::{Client, Manners, folder, uri},
    presets,
};
use expect_test::expect;
use serde_json::{Value, json};

const PLAN: &str = "templates/commands/flow/plan.md";
const TEXT: &str = "---\ndescription: plan\n---\n# 😀 Plan\n😀 {{INCLUDE:é.md}} and /flow:plan\n<!-- SECTION:NOTES:BEGIN -->\n😀😀 <!-- SECTION:NOTES:END -->\n";

fn open(capabilities: Value) -> (tempfile::TempDir, Client, String) {
    let (folder, root) = folder(&[(PLAN, TEXT)]);
    let mut client = Client::start(capabilities, Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", TEXT);
    (folder, client, plan)
}

/// Tokens as `line:character length type`, and `!` where something is declared.
fn shown(client: &Client, data: &Value) -> String {
    let legend = &client.capabilities["capabilities"]["semanticTokensProvider"]["legend"];
    assert_eq!(legend["tokenModifiers"], json!(["declaration"]));
    let numbers: Vec<u64> = data.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut start) = (0, 0);
    let tokens = numbers.chunks(5).map(|token| {
        start = if token[0] == 0 { start + token[1] } else { token[1] };
        line += token[0];
        let name = legend["tokenTypes"][token[3] as usize].as_str().unwrap();
        format!("{line}:{start} {} {name}{}\n", token[2], if token[4] == 1 { "!" } else { "" })
    });
    tokens.collect()
}

#[test]
fn tokens_are_counted_in_the_units_of_the_client() {
    let (_folder, mut client, plan) = open(presets::vscode_push());
    let answer = client.request("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": plan } }));
    expect![[r#"
        4:3 10 keyword
        4:13 4 string
        4:17 2 keyword
        4:24 10 function
        5:5 7 decorator
        5:13 5 namespace!
        5:19 5 decorator
        6:10 7 decorator
        6:18 5 namespace
        6:24 3 decorator
    "#]]
    .assert_eq(&shown(&client, &answer["data"]));

    let (_folder, mut client, plan) = open(presets::neovim());
    let range = json!({ "start": { "line": 4, "character": 0 }, "end": { "line": 5, "character": 0 } });
    let params = json!({ "textDocument": { "uri": plan }, "range": range });
    let answer = client.request("textDocument/semanticTokens/range", params);
    expect![[r#"
        4:5 10 keyword
        4:15 5 string
        4:20 2 keyword
        4:27 10 function
    "#]]
    .assert_eq(&shown(&client, &answer["data"]));
}

#[test]
fn after_an_edit_only_the_difference_is_sent() {
    let (_folder, mut client, plan) = open(presets::vscode_push());
    let document = json!({ "uri": plan });
    let full = client.request("textDocument/semanticTokens/full", json!({ "textDocument": document }));
    let start = json!({ "line": 5, "character": 0 });
    client.change(&plan, 2, json!([{ "range": { "start": start, "end": start }, "text": "/flow:plan\n" }]));
    let params = |id: &Value| json!({ "textDocument": document, "previousResultId": id });
    let delta = client.request("textDocument/semanticTokens/full/delta", params(&full["resultId"]));
    let whole = client.request("textDocument/semanticTokens/full", json!({ "textDocument": document }));
    let mut numbers = full["data"].as_array().unwrap().clone();
    for edit in delta["edits"].as_array().unwrap() {
        let start = edit["start"].as_u64().unwrap() as usize;
        let end = start + edit["deleteCount"].as_u64().unwrap() as usize;
        numbers.splice(start..end, edit["data"].as_array().unwrap().clone());
    }
    assert_eq!(Value::Array(numbers), whole["data"]);
    assert_eq!(delta["edits"][0]["deleteCount"], 0);

    // The same again is no edit; what nobody remembers is sent whole.
    let same = client.request("textDocument/semanticTokens/full/delta", params(&whole["resultId"]));
    assert_eq!(same["edits"], json!([]));
    let unknown = client.request("textDocument/semanticTokens/full/delta", params(&full["resultId"]));
    assert_eq!(unknown["data"], whole["data"]);
    client.close(&plan);
    client.open(&plan, "markdown", TEXT);
    let forgotten = client.request("textDocument/semanticTokens/full/delta", params(&unknown["resultId"]));
    assert_eq!(forgotten["data"], full["data"]);
}

#[test]
fn the_names_of_a_section_are_edited_together() {
    let (_folder, mut client, plan) = open(presets::vscode_push());
    let mut linked = |line: u32, character: u32| {
        let at = json!({ "line": line, "character": character });
        client.request("textDocument/linkedEditingRange", json!({ "textDocument": { "uri": plan }, "position": at }))
    };
    let ranges = linked(6, 20);
    expect![[r#"{"ranges":[{"end":{"character":18,"line":5},"start":{"character":13,"line":5}},{"end":{"character":23,"line":6},"start":{"character":18,"line":6}}],"wordPattern":"[A-Za-z0-9_-]+"}"#]].assert_eq(&ranges.to_string());
    assert_eq!(linked(5, 13), ranges);
    assert!(linked(4, 0).is_null());
}

#[test]
fn symbols_of_the_workspace_by_some_letters() {
    let (_folder, root) = folder(&[
        (PLAN, TEXT),
        ("flowspec_workflow.yml", "states:\n  - To Do\n  - \"é 😀 Planned\"\n"),
        ("backlog/tasks/task-1 - A.md", "---\nid: task-1\ntitle: Plan it\n---\n"),
        ("templates/partials/planning.md", "text\n"),
    ]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let mut found = |query: &str| {
        let symbols = client.request("workspace/symbol", json!({ "query": query }));
        let symbols = symbols.as_array().unwrap().iter().map(|symbol| {
            let range = &symbol["location"]["range"];
            assert!(symbol["location"]["uri"].as_str().unwrap().starts_with("file:///"));
            let at = |edge: &str| format!("{}:{}", range[edge]["line"], range[edge]["character"]);
            format!(
                "{} {} in {} {}-{}\n",
                symbol["kind"],
                symbol["name"],
                symbol["containerName"],
                at("start"),
                at("end")
            )
        });
        symbols.collect::<String>()
    };
    expect![[r#"
        12 "/flow:plan" in "templates/commands/flow/plan.md" 0:0-0:0
        1 "templates/partials/planning.md" in "templates/partials/planning.md" 0:0-0:0
        22 "é 😀 Planned" in "flowspec_workflow.yml" 2:5-2:17
        24 "task-1 Plan it" in "backlog/tasks/task-1 - A.md" 1:4-1:10
        15 "😀 Plan" in "templates/commands/flow/plan.md" 3:0-3:9
    "#]]
    .assert_eq(&found("plan"));
    expect![[r#"
        22 "é 😀 Planned" in "flowspec_workflow.yml" 2:5-2:17
        1 "templates/partials/planning.md" in "templates/partials/planning.md" 0:0-0:0
    "#]]
    .assert_eq(&found("pland"));
    assert_eq!(found("nothing like it"), "");
}

#[test]
fn inlay_hints_unless_the_client_switches_them_off() {
    let (_folder, root) =
        folder(&[(PLAN, TEXT), ("backlog/tasks/task-1 - A.md", "---\nid: task-1\nlabels: [workflow:Planned]\n---\n")]);
    let ask = |settings: Value| {
        let mut client = Client::spawn(Manners::Polite);
        client.initialize_with(json!({
            "capabilities": {}, "rootUri": uri(&root), "initializationOptions": { "flowspec": settings },
        }));
        let plan = uri(&root.join(PLAN));
        client.open(&plan, "markdown", "😀 task-1\n`/flow:plan` and task-1\n");
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 12 } });
        let params = json!({ "textDocument": { "uri": plan }, "range": range });
        let hints = client.request("textDocument/inlayHint", params);
        let hints = hints.as_array().unwrap().iter();
        let hints = hints.map(|hint| {
            let at = &hint["position"];
            format!("{}:{} {}\n", at["line"], at["character"], hint["label"])
        });
        hints.collect::<String>()
    };
    expect![[r#"
        0:9 "Planned"
        1:12 "Specified, Researched → Planned"
    "#]]
    .assert_eq(&ask(json!({})));
    expect![[r#"
        1:12 "Specified, Researched → Planned"
    "#]]
    .assert_eq(&ask(json!({ "inlayHints": { "taskStates": false } })));
}

#[test]
fn hints_follow_what_others_change() {
    const TASK: &str = "backlog/tasks/task-1 - A.md";
    const CONSTITUTION: &str = "memory/constitution.md";
    let task = "---\nid: task-1\nlabels: [workflow:Planned]\n---\n";
    let constitution = "# C\n<!-- TIER: Light -->\n";
    let text = "😀 task-1\n{{INCLUDE:_constitution-check.md}}\n";
    let (_folder, root) = folder(&[(PLAN, TEXT), (TASK, task), (CONSTITUTION, constitution)]);
    let [plan, task_uri, constitution_uri] = [PLAN, TASK, CONSTITUTION].map(|file| uri(&root.join(file)));
    let refreshes =
        |client: &Client| client.seen.iter().filter(|it| it["method"] == "workspace/inlayHint/refresh").count();
    let labels = |client: &mut Client| {
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 2, "character": 0 } });
        let params = json!({ "textDocument": { "uri": plan }, "range": range });
        let hints = client.request("textDocument/inlayHint", params);
        hints.as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for capabilities in [presets::vscode_push(), presets::neovim()] {
        let mut client = Client::start(capabilities, Some(&root));
        client.open(&plan, "markdown", text);
        client.until("the first refresh", |client| refreshes(client) > 0);
        assert_eq!(labels(&mut client), ["Planned", "Light"]);

        let before = refreshes(&client);
        client.open(&task_uri, "markdown", &task.replace("Planned", "Done"));
        client.until("a refresh for the task", |client| refreshes(client) > before);
        assert_eq!(labels(&mut client), ["Done", "Light"]);

        let before = refreshes(&client);
        client.open(&constitution_uri, "markdown", &constitution.replace("Light", "Heavy"));
        client.until("a refresh for the constitution", |client| refreshes(client) > before);
        assert_eq!(labels(&mut client), ["Done", "Heavy"]);

        // What shows in no hint: were the first of these edits to refresh, the next refresh would be one too many.
        let before = refreshes(&client);
        client.change(&constitution_uri, 2, json!([{ "text": "# D\n<!-- TIER: Heavy -->\n" }]));
        client.diagnostics(&constitution_uri, |params| params["version"] == 2);
        client.change(&constitution_uri, 3, json!([{ "text": constitution }]));
        client.until("a refresh for the tier", |client| refreshes(client) > before);
        assert_eq!(labels(&mut client), ["Done", "Light"]);
        assert_eq!(refreshes(&client), before + 1);
    }

    let mut client = Client::start(presets::helix(), Some(&root));
    client.open(&plan, "markdown", text);
    assert_eq!(labels(&mut client), ["Planned", "Light"]);
    client.open(&task_uri, "markdown", &task.replace("Planned", "Done"));
    assert_eq!(labels(&mut client), ["Done", "Light"]);
    assert_eq!(refreshes(&client), 0);
}
