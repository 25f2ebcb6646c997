//! What the handlers share: the world, under one lock, and the bells that wake the tasks.

use super::{
    capabilities::Features,
    expansion::{Expansions, Watched},
    runs::Runs,
    settings::Running,
    show::ShownFiles,
    transport::Outbox,
};
use crate::workspace::{Base, DocPath, Document, Settings, Snapshot, World};
use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::{
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{Notify, watch};
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
    /// Says that the publisher has taken in everything that has changed.
    pub settled: Notify,
    /// Texts that are shown as files.
    pub shown: Arc<ShownFiles>,
    /// The expansions that the client has.
    pub expansions: Expansions,
    state: Mutex<State>,
    features: OnceLock<Features>,
    /// The workflow commands that run.
    pub runs: Arc<Runs>,
    revision: AtomicU64,
    loads: watch::Sender<u64>,
}

/// What changes in a session. Only the synchronous start of a handler and the end of a scan may change it.
#[derive(Debug, Default)]
pub struct State {
    /// The projects and the open buffers.
    pub world: World,
    /// The workspace folders, real paths.
    pub folders: Vec<Utf8PathBuf>,
    /// The projects of open files outside of the workspace folders.
    pub strays: Vec<Utf8PathBuf>,
    /// How many of them a scan has read.
    pub strays_read: usize,
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
    /// Every project as it is now.
    pub projects: Vec<Snapshot>,
    /// See [`State::uris`].
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

/// A document in its project, as a request sees it.
#[derive(Debug, Clone)]
pub struct View {
    /// The project.
    pub snapshot: Snapshot,
    /// The document.
    pub path: DocPath,
    /// See [`State::uris`].
    pub uris: Arc<FxHashMap<DocPath, Uri>>,
    /// What the client can do.
    pub features: Features,
}

impl Session {
    /// A session with `client` before `initialize`.
    pub fn new(client: Client, outbox: Outbox) -> Self {
        Self {
            client,
            outbox,
            changed: Notify::new(),
            stale: Notify::new(),
            settled: Notify::new(),
            shown: Arc::default(),
            expansions: Expansions::default(),
            state: Mutex::default(),
            features: OnceLock::new(),
            runs: Arc::default(),
            revision: AtomicU64::new(0),
            loads: watch::Sender::new(0),
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
    pub fn lock(&self) -> MutexGuard<'_, State> {
        // A handler that panicked has left the world as a whole edit found it: each change is one call.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a change of open documents and wakes the publisher.
    pub fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.revision.fetch_add(1, Ordering::SeqCst);
        self.changed.notify_one();
        result
    }

    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.revision.load(Ordering::SeqCst)
    }

    /// Puts what a scan has read under the open buffers.
    pub fn load(&self, bases: Vec<Base>) {
        self.update(|state| state.world.load(bases));
        self.loads.send_modify(|loads| *loads += 1);
        self.changed.notify_one();
    }

    /// Waits until the disk has been read once.
    pub async fn loaded(&self) {
        // An error would say that the session is over.
        let read = |loads: &u64| *loads > 0 && !self.lock().is_waiting();
        let _ = self.loads.subscribe().wait_for(read).await;
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

    /// Takes what has changed; `None` before the disk has been read, because half a workspace makes false findings.
    pub fn take_work(&self) -> Option<Work> {
        let loads = *self.loads.borrow();
        let mut state = self.lock();
        (loads > 0).then(|| Work {
            projects: state.world.projects().to_vec(),
            uris: Arc::clone(&state.uris),
            changed: std::mem::take(&mut state.changed).into_iter().rev().collect(),
            expansions: self.expansions.watched(&state.uris),
            loads,
            revision: self.revision(),
        })
    }

    /// How long to wait for the end of a burst of edits; `None` when there is none.
    pub fn burst(&self) -> Option<Duration> {
        let state = self.lock();
        let since = state.last_edit.filter(|_| state.bursting)?.elapsed();
        BURST.checked_sub(since).filter(|left| !left.is_zero())
    }

    /// The document of `uri` as it is now; `None` when no project holds it.
    pub fn view(&self, uri: &Uri) -> Option<View> {
        let path = self.lock().path(uri);
        self.view_of(&path)
    }

    /// A path in its project as it is now, whether there is such a document or not; `None` when no project holds it.
    pub fn view_of(&self, path: &DocPath) -> Option<View> {
        let state = self.lock();
        let snapshot = state.world.project(path)?.clone();
        Some(View { snapshot, path: path.clone(), uris: Arc::clone(&state.uris), features: self.features() })
    }
}

impl State {
    /// Whether a file was opened whose project no scan has read yet.
    fn is_waiting(&self) -> bool {
        self.strays_read < self.strays.len()
    }

    /// What the engine calls the document of `uri`.
    pub fn path(&self, uri: &Uri) -> DocPath {
        self.opened.get(uri).cloned().unwrap_or_else(|| super::from_proto::document(uri))
    }

    /// The document that is open by this URI.
    pub fn opened(&self, uri: &Uri) -> Option<DocPath> {
        self.opened.get(uri).cloned()
    }

    /// Notes that `path` is open by `uri`. When it was open by another name too, that name is given up: one file, one buffer.
    pub fn open(&mut self, uri: Uri, path: &DocPath) {
        let before = Arc::make_mut(&mut self.uris).insert(path.clone(), uri.clone());
        if let Some(before) = before.filter(|before| *before != uri) {
            tracing::warn!("{} is already open as {}", uri.as_ref(), before.as_ref());
            self.opened.remove(&before);
        }
        self.opened.insert(uri, path.clone());
        self.touch(path.clone());
    }

    /// Notes that the document of `uri` is closed, and returns it.
    pub fn close(&mut self, uri: &Uri) -> Option<DocPath> {
        let path = self.opened.remove(uri)?;
        Arc::make_mut(&mut self.uris).remove(&path);
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

    /// Adds documents that were read late.
    pub fn add(&mut self, documents: Vec<Document>) {
        documents.iter().for_each(|document| self.touch(document.path.clone()));
        self.world.add(documents);
    }

    fn touch(&mut self, path: DocPath) {
        self.changed.retain(|other| *other != path);
        self.changed.push(path);
    }
}
