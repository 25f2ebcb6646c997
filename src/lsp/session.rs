//! What the handlers share: the world, under one lock, and the bells that wake the tasks.

use super::{
    expansions::{Expansions, Watched},
    features::Features,
    outside::OutsideProjects,
    running::Running,
    runs::Runs,
    shown_files::ShownFiles,
    transport::Outbox,
    view::View,
};
use crate::{
    rules::Diagnostic,
    workspace::{Base, DocPath, Settings, Snapshot, World, scan::Scanner},
};
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use tower_lsp::{Client, gen_lsp_types::Uri};

/// Edits that follow one another faster than this come from a program, and are taken in together.
const BURST: Duration = Duration::from_millis(5);

/// One client's session.
#[derive(Debug)]
pub struct Session {
    /// The other side.
    pub client: Client,
    /// The way to it for what is sent at a key press.
    pub outbox: Outbox,
    /// Wakes the publisher.
    pub changed: Notify,
    /// Wakes the scanner.
    pub stale: Notify,
    /// Woken when single files have been read again.
    pub refreshed: Notify,
    /// Says that something has changed that documents show of others.
    pub settled: Notify,
    /// Whether the disk is being read.
    pub scanning: AtomicBool,
    /// Reads the disk.
    pub scanner: Arc<Scanner>,
    /// Whether what was read is held back, for tests.
    #[cfg(debug_assertions)]
    pub held: watch::Sender<bool>,
    /// Set at `shutdown`: what waits for the disk does not go on.
    pub ending: CancellationToken,
    /// Texts that are shown as files.
    pub shown: Arc<ShownFiles>,
    /// The expansions that the client has.
    pub expansions: Expansions,
    state: Mutex<SessionState>,
    features: OnceLock<Features>,
    /// The workflow commands that run.
    pub runs: Arc<Runs>,
    revision: AtomicU64,
    loads: watch::Sender<u64>,
    found: Mutex<Found>,
}

/// What the publisher has found in open documents.
#[derive(Debug, Default)]
struct Found {
    /// The revision that it is known for.
    revision: u64,
    findings: FxHashMap<DocPath, Arc<[Diagnostic]>>,
}

/// What changes in a session. Only the synchronous start of a handler and the end of a scan may change it.
#[derive(Debug, Default)]
pub struct SessionState {
    /// The projects and the open buffers.
    pub world: World,
    /// The workspace folders, real paths.
    pub folders: Vec<Utf8PathBuf>,
    /// Those that the last scan has read; `None` before the first one.
    read: Option<Vec<Utf8PathBuf>>,
    /// The projects of open files outside of the workspace folders.
    pub outside: OutsideProjects,
    /// The `initializationOptions`: the settings of a client that has no others.
    pub options: Value,
    /// The client's settings.
    pub settings: Settings,
    /// The client's settings about running programs.
    pub running: Running,
    /// The URI that each open document was opened by. Shared with those who convert.
    pub uris: Arc<FxHashMap<DocPath, Uri>>,
    opened: FxHashMap<Uri, DocPath>,
    changed: Vec<DocPath>,
    last_edit: Option<Instant>,
    bursting: bool,
}

/// What the publisher has to look at.
#[derive(Debug)]
pub struct Work {
    /// The projects that have something to do, the deepest first: all of them when the disk has been read.
    pub projects: Vec<Snapshot>,
    /// Whether all projects have been read, and not only some that have open files.
    pub is_whole: bool,
    /// See [`SessionState::uris`].
    pub uris: Arc<FxHashMap<DocPath, Uri>>,
    /// What was opened, edited or closed since the last time, newest first.
    pub changed: Vec<DocPath>,
    /// The expansions that follow what they are made of.
    pub expansions: Vec<Watched>,
    /// How often the disk has been read.
    pub loads: u64,
    /// The revision of all this.
    pub revision: u64,
}

impl Session {
    /// A session with `client` before `initialize`.
    pub fn new(client: Client, outbox: Outbox) -> Self {
        Self {
            client,
            outbox,
            changed: Notify::new(),
            stale: Notify::new(),
            refreshed: Notify::new(),
            settled: Notify::new(),
            scanning: AtomicBool::new(false),
            scanner: Arc::new(Scanner::packing()),
            #[cfg(debug_assertions)]
            held: watch::Sender::new(false),
            ending: CancellationToken::new(),
            shown: Arc::default(),
            expansions: Expansions::default(),
            state: Mutex::default(),
            features: OnceLock::new(),
            runs: Arc::default(),
            revision: AtomicU64::new(0),
            loads: watch::Sender::new(0),
            found: Mutex::default(),
        }
    }

    /// What the client can do; nothing before `initialize`.
    pub fn features(&self) -> Features {
        self.features.get().copied().unwrap_or_default()
    }

    /// Sets what the client can do, once.
    pub fn set_features(&self, features: Features) {
        let _ = self.features.set(features);
    }

