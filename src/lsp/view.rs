//! A document in its project at one moment, with what is needed to speak of it to the client.

use super::features::Features;
use crate::workspace::{DocPath, Snapshot};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use tower_lsp::gen_lsp_types::Uri;

/// A document in its project, as a request sees it.
#[derive(Debug, Clone)]
pub struct View {
    /// The project.
    pub snapshot: Snapshot,
    /// The document.
    pub path: DocPath,
    /// The URI that each open document was opened by.
    pub uris: Arc<FxHashMap<DocPath, Uri>>,
    /// What the client can do.
    pub features: Features,
}
