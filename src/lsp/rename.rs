//! Giving something another name.

use super::{request, session::Session, view::View};
use crate::{
    ide::rename::{self, RenameRefusal},
    workspace::Document,
};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{
        Position, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextDocumentPositionParams,
        WorkspaceEdit,
    },
    jsonrpc::{Error, ErrorCode, Result},
};

/// `RequestFailed` of the protocol: the request was right and cannot be carried out.
const REQUEST_FAILED: i64 = -32803;

/// `textDocument/prepareRename`: the name at the cursor, or why it cannot be changed.
pub async fn prepare(session: &Arc<Session>, at: TextDocumentPositionParams) -> Result<Option<PrepareRenameResult>> {
    request::document(session, "textDocument/prepareRename", &at.text_document.uri, move |view, document| {
        let found = rename::prepare(&view.snapshot, &view.path, view.offset(document, at.position));
        let found = found.map_err(|refusal| error(&refusal))?;
        Ok(found.map(|found| {
            let range = view.range(document, found.range);
            PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder { range, placeholder: found.name })
        }))
    })
    .await?
    .unwrap_or(Ok(None))
}

/// `textDocument/rename`: all edits in one, or why there are none.
pub async fn rename(session: &Arc<Session>, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = params.text_document_position_params;
    request::document(session, "textDocument/rename", &at.text_document.uri, move |view, document| {
        renamed(view, document, at.position, &params.new_name)
    })
    .await?
    .unwrap_or(Ok(None))
}

fn renamed(view: &View, document: &Document, position: Position, new: &str) -> Result<Option<WorkspaceEdit>> {
    let edits = rename::rename(&view.snapshot, &view.path, view.offset(document, position), new);
    let Some(edits) = edits.map_err(|refusal| error(&refusal))? else { return Ok(None) };
    match view.workspace_edit(&edits) {
        Some(edit) => Ok(Some(edit)),
        None => {
            Err(failed("this editor cannot rename files for a server: rename the file, and the names in it, by hand"))
        }
    }
}

fn error(refusal: &RenameRefusal) -> Error {
    match refusal {
        RenameRefusal::Name(reason) => Error::invalid_params(reason.clone()),
        RenameRefusal::Thing(reason) => failed(reason),
    }
}

fn failed(reason: &str) -> Error {
    Error { message: reason.to_owned().into(), ..Error::new(ErrorCode::ServerError(REQUEST_FAILED)) }
}
