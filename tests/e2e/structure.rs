//! What depends on the structure of a document: outline, folds, selections.

use crate::{
    client::{Client, folder, uri},
    presets,
};
use expect_test::expect;
use serde_json::{Value, json};

const PLAN: &str = "templates/commands/flow/plan.md";
const TEXT: &str = "---\ndescription: plan\n---\n# 😀 Plan\n\n<!-- SECTION:NOTES:BEGIN -->\n- 😀😀 `/flow:plan` now\n- two\n<!-- SECTION:NOTES:END -->\n\n## Next\n\ntext\n";

fn capabilities(features: Value) -> Value {
    let mut capabilities = presets::vscode_push();
    capabilities["textDocument"].as_object_mut().unwrap().extend(features.as_object().unwrap().clone());
    capabilities
}

/// Starts a client, opens the plan and asks.
fn ask(features: Value, method: &str, params: Value) -> (Client, Value) {
    let (_folder, root) = folder(&[(PLAN, TEXT)]);
    let mut client = Client::start(capabilities(features), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", TEXT);
    let answer = ask_again(&mut client, &plan, method, params);
    (client, answer)
}

fn ask_again(client: &mut Client, document: &str, method: &str, mut params: Value) -> Value {
    params["textDocument"] = json!({ "uri": document });
    client.request(method, params)
}

/// A range as `line:character-line:character`.
fn short(range: &Value) -> String {
    let at = |edge: &str| format!("{}:{}", range[edge]["line"], range[edge]["character"]);
    format!("{}-{}", at("start"), at("end"))
}

fn nested(symbols: &Value, depth: usize, shown: &mut String) {
    for symbol in symbols.as_array().into_iter().flatten() {
        let (indent, name, detail) = ("  ".repeat(depth), symbol["name"].as_str().unwrap(), &symbol["detail"]);
        let (kind, range, name_range) = (&symbol["kind"], short(&symbol["range"]), short(&symbol["selectionRange"]));
        *shown += &format!("{indent}{kind} {name} {detail} {range} {name_range}\n");
        nested(&symbol["children"], depth + 1, shown);
    }
}

#[test]
fn the_outline_is_nested_where_the_client_can_show_it() {
    let (_client, symbols) = ask(json!({}), "textDocument/documentSymbol", json!({}));
    let mut shown = String::new();
    nested(&symbols, 0, &mut shown);
    expect![[r#"
        19 Front matter null 0:0-2:3 0:0-0:3
          20 description "plan" 1:0-1:17 1:0-1:11
        15 😀 Plan null 3:0-12:4 3:0-3:9
          3 NOTES "section" 5:0-8:26 5:13-5:18
          15 Next null 10:0-12:4 10:0-10:7
    "#]]
    .assert_eq(&shown);
}

#[test]
fn the_outline_is_flat_and_of_the_first_kinds_for_other_clients() {
    let (_client, symbols) = ask(json!({ "documentSymbol": {} }), "textDocument/documentSymbol", json!({}));
    let symbols = symbols.as_array().unwrap().iter();
    let shown: Vec<_> = symbols
        .map(|symbol| {
            assert!(symbol["location"]["uri"].as_str().unwrap().ends_with(PLAN));
            let (kind, range) = (&symbol["kind"], short(&symbol["location"]["range"]));
            format!("{kind} {} in {} at {range}", symbol["name"], symbol["containerName"])
        })
        .collect();
    expect![[r#"
        2 "Front matter" in null at 0:0-2:3
        7 "description" in "Front matter" at 1:0-1:17
        15 "😀 Plan" in null at 3:0-12:4
        3 "NOTES" in "😀 Plan" at 5:0-8:26
        15 "Next" in "😀 Plan" at 10:0-12:4"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn folds_are_whole_lines_and_no_more_than_the_client_wants() {
    let lines = |ranges: &Value| {
        let ranges = ranges.as_array().unwrap().iter();
        ranges
            .map(|range| {
                assert!(range["startCharacter"].is_null() && range["endCharacter"].is_null());
                format!("{}-{} {}", range["startLine"], range["endLine"], range["kind"])
            })
            .collect::<Vec<_>>()
    };
    let (_client, ranges) = ask(json!({}), "textDocument/foldingRange", json!({}));
    assert_eq!(lines(&ranges), ["0-2 null", "3-12 null", "5-8 \"region\"", "6-7 null", "10-12 null"]);
    let features = json!({ "foldingRange": { "rangeLimit": 2, "lineFoldingOnly": true } });
    let (_client, ranges) = ask(features, "textDocument/foldingRange", json!({}));
    assert_eq!(lines(&ranges), ["0-2 null", "3-12 null"]);
}

#[test]
fn a_selection_grows_in_the_units_of_the_client_and_follows_edits() {
    let (_folder, root) = folder(&[(PLAN, TEXT)]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", TEXT);
    let grown = |client: &mut Client, line: u32| {
        let positions = json!({ "positions": [{ "line": line, "character": 16 }, { "line": 0, "character": 0 }] });
        let answers = ask_again(client, &plan, "textDocument/selectionRange", positions);
        assert_eq!(answers.as_array().unwrap().len(), 2);
        let mut step = &answers[0];
        let mut shown = String::new();
        while !step.is_null() {
            shown += &short(&step["range"]);
            shown += "\n";
            step = &step["parent"];
        }
        shown
    };
    let expected = expect![[r#"
        6:14-6:18
        6:8-6:18
        6:7-6:19
        6:2-6:23
        6:0-6:23
        6:0-7:5
        5:0-8:26
        3:0-12:4
        0:0-12:4
        0:0-13:0
    "#]];
    expected.assert_eq(&grown(&mut client, 6));
    let top = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 0 } });
    client.change(&plan, 2, json!([{ "range": top, "text": "> 😀\n\n" }]));
    expect![[r#"
        8:14-8:18
        8:8-8:18
        8:7-8:19
        8:2-8:23
        8:0-8:23
        8:0-9:5
        7:0-10:26
        5:0-14:4
        0:0-14:4
        0:0-15:0
    "#]]
    .assert_eq(&grown(&mut client, 8));
}

#[test]
fn what_is_not_there_has_no_structure() {
    let mut client = Client::start(presets::vscode_push(), None);
    for method in ["textDocument/documentSymbol", "textDocument/foldingRange"] {
        assert!(ask_again(&mut client, "file:///gone/a.md", method, json!({})).is_null(), "{method}");
    }
}
