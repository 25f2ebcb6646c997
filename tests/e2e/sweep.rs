//! Every request, at many places of the example, by each client: the judge looks at all that is answered.

use crate::{
    client::{Client, uri},
    presets,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, path::Path};

/// A document of each kind. The names are those of the example.
const DOCUMENTS: [&str; 10] = [
    ".claude/commands/flow/implement.md",
    ".claude/commands/flow/specify.md",
    ".claude/partials/flow/_workflow-state.md",
    ".claude/agents/researcher.md",
    ".claude/skills/carrier-adapters/SKILL.md",
    ".github/agents/flow-specify.agent.md",
    ".flowspec/hooks/hooks.yaml",
    "backlog/tasks/task-09 - Refused-parcels.md",
    "flowspec_workflow.yml",
    "memory/constitution.md",
];

/// What is asked of a document as a whole.
const WHOLE: [&str; 5] = ["documentSymbol", "foldingRange", "documentLink", "codeLens", "semanticTokens/full"];

/// What is asked of a place.
const PLACE: [&str; 6] =
    ["hover", "definition", "documentHighlight", "completion", "linkedEditingRange", "prepareCallHierarchy"];

#[test]
fn every_answer_is_one_that_a_bare_client_can_take() {
    sweep(presets::bare());
}

#[test]
fn every_answer_is_one_that_neovim_can_take() {
    sweep(presets::neovim());
}

#[test]
fn every_answer_is_one_that_helix_can_take() {
    sweep(presets::helix());
}

#[test]
fn every_answer_is_one_that_vs_code_can_take() {
    sweep(presets::vscode());
}

fn sweep(capabilities: Value) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/parcel-tracker").canonicalize().unwrap();
    let mut client = Client::start(capabilities, Some(&root));
    let mut answered = BTreeSet::new();
    for name in DOCUMENTS {
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        // What makes columns differ between the encodings.
        let text = text.replacen("\n\n", "\n\n😀 é /flow:plan and `backlog/tasks`\n\n", 1);
        let language = if name.ends_with(".md") { "markdown" } else { "yaml" };
        let mut document = Document { client: &mut client, uri: uri(&root.join(name)), answered: &mut answered };
        document.client.open(&document.uri, language, &text);
        document.whole(text.lines().count());
        for (line, shown) in text.lines().enumerate().filter(|(at, it)| at % 7 == 0 || it.contains("SECTION:")) {
            let characters = shown.find(['/', ':', '`', '[']).map_or(0, |at| shown[..at].chars().count() + 2);
            document.at(&json!({ "line": line, "character": characters.min(shown.chars().count()) }));
        }
    }
    // So that places are asked about where there is something.
    for method in
        WHOLE.iter().chain(&PLACE).chain(&["references", "selectionRange", "rename", "codeAction", "inlayHint"])
    {
        let none = *method == "codeLens" && client.capabilities["capabilities"]["codeLensProvider"].is_null();
        assert!(none || answered.contains(*method), "{method} was never answered");
    }
    for query in ["", "flow", "task"] {
        client.request("workspace/symbol", json!({ "query": query }));
    }
    let [old, new] = ["a", "b"].map(|name| uri(&root.join(".claude/partials").join(name)));
    let (old, new) = (old.replace("/a", "/flow/_workflow-state.md"), new);
    client.request("workspace/willRenameFiles", json!({ "files": [{ "oldUri": old, "newUri": new }] }));
}

struct Document<'a> {
    client: &'a mut Client,
    uri: String,
    /// What was answered by something, once at least.
    answered: &'a mut BTreeSet<String>,
}

impl Document<'_> {
    /// Asks, and returns the result; null when the answer is an error, which the judge has seen.
    fn ask(&mut self, method: &str, mut params: Value) -> Value {
        params["textDocument"] = json!({ "uri": self.uri });
        let id = self.client.ask(&format!("textDocument/{method}"), params);
        let result = self.client.answer(id)["result"].take();
        if !result.is_null() && result != json!([]) {
            self.answered.insert(method.to_owned());
        }
        result
    }

    fn whole(&mut self, lines: usize) {
        for method in WHOLE {
            self.ask(method, json!({}));
        }
        let tokens = self.ask("semanticTokens/full", json!({}));
        self.ask("semanticTokens/full/delta", json!({ "previousResultId": tokens["resultId"] }));
        let half =
            json!({ "start": { "line": lines / 4, "character": 0 }, "end": { "line": lines / 2, "character": 0 } });
        self.ask("semanticTokens/range", json!({ "range": half }));
        self.ask("inlayHint", json!({ "range": half }));
        if !self.client.capabilities["capabilities"]["diagnosticProvider"].is_null() {
            let report = self.ask("diagnostic", json!({}));
            self.ask("diagnostic", json!({ "previousResultId": report["resultId"] }));
        }
    }

    fn at(&mut self, position: &Value) {
        let place = || json!({ "position": position });
        let [_, _, _, completions, _, callers] = PLACE.map(|method| self.ask(method, place()));
        if let Some(item) = completions["items"].get(0) {
            self.client.request("completionItem/resolve", item.clone());
        }
        for caller in callers.as_array().into_iter().flatten() {
            for way in ["incomingCalls", "outgoingCalls"] {
                self.client.request(&format!("callHierarchy/{way}"), json!({ "item": caller }));
            }
        }
        self.ask("references", json!({ "position": position, "context": { "includeDeclaration": true } }));
        self.ask("selectionRange", json!({ "positions": [position, position] }));
        let renaming = &self.client.capabilities["capabilities"]["renameProvider"];
        if renaming["prepareProvider"] == true {
            self.ask("prepareRename", place());
        }
        self.ask("rename", json!({ "position": position, "newName": "another" }));
        let range = json!({ "start": position, "end": position });
        self.ask("codeAction", json!({ "range": range, "context": { "diagnostics": [] } }));
    }
}
