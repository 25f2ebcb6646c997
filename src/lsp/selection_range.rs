//! What a selection grows to.

use super::{request, session::Session};
use crate::ide::selection::around;
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{SelectionRange, SelectionRangeParams},
    jsonrpc::Result,
};

/// `textDocument/selectionRange`: one answer for each position, in their order.
pub async fn selection_ranges(
    session: &Arc<Session>,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    request::document(session, "textDocument/selectionRange", &params.text_document.uri, move |view, document| {
        let offsets: Vec<_> = params.positions.into_iter().map(|position| view.offset(document, position)).collect();
        let ranges = around(document, &offsets).into_iter().filter_map(|around| {
            around.into_iter().rev().fold(None, |parent, range| {
                Some(SelectionRange { range: view.range(document, range), parent: parent.map(Box::new) })
            })
        });
        ranges.collect()
    })
    .await
}
