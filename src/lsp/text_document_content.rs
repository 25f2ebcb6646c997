//! `workspace/textDocumentContent`: the text of an expansion.

use super::{expansions::file_of, from_proto, request, session::Session};
use crate::workspace::expand;
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{TextDocumentContentParams, TextDocumentContentResult},
    jsonrpc::{Error, Result},
};

/// `workspace/textDocumentContent`.
pub async fn content(session: &Arc<Session>, params: TextDocumentContentParams) -> Result<TextDocumentContentResult> {
    let uri = params.uri;
    let nothing = || Error::invalid_params(format!("there is nothing to expand at {}", uri.as_ref()));
    let file = file_of(&uri).ok_or_else(nothing)?;
    let expanded = request::document(session, "workspace/textDocumentContent", &file, |view, document| {
        (view.path.clone(), expand(&view.snapshot, document).text)
    });
    let (command, text) = expanded.await?.ok_or_else(nothing)?;
    session.expansions.give(from_proto::document(&uri), command, &text);
    // An edit may have come meanwhile.
    session.changed.notify_one();
    Ok(TextDocumentContentResult { text })
}
