//! The one task that owns what the client knows of the findings.
//!
//! It analyses at once when it is idle and takes in together what came while it was busy. The documents that were touched come
//! first, then those that depend on them; a newer edit interrupts the latter.

mod expansions;

use super::{
    pull::{PullReport, Reports},
    session::{Session, Work},
    to_proto,
    view::View,
    worker,
};
use crate::{
    rules::{Analysis, Diagnostic},
    workspace::{DocPath, Document, Index, Snapshot},
};
use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;
use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};
use tower_lsp::gen_lsp_types::{self as lsp, PublishDiagnosticsNotification, PublishDiagnosticsParams, Uri};

/// How many paths the disk may be asked for before it is read again, which forgets them: typing a path asks for each of its beginnings.
const MANY_LOOK_UPS: usize = 10_000;

/// How many bytes of the texts of documents that are not open may be unpacked. What is read in them takes about twice as much.
const MUCH: usize = 32 << 20;

/// However long a burst of edits is, something is shown after this.
const LONGEST_BURST: Duration = Duration::from_millis(100);

/// Publishes, or notes in `reports` for clients that pull. Never ends.
pub async fn run(session: Arc<Session>, reports: Arc<Reports>) {
    let mut publisher = Publisher::new(Arc::clone(&session), reports);
    loop {
        session.changed.notified().await;
        let start = Instant::now();
        while let Some(wait) = session.burst().filter(|_| start.elapsed() < LONGEST_BURST) {
            tokio::time::sleep(wait).await;
        }
        publisher.round().await;
    }
}

pub(super) struct Publisher {
    session: Arc<Session>,
    reports: Arc<Reports>,
    /// By root.
    projects: FxHashMap<Utf8PathBuf, Project>,
    /// The reading of the disk that the analyses belong to.
    loads: u64,
    /// What the client knows.
    published: BTreeMap<DocPath, Published>,
    /// Whether the disk has been read since documents were packed.
    read_again: bool,
    /// Whether documents may have ceased to be.
    may_be_gone: bool,
    /// Whether something has changed that documents show of others.
    others_differ: bool,
}

#[derive(Default)]
struct Project {
    analysis: Analysis,
    /// The index when everything that open buffers refer to had been read: while it is the same, that is still so.
    complete: Option<Arc<Index>>,
    /// How many paths the disk was asked for when all documents had been checked.
    looked_up: Option<usize>,
}

struct Published {
    uri: Uri,
    version: Option<i32>,
    found: Arc<[Diagnostic]>,
    /// See [`places`].
    places: u64,
}

impl Publisher {
    pub(super) fn new(session: Arc<Session>, reports: Arc<Reports>) -> Publisher {
        Publisher {
            session,
            reports,
            projects: FxHashMap::default(),
            loads: 0,
            published: BTreeMap::new(),
            read_again: false,
            may_be_gone: false,
            others_differ: false,
        }
    }

    /// How many documents there are that the client knows something of.
    #[cfg(test)]
    pub(super) fn known(&self) -> usize {
        self.published.len()
    }

    /// Takes in what has changed.
    pub(super) async fn round(&mut self) {
        self.read_late().await;
        let pending = self.projects.iter().filter(|(_, project)| project.analysis.doubtful().next().is_some());
        if let Some(work) = self.session.take_work(self.loads, pending.map(|(root, _)| &**root)) {
            self.pass(&work).await;
        }
    }

    /// Reads the files that only open buffers refer to, before anything is said about them.
    async fn read_late(&mut self) {
        for project in self.session.touched(self.loads) {
            let index = project.index();
            let known = self.projects.entry(project.root().to_owned()).or_default();
            if known.complete.as_ref().is_some_and(|complete| Arc::ptr_eq(complete, &index)) {
                continue;
            }
            self.others_differ = true;
            known.complete = Some(index);
            if !project.is_behind() {
                continue;
            }
            let mut ahead = project;
            let read = worker::run("reading what a buffer refers to", move || {
                let changed = ahead.catch_up();
                (ahead, changed)
            });
            if let Ok((ahead, changed)) = read.await {
                self.session.update(|state| state.adopt(&ahead, changed));
            }
        }
    }

