//! Everywhere that a thing is spoken of.

use super::{request, session::Session};
use crate::ide::references;
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{Location, ReferenceParams},
    jsonrpc::Result,
};

/// `textDocument/references`.
pub async fn references(session: &Arc<Session>, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let at = params.text_document_position_params;
    let declarations = params.context.include_declaration;
    let found = request::document(session, "textDocument/references", &at.text_document.uri, move |view, document| {
        let offset = view.offset(document, at.position);
        let found = references::references(&view.snapshot, &view.path, offset, declarations)?;
        Some(found.iter().map(|it| view.location(&it.path, it.range)).collect())
    });
    Ok(found.await?.flatten())
}
