//! A few words beside others.

use super::{request, session::Session, to_proto};
use crate::ide::inlay_hints::hints;
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{InlayHint, InlayHintKind, InlayHintParams},
    jsonrpc::Result,
};

/// `textDocument/inlayHint`.
pub async fn inlay_hints(session: &Arc<Session>, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    request::document(session, "textDocument/inlayHint", &params.text_document.uri, move |view, document| {
        let part = view.offsets(document, params.range);
        let found = hints(&view.snapshot, document, part, view.snapshot.settings().inlay_hints);
        let hints = found.into_iter().map(|hint| InlayHint {
            position: to_proto::position(document, hint.at, view.features.encoding),
            label: hint.label.into(),
            kind: Some(InlayHintKind::Type),
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
        hints.collect()
    })
    .await
}