    /// The state, for a short and synchronous change or look.
    pub fn lock(&self) -> MutexGuard<'_, SessionState> {
        // A handler that panicked has left the world as a whole edit found it: each change is one call.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a change of open documents and wakes the publisher.
    pub fn update<T>(&self, change: impl FnOnce(&mut SessionState) -> T) -> T {
        let mut state = self.lock();
        let result = change(&mut state);
        // Under the lock, so that the state of a revision is never taken for that of another one.
        self.revision.fetch_add(1, Ordering::SeqCst);
        drop(state);
        self.changed.notify_one();
        result
    }

    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.revision.load(Ordering::SeqCst)
    }

    /// Puts what a scan has read under the open buffers: in the workspace folders, and in projects outside of them.
    pub fn load(&self, mut bases: Vec<Base>, folders: Vec<Utf8PathBuf>, outside: &BTreeSet<Utf8PathBuf>) {
        self.update(|state| {
            state.read = Some(folders);
            state.outside.read(outside);
            // Folders may have been closed while they were read.
            bases.retain(|base| is_wanted(&state.folders, &state.outside, &base.root));
            state.world.load(bases);
        });
        self.loads.send_modify(|loads| *loads += 1);
        self.changed.notify_one();
    }

    /// Takes over a project that the first scan has read before others. What is found in it does not depend on them.
    pub fn load_early(&self, base: Base) {
        #[cfg(debug_assertions)]
        if *self.held.borrow() {
            return;
        }
        let is_taken = self.update(|state| {
            let is_taken = state.read.is_none() && is_wanted(&state.folders, &state.outside, &base.root);
            if is_taken {
                state.world.add(base);
            }
            is_taken
        });
        if is_taken {
            self.loads.send_modify(|loads| *loads += 1);
            self.changed.notify_one();
        }
    }

    /// Whether the disk has been read: the workspace folders, and the projects of open files outside of them.
    pub fn is_loaded(&self) -> bool {
        let state = self.lock();
        let is_read = |folder: &Utf8PathBuf| state.read.iter().flatten().any(|read| folder.starts_with(read));
        state.read.is_some() && state.folders.iter().all(is_read) && !state.outside.is_waiting()
    }

    /// Waits until [`Session::is_loaded`].
    pub async fn loaded(&self) {
        let mut loads = self.loads.subscribe();
        while !self.is_loaded() {
            // An error would say that the session is over.
            if loads.changed().await.is_err() {
                break;
            }
        }
    }

    /// Reads the disk again, and waits for it.
    pub async fn reread(&self) {
        let mut loads = self.loads.subscribe();
        // The first one may end a scan that began before.
        for _ in 0..2 {
            loads.borrow_and_update();
            self.stale.notify_one();
            // An error would say that the session is over.
            let _ = loads.changed().await;
        }
    }

    /// The projects with open buffers that have changed since the publisher saw the disk read for the `seen`th time.
    pub fn touched(&self, seen: u64) -> Vec<Snapshot> {
        let loads = *self.loads.borrow();
        let state = self.lock();
        if loads > seen {
            let touched = state.world.projects().iter().filter(|project| project.has_open() && state.is_read(project));
            return touched.cloned().collect();
        }
        let touched = state.projects(state.changed.iter()).into_iter();
        touched.filter(|project| state.is_read(project)).cloned().collect()
    }

    /// Takes what has changed; `None` before a project has been read, because half a project makes false findings.
    ///
    /// `seen` is how often the publisher has seen the disk read; `pending` are the roots of projects that it has not done with.
    pub fn take_work<'a>(&self, seen: u64, pending: impl Iterator<Item = &'a Utf8Path>) -> Option<Work> {
        let loads = *self.loads.borrow();
        let mut state = self.lock();
        if loads == 0 {
            return None;
        }
        let expansions = self.expansions.watched(&state.uris);
        let mut projects = if loads > seen {
            state.world.projects().to_vec()
        } else {
            let roots: BTreeSet<_> = pending.collect();
            let shown = expansions.iter().flat_map(|watched| [&watched.shown, &watched.command]);
            let mut projects = state.projects(state.changed.iter().chain(shown));
            projects.extend(roots.into_iter().filter_map(|root| state.world.at(root)));
            projects.sort_by_key(|project| (std::cmp::Reverse(project.root().as_str().len()), project.root()));
            projects.dedup_by_key(|project| project.root());
            projects.into_iter().cloned().collect()
        };
        projects.retain(|project| state.is_read(project));
        Some(Work {
            projects,
            is_whole: state.read.is_some(),
            uris: Arc::clone(&state.uris),
            changed: std::mem::take(&mut state.changed).into_iter().rev().collect(),
            expansions,
            loads,
            revision: self.revision(),
        })
    }

    /// What is found in an open document as it is now; `None` while the publisher has not yet taken in everything.
    pub fn found(&self, path: &DocPath) -> Option<Arc<[Diagnostic]>> {
        let known = self.lock_found();
        known.findings.get(path).filter(|_| known.revision == self.revision()).cloned()
    }

    /// Notes what is found in a document, or that it is not open any more.
    pub fn set_found(&self, path: &DocPath, found: Option<&Arc<[Diagnostic]>>) {
        let known = &mut self.lock_found().findings;
        match found {
            Some(found) => drop(known.insert(path.clone(), Arc::clone(found))),
            None => drop(known.remove(path)),
        }
    }

    /// Notes that everything is taken in up to a revision.
    pub fn settle(&self, revision: u64) {
        self.lock_found().revision = revision;
    }

    /// Whether the publisher has taken in everything.
    pub fn is_settled(&self) -> bool {
        self.lock_found().revision == self.revision()
    }

    fn lock_found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long to wait for the end of a burst of edits; `None` when there is none.
    pub fn burst(&self) -> Option<Duration> {
        let state = self.lock();
        let since = state.last_edit.filter(|_| state.bursting)?.elapsed();
        BURST.checked_sub(since).filter(|left| !left.is_zero())
    }

    /// The document of `uri` as it is now; `None` when no project holds it. Looks at the disk when it is not open.
    pub fn view(&self, uri: &Uri) -> Option<View> {
        self.view_of(&self.path(uri))
    }

    /// What the engine calls the document of `uri`. Looks at the disk when it is not open, so not under the lock.
    pub fn path(&self, uri: &Uri) -> DocPath {
        let opened = self.lock().opened(uri);
        opened.unwrap_or_else(|| super::from_proto::document(uri))
    }

    /// A path in its project as it is now, whether there is such a document or not; `None` when no project holds it.
    pub fn view_of(&self, path: &DocPath) -> Option<View> {
        let state = self.lock();
        let snapshot = state.world.project(path)?.clone();
        Some(View { snapshot, path: path.clone(), uris: Arc::clone(&state.uris), features: self.features() })
    }
}

