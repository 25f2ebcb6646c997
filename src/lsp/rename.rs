//! Giving something another name.

use super::{session::Session, view::View, worker};
use crate::ide::rename::{self, RenameRefusal};
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
pub async fn prepare(session: &Session, at: TextDocumentPositionParams) -> Result<Option<PrepareRenameResult>> {
    let Some(view) = session.view(&at.text_document.uri) else { return Ok(None) };
    worker::run(view, move |view| prepared(view, at.position)).await?
}

/// `textDocument/rename`: all edits in one, or why there are none.
pub async fn rename(session: &Session, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = params.text_document_position_params;
    let Some(view) = session.view(&at.text_document.uri) else { return Ok(None) };
    worker::run(view, move |view| renamed(view, at.position, &params.new_name)).await?
}

fn prepared(view: &View, position: Position) -> Result<Option<PrepareRenameResult>> {
    let found = view.snapshot.document(&view.path).and_then(|document| {
        let found = rename::prepare(&view.snapshot, &view.path, view.offset(document, position)).transpose()?;
        Some(found.map(|found| PrepareRenamePlaceholder {
            range: view.range(document, found.range),
            placeholder: found.name,
        }))
    });
    found.transpose().map(|found| found.map(PrepareRenameResult::PrepareRenamePlaceholder)).map_err(|it| error(&it))
}

fn renamed(view: &View, position: Position, new: &str) -> Result<Option<WorkspaceEdit>> {
    let Some(offset) = view.own_offset(position) else { return Ok(None) };
    let edits = rename::rename(&view.snapshot, &view.path, offset, new).map_err(|it| error(&it))?;
    let Some(edits) = edits else { return Ok(None) };
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
