//! Expansions as documents of their own: `flowspec-expansion:` in place of `file:`.

use super::session::Session;
use crate::workspace::expand;
use tower_lsp::{
    gen_lsp_types::{TextDocumentContentParams, TextDocumentContentResult, Uri},
    jsonrpc::{Error, Result},
};

/// The scheme of an expansion's URI.
pub const SCHEME: &str = "flowspec-expansion";

/// The URI of the expansion of a file.
pub fn uri(file: &Uri) -> Uri {
    let rest = file.as_ref().strip_prefix("file").unwrap_or(file.as_ref());
    format!("{SCHEME}{rest}").into()
}

/// `workspace/textDocumentContent`: the text of an expansion.
pub async fn content(session: &Session, params: TextDocumentContentParams) -> Result<TextDocumentContentResult> {
    session.loaded().await;
    let uri = params.uri;
    let file = uri.as_ref().strip_prefix(SCHEME).map(|rest| Uri::from(format!("file{rest}")));
    let view = file.and_then(|file| session.view(&file));
    let text = tokio::task::spawn_blocking(move || {
        let view = view?;
        Some(expand(&view.snapshot, view.snapshot.document(&view.path)?).text)
    });
    let text = text.await.map_err(|_| Error::internal_error())?;
    let text = text.ok_or_else(|| Error::invalid_params(format!("there is nothing to expand at {}", uri.as_ref())))?;
    Ok(TextDocumentContentResult { text })
}
