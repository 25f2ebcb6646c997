//! The capabilities of the server, as the answer to `initialize` tells them.

use super::{
    code_action::{FIX_ALL, OFFER},
    execute, expansions,
    features::Features,
    semantic_tokens,
};
use crate::{ide::completion::TRIGGERS, text::Encoding};
use tower_lsp::gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeLensOptions, CompletionOptions, DiagnosticOptions, DocumentLinkOptions,
    ExecuteCommandOptions, FileOperationFilter, FileOperationOptions, FileOperationPattern,
    FileOperationRegistrationOptions, InitializeResult, PositionEncodingKind, RenameOptions, Save, ServerCapabilities,
    ServerInfo, TextDocumentContentOptions, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};

/// The answer to `initialize`.
pub fn answer(features: &Features) -> InitializeResult {
    InitializeResult {
        capabilities: server(features),
        server_info: Some(ServerInfo { name: "flowspec-lsp".into(), version: Some(env!("CARGO_PKG_VERSION").into()) }),
    }
}

fn server(features: &Features) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(Save::Bool(true)),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![
            CodeActionKind::QuickFix,
            CodeActionKind::RefactorExtract,
            CodeActionKind::RefactorInline,
            CodeActionKind::RefactorRewrite,
            CodeActionKind::Custom(FIX_ALL.into()),
            CodeActionKind::Custom(OFFER.into()),
        ]),
        ..CodeActionOptions::default()
    };
    let pull = DiagnosticOptions {
        identifier: Some("flowspec".into()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    };
    ServerCapabilities {
        position_encoding: Some(match features.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(sync.into()),
        hover_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        document_link_provider: Some(DocumentLinkOptions::default()),
        call_hierarchy_provider: Some(true.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).into()),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        rename_provider: Some(match features.prepare_rename {
            true => RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }.into(),
            false => true.into(),
        }),
        inlay_hint_provider: Some(true.into()),
        linked_editing_range_provider: Some(true.into()),
        semantic_tokens_provider: Some(semantic_tokens::options().into()),
        workspace_symbol_provider: Some(true.into()),
        code_action_provider: Some(if features.action_literals { actions.into() } else { true.into() }),
        code_lens_provider: features.lenses.then(CodeLensOptions::default),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: execute::names(),
            ..ExecuteCommandOptions::default()
        }),
        diagnostic_provider: features.pull.then(|| pull.into()),
        workspace: Some(WorkspaceOptions {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            file_operations: Some(FileOperationOptions {
                did_create: Some(every_file()),
                did_rename: Some(every_file()),
                did_delete: Some(every_file()),
                will_rename: Some(every_file()),
                ..FileOperationOptions::default()
            }),
            text_document_content: features
                .text_document_content
                .then(|| TextDocumentContentOptions { schemes: vec![expansions::SCHEME.into()] }.into()),
        }),
        ..ServerCapabilities::default()
    }
}

/// Folders too, because renaming one renames its files without naming them.
fn every_file() -> FileOperationRegistrationOptions {
    let pattern = FileOperationPattern { glob: "**/*".into(), matches: None, options: None };
    FileOperationRegistrationOptions { filters: vec![FileOperationFilter { scheme: Some("file".into()), pattern }] }
}