    /// Brings the client up to date, as far as no newer edit interrupts.
    async fn pass(&mut self, work: &Work) {
        self.update(work);
        let mut others = false;
        for (path, project) in self.queue(work) {
            let own = work.changed.contains(&path);
            if !own && self.session.revision() != work.revision {
                break;
            }
            let recheck = || {
                let known = self.projects.get_mut(project.root());
                known.map(|known| known.analysis.recheck(project, &path))
            };
            let document = match catch_unwind(AssertUnwindSafe(recheck)) {
                Ok(document) => document.flatten(),
                Err(_) => {
                    tracing::error!("checking {path} panicked");
                    project.document_aside(&path)
                }
            };
            if let Some(document) = document {
                others |= self.publish(work, project, &document).await && !own;
            }
            // Messages are read in between: all tasks share one thread.
            tokio::task::yield_now().await;
        }
        if self.session.revision() == work.revision && work.is_whole {
            others |= self.expansions(work).await;
            self.forget_gone().await;
            self.reports.complete(others);
            self.session.settle(work.revision);
            self.forget_look_ups(work);
            if std::mem::take(&mut self.others_differ) {
                self.session.settled.notify_one();
            }
            self.pack().await;
        }
    }

    /// Gives back the memory of what was worked out of documents that are not open: when the disk has been read, and when it is much.
    async fn pack(&mut self) {
        let scanner = Arc::clone(&self.session.scanner);
        let least = if std::mem::take(&mut self.read_again) { 0 } else { MUCH };
        if scanner.unpacked() <= least {
            return;
        }
        let projects = self.session.lock().world.projects().to_vec();
        if let Ok(packed) = worker::run("packing documents", move || scanner.pack(projects)).await {
            let world = &mut self.session.lock().world;
            packed.into_iter().for_each(|(before, base)| world.pack(&before, base));
        }
    }

    /// Tells the analyses what has changed.
    fn update(&mut self, work: &Work) {
        let is_there = |path: &DocPath| work.owner(path).is_some();
        let read_again = self.loads != work.loads;
        self.may_be_gone |= read_again || !work.changed.iter().all(is_there);
        if read_again {
            self.loads = work.loads;
            self.others_differ = true;
            self.read_again = true;
            // Which open buffers refer to what is known already.
            for project in self.projects.values_mut() {
                *project = Project { complete: project.complete.take(), ..Project::default() };
            }
        }
        for project in &work.projects {
            let changed: Vec<DocPath> = if read_again {
                project.documents().iter().map(|document| document.path.clone()).collect()
            } else {
                work.changed.iter().filter(|path| work.concerns(project, path)).cloned().collect()
            };
            if !changed.is_empty() {
                self.others_differ |= project.index().constitution.as_ref().is_some_and(|path| changed.contains(path));
                let known = self.projects.entry(project.root().to_owned()).or_default();
                self.others_differ |= known.analysis.update(project, &changed);
            }
        }
    }

