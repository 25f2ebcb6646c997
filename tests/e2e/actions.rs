//! Fixes as code actions, and the page of a rule as a hover.

use crate::{
    client::{Client, codes, folder, uri},
    presets,
};
use expect_test::expect;
use serde_json::{Value, json};

const PLAN: &str = "templates/commands/flow/plan.md";
const PARTS: [(&str, &str); 1] = [("templates/partials/context.md", "text\n")];
const USELESS: &str = "<!-- flowspec-ignore include-missing -->";

fn text(body: &str) -> String {
    format!("---\ndescription: plan\n---\n{body}\n")
}

/// Opens `body` and asks for the actions on the whole of it.
fn actions(client: &mut Client, plan: &str, diagnostics: &Value, only: Option<Value>) -> Vec<Value> {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let mut context = json!({ "diagnostics": diagnostics });
    if let Some(only) = only {
        context["only"] = only;
    }
    let params = json!({ "textDocument": { "uri": plan }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|it| it["title"].as_str().unwrap()).collect()
}

#[test]
fn a_cursor_gets_the_fixes_at_it_else_those_of_its_line() {
    let (_folder, root) = folder(&PARTS);
    let mut client = Client::start(presets::helix(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &text(&format!("😀 {USELESS} and {USELESS}\n")));
    client.diagnostics(&plan, |it| codes(it).len() == 2);
    let mut fixes = |line: u32, character: u32| {
        let [at, after] = [character, character + 1].map(|character| json!({ "line": line, "character": character }));
        let params = json!({ "textDocument": { "uri": plan }, "range": { "start": at, "end": after }, "context": { "diagnostics": [] } });
        let actions = client.request("textDocument/codeAction", params);
        titles(actions.as_array().unwrap()).into_iter().filter(|title| *title == "Remove the comment").count()
    };
    assert_eq!([fixes(3, 4), fixes(3, 30), fixes(3, 47), fixes(4, 0), fixes(2, 0)], [2, 1, 2, 0, 0]);
}

#[test]
fn a_fix_is_bound_to_its_diagnostic_and_to_the_version() {
    let (_folder, root) = folder(&PARTS);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &text(USELESS));
    let found = client.diagnostics(&plan, |it| codes(it) == ["suppression-unused"]);
    let mut actions = actions(&mut client, &plan, &found["diagnostics"], Some(json!(["quickfix"])));
    assert_eq!(actions[0]["diagnostics"], found["diagnostics"]);
    let edit = actions[0]["edit"]["documentChanges"][0].take();
    assert_eq!(edit["textDocument"], json!({ "uri": plan, "version": 1 }));
    expect![[r#"
        "Remove the comment"
        [
          {
            "newText": "",
            "range": {
              "end": {
                "character": 0,
                "line": 4
              },
              "start": {
                "character": 0,
                "line": 3
              }
            }
          }
        ]"#]]
    .assert_eq(&format!("{}\n{:#}", actions[0]["title"], edit["edits"]));
}

#[test]
fn fix_all_applies_what_is_always_right() {
    let (_folder, root) = folder(&PARTS);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &text(&format!("{USELESS}\ntext\n{USELESS}")));
    client.diagnostics(&plan, |it| codes(it) == ["suppression-unused"; 2]);
    for only in ["source.fixAll.flowspec", "source.fixAll", "source"] {
        let actions = actions(&mut client, &plan, &json!([]), Some(json!([only])));
        assert_eq!(actions.len(), 1, "{only}");
        assert_eq!(actions[0]["kind"], "source.fixAll.flowspec");
        assert_eq!(actions[0]["edit"]["documentChanges"][0]["edits"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn only_what_is_asked_for_is_offered() {
    let (_folder, root) = folder(&PARTS);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &text(USELESS));
    let found = client.diagnostics(&plan, |it| codes(it) == ["suppression-unused"])["diagnostics"].take();
    assert!(actions(&mut client, &plan, &found, Some(json!(["refactor"]))).is_empty());
    assert!(actions(&mut client, &plan, &found, Some(json!(["source.organizeImports"]))).is_empty());
    let all = actions(&mut client, &plan, &found, None);
    assert!(all.iter().any(|it| it["kind"] == "quickfix"), "{:?}", titles(&all));

    let elsewhere = json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 0 } });
    let params = json!({ "textDocument": { "uri": plan }, "range": elsewhere, "context": { "diagnostics": [], "only": ["quickfix"] } });
    assert_eq!(client.request("textDocument/codeAction", params), json!([]));
}

#[test]
fn a_client_that_knows_little_gets_plain_edits_or_none() {
    let (_folder, root) = folder(&PARTS);
    let mut capabilities = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } });
    let mut client = Client::start(capabilities.clone(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &text(USELESS));
    let found = client.diagnostics(&plan, |it| codes(it) == ["suppression-unused"])["diagnostics"].take();
    let actions = actions(&mut client, &plan, &found, Some(json!(["quickfix"])));
    assert!(actions[0]["edit"]["changes"][&plan].is_array());
    assert!(actions[0].get("isPreferred").is_none());
    drop(client);

    // A client of the first hour gets commands, which are no fixes.
    capabilities.as_object_mut().unwrap().remove("textDocument");
    let mut client = Client::start(capabilities, Some(&root));
    assert_eq!(client.capabilities["capabilities"]["codeActionProvider"], true);
    client.open(&plan, "markdown", &text(USELESS));
    client.diagnostics(&plan, |it| codes(it) == ["suppression-unused"]);
    let actions = self::actions(&mut client, &plan, &json!([]), None);
    assert_eq!(actions[0]["title"], "Create a constitution (Light)");
    assert_eq!(actions[0]["command"], "flowspec.initConstitution");
}

