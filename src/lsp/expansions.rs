//! Which expansions the client has, and the URIs of those that are not files: `flowspec-expansion:` in place of `file:`.

use super::from_proto;
use crate::workspace::DocPath;
use rustc_hash::{FxHashMap, FxHasher};
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tower_lsp::gen_lsp_types::Uri;

/// The scheme of an expansion's URI.
pub const SCHEME: &str = "flowspec-expansion";

/// The URI of the expansion of a file.
pub fn uri(file: &Uri) -> Uri {
    let rest = file.as_ref().strip_prefix("file").unwrap_or(file.as_ref());
    format!("{SCHEME}{rest}").into()
}

/// The URI of the file that this is the expansion of.
pub fn file_of(uri: &Uri) -> Option<Uri> {
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
    pub fn command(&self, shown: &DocPath) -> Option<DocPath> {
        Some(self.lock().get(shown)?.command.clone())
    }

    /// Whether the client has none.
    pub fn is_empty(&self) -> bool {
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
