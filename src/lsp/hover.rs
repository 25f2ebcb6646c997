//! The page of a rule, shown on its finding.

use super::session::{Session, View};
use crate::rules::{self, Fixes, check};
use tower_lsp::{
    gen_lsp_types::{Hover, HoverParams, MarkupContent, MarkupKind, Position},
    jsonrpc::{Error, Result},
};

/// `textDocument/hover`.
pub async fn hover(session: &Session, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    let Some(view) = session.view(&at.text_document.uri) else { return Ok(None) };
    tokio::task::spawn_blocking(move || shown(&view, at.position)).await.map_err(|_| Error::internal_error())
}

fn shown(view: &View, position: Position) -> Option<Hover> {
    let document = view.snapshot.document(&view.path)?;
    let offset = view.offset(document, position);
    let mut found = check(&view.snapshot, &view.path, Fixes::Skipped);
    found.retain(|found| found.range.contains(offset));
    let range = found.first()?.range;
    let mut codes: Vec<&str> = found.iter().map(|found| found.code).collect();
    codes.dedup();
    let pages: Vec<&str> = codes.iter().filter_map(|code| Some(rules::rule(code)?.page.trim())).collect();
    let kind = if view.features.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let contents = MarkupContent { kind, value: pages.join("\n\n---\n\n") };
    Some(Hover { contents: contents.into(), range: Some(view.range(document, range)) })
}
