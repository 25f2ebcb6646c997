//! The words of a document that lead to a file.

use super::{request, session::Session, to_proto, view::View};
use crate::{ide::document_link::document_links, workspace::Document};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{DocumentLink, DocumentLinkParams, Uri},
    jsonrpc::Result,
};

/// `textDocument/documentLink`.
pub async fn links(session: &Arc<Session>, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    request::document(session, "textDocument/documentLink", &params.text_document.uri, found).await
}

fn found(view: &View, document: &Document) -> Vec<DocumentLink> {
    let links = document_links(&view.snapshot, document).into_iter().map(|link| {
        let file = to_proto::uri(&link.target, &view.uris);
        // Editors take the fragment of a link for a line, counted from 1.
        let target = match link.heading {
            None => file,
            Some(at) => {
                let line = view.location(&link.target, at).range.start.line + 1;
                Uri::from(format!("{}#L{line}", file.as_ref()))
            }
        };
        let tooltip = view.features.link_tooltips.then_some(link.tooltip);
        DocumentLink { range: view.range(document, link.range), target: Some(target), tooltip, data: None }
    });
    links.collect()
}