impl SessionState {
    /// The document that is open by this URI.
    pub fn opened(&self, uri: &Uri) -> Option<DocPath> {
        self.opened.get(uri).cloned()
    }

    /// Notes that `path` is open by `uri`. When it was open by another URI too, that one is given up: one file, one buffer.
    pub fn open(&mut self, uri: Uri, path: &DocPath) {
        let before = Arc::make_mut(&mut self.uris).insert(path.clone(), uri.clone());
        if let Some(before) = before.filter(|before| *before != uri) {
            tracing::warn!("{} is already open as {}", uri.as_ref(), before.as_ref());
            self.opened.remove(&before);
        }
        self.opened.insert(uri, path.clone());
        self.touch(path.clone());
    }

    /// Closes the document of `uri`, and with the last one of a project outside of the workspace folders the project; `None` when it
    /// was not open.
    pub fn close(&mut self, uri: &Uri) -> Option<DocPath> {
        let path = self.opened.remove(uri)?;
        Arc::make_mut(&mut self.uris).remove(&path);
        self.world.close(&path);
        if self.outside.closed(&path) {
            self.world.retain(|root| is_wanted(&self.folders, &self.outside, root));
        }
        self.touch(path.clone());
        Some(path)
    }

    /// Notes an edit of a document.
    pub fn edited(&mut self, path: DocPath) {
        let now = Instant::now();
        self.bursting = self.last_edit.is_some_and(|last| now.duration_since(last) < BURST);
        self.last_edit = Some(now);
        self.touch(path);
    }

    /// Takes over what was read for open buffers, and notes which documents this has changed.
    pub fn adopt(&mut self, ahead: &Snapshot, changed: Vec<DocPath>) {
        self.world.adopt(ahead);
        changed.into_iter().for_each(|path| self.touch(path));
    }

    /// The projects that have these documents, or would have them.
    fn projects<'a>(&'a self, paths: impl Iterator<Item = &'a DocPath>) -> Vec<&'a Snapshot> {
        let project = |path| self.world.owner(path).or_else(|| self.world.project(path));
        let mut projects: Vec<_> = paths.filter_map(project).collect();
        projects.sort_by_key(|project| project.root());
        projects.dedup_by_key(|project| project.root());
        projects
    }

    /// The open files whose projects a scan should read before others: at the start, when nothing is known.
    pub fn to_read_first(&self) -> Vec<DocPath> {
        if self.read.is_none() { self.opened.values().cloned().collect() } else { Vec::new() }
    }

    /// Whether what a project says is all that it has to say.
    fn is_read(&self, project: &Snapshot) -> bool {
        self.read.is_some() || project.is_scanned()
    }

    /// Notes that a file has been read again.
    pub fn changed_on_disk(&mut self, path: &Utf8Path) {
        self.touch(DocPath::new(path));
    }

    fn touch(&mut self, path: DocPath) {
        self.changed.retain(|other| *other != path);
        self.changed.push(path);
    }
}

/// Whether a project at `root` belongs to a workspace folder or to an open file.
fn is_wanted(folders: &[Utf8PathBuf], outside: &OutsideProjects, root: &Utf8Path) -> bool {
    folders.iter().any(|folder| root.starts_with(folder)) || outside.hold(root)
}
