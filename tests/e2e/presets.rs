//! What real clients say that they can, as far as the server asks.

use serde_json::{Value, json};

/// A client that offers nothing.
pub fn bare() -> Value {
    json!({})
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
            "completion": { "dynamicRegistration": true, "contextSupport": true, "completionItem": {
                "snippetSupport": true, "insertReplaceSupport": true, "documentationFormat": ["markdown", "plaintext"], "tagSupport": { "valueSet": [1] },
                "resolveSupport": { "properties": ["documentation", "detail", "additionalTextEdits"] } } },
            "codeLens": { "dynamicRegistration": true },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
        },
    })
}

/// VS Code without pull diagnostics, as any client that pushes.
pub fn vscode_push() -> Value {
    let mut capabilities = vscode();
    capabilities["textDocument"]["diagnostic"].take();
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
            "completion": { "dynamicRegistration": false, "completionItem": {
                "snippetSupport": true, "documentationFormat": ["markdown", "plaintext"], "tagSupport": { "valueSet": [1, 2] },
                "resolveSupport": { "properties": ["additionalTextEdits"] } } },
            "codeLens": { "dynamicRegistration": false, "resolveSupport": { "properties": ["command"] } },
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
        },
    })
}
