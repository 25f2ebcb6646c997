//! A document in its project at one moment, with what is needed to speak of it to the client.

use super::features::Features;
use crate::workspace::{DocPath, Snapshot, cancel::Cancel};
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

impl View {
    /// The same for a computation that dropping `cancel` stops.
    #[must_use]
    pub fn stopped_by(self, cancel: &Cancel) -> View {
        View { snapshot: self.snapshot.stopped_by(cancel), ..self }
    }

    /// The same with all that open buffers refer to, which the publisher may not have read yet. Looks at the disk, if it has not.
    #[must_use]
    pub fn caught_up(mut self) -> View {
        self.snapshot.catch_up();
        self
    }
}
