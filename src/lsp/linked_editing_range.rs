//! The two names of a section, edited together.

use super::{request, session::Session};
use crate::ide::linked_editing::linked;
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{LinkedEditingRangeParams, LinkedEditingRanges},
    jsonrpc::Result,
};

/// `textDocument/linkedEditingRange`.
pub async fn linked_editing(
    session: &Arc<Session>,
    params: LinkedEditingRangeParams,
) -> Result<Option<LinkedEditingRanges>> {
    let at = params.text_document_position_params;
    let ranges =
        request::document(session, "textDocument/linkedEditingRange", &at.text_document.uri, move |view, document| {
            let names = linked(document, view.offset(document, at.position))?;
            let ranges = names.map(|name| view.range(document, name)).into();
            Some(LinkedEditingRanges { ranges, word_pattern: Some("[A-Za-z0-9_-]+".to_owned()) })
        });
    Ok(ranges.await?.flatten())
}
