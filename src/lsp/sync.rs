//! Open documents: every handler is synchronous, so that edits apply in the order in which they came.

use super::{expansion, from_proto, scan, session::Session};
use crate::workspace::{Kind, world::Change};
use ropey::Rope;
use tower_lsp::gen_lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, LanguageKind,
    TextDocumentContentChangeEvent, TextDocumentItem,
};

/// `textDocument/didOpen`. Opening an open document replaces its text.
pub fn open(session: &Session, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let kind = fallback_kind(&document);
    session.update(|state| {
        let path = state.path(&document.uri);
        if scan::add_stray(state, &path) {
            session.stale.notify_one();
        }
        session.expansions.opened(&document.uri, &path);
        state.world.open(path.clone(), kind, Rope::from_str(&document.text), document.version);
        state.open(document.uri, &path);
    });
}

/// `textDocument/didChange`.
pub fn change(session: &Session, params: DidChangeTextDocumentParams) {
    let document = params.text_document;
    let uri = document.text_document_identifier.uri;
    let changes = params.content_changes.into_iter().map(change_of).collect();
    let encoding = session.features().encoding;
    session.update(|state| match state.opened(&uri) {
        Some(path) => {
            state.world.change(&path, document.version, changes, encoding);
            state.edited(path);
        }
        None => tracing::warn!("a change of {}, which is not open", uri.as_ref()),
    });
}

/// `textDocument/didClose`.
pub fn close(session: &Session, params: &DidCloseTextDocumentParams) {
    let uri = &params.text_document.uri;
    session.update(|state| match state.close(uri) {
        Some(path) => drop(state.world.close(&path)),
        None => tracing::warn!("{} is closed, but was not open", uri.as_ref()),
    });
}

fn change_of(event: TextDocumentContentChangeEvent) -> Change {
    use TextDocumentContentChangeEvent as Event;
    match event {
        Event::TextDocumentContentChangePartial(change) => {
            Change { range: Some(from_proto::range(change.range)), text: change.text }
        }
        Event::TextDocumentContentChangeWholeDocument(change) => Change { range: None, text: change.text },
    }
}

/// The kind of a document whose place does not tell it. One that is no file is a command until it looks like something else.
fn fallback_kind(document: &TextDocumentItem) -> Kind {
    // What an expansion is made of has its own findings.
    if from_proto::path(&document.uri).is_some() || document.uri.as_ref().starts_with(expansion::SCHEME) {
        return Kind::Other;
    }
    let has_key = |key: &str| document.text.lines().any(|line| line.starts_with(key));
    match &document.language_id {
        LanguageKind::YAML if has_key("hooks:") => Kind::Hooks,
        LanguageKind::YAML if has_key("states:") || has_key("workflows:") => Kind::Workflow,
        LanguageKind::Markdown => Kind::Command,
        LanguageKind::Custom(id) if matches!(&**id, "prompt" | "chatagent" | "instructions") => Kind::Command,
        _ => Kind::Other,
    }
}
