//! What stands under the cursor, then the pages of the rules that found something there.

use super::{
    completion::contents,
    expanded::Expanded,
    request::{self, Requested},
    session::Session,
    view::View,
};
use crate::{
    ide,
    rules::{self, Diagnostic, Fixes, check},
    workspace::Document,
};
use std::sync::Arc;
use text_size::TextSize;
use tower_lsp::{
    gen_lsp_types::{Hover, HoverParams, Position},
    jsonrpc::Result,
};

/// `textDocument/hover`.
pub async fn hover(session: &Arc<Session>, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    let shown = request::about(session, "textDocument/hover", &at.text_document.uri, move |requested| match &requested
        .expansion
    {
        Some(expansion) => shown_in_expansion(expansion, at.position),
        None => shown(requested, at.position),
    });
    Ok(shown.await?.flatten())
}

fn shown(Requested { view, known, .. }: &Requested, position: Position) -> Option<Hover> {
    let document = view.snapshot.document(&view.path)?;
    let offset = view.offset(document, position);
    let object = ide::hover::hover(&view.snapshot, &view.path, offset);
    let found = known.clone().unwrap_or_else(|| check(&view.snapshot, &view.path, Fixes::Skipped).into());
    answer(view, document, offset, object, &found)
}

fn shown_in_expansion(expansion: &Expanded, position: Position) -> Option<Hover> {
    let (view, document) = (&expansion.view, &*expansion.document);
    let offset = view.offset(document, position);
    let shown = expansion.shown()?;
    let object = ide::hover::in_expansion(&view.snapshot, &shown, offset);
    answer(view, document, offset, object, &expansion.findings(&shown, Fixes::Skipped))
}

/// What is known of the object at `offset`, and the pages of the rules that found something there.
fn answer(
    view: &View,
    document: &Document,
    offset: TextSize,
    object: Option<ide::hover::Hover>,
    found: &[Diagnostic],
) -> Option<Hover> {
    let found: Vec<_> = found.iter().filter(|found| found.range.contains(offset)).collect();
    let range = object.as_ref().map(|object| object.range).or_else(|| Some(found.first()?.range))?;
    let mut codes: Vec<&str> = found.iter().map(|found| found.code).collect();
    codes.dedup();
    let pages = codes.iter().filter_map(|code| Some(rules::rule(code)?.read()));
    let markup = pages.fold(object.map(|object| object.contents).unwrap_or_default(), |all, page| all.page(&page));
    let contents = contents(&markup, view.features.markdown);
    Some(Hover { contents: contents.into(), range: Some(view.range(document, range)) })
}
