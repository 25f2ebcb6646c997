//! The graph of includes as a call hierarchy: who includes a document, and what it includes.

use super::{request, session::Session, to_proto, view::View};
use crate::{
    ide::include_hierarchy::{IncludeStep, document_at, included, includers},
    workspace::DocPath,
};
use camino::Utf8Path;
use std::sync::Arc;
use text_size::{TextRange, TextSize};
use tower_lsp::{
    gen_lsp_types::{
        CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
        CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, SymbolKind,
    },
    jsonrpc::Result,
};

/// `textDocument/prepareCallHierarchy`: the target of the include at the cursor, else the document itself.
pub async fn prepare(
    session: &Arc<Session>,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = params.text_document_position_params;
    let (method, uri) = ("textDocument/prepareCallHierarchy", at.text_document.uri);
    let prepared = request::document(session, method, &uri, move |view, document| {
        let path = document_at(&view.snapshot, &view.path, view.offset(document, at.position))?;
        Some(vec![item(view, &path)?])
    });
    Ok(prepared.await?.flatten())
}

/// `callHierarchy/incomingCalls`.
pub async fn incoming(
    session: &Arc<Session>,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    request::about(session, "callHierarchy/incomingCalls", &params.item.uri, |requested| {
        let view = &requested.view;
        let calls = includers(&view.snapshot, &view.path).into_iter().filter_map(|step| {
            let from_ranges = ranges(view, &step.path, &step);
            Some(CallHierarchyIncomingCall { from: item(view, &step.path)?, from_ranges })
        });
        calls.collect()
    })
    .await
}

/// `callHierarchy/outgoingCalls`.
pub async fn outgoing(
    session: &Arc<Session>,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    request::about(session, "callHierarchy/outgoingCalls", &params.item.uri, |requested| {
        let view = &requested.view;
        let calls = included(&view.snapshot, &view.path).into_iter().filter_map(|step| {
            let from_ranges = ranges(view, &view.path, &step);
            Some(CallHierarchyOutgoingCall { to: item(view, &step.path)?, from_ranges })
        });
        calls.collect()
    })
    .await
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