#[test]
fn a_hover_on_a_diagnostic_shows_the_page_of_its_rule() {
    let (_folder, root) = folder(&PARTS);
    for (capabilities, kind) in [(presets::vscode_push(), "markdown"), (presets::bare(), "plaintext")] {
        let mut client = Client::start(capabilities, Some(&root));
        let plan = uri(&root.join(PLAN));
        client.open(&plan, "markdown", &text("{{INCLUDE:gone.md}} and more"));
        client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
        let mut hover = |character: u32| {
            client.request(
                "textDocument/hover",
                json!({ "textDocument": { "uri": plan }, "position": { "line": 3, "character": character } }),
            )
        };
        let shown = hover(12);
        assert_eq!(shown["contents"]["kind"], kind);
        assert!(shown["contents"]["value"].as_str().unwrap().contains("include-missing"));
        assert!(hover(24).is_null());
    }
}

#[test]
fn refactorings_and_views_are_offered() {
    let (_folder, root) = folder(&PARTS);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    let include = "{{INCLUDE:templates/partials/context.md}}";
    client.open(&plan, "markdown", &text(&format!("# 😀 Title\nwords\n{include}")));
    client.diagnostics(&plan, |_| true);
    let mut ask = |start: (u32, u32), end: (u32, u32), only: Option<Value>| {
        let at = |(line, character)| json!({ "line": line, "character": character });
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = only;
        }
        let params = json!({ "textDocument": { "uri": plan }, "range": { "start": at(start), "end": at(end) }, "context": context });
        client.request("textDocument/codeAction", params).as_array().cloned().unwrap()
    };
    let extract = ask((3, 0), (5, 0), Some(json!(["refactor.extract"])));
    assert_eq!(titles(&extract), ["Extract into `templates/partials/title.md`"]);
    let changes = &extract[0]["edit"]["documentChanges"];
    assert_eq!(changes[0]["kind"], "create");
    assert_eq!(changes[1]["edits"][0]["newText"], "# 😀 Title\nwords");
    let edit = &changes[2];
    assert_eq!(edit["textDocument"], json!({ "uri": plan, "version": 1 }));
    let range = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 4, "character": 5 } });
    assert_eq!(edit["edits"], json!([{ "range": range, "newText": "{{INCLUDE:templates/partials/title.md}}" }]));
    let inline = ask((5, 12), (5, 12), Some(json!(["refactor"])));
    assert_eq!(titles(&inline), ["Inline `templates/partials/context.md`"]);
    assert_eq!(inline[0]["edit"]["documentChanges"][0]["edits"][0]["newText"], "text\n");
    let all = ask((5, 12), (5, 12), None);
    let open = all.iter().find(|it| it["title"] == "Open the expansion").unwrap();
    assert_eq!(open["command"]["command"], "flowspec.openExpansion");
    assert!(ask((5, 12), (5, 12), Some(json!(["source"]))).iter().all(|it| it["command"].is_null()));
}
