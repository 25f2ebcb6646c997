//! Open expansions: what is asked of one is answered from the command and the partials that it is made of.

use super::{session::Session, view::View};
use crate::{
    ide::expansion::Shown,
    rules::{Diagnostic, Fixes, check},
    workspace::{DocPath, Document, cancel::Cancel},
};
use std::sync::Arc;
use tower_lsp::gen_lsp_types::Uri;

/// An open expansion, as a request sees it.
#[derive(Debug)]
pub struct Expanded {
    /// The command.
    pub view: View,
    /// What the client shows.
    pub document: Arc<Document>,
}

impl Expanded {
    /// The same for a computation that dropping `cancel` stops.
    #[must_use]
    pub fn stopped_by(self, cancel: &Cancel) -> Expanded {
        Expanded { view: self.view.stopped_by(cancel), ..self }
    }

    /// The same with all that open buffers refer to. See [`View::caught_up`].
    #[must_use]
    pub fn caught_up(self) -> Expanded {
        Expanded { view: self.view.caught_up(), ..self }
    }

    /// The expansion as it is now, laid against what is shown; `None` when the command is gone.
    pub fn shown(&self) -> Option<Shown> {
        let snapshot = &self.view.snapshot;
        Some(Shown::new(snapshot.clone(), snapshot.document(&self.view.path)?, Arc::clone(&self.document)))
    }

    /// What is found in the command and its partials, where it is shown.
    pub fn findings(&self, shown: &Shown, fixes: Fixes) -> Vec<Diagnostic> {
        let check = |path: DocPath| {
            let found = check(&self.view.snapshot, &path, fixes);
            (path, found.into())
        };
        shown.findings(&shown.sources().into_iter().map(check).collect())
    }
}

impl Session {
    /// The expansion that is open as `uri`.
    pub fn expansion(&self, uri: &Uri) -> Option<Expanded> {
        if self.expansions.is_empty() {
            return None;
        }
        let state = self.lock();
        let shown = state.opened(uri)?;
        let path = self.expansions.command(&shown)?;
        let document = state.world.project(&shown)?.document(&shown)?.clone();
        let snapshot = state.world.project(&path)?.clone();
        let view = View { snapshot, path, uris: Arc::clone(&state.uris), features: self.features() };
        Some(Expanded { view, document })
    }
}
