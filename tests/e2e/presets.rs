//! What real clients say that they can, as far as the server asks.

use serde_json::{Value, json};

/// A client that offers nothing.
pub fn bare() -> Value {
    json!({})
}

/// The first kinds of completions or symbols, as clients list them.
fn kinds(last: u32) -> Vec<u32> {
    (1..=last).collect()
}

/// VS Code with `vscode-languageclient` 9.
pub fn vscode() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"], "staleRequestSupport": { "cancel": true, "retryOnContentModified": [] } },
        "window": { "workDoneProgress": true, "showDocument": { "support": true }, "showMessage": { "messageActionItem": { "additionalPropertiesSupport": true } } },
        "workspace": {
            "applyEdit": true, "configuration": true, "workspaceFolders": true,
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"], "failureHandling": "textOnlyTransactional",
                               "changeAnnotationSupport": { "groupsOnLabel": true } },
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
            "fileOperations": { "dynamicRegistration": true, "didCreate": true, "didRename": true, "didDelete": true },
            "diagnostics": { "refreshSupport": true },
            "codeLens": { "refreshSupport": true },
            "inlayHint": { "refreshSupport": true },
            "symbol": { "dynamicRegistration": true, "symbolKind": { "valueSet": kinds(26) }, "tagSupport": { "valueSet": [1] } },
        },
        "textDocument": {
            "synchronization": { "dynamicRegistration": true, "didSave": true, "willSave": true },
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true, "dataSupport": true, "tagSupport": { "valueSet": [1, 2] } },
            "diagnostic": { "dynamicRegistration": true, "relatedDocumentSupport": false },
            "codeAction": {
                "dynamicRegistration": true, "isPreferredSupport": true, "disabledSupport": true, "dataSupport": true,
                "resolveSupport": { "properties": ["edit"] },
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source", "source.organizeImports"] } },
            },
            "completion": { "dynamicRegistration": true, "contextSupport": true, "completionItemKind": { "valueSet": kinds(25) }, "completionItem": {
                "snippetSupport": true, "insertReplaceSupport": true, "documentationFormat": ["markdown", "plaintext"], "tagSupport": { "valueSet": [1] },
                "resolveSupport": { "properties": ["documentation", "detail", "additionalTextEdits"] } } },
            "codeLens": { "dynamicRegistration": true },
            "definition": { "dynamicRegistration": true, "linkSupport": true },
            "documentLink": { "dynamicRegistration": true, "tooltipSupport": true },
            "documentSymbol": { "dynamicRegistration": true, "hierarchicalDocumentSymbolSupport": true, "symbolKind": { "valueSet": kinds(26) } },
            "foldingRange": { "dynamicRegistration": true, "rangeLimit": 5000, "lineFoldingOnly": true },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "rename": { "dynamicRegistration": true, "prepareSupport": true, "prepareSupportDefaultBehavior": 1 },
        },
    })
}

/// VS Code without pull diagnostics, as any client that pushes.
pub fn vscode_push() -> Value {
    let mut capabilities = vscode();
    capabilities["textDocument"].as_object_mut().unwrap().remove("diagnostic");
    capabilities
}

/// Neovim 0.11 on Linux, which neither watches files nor, in its default, pulls diagnostics from servers that push.
pub fn neovim() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-16", "utf-32"] },
        "window": { "workDoneProgress": true, "showDocument": { "support": true }, "showMessage": { "messageActionItem": { "additionalPropertiesSupport": true } } },
        "workspace": {
            "applyEdit": true, "configuration": true, "workspaceFolders": true,
            "workspaceEdit": { "resourceOperations": ["rename", "create", "delete"] },
            "inlayHint": { "refreshSupport": true },
            "symbol": { "dynamicRegistration": false, "symbolKind": { "valueSet": kinds(26) } },
            "didChangeConfiguration": { "dynamicRegistration": false },
            "didChangeWatchedFiles": { "dynamicRegistration": false, "relativePatternSupport": true },
        },
        "textDocument": {
            "synchronization": { "dynamicRegistration": false, "didSave": true, "willSave": true, "willSaveWaitUntil": true },
            "publishDiagnostics": { "relatedInformation": true, "dataSupport": true, "tagSupport": { "valueSet": [1, 2] } },
            "diagnostic": { "dynamicRegistration": false },
            "codeAction": {
                "dynamicRegistration": true, "isPreferredSupport": true, "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite", "source", "source.organizeImports"] } },
            },
            "completion": { "dynamicRegistration": false, "completionItemKind": { "valueSet": kinds(25) }, "completionItem": {
                "snippetSupport": true, "documentationFormat": ["markdown", "plaintext"], "tagSupport": { "valueSet": [1] },
                "resolveSupport": { "properties": ["additionalTextEdits"] } } },
            "codeLens": { "dynamicRegistration": false, "resolveSupport": { "properties": ["command"] } },
            "definition": { "dynamicRegistration": true, "linkSupport": true },
            "documentSymbol": { "dynamicRegistration": false, "hierarchicalDocumentSymbolSupport": true, "symbolKind": { "valueSet": kinds(26) } },
            "foldingRange": { "dynamicRegistration": false, "lineFoldingOnly": true },
            "rename": { "dynamicRegistration": true, "prepareSupport": true },
            "hover": { "dynamicRegistration": true, "contentFormat": ["markdown", "plaintext"] },
        },
    })
}

/// Helix 25.01, which is push only.
pub fn helix() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-32", "utf-16"] },
        "window": { "workDoneProgress": true },
        "workspace": {
            "applyEdit": true, "configuration": true, "workspaceFolders": true,
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"], "failureHandling": "abort", "normalizesLineEndings": false },
            "didChangeConfiguration": { "dynamicRegistration": false },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": false },
            "fileOperations": { "willRename": true, "didRename": true },
        },
        "textDocument": {
            "publishDiagnostics": { "versionSupport": true, "tagSupport": { "valueSet": [1, 2] } },
            "codeAction": {
                "isPreferredSupport": true, "disabledSupport": true, "dataSupport": true, "resolveSupport": { "properties": ["edit", "command"] },
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite", "source", "source.organizeImports"] } },
            },
            "completion": { "completionItem": {
                "snippetSupport": true, "insertReplaceSupport": true, "tagSupport": { "valueSet": [1] },
                "resolveSupport": { "properties": ["documentation", "detail", "additionalTextEdits"] } } },
            "hover": { "contentFormat": ["markdown"] },
            "rename": { "dynamicRegistration": false, "prepareSupport": true, "honorsChangeAnnotations": false },
        },
    })
}
