//! What is asked before the disk has been read is answered as it is at rest: an editor that restores its windows asks only once.

use crate::{
    client::{Client, Manners, PATIENCE, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

const CANCELED: i64 = -32800;
const PLAN: &str = ".claude/commands/flow/plan.md";
const HEAD: &str = "---\ndescription: Plan.\n---\n";

/// A document of each kind. The names are those of the example.
const DOCUMENTS: [&str; 6] = [
    ".claude/commands/flow/implement.md",
    ".claude/partials/flow/_workflow-state.md",
    ".github/agents/flow-specify.agent.md",
    "backlog/tasks/task-09 - Refused-parcels.md",
    "flowspec_workflow.yml",
    "memory/constitution.md",
];

/// A server that is not let read the disk to its end before [`release`].
fn held(capabilities: Value, root: &Path) -> Client {
    let mut client = Client::spawn(Manners::Polite);
    let folders = json!([{ "uri": uri(root), "name": "root" }]);
    let params =
        json!({ "processId": null, "rootUri": uri(root), "workspaceFolders": folders, "capabilities": capabilities });
    client.capabilities = client.request("initialize", params);
    client.request("flowspec/test/hold", Value::Null);
    client.notify("initialized", json!({}));
    client
}

fn release(client: &mut Client) {
    client.request("flowspec/test/release", Value::Null);
}

fn rest(client: &mut Client) {
    let end = Instant::now() + PATIENCE;
    while client.request("flowspec/test/isAtRest", Value::Null) != true {
        assert!(Instant::now() < end, "the server does not come to rest");
    }
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/parcel-tracker").canonicalize().unwrap()
}

/// The open documents: the URI, the language and the text of each.
fn documents(root: &Path) -> Vec<(String, &'static str, String)> {
    let open = |name: &&str| {
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        // Only the buffers include it, so that a scan alone does not read it.
        let more = if name.contains("implement") { "\n{{INCLUDE:README.md}}\n" } else { "" };
        let language = if name.ends_with(".md") { "markdown" } else { "yaml" };
        (uri(&root.join(name)), language, text + more)
    };
    DOCUMENTS.iter().map(open).collect()
}

/// Requests about a document as a whole, and about some places in it.
fn questions(uri: &str, text: &str) -> Vec<(String, Value)> {
    let document = json!({ "uri": uri });
    let mut all = Vec::new();
    for method in ["documentSymbol", "foldingRange", "documentLink", "codeLens", "semanticTokens/full", "diagnostic"] {
        all.push((format!("textDocument/{method}"), json!({ "textDocument": document })));
    }
    let whole =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": text.lines().count(), "character": 0 } });
    let more = [
        ("semanticTokens/full/delta", json!({ "textDocument": document, "previousResultId": "none" })),
        ("semanticTokens/range", json!({ "textDocument": document, "range": whole })),
        ("inlayHint", json!({ "textDocument": document, "range": whole })),
    ];
    all.extend(more.map(|(method, params)| (format!("textDocument/{method}"), params)));
    let telling =
        |line: &&(usize, &str)| ["INCLUDE", "SECTION", "/flow:", "status", "id:"].iter().any(|it| line.1.contains(it));
    let lines: Vec<_> = text.lines().enumerate().collect();
    for (line, shown) in lines.iter().filter(telling).take(3).chain(lines.last()) {
        let character = shown.find(['/', ':']).map_or(0, |at| shown[..at].chars().count() + 2);
        let position = json!({ "line": line, "character": character.min(shown.chars().count()) });
        for method in [
            "hover",
            "definition",
            "documentHighlight",
            "completion",
            "linkedEditingRange",
            "prepareCallHierarchy",
            "prepareRename",
        ] {
            all.push((format!("textDocument/{method}"), json!({ "textDocument": document, "position": position })));
        }
        let (range, context) = (json!({ "start": position, "end": position }), json!({ "diagnostics": [] }));
        let references = json!({ "includeDeclaration": true });
        let more = [
            ("references", json!({ "textDocument": document, "position": position, "context": references })),
            ("selectionRange", json!({ "textDocument": document, "positions": [position] })),
            ("rename", json!({ "textDocument": document, "position": position, "newName": "another" })),
            ("codeAction", json!({ "textDocument": document, "range": range, "context": context })),
        ];
        all.extend(more.map(|(method, params)| (format!("textDocument/{method}"), params)));
    }
    all
}

/// Requests about the workspace.
fn questions_about_all(root: &Path, expansion: &str) -> Vec<(String, Value)> {
    let command =
        |name: &str, arguments: Value| json!({ "command": format!("flowspec.{name}"), "arguments": [arguments] });
    let task = uri(&root.join(DOCUMENTS[3]));
    let preflight = json!({ "command": "/flow:implement", "task": task, "quiet": true });
    let [old, new] = [DOCUMENTS[1], ".claude/partials/flow/new.md"].map(|name| uri(&root.join(name)));
    let all = [
        ("workspace/symbol", json!({ "query": "flow" })),
        ("workspace/diagnostic", json!({ "previousResultIds": [] })),
        ("workspace/willRenameFiles", json!({ "files": [{ "oldUri": old, "newUri": new }] })),
        ("workspace/textDocumentContent", json!({ "uri": expansion })),
        ("workspace/executeCommand", json!({ "command": "flowspec.status", "arguments": [] })),
        ("workspace/executeCommand", command("preflight", preflight)),
        ("workspace/executeCommand", command("showStateMachine", json!({ "picture": "no" }))),
    ];
    all.map(|(method, params)| (method.to_owned(), params)).into()
}

/// An answer without what counts answers.
fn comparable(mut answer: Value) -> Value {
    answer.as_object_mut().map(|answer| answer.remove("id"));
    if answer["result"].get("data").is_some() {
        answer["result"].as_object_mut().map(|result| result.remove("resultId"));
    }
    answer
}

#[test]
fn what_is_asked_before_the_disk_is_read_is_answered_as_at_rest() {
    if !cfg!(debug_assertions) {
        return;
    }
    let root = example();
    let mut capabilities = presets::vscode();
    capabilities["workspace"]["textDocumentContent"] = json!({});
    let mut documents = documents(&root);

    let mut late = Client::start(capabilities.clone(), Some(&root));
    for (uri, language, text) in &documents {
        late.open(uri, language, text);
    }
    let expansion = documents[0].0.replacen("file:", "flowspec-expansion:", 1);
    let text = late.request("workspace/textDocumentContent", json!({ "uri": expansion }))["text"].take();
    let text = text.as_str().unwrap().to_owned();
    late.open(&expansion, "markdown", &text);
    documents.push((expansion.clone(), "markdown", text));
    rest(&mut late);
    let mut questions: Vec<_> = documents.iter().flat_map(|(uri, _, text)| questions(uri, text)).collect();
    questions.extend(questions_about_all(&root, &expansion));
    let mut expected = Vec::new();
    let mut at = 0;
    while let Some((method, params)) = questions.get(at).cloned() {
        let id = late.ask(&method, params);
        let answer = late.answer(id);
        // Those that ask about what was answered.
        let result = &answer["result"];
        if let Some(item) = result["items"].get(0).filter(|_| method.ends_with("/completion")) {
            questions.push(("completionItem/resolve".to_owned(), item.clone()));
        }
        for item in result.as_array().into_iter().flatten().filter(|_| method.ends_with("CallHierarchy")) {
            for way in ["incomingCalls", "outgoingCalls"] {
                questions.push((format!("callHierarchy/{way}"), json!({ "item": item })));
            }
        }
        expected.push(comparable(answer));
        at += 1;
    }
    // So that the answers of each method are worth comparing.
    let is_something = |answer: &Value| !answer["result"].is_null() && answer["result"] != json!([]);
    for (method, _) in &questions {
        let mut answers = questions.iter().zip(&expected).filter(|((other, _), _)| other == method);
        assert!(answers.any(|(_, answer)| is_something(answer)), "{method} is never answered by something");
    }

    let mut early = held(capabilities, &root);
    for (uri, language, text) in &documents {
        early.open(uri, language, text);
    }
    let ids: Vec<_> = questions.iter().map(|(method, params)| early.ask(method, params.clone())).collect();
    early.barrier();
    release(&mut early);
    for ((id, (method, params)), expected) in ids.into_iter().zip(&questions).zip(&expected) {
        let answer = comparable(early.answer(id));
        assert_eq!(answer, *expected, "{method} {params}");
    }
}

fn hover(uri: &str, line: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": 3 } })
}

#[test]
fn a_file_outside_of_the_workspace_is_answered_when_its_project_is_read() {
    if !cfg!(debug_assertions) {
        return;
    }
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let text = format!("{HEAD}/flow:other\n");
    let (_other, outside) = folder(&[(PLAN, &text), (".claude/commands/flow/other.md", HEAD)]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    rest(&mut client);
    client.request("flowspec/test/hold", Value::Null);
    let plan = uri(&outside.join(PLAN));
    client.open(&plan, "markdown", &text);
    let definition = client.ask("textDocument/definition", hover(&plan, 3));
    client.barrier();
    release(&mut client);
    let other = uri(&outside.join(".claude/commands/flow/other.md"));
    assert_eq!(client.answer(definition)["result"][0]["targetUri"], other);
}

#[test]
fn a_file_of_a_new_workspace_folder_is_answered_when_the_folder_is_read() {
    if !cfg!(debug_assertions) {
        return;
    }
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let text = format!("{HEAD}/flow:other\n");
    let (_other, added) = folder(&[(PLAN, &text), (".claude/commands/flow/other.md", HEAD)]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    rest(&mut client);
    client.request("flowspec/test/hold", Value::Null);
    let change = json!({ "added": [{ "uri": uri(&added), "name": "added" }], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": change }));
    let definition = client.ask("textDocument/definition", hover(&uri(&added.join(PLAN)), 3));
    client.barrier();
    release(&mut client);
    let other = uri(&added.join(".claude/commands/flow/other.md"));
    assert_eq!(client.answer(definition)["result"][0]["targetUri"], other);
}

#[test]
fn a_panic_on_a_worker_is_an_internal_error_and_the_log_says_how_long_requests_took() {
    if !cfg!(debug_assertions) {
        return;
    }
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let mut client = Client::spawn_in(Manners::Polite, &[("FLOWSPEC_LOG", "flowspec_lsp=debug")]);
    client.expect_panic();
    client.initialize(presets::vscode_push(), Some(&root));
    assert_eq!(client.error("flowspec/test/panicOnWorker", Value::Null), -32603);
    client.request("textDocument/hover", hover(&uri(&root.join(PLAN)), 1));
    let log = client.log();
    for said in ["flowspec/test/panicOnWorker panicked after", ": as asked", "textDocument/hover took"] {
        assert!(log.contains(said), "{said}: {log}");
    }
}

#[test]
fn what_waits_for_the_disk_sees_every_change_before_it() {
    if !cfg!(debug_assertions) {
        return;
    }
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let mut client = held(presets::vscode_push(), &root);
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", HEAD);
    client.change(&plan, 2, json!([{ "text": format!("{HEAD}# One\n") }]));
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": plan } }));
    release(&mut client);
    assert_eq!(client.answer(symbols)["result"][1]["name"], "One");
}

#[test]
fn a_request_can_be_canceled_while_it_waits_for_the_disk() {
    if !cfg!(debug_assertions) {
        return;
    }
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let mut client = held(presets::vscode_push(), &root);
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", HEAD);
    let id = client.ask("textDocument/hover", hover(&plan, 0));
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.answer(id)["error"]["code"], CANCELED);
    release(&mut client);
    assert!(client.request("textDocument/hover", hover(&plan, 1)).is_object());
}

#[test]
fn requests_that_wait_for_the_disk_end_with_the_session() {
    if !cfg!(debug_assertions) {
        return;
    }
    let (_folder, root) = folder(&[(PLAN, HEAD)]);
    let mut client = held(presets::vscode(), &root);
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", HEAD);
    let waiting = [
        client.ask("textDocument/hover", hover(&plan, 0)),
        client.ask("workspace/symbol", json!({ "query": "" })),
        client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })),
        client.ask("workspace/executeCommand", json!({ "command": "flowspec.status", "arguments": [] })),
    ];
    client.request("shutdown", Value::Null);
    for id in waiting {
        assert_eq!(client.answer(id)["error"]["code"], CANCELED);
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}
