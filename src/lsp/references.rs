//! Everywhere that a thing is spoken of.

use super::{session::Session, view::View, worker};
use crate::ide::references;
use tower_lsp::{
    gen_lsp_types::{Location, ReferenceParams},
    jsonrpc::Result,
};

/// `textDocument/references`.
pub async fn references(session: &Session, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let Some(view) = session.view(&params.text_document_position_params.text_document.uri) else { return Ok(None) };
    worker::run(view, move |view| found(view, &params)).await
}

fn found(view: &View, params: &ReferenceParams) -> Option<Vec<Location>> {
    let offset = view.own_offset(params.text_document_position_params.position)?;
    let found = references::references(&view.snapshot, &view.path, offset, params.context.include_declaration)?;
    Some(found.iter().map(|it| view.location(&it.path, it.range)).collect())
}
