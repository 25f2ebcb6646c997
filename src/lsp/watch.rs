//! What happens outside of the editor's buffers.

use super::{scan, session::Session};
use std::sync::Arc;
use tower_lsp::gen_lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams, FileSystemWatcher, GlobPattern,
    Registration, Uri,
};

/// The files that the engine reads, and those that decide what it reads.
const WATCHED: [&str; 3] =
    ["**/*.{md,yml,yaml}", "**/{flowspec-lsp.toml,.gitignore,.flowspec-light-mode}", "**/.git/HEAD"];

/// Asks the client to watch files and to tell of changed settings, if it can.
pub async fn register(session: Arc<Session>) {
    let features = session.features();
    let mut registrations = Vec::new();
    if features.watch {
        let watchers =
            WATCHED.map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::Pattern(glob.into()), kind: None });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.into() };
        registrations.push(Registration {
            id: "flowspec/files".into(),
            method: "workspace/didChangeWatchedFiles".into(),
            register_options: serde_json::to_value(options).ok(),
        });
    }
    if features.register_configuration {
        registrations.push(Registration {
            id: "flowspec/settings".into(),
            method: "workspace/didChangeConfiguration".into(),
            register_options: Some(serde_json::json!({ "section": "flowspec" })),
        });
    }
    if registrations.is_empty() {
        return;
    }
    if let Err(error) = session.client.register_capability(registrations).await {
        tracing::warn!("the client does not watch files: {error}");
    }
}

/// `workspace/didChangeWatchedFiles`, and files that were created, renamed or deleted.
pub fn files_changed(session: &Session) {
    session.stale.notify_one();
}

/// `textDocument/didSave`. A client that does not watch may have saved what another program wrote, too.
pub fn saved(session: &Session) {
    if !session.features().watch {
        session.stale.notify_one();
    }
}

/// `workspace/didChangeWorkspaceFolders`.
pub fn folders_changed(session: &Session, params: &DidChangeWorkspaceFoldersParams, uris: &mut Vec<Uri>) {
    uris.retain(|uri| !params.event.removed.iter().any(|removed| removed.uri == *uri));
    uris.extend(params.event.added.iter().map(|added| added.uri.clone()));
    session.lock().folders = scan::folders(&*uris);
    session.stale.notify_one();
}
