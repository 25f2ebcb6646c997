//! `window/showDocument`: shows a document or a file to the user.

use super::{ask::tell, session::Session};
use camino::Utf8Path;
use tower_lsp::gen_lsp_types::{MessageType, ShowDocumentParams, Uri};

/// Shows what a URI stands for, in the editor or, if `external`, in what the system opens it with. `false` when the client cannot.
pub async fn show(session: &Session, uri: Uri, external: bool) -> bool {
    if !session.features().show_document {
        return false;
    }
    let params = ShowDocumentParams { uri, external: Some(external), take_focus: Some(true), selection: None };
    session.client.show_document(params).await.unwrap_or_else(|error| {
        tracing::info!("the client shows no document: {error}");
        false
    })
}

/// Shows a file outside of the workspace, or says where it is. The answer is whether it is shown.
pub async fn show_file(session: &Session, what: &str, path: &Utf8Path, uri: Uri, external: bool) -> bool {
    let shown = show(session, uri, external).await;
    if !shown {
        tell(session, MessageType::Info, &format!("{what} is in {path}")).await;
    }
    shown
}
