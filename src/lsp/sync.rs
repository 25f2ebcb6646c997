//! Open documents: every handler is synchronous, so that edits apply in the order in which they came.

use super::{from_proto, scan, session::Session};
use crate::workspace::world::Change;
use ropey::Rope;
use tower_lsp::gen_lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent,
};

/// `textDocument/didOpen`. Opening an open document replaces its text.
pub fn open(session: &Session, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    // Looks at the disk here, before the lock, and not on a worker: the next message may be a change of this document.
    let path = session.path(&document.uri);
    let folders = session.lock().folders.clone();
    let root = scan::outside_root(&folders, &path);
    session.expansions.opened(&document.uri, &path);
    session.update(|state| {
        if root.is_some_and(|root| state.outside.opened(root, path.clone())) {
            session.stale.notify_one();
        }
        state.world.open(path.clone(), Rope::from_str(&document.text), document.version);
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
    match session.update(|state| state.close(uri)) {
        Some(path) => session.expansions.closed(&path),
        None => tracing::warn!("{} is closed, but was not open", uri.as_ref()),
    }
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
