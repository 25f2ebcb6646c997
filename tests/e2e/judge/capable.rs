//! What a server may send only to a client that can do something with it.

use super::protocol::{Fault, Judged, require};
use serde_json::Value;

/// Requests of the server, and the capability that each needs.
const REQUESTS: &[(&str, &str)] = &[
    ("window/showDocument", "/window/showDocument/support"),
    ("window/workDoneProgress/create", "/window/workDoneProgress"),
    ("workspace/applyEdit", "/workspace/applyEdit"),
    ("workspace/codeLens/refresh", "/workspace/codeLens/refreshSupport"),
    ("workspace/configuration", "/workspace/configuration"),
    ("workspace/diagnostic/refresh", "/workspace/diagnostics/refreshSupport"),
    ("workspace/foldingRange/refresh", "/workspace/foldingRange/refreshSupport"),
    ("workspace/inlayHint/refresh", "/workspace/inlayHint/refreshSupport"),
    ("workspace/inlineValue/refresh", "/workspace/inlineValue/refreshSupport"),
    ("workspace/semanticTokens/refresh", "/workspace/semanticTokens/refreshSupport"),
    ("workspace/textDocumentContent/refresh", "/workspace/textDocumentContent"),
    ("workspace/workspaceFolders", "/workspace/workspaceFolders"),
];

/// Properties of structures, and the capabilities of which each needs one.
const PROPERTIES: &[(&str, &str, &[&str])] = &[
    ("AnnotatedTextEdit", "annotationId", &["/workspace/workspaceEdit/changeAnnotationSupport"]),
    ("ApplyWorkspaceEditParams", "metadata", &["/workspace/workspaceEdit/metadataSupport"]),
    ("CodeAction", "data", &["/textDocument/codeAction/dataSupport"]),
    ("CodeAction", "disabled", &["/textDocument/codeAction/disabledSupport"]),
    ("CodeAction", "isPreferred", &["/textDocument/codeAction/isPreferredSupport"]),
    ("CodeAction", "tags", &["/textDocument/codeAction/tagSupport"]),
    ("CompletionItem", "commitCharacters", &["/textDocument/completion/completionItem/commitCharactersSupport"]),
    ("CompletionItem", "deprecated", &["/textDocument/completion/completionItem/deprecatedSupport"]),
    ("CompletionItem", "insertTextMode", &["/textDocument/completion/completionItem/insertTextModeSupport"]),
    ("CompletionItem", "labelDetails", &["/textDocument/completion/completionItem/labelDetailsSupport"]),
    ("CompletionItem", "preselect", &["/textDocument/completion/completionItem/preselectSupport"]),
    ("CompletionList", "applyKind", &["/textDocument/completion/completionList/applyKindSupport"]),
    ("CompletionList", "itemDefaults", &["/textDocument/completion/completionList/itemDefaults"]),
    ("CreateFile", "annotationId", &["/workspace/workspaceEdit/changeAnnotationSupport"]),
    ("DeleteFile", "annotationId", &["/workspace/workspaceEdit/changeAnnotationSupport"]),
    (
        "Diagnostic",
        "codeDescription",
        &["/textDocument/publishDiagnostics/codeDescriptionSupport", "/textDocument/diagnostic/codeDescriptionSupport"],
    ),
    ("Diagnostic", "data", &["/textDocument/publishDiagnostics/dataSupport", "/textDocument/diagnostic/dataSupport"]),
    (
        "Diagnostic",
        "relatedInformation",
        &["/textDocument/publishDiagnostics/relatedInformation", "/textDocument/diagnostic/relatedInformation"],
    ),
    ("DocumentLink", "tooltip", &["/textDocument/documentLink/tooltipSupport"]),
    ("FoldingRange", "collapsedText", &["/textDocument/foldingRange/foldingRange/collapsedText"]),
    ("RelatedFullDocumentDiagnosticReport", "relatedDocuments", &["/textDocument/diagnostic/relatedDocumentSupport"]),
    (
        "RelatedUnchangedDocumentDiagnosticReport",
        "relatedDocuments",
        &["/textDocument/diagnostic/relatedDocumentSupport"],
    ),
    ("RenameFile", "annotationId", &["/workspace/workspaceEdit/changeAnnotationSupport"]),
    ("RenameOptions", "prepareProvider", &["/textDocument/rename/prepareSupport"]),
    ("ServerCapabilities", "diagnosticProvider", &["/textDocument/diagnostic"]),
    ("WorkspaceEdit", "changeAnnotations", &["/workspace/workspaceEdit/changeAnnotationSupport"]),
    (
        "WorkspaceEdit",
        "documentChanges",
        // A client that can create files supports this form, because no other can express it. Neovim declares no more than that.
        &["/workspace/workspaceEdit/documentChanges", "/workspace/workspaceEdit/resourceOperations"],
    ),
    ("WorkspaceOptions", "textDocumentContent", &["/workspace/textDocumentContent"]),
];