    /// What is to be checked, in order: what was touched, what is open, the rest.
    fn queue<'a>(&self, work: &'a Work) -> Vec<(DocPath, &'a Snapshot)> {
        let mut queue = Vec::new();
        for project in &work.projects {
            let doubtful = self.projects.get(project.root()).into_iter().flat_map(|known| known.analysis.doubtful());
            queue.extend(doubtful.map(|path| (path.clone(), project)));
        }
        let rank = |path: &DocPath| {
            let touched = work.changed.iter().position(|changed| changed == path);
            (touched.unwrap_or(usize::MAX), !work.uris.contains_key(path))
        };
        queue.sort_by_cached_key(|(path, _)| rank(path));
        queue
    }

    /// Tells the client of the findings of a document, unless it knows them for this version. Returns whether it did not.
    async fn publish(&mut self, work: &Work, project: &Snapshot, document: &Document) -> bool {
        let path = &document.path;
        if work.expansions.iter().any(|watched| watched.shown == *path) {
            return false;
        }
        let owner = self.session.lock().world.owner(path).map(|owner| owner.root().to_owned());
        if owner.is_none_or(|owner| owner != project.root()) {
            return false;
        }
        let view = View {
            snapshot: project.clone(),
            path: path.clone(),
            uris: Arc::clone(&work.uris),
            features: self.session.features(),
        };
        let found = self.found(project, path);
        self.tell(&view, document, found).await
    }

    /// What is known to be found in a document.
    fn found(&self, project: &Snapshot, path: &DocPath) -> Arc<[Diagnostic]> {
        let found = self.projects.get(project.root()).and_then(|known| known.analysis.found().get(path));
        found.cloned().unwrap_or_else(|| Arc::from([]))
    }

    /// Tells the client what is found in a document as `view` has it, unless it knows. Returns whether it did not.
    async fn tell(&mut self, view: &View, document: &Document, found: Arc<[Diagnostic]>) -> bool {
        let path = &document.path;
        self.session.set_found(path, document.version.is_some().then_some(&found));
        let diagnostics: Vec<_> = found.iter().map(|found| view.diagnostic(document, found)).collect();
        let uri = to_proto::uri(path, &view.uris);
        let new = Published { uri, version: document.version, found, places: places(&diagnostics) };
        match self.published.get(path) {
            Some(old) if old.knows(&new) => return false,
            // The client may take both for one document, so the old one goes first.
            Some(old) if old.uri != new.uri => self.send(old.uri.clone(), None, Vec::new()).await,
            None if new.is_nothing() => return false,
            _ => {}
        }
        self.send(new.uri.clone(), new.version, diagnostics).await;
        if new.is_nothing() {
            self.published.remove(path);
        } else {
            self.published.insert(path.clone(), new);
        }
        true
    }

    /// Has the disk read again when it was asked for too many paths since it was read.
    fn forget_look_ups(&mut self, work: &Work) {
        for project in &work.projects {
            let Some(known) = self.projects.get_mut(project.root()) else { continue };
            let asked = project.files().looked_up();
            if asked > *known.looked_up.get_or_insert(asked) + MANY_LOOK_UPS {
                self.session.stale.notify_one();
            }
        }
    }

    /// Takes the findings of deleted documents from the client, and forgets projects that are gone.
    async fn forget_gone(&mut self) {
        if !std::mem::take(&mut self.may_be_gone) {
            return;
        }
        let gone: Vec<DocPath> = {
            let world = &self.session.lock().world;
            self.projects.retain(|root, _| world.at(root).is_some());
            self.published.keys().filter(|path| world.owner(path).is_none()).cloned().collect()
        };
        for path in gone {
            self.session.set_found(&path, None);
            if let Some(old) = self.published.remove(&path) {
                self.send(old.uri, None, Vec::new()).await;
            }
        }
    }

    async fn send(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic>) {
        if self.session.features().pull {
            self.reports.set(PullReport::new(uri, version, diagnostics));
        } else {
            let params = PublishDiagnosticsParams { uri, version, diagnostics };
            self.session.outbox.notify::<PublishDiagnosticsNotification>(&params).await;
        }
    }
}

impl Published {
    /// Whether the client would learn nothing from `new`.
    fn knows(&self, new: &Published) -> bool {
        let same = self.uri == new.uri && self.version == new.version && self.places == new.places;
        same && self.found == new.found
    }

    /// Whether there is nothing to take back later.
    fn is_nothing(&self) -> bool {
        self.version.is_none() && self.found.is_empty()
    }
}

/// A hash of the places that diagnostics name. The same bytes are elsewhere for the client when lines have moved, in the document or
/// in one that a diagnostic points to.
fn places(diagnostics: &[lsp::Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for diagnostic in diagnostics {
        diagnostic.range.hash(&mut hasher);
        for related in diagnostic.related_information.iter().flatten() {
            (&related.location.uri, related.location.range).hash(&mut hasher);
        }
    }
    hasher.finish()
}

impl Work {
    /// The project whose findings of a document count, among those that have something to do.
    fn owner(&self, path: &DocPath) -> Option<&Snapshot> {
        self.projects.iter().find(|project| project.document(path).is_some())
    }

    /// Whether a document that has changed is one of `project`, or was.
    fn concerns(&self, project: &Snapshot, path: &DocPath) -> bool {
        match self.owner(path) {
            Some(owner) => owner.root() == project.root(),
            None => path.starts_with(project.root()),
        }
    }
}
