//! The task that reads the disk: at the start, and again when something says that it has changed.

use super::session::{Session, State};
use crate::workspace::scan;
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::gen_lsp_types::{LspNotificationMethod, MessageDirection, Notification, ProgressToken, Uri};

/// Reads the workspace folders whenever they are stale. Never ends.
pub async fn run(session: Arc<Session>) {
    tokio::spawn(show_progress(Arc::clone(&session)));
    let scanner = Arc::new(scan::Scanner::default());
    loop {
        let (folders, strays, settings) = {
            let state = session.lock();
            (outermost([&state.folders[..], &state.strays].concat()), state.strays.len(), state.settings.clone())
        };
        let scanner = Arc::clone(&scanner);
        let bases =
            tokio::task::spawn_blocking(move || scanner.scan(&folders, &settings)).await.unwrap_or_else(|error| {
                tracing::error!("the scan failed: {error}");
                Vec::new()
            });
        session.lock().strays_read = strays;
        session.load(bases);
        if session.features().scanned {
            session.client.send_notification::<Scanned>(json!({})).await;
        }
        session.stale.notified().await;
    }
}

/// `flowspec/scanned`: the disk has been read, so that what a view shows of it may be outdated.
struct Scanned;

impl Notification for Scanned {
    type Params = Value;
    const METHOD: LspNotificationMethod<'static> = LspNotificationMethod::new("flowspec/scanned");
    const MESSAGE_DIRECTION: MessageDirection = MessageDirection::ServerToClient;
}

/// Shows the first scan, once the client has agreed to see it.
async fn show_progress(session: Arc<Session>) {
    let token = ProgressToken::String("flowspec/scan".into());
    if !session.features().progress || session.client.create_work_done_progress(token.clone()).await.is_err() {
        return;
    }
    let progress = session.client.progress(token, "flowspec: reading the workspace").begin().await;
    session.loaded().await;
    progress.finish().await;
}

/// The real paths of workspace folders, sorted, those inside others left out: the outer one reads them too.
pub fn folders<'a>(uris: impl IntoIterator<Item = &'a Uri>) -> Vec<Utf8PathBuf> {
    let paths = uris.into_iter().filter_map(super::from_proto::path);
    outermost(paths.map(|path| super::from_proto::real(&path)).collect())
}

fn outermost(mut folders: Vec<Utf8PathBuf>) -> Vec<Utf8PathBuf> {
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    folders.dedup_by(|inner, outer| inner.starts_with(&*outer));
    folders
}

/// Notes the project of a file outside of the workspace folders; whether it was not known.
pub fn add_stray(state: &mut State, file: &Utf8Path) -> bool {
    let known = state.folders.iter().chain(&state.strays).any(|folder| file.starts_with(folder));
    let root = scan::project_root(file).filter(|_| !known && file.is_absolute());
    state.strays.extend(root.map(Utf8Path::to_owned));
    root.is_some()
}
