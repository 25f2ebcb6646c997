//! Expansions as documents of their own: `flowspec-expansion:` in place of `file:`, or a temporary file. What is asked of them is
//! answered from the command and the partials that they are made of.

use super::{
    from_proto,
    session::{Session, View},
};
use crate::{
    ide::expansion::Shown,
    rules::{Diagnostic, Fixes, check},
    workspace::{DocPath, Document, expand},
};
use rustc_hash::{FxHashMap, FxHasher};
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
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

/// The URI of the file that this is the expansion of.
fn file_of(uri: &Uri) -> Option<Uri> {
    Some(format!("file{}", uri.as_ref().strip_prefix(SCHEME)?).into())
}

/// The expansions that the client has been given, by the document that shows each.
#[derive(Debug, Default)]
pub struct Expansions(Mutex<BTreeMap<DocPath, Given>>);

#[derive(Debug)]
struct Given {
    command: DocPath,
    /// The hash of the text that the client has; `None` when it has none, or has been told that it is outdated.
    text: Option<u64>,
}

/// An expansion that the client has.
#[derive(Debug, Clone)]
pub struct Watched {
    /// The document that shows it.
    pub shown: DocPath,
    /// The command that it is made of.
    pub command: DocPath,
    /// Whether the client has opened it, so that its text is known.
    pub is_open: bool,
    /// The hash of the text that the client was given.
    pub text: Option<u64>,
}

impl Watched {
    /// Whether the server provides the text; else it is a file.
    pub fn is_provided(&self) -> bool {
        self.shown.as_str().starts_with(SCHEME)
    }
}

impl Expansions {
    /// Notes that the client opened a document, which may be an expansion.
    pub fn opened(&self, uri: &Uri, shown: &DocPath) {
        if let Some(file) = file_of(uri) {
            let command = from_proto::document(&file);
            self.lock().entry(shown.clone()).or_insert(Given { command, text: None });
        }
    }

    /// Notes that the client has, or will soon have, this text of the expansion of `command`.
    pub fn give(&self, shown: DocPath, command: DocPath, text: &str) {
        self.lock().insert(shown, Given { command, text: Some(hash(text)) });
    }

    /// Notes that the client has been told that what it was given is outdated.
    pub fn outdate(&self, watched: &Watched) {
        if let Some(given) = self.lock().get_mut(&watched.shown).filter(|given| given.text == watched.text) {
            given.text = None;
        }
    }

    /// Forgets a provided expansion that the client has closed: it asks for the text when it shows it again.
    pub fn closed(&self, shown: &DocPath) {
        if shown.as_str().starts_with(SCHEME) {
            self.lock().remove(shown);
        }
    }

    /// The command that a document is the expansion of.
    fn command(&self, shown: &DocPath) -> Option<DocPath> {
        Some(self.lock().get(shown)?.command.clone())
    }

    fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// The expansions that have to follow their commands.
    pub fn watched(&self, open: &FxHashMap<DocPath, Uri>) -> Vec<Watched> {
        let watched = |(shown, given): (&DocPath, &Given)| {
            let (shown, command) = (shown.clone(), given.command.clone());
            Watched { is_open: open.contains_key(&shown), shown, command, text: given.text }
        };
        let all = self.lock();
        all.iter().map(watched).filter(|it| it.is_open || it.is_provided() && it.text.is_some()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<DocPath, Given>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What stands for a text that is only compared.
pub fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

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
