//! What the client can do, as it said in `initialize`.

use crate::text::Encoding;
use serde_json::Value;
use tower_lsp::gen_lsp_types::ClientCapabilities;

/// What the server needs to know of its client. The default is a client that can do nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "capabilities are flags")]
pub struct Features {
    /// How positions are counted.
    pub encoding: Encoding,
    /// The client pulls diagnostics and can be told to pull again; nothing is pushed then.
    pub pull: bool,
    /// Diagnostics may name related places.
    pub related_information: bool,
    /// Diagnostics may link to their page.
    pub code_description: bool,
    /// Diagnostics may be marked unnecessary or deprecated.
    pub tags: bool,
    /// Edits may name document versions.
    pub document_changes: bool,
    /// Edits may create files. Who says so takes edits with versions, even when it does not say that, as Neovim.
    pub create_files: bool,
    /// Edits may rename files and folders.
    pub rename_files: bool,
    /// Actions may be more than commands.
    pub action_literals: bool,
    /// Actions may be preferred.
    pub preferred_actions: bool,
    /// Actions may be shown as disabled.
    pub disabled_actions: bool,
    /// Hovers may be Markdown.
    pub markdown: bool,
    /// Definitions may say which words lead to them.
    pub definition_links: bool,
    /// Renamings may be asked for beforehand.
    pub prepare_rename: bool,
    /// Links may say where they lead.
    pub link_tooltips: bool,
    /// Completions may be snippets.
    pub snippets: bool,
    /// Completions may tell what they insert before the cursor from what they replace after it.
    pub insert_replace: bool,
    /// The documentation of a completion may be Markdown.
    pub completion_markdown: bool,
    /// Completions may be of the kinds that came after the first version of the protocol.
    pub completion_kinds: bool,
    /// Completions may be marked deprecated.
    pub completion_tags: bool,
    /// Files can be watched.
    pub watch: bool,
    /// Settings can be asked for.
    pub configuration: bool,
    /// Changes of settings must be asked for.
    pub register_configuration: bool,
    /// Progress can be shown.
    pub progress: bool,
    /// The client wants to know when the disk has been read.
    pub scanned: bool,
    /// The server may ask for edits.
    pub apply_edit: bool,
    /// Messages may ask for an answer.
    pub message_requests: bool,
    /// The outline may be nested.
    pub hierarchical_symbols: bool,
    /// The outline may have the kinds that came after the first version of the protocol.
    pub symbol_kinds: bool,
    /// Symbols of the workspace may have them.
    pub workspace_symbol_kinds: bool,
    /// How many folds there may be; any number when absent.
    pub folding_range_limit: Option<usize>,
    /// Lenses can be shown.
    pub lenses: bool,
    /// Lenses can be asked for again.
    pub refresh_lenses: bool,
    /// Inlay hints can be asked for again.
    pub refresh_hints: bool,
    /// The server may have a document shown.
    pub show_document: bool,
    /// Documents that are no files can be asked for.
    pub text_document_content: bool,
    /// The client is Kiro, which starts tasks of its specs itself.
    pub is_kiro: bool,
}

impl Features {
    /// Reads what the client that is called `name` offers.
    pub fn of(client: &ClientCapabilities, name: Option<&str>) -> Self {
        let client = serde_json::to_value(client).unwrap_or_default();
        let is = |path: &str| client.pointer(path).and_then(Value::as_bool).unwrap_or(false);
        let has = |path: &str| client.pointer(path).is_some_and(|value| !value.is_null());
        let number = |path: &str| usize::try_from(client.pointer(path)?.as_u64()?).ok();
        let lists = |path: &str, item: &str| {
            let items = client.pointer(path).and_then(Value::as_array);
            items.is_some_and(|items| items.iter().any(|it| it == item))
        };
        // Without a set a client knows the first eighteen kinds only; one that has a set knows what to do with others.
        let kinds = |path: &str| has(&format!("{path}/valueSet"));
        let diagnostics = |flag: &str| {
            is(&format!("/textDocument/publishDiagnostics/{flag}")) || is(&format!("/textDocument/diagnostic/{flag}"))
        };
        Self {
            encoding: encoding(&client),
            // Without a refresh, what an edit changes in other documents would stay wrong.
            pull: has("/textDocument/diagnostic") && is("/workspace/diagnostics/refreshSupport"),
            related_information: diagnostics("relatedInformation"),
            code_description: diagnostics("codeDescriptionSupport"),
            tags: has("/textDocument/publishDiagnostics/tagSupport") || has("/textDocument/diagnostic/tagSupport"),
            // Files are created and renamed in this form only. Neovim can, and says no more than that.
            document_changes: is("/workspace/workspaceEdit/documentChanges")
                || has("/workspace/workspaceEdit/resourceOperations"),
            create_files: lists("/workspace/workspaceEdit/resourceOperations", "create"),
            rename_files: lists("/workspace/workspaceEdit/resourceOperations", "rename"),
            action_literals: has("/textDocument/codeAction/codeActionLiteralSupport"),
            preferred_actions: is("/textDocument/codeAction/isPreferredSupport"),
            disabled_actions: is("/textDocument/codeAction/disabledSupport"),
            markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            definition_links: is("/textDocument/definition/linkSupport"),
            prepare_rename: is("/textDocument/rename/prepareSupport"),
            link_tooltips: is("/textDocument/documentLink/tooltipSupport"),
            snippets: is("/textDocument/completion/completionItem/snippetSupport"),
            insert_replace: is("/textDocument/completion/completionItem/insertReplaceSupport"),
            completion_markdown: lists("/textDocument/completion/completionItem/documentationFormat", "markdown"),
            completion_kinds: kinds("/textDocument/completion/completionItemKind"),
            completion_tags: has("/textDocument/completion/completionItem/tagSupport"),
            watch: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            configuration: is("/workspace/configuration"),
            register_configuration: is("/workspace/didChangeConfiguration/dynamicRegistration"),
            progress: is("/window/workDoneProgress"),
            scanned: is("/experimental/flowspec/scanned"),
            apply_edit: is("/workspace/applyEdit"),
            show_document: is("/window/showDocument/support"),
            text_document_content: has("/workspace/textDocumentContent"),
            message_requests: has("/window/showMessage"),
            hierarchical_symbols: is("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            symbol_kinds: kinds("/textDocument/documentSymbol/symbolKind"),
            workspace_symbol_kinds: kinds("/workspace/symbol/symbolKind"),
            folding_range_limit: number("/textDocument/foldingRange/rangeLimit"),
            lenses: has("/textDocument/codeLens"),
            refresh_lenses: is("/workspace/codeLens/refreshSupport"),
            refresh_hints: is("/workspace/inlayHint/refreshSupport"),
            is_kiro: name.is_some_and(|name| name.split_whitespace().any(|word| word.eq_ignore_ascii_case("kiro"))),
        }
    }
}

/// UTF-8 when the client offers it, because then positions need no conversion; UTF-16 when it says nothing.
fn encoding(client: &Value) -> Encoding {
    let offered = client.pointer("/general/positionEncodings").and_then(Value::as_array);
    let offers = |name| offered.is_some_and(|offered| offered.iter().any(|it| it == name));
    match () {
        () if offers("utf-8") => Encoding::Utf8,
        () if offers("utf-32") && !offers("utf-16") => Encoding::Utf32,
        () => Encoding::Utf16,
    }
}
