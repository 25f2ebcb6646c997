//! The graph of includes as a call hierarchy: who includes a document, and what it includes.

use super::{session::Session, to_proto, view::View, worker};
use crate::{
    ide::include_hierarchy::{IncludeStep, document_at, included, includers},
    workspace::DocPath,
};
use camino::Utf8Path;
use text_size::{TextRange, TextSize};
use tower_lsp::{
    gen_lsp_types::{
        CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
        CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Position, SymbolKind,
    },
    jsonrpc::Result,
};

/// `textDocument/prepareCallHierarchy`: the target of the include at the cursor, else the document itself.
pub async fn prepare(session: &Session, params: CallHierarchyPrepareParams) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = params.text_document_position_params;
    let Some(view) = session.view(&at.text_document.uri) else { return Ok(None) };
    worker::run(view, move |view| prepared(view, at.position)).await
}

/// `callHierarchy/incomingCalls`.
pub async fn incoming(
    session: &Session,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let Some(view) = session.view(&params.item.uri) else { return Ok(None) };
    let call = |view: &View| {
        let calls = includers(&view.snapshot, &view.path).into_iter().filter_map(|step| {
            let from_ranges = ranges(view, &step.path, &step);
            Some(CallHierarchyIncomingCall { from: item(view, &step.path)?, from_ranges })
        });
        calls.collect()
    };
    worker::run(view, call).await.map(Some)
}

/// `callHierarchy/outgoingCalls`.
pub async fn outgoing(
    session: &Session,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let Some(view) = session.view(&params.item.uri) else { return Ok(None) };
    let call = |view: &View| {
        let calls = included(&view.snapshot, &view.path).into_iter().filter_map(|step| {
            let from_ranges = ranges(view, &view.path, &step);
            Some(CallHierarchyOutgoingCall { to: item(view, &step.path)?, from_ranges })
        });
        calls.collect()
    };
    worker::run(view, call).await.map(Some)
}

fn prepared(view: &View, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let path = document_at(&view.snapshot, &view.path, view.own_offset(position)?)?;
    Some(vec![item(view, &path)?])
}

/// The ranges of the directives of a step, which stand in `path`.
fn ranges(view: &View, path: &DocPath, step: &IncludeStep) -> Vec<tower_lsp::gen_lsp_types::Range> {
    step.includes.iter().map(|range| view.location(path, *range).range).collect()
}

/// A document as an item; a target that was never read has none.
fn item(view: &View, path: &DocPath) -> Option<CallHierarchyItem> {
    let document = view.snapshot.document(path)?;
    let relative = view.snapshot.relative(path);
    let folder = relative.parent().map(Utf8Path::as_str).filter(|folder| !folder.is_empty());
    Some(CallHierarchyItem {
        name: relative.file_name().unwrap_or(relative.as_str()).to_owned(),
        kind: SymbolKind::File,
        tags: None,
        detail: folder.map(str::to_owned),
        uri: to_proto::uri(path, &view.uris),
        range: view.range(document, TextRange::up_to(TextSize::of(document.text()))),
        selection_range: view.range(document, TextRange::empty(TextSize::new(0))),
        data: None,
    })
}
