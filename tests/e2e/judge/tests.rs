//! That the judge finds each kind of fault. Every case is right but for one part of a message.

use super::Judge;
use serde_json::{Value, json};

const URI: &str = "file:///w/a.md";
/// Two lines; the first ends with a character that is two units of UTF-16.
const TEXT: &str = "abc 😀\n## Two\n";

/// A client that can do everything that the judge looks at.
fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "window": { "workDoneProgress": true },
        "workspace": {
            "applyEdit": true,
            "configuration": true,
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename"] },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
            "inlayHint": { "refreshSupport": true },
        },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true, "tagSupport": { "valueSet": [1] }
            },
            "definition": { "linkSupport": true },
            "hover": { "contentFormat": ["markdown"] },
            "documentLink": { "tooltipSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "foldingRange": { "rangeLimit": 1 },
            "completion": { "completionItem": { "snippetSupport": true, "insertReplaceSupport": true, "tagSupport": { "valueSet": [1] } } },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } }, "isPreferredSupport": true, "disabledSupport": true },
        },
        "experimental": { "flowspec": { "scanned": true } },
    })
}

/// A session with a client that has these capabilities, and one open document.
fn session(capabilities: &Value) -> Judge {
    let mut judge = Judge::new();
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    send(&mut judge, json!({ "id": 0, "method": "initialize", "params": params }));
    let server = json!({
        "executeCommandProvider": { "commands": ["flowspec.run"] },
        "codeActionProvider": capabilities.pointer("/textDocument/codeAction").map_or(json!(true), |_| json!({ "codeActionKinds": ["quickfix"] })),
        "semanticTokensProvider": { "legend": { "tokenTypes": ["keyword"], "tokenModifiers": ["declaration"] } },
    });
    assert_eq!(judge.received(&json!({ "jsonrpc": "2.0", "id": 0, "result": { "capabilities": server } })), Ok(()));
    send(&mut judge, json!({ "method": "initialized", "params": {} }));
    let document = json!({ "uri": URI, "languageId": "markdown", "version": 1, "text": TEXT });
    send(&mut judge, json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    // So that the server has taken all this in.
    send(&mut judge, json!({ "id": 0, "method": "flowspec/test/nothing" }));
    let error = json!({ "code": -32601, "message": "Method not found" });
    assert_eq!(judge.received(&json!({ "jsonrpc": "2.0", "id": 0, "error": error })), Ok(()));
    judge
}

fn send(judge: &mut Judge, mut message: Value) {
    message["jsonrpc"] = "2.0".into();
    assert_eq!(judge.sent(&message), Ok(()));
}

/// What the judge says of the answer to a request.
fn answered(client: &Value, method: &str, mut params: Value, result: Value) -> Result<(), String> {
    let mut judge = session(client);
    if method.starts_with("textDocument/") {
        params["textDocument"] = json!({ "uri": URI });
    }
    send(&mut judge, json!({ "id": 1, "method": method, "params": params }));
    judge.received(&json!({ "jsonrpc": "2.0", "id": 1, "result": result }))
}

/// What the judge says of a message of the server.
fn said(client: &Value, method: &str, params: Value) -> Result<(), String> {
    let mut message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
    if super::message(method).is_some_and(|message| message.get("result").is_some()) {
        message["id"] = 7.into();
    }
    session(client).received(&message)
}

/// That a value is right, and that it is not when the part at each pointer is another (or absent, for `"-"`).
#[track_caller]
fn check(value: &Value, judge: impl Fn(Value) -> Result<(), String>, faults: &[(&str, Value, &str)]) {
    assert_eq!(judge(value.clone()), Ok(()));
    for (pointer, part, fault) in faults {
        let mut wrong = value.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = wrong.pointer_mut(parent).unwrap();
        match parent {
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = part.clone(),
            _ if *part == "-" => drop(parent.as_object_mut().unwrap().remove(key)),
            _ => parent[key] = part.clone(),
        }
        let said = judge(wrong).expect_err(&format!("{pointer} = {part} is found to be wrong"));
        assert!(said.contains(fault), "{pointer} = {part}: {said}");
    }
}

fn position(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": position(line, start), "end": position(line, end) })
}

#[test]
fn wrong_types_are_found() {
    let diagnostic = json!({ "range": range(0, 0, 3), "severity": 1, "code": "x", "message": "m", "source": "s" });
    let params = json!({ "uri": URI, "version": 1, "diagnostics": [diagnostic] });
    let judge = |params| said(&able(), "textDocument/publishDiagnostics", params);
    check(
        &params,
        judge,
        &[
            ("/uri", json!("-"), "/params: a PublishDiagnosticsParams must have `uri`"),
            ("/version", json!(2), "/params/version: the client has not sent this version"),
            ("/version", Value::Null, "/params/version: expected integer, found null"),
            ("/more", json!(1), "has no property `more`"),
            ("/diagnostics", json!({}), "/params/diagnostics: expected an array"),
            ("/diagnostics/0", json!("x"), "/params/diagnostics/0: expected a Diagnostic"),
            ("/diagnostics/0/severity", json!(5), "/params/diagnostics/0/severity: expected a DiagnosticSeverity"),
            ("/diagnostics/0/code", json!(true), "/params/diagnostics/0/code: expected"),
            ("/diagnostics/0/message", json!(["m"]), "expected string"),
            ("/diagnostics/0/range/start/line", json!(-1), "/range/start/line: expected uinteger, found -1"),
            ("/diagnostics/0/range/start/line", json!(1.5), "expected uinteger"),
            ("/diagnostics/0/range/start/line", json!(1_u64 << 31), "expected uinteger"),
        ],
    );
    let create = json!({ "kind": "create", "uri": "file:///w/b.md" });
    let judge = |change| said(&able(), "workspace/applyEdit", json!({ "edit": { "documentChanges": [change] } }));
    check(&create, judge, &[("/kind", json!("make"), "/kind: expected \"create\", found \"make\"")]);
}

#[test]
fn places_outside_of_their_document_are_found() {
    let judge = |range| {
        answered(
            &able(),
            "textDocument/documentHighlight",
            json!({ "position": position(0, 0) }),
            json!([{ "range": range }]),
        )
    };
    let outside = "is outside of";
    check(
        &range(0, 4, 6),
        judge,
        &[
            ("/end", position(0, 7), outside),
            ("/end", position(0, 5), "is inside of a character"),
            ("/end", position(3, 0), outside),
            ("/start", position(1, 0), "is inverted"),
        ],
    );
    let params = json!({ "processId": null, "rootUri": null, "capabilities": able() });
    let mut judge = Judge::new();
    send(&mut judge, json!({ "id": 0, "method": "initialize", "params": params }));
    let result = json!({ "capabilities": { "positionEncoding": "utf-8" } });
    let said = judge.received(&json!({ "jsonrpc": "2.0", "id": 0, "result": result }));
    assert!(said.unwrap_err().contains("utf-8 was not offered"));
}

#[test]
fn places_are_those_of_the_text_that_was_asked_about() {
    let mut judge = session(&able());
    let hover = json!({ "textDocument": { "uri": URI }, "position": position(0, 0) });
    let answer =
        |id: i64| json!({ "jsonrpc": "2.0", "id": id, "result": { "contents": "x", "range": range(0, 0, 4) } });
    send(&mut judge, json!({ "id": 1, "method": "textDocument/hover", "params": hover }));
    let changes = json!([{ "range": range(0, 2, 6), "text": "" }]);
    let params = json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": changes });
    send(&mut judge, json!({ "method": "textDocument/didChange", "params": params }));
    send(&mut judge, json!({ "id": 2, "method": "textDocument/hover", "params": hover }));
    assert_eq!(judge.received(&answer(1)), Ok(()));
    assert!(judge.received(&answer(2)).unwrap_err().contains("is outside of `ab`"));
}

#[test]
fn parts_that_are_not_in_one_another_are_found() {
    let child = json!({ "name": "b", "kind": 15, "range": range(0, 1, 3), "selectionRange": range(0, 1, 2) });
    let symbol = json!({ "name": "a", "kind": 15, "range": range(0, 0, 4), "selectionRange": range(0, 0, 1), "children": [child] });
    let judge = |symbol| answered(&able(), "textDocument/documentSymbol", json!({}), json!([symbol]));
    check(
        &symbol,
        judge,
        &[
            ("/selectionRange", range(1, 0, 1), "/selectionRange: the range"),
            ("/children/0/range", range(0, 1, 6), "/children: the range"),
            ("/children/0/selectionRange", range(0, 0, 1), "/children/0/selectionRange: the range"),
        ],
    );
    let selection = json!({ "range": range(0, 1, 2), "parent": { "range": range(0, 0, 4) } });
    let judge =
        |it| answered(&able(), "textDocument/selectionRange", json!({ "positions": [position(0, 1)] }), json!([it]));
    check(
        &selection,
        judge,
        &[
            ("/parent/range", range(0, 2, 4), "/parent: the range"),
            ("/range", range(0, 2, 3), "not around its position"),
        ],
    );
    let two = json!({ "positions": [position(0, 1), position(0, 1)] });
    assert!(answered(&able(), "textDocument/selectionRange", two, json!([selection])).is_err());
    let judge = |fold| answered(&able(), "textDocument/foldingRange", json!({}), json!([fold]));
    let fold = json!({ "startLine": 0, "endLine": 1 });
    check(&fold, judge, &[("/startLine", json!(2), "ends before it starts"), ("/endLine", json!(3), "is outside of")]);
    assert!(
        answered(&able(), "textDocument/foldingRange", json!({}), json!([fold, fold]))
            .unwrap_err()
            .contains("too many")
    );
}

#[test]
fn edits_that_overlap_are_found() {
    let edit = |start, end| json!({ "range": range(0, start, end), "newText": "x" });
    let change = json!({ "textDocument": { "uri": URI, "version": 1 }, "edits": [edit(0, 2), edit(2, 2), edit(2, 3)] });
    let judge = |change| said(&able(), "workspace/applyEdit", json!({ "edit": { "documentChanges": [change] } }));
    check(
        &change,
        judge,
        &[
            ("/edits/1", edit(1, 1), "/edits: the edits of"),
            ("/textDocument/version", json!(2), "and the client has"),
            ("/textDocument/version", Value::Null, "and the client has"),
            ("/edits/2", edit(2, 9), "is outside of"),
        ],
    );
    let twice = json!({ "edit": { "documentChanges": [change, change] } });
    assert!(said(&able(), "workspace/applyEdit", twice).unwrap_err().contains("is edited in two parts"));
    let changes = json!({ "edit": { "changes": { URI: [edit(0, 2), edit(1, 3)] } } });
    assert!(said(&able(), "workspace/applyEdit", changes).unwrap_err().contains("overlap"));
}

#[test]
fn completions_away_from_the_cursor_are_found() {
    let edit = json!({ "newText": "x", "insert": range(0, 0, 2), "replace": range(0, 0, 3) });
    let item = json!({ "label": "x", "kind": 1, "textEdit": edit, "insertTextFormat": 2 });
    let judge = |it| answered(&able(), "textDocument/completion", json!({ "position": position(0, 2) }), json!([it]));
    check(
        &item,
        judge,
        &[
            ("/textEdit/insert", range(0, 1, 2), "`insert` must be a prefix"),
            ("/textEdit/insert", range(0, 0, 1), "`insert` must end at the cursor"),
            ("/textEdit/replace", json!({ "start": position(0, 0), "end": position(1, 1) }), "must be on one line"),
            ("/additionalTextEdits", json!([{ "range": range(0, 1, 2), "newText": "" }]), "overlap"),
            ("/kind", json!(22), "/kind: the client does not know 22"),
            ("/tags", json!([2]), "/tags/0: expected a CompletionItemTag"),
        ],
    );
    let hover = |range| {
        answered(
            &able(),
            "textDocument/hover",
            json!({ "position": position(0, 2) }),
            json!({ "contents": "x", "range": range }),
        )
    };
    assert_eq!(hover(range(0, 0, 2)), Ok(()));
    assert!(hover(range(0, 3, 4)).unwrap_err().contains("not at the cursor"));
}

#[test]
fn tokens_out_of_order_or_out_of_the_legend_are_found() {
    let judge = |data| answered(&able(), "textDocument/semanticTokens/full", json!({}), json!({ "data": data }));
    let data = json!([0, 0, 3, 0, 1, 1, 0, 2, 0, 0]);
    check(
        &data,
        judge,
        &[
            ("/0", json!(-1), "not a uinteger"),
            ("/2", json!(0), "is empty"),
            ("/2", json!(9), "is outside of"),
            ("/3", json!(1), "unknown type"),
            ("/4", json!(2), "unknown modifier"),
            ("/5", json!(0), "overlaps the one before it"),
        ],
    );
    assert!(judge(json!([0, 0, 3, 0])).is_err());
    let params = json!({ "range": range(1, 0, 1) });
    let said = answered(&able(), "textDocument/semanticTokens/range", params, json!({ "data": [0, 0, 3, 0, 0] }));
    assert!(said.unwrap_err().contains("was not asked for"));
    let params = json!({ "previousResultId": "7" });
    let said = answered(&able(), "textDocument/semanticTokens/full/delta", params, json!({ "edits": [] }));
    assert!(said.unwrap_err().contains("a difference to what the client does not have"));
}

#[test]
fn other_wrong_answers_are_found() {
    let lens = json!({ "range": range(0, 0, 1), "command": { "title": "t", "command": "flowspec.run" } });
    let judge = |lens| answered(&able(), "textDocument/codeLens", json!({}), json!([lens]));
    check(
        &lens,
        judge,
        &[
            ("/command/command", json!("rm"), "does not have the command"),
            ("/range", json!({ "start": position(0, 0), "end": position(1, 0) }), "must be on one line"),
        ],
    );
    let hint = |line| {
        answered(
            &able(),
            "textDocument/inlayHint",
            json!({ "range": range(0, 0, 4) }),
            json!([{ "position": position(line, 0), "label": "x" }]),
        )
    };
    assert_eq!(hint(0), Ok(()));
    assert!(hint(1).unwrap_err().contains("not in the range"));
    let linked = |b| {
        answered(
            &able(),
            "textDocument/linkedEditingRange",
            json!({ "position": position(0, 0) }),
            json!({ "ranges": [range(0, 0, 1), b] }),
        )
    };
    assert_eq!(linked(range(0, 2, 3)), Ok(()));
    assert!(linked(range(0, 0, 1)).unwrap_err().contains("overlap"));
    assert!(linked(range(0, 2, 4)).unwrap_err().contains("of one length"));
    let pull = |id| {
        answered(
            &able(),
            "textDocument/diagnostic",
            json!({ "previousResultId": "a" }),
            json!({ "kind": "unchanged", "resultId": id }),
        )
    };
    assert_eq!(pull("a"), Ok(()));
    assert!(pull("b").unwrap_err().contains("unchanged since"));
    let context = json!({ "range": range(0, 0, 0), "context": { "diagnostics": [], "only": ["quickfix"] } });
    let action = json!({ "title": "t", "kind": "quickfix", "edit": {}, "isPreferred": true });
    let judge = |action| answered(&able(), "textDocument/codeAction", context.clone(), json!([action]));
    check(&action, judge, &[("/kind", json!("refactor"), "was not asked for"), ("/edit", json!("-"), "does nothing")]);
}

#[test]
fn what_the_client_cannot_take_is_found() {
    let bare = json!({});
    let cursor = || json!({ "position": position(0, 0) });
    let diagnostic = |part: Value| {
        let mut diagnostic = json!({ "range": range(0, 0, 0), "message": "m" });
        diagnostic.as_object_mut().unwrap().append(part.clone().as_object_mut().unwrap());
        ("textDocument/publishDiagnostics", json!({ "uri": URI, "diagnostics": [diagnostic] }))
    };
    let file = |name: &str| format!("file:///w/{name}");
    let said_to: Vec<(&str, Value)> = vec![
        diagnostic(json!({ "tags": [1] })),
        diagnostic(json!({ "data": 1 })),
        diagnostic(json!({ "codeDescription": { "href": file("x") } })),
        diagnostic(json!({ "relatedInformation": [] })),
        ("workspace/applyEdit", json!({ "edit": {} })),
        ("workspace/configuration", json!({ "items": [] })),
        ("workspace/inlayHint/refresh", Value::Null),
        ("window/workDoneProgress/create", json!({ "token": "t" })),
        ("flowspec/scanned", Value::Null),
    ];
    for (method, params) in said_to {
        assert_eq!(said(&able(), method, params.clone()), Ok(()));
        assert!(said(&bare, method, params.clone()).is_err(), "{method} {params}");
    }
    let watcher = json!({ "globPattern": { "baseUri": file(""), "pattern": "**/*" } });
    let options = json!({ "watchers": [watcher] });
    let registration = json!({ "id": "1", "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
    let register =
        |client: &Value| said(client, "client/registerCapability", json!({ "registrations": [registration] }));
    assert_eq!(register(&able()), Ok(()));
    assert!(register(&bare).unwrap_err().contains("dynamicRegistration"));
    let mut without = able();
    without["workspace"]["didChangeWatchedFiles"]["relativePatternSupport"] = false.into();
    assert!(register(&without).unwrap_err().contains("relativePatternSupport"));

    let link = json!({ "targetUri": URI, "targetRange": range(0, 0, 1), "targetSelectionRange": range(0, 0, 1) });
    let symbol = json!({ "name": "a", "kind": 15, "range": range(0, 0, 1), "selectionRange": range(0, 0, 1) });
    let markdown = json!({ "kind": "markdown", "value": "x" });
    let context = json!({ "range": range(0, 0, 0), "context": { "diagnostics": [] } });
    let insert = json!({ "newText": "x", "insert": range(0, 0, 0), "replace": range(0, 0, 0) });
    let answered_to: Vec<(&str, Value, Value)> = vec![
        ("textDocument/definition", cursor(), json!([link])),
        ("textDocument/hover", cursor(), json!({ "contents": markdown })),
        ("textDocument/documentSymbol", json!({}), json!([symbol])),
        ("textDocument/documentLink", json!({}), json!([{ "range": range(0, 0, 1), "target": URI, "tooltip": "x" }])),
        ("textDocument/codeAction", context, json!([{ "title": "t", "kind": "quickfix", "edit": {} }])),
        ("textDocument/completion", cursor(), json!([{ "label": "x", "insertTextFormat": 2 }])),
        ("textDocument/completion", cursor(), json!([{ "label": "x", "textEdit": insert }])),
        ("textDocument/completion", cursor(), json!([{ "label": "x", "tags": [1] }])),
        (
            "textDocument/rename",
            json!({ "position": position(0, 0), "newName": "x" }),
            json!({ "documentChanges": [] }),
        ),
    ];
    for (method, params, result) in answered_to {
        assert_eq!(answered(&able(), method, params.clone(), result.clone()), Ok(()), "{method}");
        assert!(answered(&bare, method, params, result.clone()).is_err(), "{method} {result}");
    }
    let delete = json!({ "edit": { "documentChanges": [{ "kind": "delete", "uri": URI }] } });
    assert!(said(&able(), "workspace/applyEdit", delete).unwrap_err().contains("cannot delete files"));
}

#[test]
fn progress_out_of_order_is_found() {
    let progress = |value: &str| json!({ "jsonrpc": "2.0", "method": "$/progress", "params": { "token": "t", "value": { "kind": value, "title": "t" } } });
    let end =
        || json!({ "jsonrpc": "2.0", "method": "$/progress", "params": { "token": "t", "value": { "kind": "end" } } });
    let create = |id: i64| json!({ "jsonrpc": "2.0", "id": id, "method": "window/workDoneProgress/create", "params": { "token": "t" } });
    let mut judge = session(&able());
    assert!(judge.received(&progress("begin")).unwrap_err().contains("was not created"));
    assert_eq!(judge.received(&create(1)), Ok(()));
    assert!(judge.received(&create(2)).unwrap_err().contains("is taken"));
    assert!(judge.received(&end()).is_err());
    assert_eq!(judge.received(&progress("begin")), Ok(()));
    assert!(judge.received(&progress("begin")).is_err());
    assert_eq!(judge.received(&end()), Ok(()));
    assert!(judge.received(&end()).is_err());
}

#[test]
fn messages_out_of_turn_are_found() {
    let mut judge = session(&able());
    let answer = json!({ "jsonrpc": "2.0", "id": 9, "result": null });
    assert!(judge.received(&answer).unwrap_err().contains("an answer to no request"));
    send(&mut judge, json!({ "id": 9, "method": "shutdown" }));
    assert!(judge.received(&json!({ "jsonrpc": "2.0", "id": 9 })).is_err());
    send(&mut judge, json!({ "id": 9, "method": "shutdown" }));
    assert_eq!(judge.received(&answer), Ok(()));
    assert!(judge.received(&answer).is_err());
    let unknown = json!({ "jsonrpc": "2.0", "method": "window/nothing", "params": {} });
    assert!(judge.received(&unknown).unwrap_err().contains("no such method"));
    let wrong_way = json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} });
    assert!(judge.received(&wrong_way).unwrap_err().contains("only a client"));
    let asked = json!({ "jsonrpc": "2.0", "id": 3, "method": "workspace/configuration", "params": { "items": [] } });
    assert_eq!(judge.received(&asked), Ok(()));
    assert!(judge.received(&asked).unwrap_err().contains("is taken"));
    assert!(Judge::new().received(&asked).unwrap_err().contains("before `initialize` is done"));
    let wrong = json!({ "jsonrpc": "2.0", "id": 3, "result": {} });
    assert!(judge.sent(&wrong).unwrap_err().contains("/result: expected an array"));
}
