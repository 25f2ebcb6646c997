//! What happens outside of the editor's buffers.

use super::{from_proto, scan, session::Session, worker};
use crate::workspace::{DocPath, path::absolute};
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
};
use tower_lsp::gen_lsp_types::{
    DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams,
    DidSaveTextDocumentParams, FileSystemWatcher, GlobPattern, Registration, Uri,
};

/// What is watched. A link may lead to any file, an include may insert the text of any, and a folder may go as a whole.
const WATCHED: [&str; 5] = [
    "**/*",
    "**/.git/info/exclude",
    "**/.git/HEAD",
    // A commit on a branch does not write HEAD itself. Submodules and worktrees have logs of their own further down.
    "**/.git/logs/HEAD",
    "**/.git/**/logs/HEAD",
];

/// How many paths are looked at while the session is locked.
const CHUNK: usize = 64;

/// How many changed files of a project are read one by one, without another scan.
const MOST_FILES: usize = 64;

/// How often files are read again because the project has changed meanwhile.
const MOST_TRIES: usize = 3;

/// Asks the client to watch files and to tell of changed settings, if it can.
pub async fn register(session: Arc<Session>) {
    let features = session.features();
    let mut registrations = Vec::new();
    if features.watch {
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers().collect() };
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

pub(super) fn watchers() -> impl Iterator<Item = FileSystemWatcher> {
    WATCHED.iter().map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::Pattern((*glob).into()), kind: None })
}

/// `workspace/didChangeWatchedFiles`. Only what can matter has the disk read again: builds and installations create files by the
/// thousand.
pub fn files_changed(session: &Arc<Session>, params: DidChangeWatchedFilesParams) {
    let session = Arc::clone(session);
    worker::detach("reading what has changed", move || {
        take_in(&session, params.changes.into_iter().map(|change| change.uri));
    });
}

/// Reads the files that have changed again, as far as that can matter, or has everything read again when only that will do.
pub(super) fn take_in(session: &Session, uris: impl Iterator<Item = Uri>) {
    let refreshed = concerned(session, uris).and_then(|projects| {
        let refresh = |(root, paths): &(Utf8PathBuf, Vec<Utf8PathBuf>)| refresh(session, root, paths);
        projects.iter().map(refresh).collect::<Option<Vec<()>>>()
    });
    match refreshed {
        None => session.stale.notify_one(),
        Some(projects) if projects.is_empty() => {}
        Some(_) => session.refreshed.notify_one(),
    }
}

/// Reads files of a project again; `None` when only a scan can tell what has become of it.
fn refresh(session: &Session, root: &Utf8Path, paths: &[Utf8PathBuf]) -> Option<()> {
    // Each time another change of the project came first.
    for _ in 0..MOST_TRIES {
        let (project, folders) = {
            let state = session.lock();
            (state.world.at(root)?.clone(), state.folders.clone())
        };
        let base = session.scanner.refresh(&project, paths, &folders)?;
        let is_taken = session.update(|state| {
            let is_taken = state.world.refresh(&project, base, paths);
            if is_taken {
                paths.iter().for_each(|path| state.changed_on_disk(path));
            }
            is_taken
        });
        if is_taken {
            return Some(());
        }
    }
    None
}

/// The paths that can matter among those that have changed, by the roots of their projects; `None` when only a scan can tell. Looks at
/// the disk.
fn concerned(session: &Session, uris: impl Iterator<Item = Uri>) -> Option<Vec<(Utf8PathBuf, Vec<Utf8PathBuf>)>> {
    // A scan that runs may or may not have seen it.
    if session.scanning.load(Ordering::SeqCst) {
        return None;
    }
    let mut folders = FxHashMap::default();
    let mut real = |path: Utf8PathBuf| {
        let (folder, name) = (path.parent()?, path.file_name()?);
        // What happens to a link does not change its target.
        let real = folders.entry(folder.to_owned()).or_insert_with(|| from_proto::real(folder));
        Some(absolute(&real.join(name)))
    };
    let paths: Vec<_> = uris.filter_map(|uri| real(from_proto::path(&uri)?)).collect();
    let mut by_root: BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>> = BTreeMap::new();
    for paths in paths.chunks(CHUNK) {
        let projects: Vec<_> = {
            let world = &session.lock().world;
            let is_more = |path: &Utf8PathBuf| world.has_root_below(path) || world.is_shared(&DocPath::new(path));
            if paths.iter().any(is_more) {
                return None;
            }
            paths.iter().filter_map(|path| Some((path, world.project(path)?.clone()))).collect()
        };
        for (path, project) in projects.iter().filter(|(path, project)| project.is_concerned(path)) {
            let paths = by_root.entry(project.root().to_owned()).or_default();
            paths.push((*path).clone());
            // A scan reads many files at once.
            if paths.len() > MOST_FILES {
                return None;
            }
        }
    }
    Some(by_root.into_iter().collect())
}

/// Files that were created, renamed or deleted in the editor.
pub fn files_moved(session: &Session) {
    session.stale.notify_one();
}

/// `textDocument/didSave`. A client that does not watch may have saved what another program wrote, too; one that does cannot watch the
/// repository of a worktree.
pub fn saved(session: &Arc<Session>, params: &DidSaveTextDocumentParams) {
    if !session.features().watch {
        session.stale.notify_one();
        return;
    }
    let (session, uri) = (Arc::clone(session), params.text_document.uri.clone());
    worker::detach("looking for a commit", move || {
        let Some(view) = session.view(&uri) else { return };
        let folders = session.lock().folders.clone();
        if view.snapshot.has_other_head(&folders) {
            session.stale.notify_one();
        }
    });
}

/// `workspace/didChangeWorkspaceFolders`.
pub fn folders_changed(session: &Session, params: &DidChangeWorkspaceFoldersParams, uris: &mut Vec<Uri>) {
    uris.retain(|uri| !params.event.removed.iter().any(|removed| removed.uri == *uri));
    uris.extend(params.event.added.iter().map(|added| added.uri.clone()));
    // Looks at the disk here, and not on a worker: the folders are as the message says before the next message is taken in.
    let folders = scan::folders(&*uris);
    // A file that is open outlives its folder, with its project.
    let open: Vec<DocPath> = session.lock().uris.keys().cloned().collect();
    let roots = open.into_iter().map(|path| (scan::outside_root(&folders, &path), path)).collect();
    let mut state = session.lock();
    state.folders = folders;
    state.outside.replace(roots);
    drop(state);
    session.stale.notify_one();
}
