//! What stands under the cursor, then the pages of the rules that found something there.

use super::{
    completion::contents,
    from_proto,
    session::{Session, View},
};
use crate::{
    ide::{self, markup::Markup},
    rules::{self, Fixes, check},
};
use tower_lsp::{
    gen_lsp_types::{Hover, HoverParams, Position},
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
    let position = from_proto::position(position);
    let offset = document.facts().lines.offset(document.text(), position, view.features.encoding);
    let object = ide::hover::hover(&view.snapshot, &view.path, offset);
    let mut found = check(&view.snapshot, &view.path, Fixes::Skipped);
    found.retain(|found| found.range.contains(offset));
    let range = object.as_ref().map(|object| object.range).or_else(|| Some(found.first()?.range))?;
    let mut codes: Vec<&str> = found.iter().map(|found| found.code).collect();
    codes.dedup();
    let pages = codes.iter().filter_map(|code| Some(rules::rule(code)?.page));
    let markup = pages.fold(object.map(|object| object.contents).unwrap_or_default(), Markup::page);
    let contents = contents(&markup, view.features.markdown);
    Some(Hover { contents: contents.into(), range: Some(view.range(document, range)) })
}
