//! Requests about one document, answered on a worker.

use super::session::{Session, View};
use crate::workspace::Document;
use tower_lsp::{
    gen_lsp_types::Uri,
    jsonrpc::{Error, Result},
};

/// What `compute` says of the document of `uri`, once the disk has been read: before, nobody knows of what kind it is. `None` when
/// there is no such document.
///
/// # Errors
/// When `compute` panics.
pub async fn answer<T: Send + 'static>(
    session: &Session,
    uri: &Uri,
    compute: impl FnOnce(&View, &Document) -> T + Send + 'static,
) -> Result<Option<T>> {
    session.loaded().await;
    let Some(view) = session.view(uri) else { return Ok(None) };
    let compute = move || view.snapshot.document(&view.path).map(|document| compute(&view, document));
    tokio::task::spawn_blocking(compute).await.map_err(|_| Error::internal_error())
}
