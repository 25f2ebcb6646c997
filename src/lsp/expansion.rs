//! Expansions as documents of their own: `flowspec-expansion:` in place of `file:`, or a temporary file. What is asked of them is
//! answered from the command and the partials that they are made of.

use super::{expansions::file_of, from_proto, session::Session, view::View};
use crate::{
    ide::expansion::Shown,
    rules::{Diagnostic, Fixes, check},
    workspace::{DocPath, Document, expand},
};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{TextDocumentContentParams, TextDocumentContentResult, Uri},
    jsonrpc::{Error, Result},
};

/// An open expansion, as a request sees it.
#[derive(Debug)]
pub struct Expanded {
    /// The command.
    pub view: View,
    /// What the client shows.
    pub document: Arc<Document>,
}

impl Expanded {
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

/// `workspace/textDocumentContent`: the text of an expansion.
pub async fn content(session: &Session, params: TextDocumentContentParams) -> Result<TextDocumentContentResult> {
    session.loaded().await;
    let uri = params.uri;
    let view = file_of(&uri).and_then(|file| session.view(&file));
    let expanded = tokio::task::spawn_blocking(move || {
        let view = view?;
        let text = expand(&view.snapshot, view.snapshot.document(&view.path)?).text;
        Some((view.path, text))
    });
    let expanded = expanded.await.map_err(|_| Error::internal_error())?;
    let nothing = || Error::invalid_params(format!("there is nothing to expand at {}", uri.as_ref()));
    let (command, text) = expanded.ok_or_else(nothing)?;
    session.expansions.give(from_proto::document(&uri), command, &text);
    // An edit may have come meanwhile.
    session.changed.notify_one();
    Ok(TextDocumentContentResult { text })
}