/// Structures that are one of several possible answers, and the capability that each needs.
const STRUCTURES: &[(&str, &str)] = &[
    ("CodeAction", "/textDocument/codeAction/codeActionLiteralSupport"),
    ("CodeActionOptions", "/textDocument/codeAction/codeActionLiteralSupport"),
    ("DocumentSymbol", "/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
    ("InsertReplaceEdit", "/textDocument/completion/completionItem/insertReplaceSupport"),
    ("RelativePattern", "/workspace/didChangeWatchedFiles/relativePatternSupport"),
    ("SnippetTextEdit", "/workspace/workspaceEdit/snippetEditSupport"),
];

/// Values that must be in a set of the client, the capability that has it, and what the protocol has without one.
const SETS: &[(&str, &str, &[&str], &[u64])] = &[
    (
        "Diagnostic",
        "tags",
        &["/textDocument/publishDiagnostics/tagSupport/valueSet", "/textDocument/diagnostic/tagSupport/valueSet"],
        &[],
    ),
    ("CompletionItem", "tags", &["/textDocument/completion/completionItem/tagSupport/valueSet"], &[]),
    ("CompletionItem", "kind", &["/textDocument/completion/completionItemKind/valueSet"], FIRST_KINDS),
    ("DocumentSymbol", "kind", &["/textDocument/documentSymbol/symbolKind/valueSet"], FIRST_KINDS),
    (
        "SymbolInformation",
        "kind",
        &["/textDocument/documentSymbol/symbolKind/valueSet", "/workspace/symbol/symbolKind/valueSet"],
        FIRST_KINDS,
    ),
    ("DocumentSymbol", "tags", &["/textDocument/documentSymbol/tagSupport/valueSet"], &[]),
];

/// The kinds of symbols and completions that every client knows.
const FIRST_KINDS: &[u64] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];

/// Whether the client has a capability: a flag that is set, or an object.
pub fn has(client: &Value, pointer: &str) -> bool {
    client.pointer(pointer).is_some_and(|it| !it.is_null() && *it != false)
}

/// Whether a list of the client has something.
pub fn lists(client: &Value, pointer: &str, item: &str) -> bool {
    client.pointer(pointer).and_then(Value::as_array).is_some_and(|items| items.iter().any(|it| it == item))
}

/// That the client takes a request.
pub fn request(client: &Value, method: &str) -> Judged {
    match REQUESTS.iter().find(|(name, _)| *name == method) {
        Some((_, pointer)) => needs(client, method, &[pointer]),
        None => Ok(()),
    }
}

/// That the client supports dynamic registrations for a method.
pub fn registration(client: &Value, method: &str) -> Judged {
    let object = match method.split_once('/') {
        Some(("textDocument", name)) if name.starts_with("did") || name.starts_with("will") => {
            "/textDocument/synchronization".to_owned()
        }
        Some(("textDocument", "prepareCallHierarchy")) => "/textDocument/callHierarchy".to_owned(),
        Some(("workspace", name)) if name.ends_with("Files") && !name.contains("Watched") => {
            "/workspace/fileOperations".to_owned()
        }
        _ => format!("/{method}"),
    };
    needs(client, "a registration", &[&format!("{object}/dynamicRegistration")])
}

/// That the client takes a structure with all that it has, in the answer to a method.
pub fn structure(client: &Value, method: &str, name: &str, value: &Value) -> Judged {
    if let Some((_, pointer)) = STRUCTURES.iter().find(|(structure, _)| *structure == name) {
        needs(client, name, &[pointer])?;
    }
    for (_, property, pointers) in PROPERTIES.iter().filter(|(structure, ..)| *structure == name) {
        if value.get(property).is_some_and(|it| *it != false) {
            needs(client, property, pointers).map_err(|fault| fault.below(property))?;
        }
    }
    for (_, property, pointers, otherwise) in SETS.iter().filter(|(structure, ..)| *structure == name) {
        let set = pointers.iter().find_map(|pointer| client.pointer(pointer)?.as_array());
        let allows = |it: &Value| match set {
            Some(set) => set.contains(it),
            None => otherwise.iter().any(|known| it == known),
        };
        let values = value.get(property).map_or(&[][..], |it| it.as_array().map_or(std::slice::from_ref(it), |it| it));
        let unknown = values.iter().find(|it| !allows(it));
        require(unknown.is_none(), || format!("the client does not know {}", unknown.unwrap_or(&Value::Null)))
            .map_err(|fault| fault.below(property))?;
    }
    match name {
        "CreateFile" | "RenameFile" | "DeleteFile" => {
            let kind = value["kind"].as_str().unwrap_or_default();
            require(lists(client, "/workspace/workspaceEdit/resourceOperations", kind), || {
                format!("the client cannot {kind} files")
            })
        }
        "LocationLink" => {
            let feature = method.strip_prefix("textDocument/").unwrap_or(method);
            needs(client, name, &[&format!("/textDocument/{feature}/linkSupport")])
        }
        "MarkupContent" => markup(client, method, value),
        "CompletionItem" if value["insertTextFormat"] == 2 => {
            needs(client, "a snippet", &["/textDocument/completion/completionItem/snippetSupport"])
        }
        _ => Ok(()),
    }
}

fn markup(client: &Value, method: &str, value: &Value) -> Judged {
    let formats = match method {
        "textDocument/hover" => "/textDocument/hover/contentFormat",
        "completionItem/resolve" | "textDocument/completion" => {
            "/textDocument/completion/completionItem/documentationFormat"
        }
        _ => return Ok(()),
    };
    let kind = value["kind"].as_str().unwrap_or_default();
    require(kind == "plaintext" || lists(client, formats, kind), || format!("the client does not take {kind} here"))
}

fn needs(client: &Value, what: &str, pointers: &[&str]) -> Judged {
    match pointers.iter().any(|pointer| has(client, pointer)) {
        true => Ok(()),
        false => Err(Fault::new(format!("{what} needs the client's capability {}", pointers.join(" or ")))),
    }
}
