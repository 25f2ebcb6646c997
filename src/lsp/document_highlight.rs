//! The other places in a document that speak of the same thing.

use super::{session::Session, view::View, worker};
use crate::ide::{highlight::highlights, symbol::Access};
use tower_lsp::{
    gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Position},
    jsonrpc::Result,
};

/// `textDocument/documentHighlight`: what declares or sets something is written, what uses it is read.
pub async fn highlight(session: &Session, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    let Some(view) = session.view(&at.text_document.uri) else { return Ok(None) };
    worker::run(view, move |view| found(view, at.position)).await
}

fn found(view: &View, position: Position) -> Option<Vec<DocumentHighlight>> {
    let document = view.snapshot.document(&view.path)?;
    let found = highlights(&view.snapshot, &view.path, view.offset(document, position));
    let shown = found.iter().map(|it| DocumentHighlight {
        range: view.range(document, it.range),
        kind: Some(match it.access {
            Access::File | Access::Declaration | Access::Write => DocumentHighlightKind::Write,
            Access::Read => DocumentHighlightKind::Read,
        }),
    });
    Some(shown.collect())
}
