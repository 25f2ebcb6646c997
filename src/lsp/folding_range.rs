//! What can be folded.

use super::{request, session::Session};
use crate::ide::folding::{FoldKind, folds};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams},
    jsonrpc::Result,
};

/// `textDocument/foldingRange`: whole lines only, which every client can fold, and no more than the client wants.
pub async fn folding_ranges(session: &Arc<Session>, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    request::document(session, "textDocument/foldingRange", &params.text_document.uri, |view, document| {
        let lines = &document.facts().lines;
        let most = view.features.folding_range_limit.unwrap_or(usize::MAX);
        let ranges = folds(document, most).into_iter().map(|fold| FoldingRange {
            start_line: lines.line(fold.range.start()),
            end_line: lines.line(fold.range.end()),
            kind: match fold.kind {
                FoldKind::Region => Some(FoldingRangeKind::Region),
                FoldKind::Comment => Some(FoldingRangeKind::Comment),
                FoldKind::Block => None,
            },
            ..FoldingRange::default()
        });
        ranges.collect()
    })
    .await
}
