//! The task that reads the disk: at the start, and again when something says that it has changed.

use super::{session::Session, worker};
use crate::workspace::scan;
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};
use std::sync::{Arc, atomic::Ordering};
use tower_lsp::gen_lsp_types::{LspNotificationMethod, MessageDirection, Notification, ProgressToken, Uri};

/// Reads the workspace folders whenever they are stale. Never ends.
pub async fn run(session: Arc<Session>) {
    tokio::spawn(show_progress(Arc::clone(&session)));
    loop {
        once(&session).await;
        loop {
            if session.features().scanned {
                session.client.send_notification::<Scanned>(json!({})).await;
            }
            tokio::select! {
                biased;
                () = session.stale.notified() => break,
                () = session.refreshed.notified() => {}
            }
        }
    }
}

/// Reads the workspace folders and the projects of open files outside of them.
pub async fn once(session: &Arc<Session>) {
    let (folders, outside, settings) = {
        let state = session.lock();
        (state.folders.clone(), state.outside.roots(), state.settings.clone())
    };
    let roots = folders.iter().chain(&outside).cloned().collect();
    let scanner = Arc::clone(&session.scanner);
    let early = Arc::clone(session);
    let read = move || {
        let open = || early.lock().to_read_first();
        scanner.scan_from(&outermost(roots), &settings, &open, &|base| early.load_early(base))
    };
    session.scanning.store(true, Ordering::SeqCst);
    let bases = worker::run("a scan", read).await.unwrap_or_default();
    #[cfg(debug_assertions)]
    let _ = session.held.subscribe().wait_for(|held| !held).await;
    session.load(bases, folders, &outside);
    session.scanning.store(false, Ordering::SeqCst);
}

/// `flowspec/scanned`: the disk has been read, all of it or some files, so that what a view shows of it may be outdated.
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

/// The root of the project that a file outside of the workspace folders belongs to. Looks at the disk.
pub fn outside_root(folders: &[Utf8PathBuf], file: &Utf8Path) -> Option<Utf8PathBuf> {
    let outside = file.is_absolute() && !folders.iter().any(|folder| file.starts_with(folder));
    outside.then(|| scan::project_root(file)).flatten().map(Utf8Path::to_owned)
}
