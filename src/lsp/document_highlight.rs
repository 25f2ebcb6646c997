//! The other places in a document that speak of the same thing.

use super::{request, session::Session, view::View};
use crate::{
    ide::{highlight::highlights, symbol::Access},
    workspace::Document,
};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Position},
    jsonrpc::Result,
};

/// `textDocument/documentHighlight`: what declares or sets something is written, what uses it is read.
pub async fn highlight(
    session: &Arc<Session>,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    request::document(session, "textDocument/documentHighlight", &at.text_document.uri, move |view, document| {
        found(view, document, at.position)
    })
    .await
}

fn found(view: &View, document: &Document, position: Position) -> Vec<DocumentHighlight> {
    let found = highlights(&view.snapshot, &view.path, view.offset(document, position));
    let shown = found.iter().map(|it| DocumentHighlight {
        range: view.range(document, it.range),
        kind: Some(match it.access {
            Access::File | Access::Declaration | Access::Write => DocumentHighlightKind::Write,
            Access::Read => DocumentHighlightKind::Read,
        }),
    });
    shown.collect()
}
