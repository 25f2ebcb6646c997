//! The one task that owns what the client knows of the findings.
//!
//! It analyses at once when it is idle and takes in together what came while it was busy. The documents that were touched come
//! first, then those that depend on them; a newer edit interrupts the latter.

mod expansions;

use super::{
    from_proto,
    pull::{Report, Reports},
    session::{Session, View, Work},
    to_proto,
};
use crate::{
    rules::{Analysis, Diagnostic},
    workspace::{DocPath, Document, Snapshot, scan},
};
use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};
use tower_lsp::gen_lsp_types::{PublishDiagnosticsNotification, PublishDiagnosticsParams, Uri};

/// However long a burst of edits is, something is shown after this.
const LONGEST_BURST: Duration = Duration::from_millis(100);

/// Publishes, or notes in `reports` for clients that pull. Never ends.
pub async fn run(session: Arc<Session>, reports: Arc<Reports>) {
    let mut publisher = Publisher {
        session: Arc::clone(&session),
        reports,
        analyses: FxHashMap::default(),
        loads: 0,
        published: BTreeMap::new(),
        may_be_gone: false,
    };
    loop {
        session.changed.notified().await;
        let start = Instant::now();
        while let Some(wait) = session.burst().filter(|_| start.elapsed() < LONGEST_BURST) {
            tokio::time::sleep(wait).await;
        }
        if let Some(work) = session.take_work() {
            publisher.pass(&work).await;
        }
    }
}

struct Publisher {
    session: Arc<Session>,
    reports: Arc<Reports>,
    /// By the root of the project.
    analyses: FxHashMap<Utf8PathBuf, Analysis>,
    /// The reading of the disk that the analyses belong to.
    loads: u64,
    /// What the client knows.
    published: BTreeMap<DocPath, Published>,
    /// Whether documents may have ceased to be.
    may_be_gone: bool,
}

struct Published {
    uri: Uri,
    version: Option<i32>,
    found: Arc<[Diagnostic]>,
}

impl Publisher {
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
                let analysis = self.analyses.get_mut(project.root());
                analysis.and_then(|analysis| analysis.recheck(project, &path));
            };
            if catch_unwind(AssertUnwindSafe(recheck)).is_err() {
                tracing::error!("checking {path} panicked");
            }
            others |= self.publish(work, project, &path).await && !own;
            // Messages are read in between: all tasks share one thread.
            tokio::task::yield_now().await;
        }
        if self.session.revision() == work.revision {
            others |= self.expansions(work).await;
            self.forget_gone(work).await;
            self.reports.complete(others);
            self.session.settled.notify_one();
            self.read_late(work).await;
        }
    }

    /// Reads the files that only the touched buffers refer to; the next pass sees them.
    async fn read_late(&self, work: &Work) {
        let touched = |project: &&Snapshot| work.changed.iter().any(|path| holds(work, project, path));
        for project in work.projects.iter().filter(touched).filter(|project| !project.unread().is_empty()) {
            let project = project.clone();
            match tokio::task::spawn_blocking(move || scan::read_late(&project)).await {
                Ok(documents) if documents.is_empty() => {}
                Ok(documents) => self.session.update(|state| state.add(documents)),
                Err(error) => tracing::error!("reading what a buffer refers to failed: {error}"),
            }
        }
    }

    /// Tells the analyses what has changed.
    fn update(&mut self, work: &Work) {
        self.may_be_gone |= self.loads != work.loads || !work.changed.iter().all(|path| exists(work, path));
        if self.loads != work.loads {
            self.loads = work.loads;
            self.analyses.clear();
            for project in &work.projects {
                let all: Vec<DocPath> = project.documents().iter().map(|document| document.path.clone()).collect();
                self.analyses.entry(project.root().to_owned()).or_default().update(project, &all);
            }
            return;
        }
        for project in &work.projects {
            let changed: Vec<DocPath> =
                work.changed.iter().filter(|path| holds(work, project, path)).cloned().collect();
            if !changed.is_empty() {
                self.analyses.entry(project.root().to_owned()).or_default().update(project, &changed);
            }
        }
    }

    /// What is to be checked, in order: what was touched, what is open, the rest.
    fn queue<'a>(&self, work: &'a Work) -> Vec<(DocPath, &'a Snapshot)> {
        let mut queue = Vec::new();
        for project in &work.projects {
            let doubtful = self.analyses.get(project.root()).into_iter().flat_map(Analysis::doubtful);
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
    async fn publish(&mut self, work: &Work, project: &Snapshot, path: &DocPath) -> bool {
        let is_expansion = work.expansions.iter().any(|watched| watched.shown == *path);
        let Some(document) = project.document(path).filter(|_| !is_expansion) else { return false };
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
        let found = self.analyses.get(project.root()).and_then(|analysis| analysis.found().get(path));
        found.cloned().unwrap_or_else(|| Arc::from([]))
    }

    /// Tells the client what is found in a document as `view` has it, unless it knows. Returns whether it did not.
    async fn tell(&mut self, view: &View, document: &Document, found: Arc<[Diagnostic]>) -> bool {
        let path = &document.path;
        let new = Published { uri: to_proto::uri(path, &view.uris), version: document.version, found };
        match self.published.get(path) {
            Some(old) if old.uri == new.uri && old.version == new.version && old.found == new.found => return false,
            Some(old) if old.uri != new.uri && from_proto::path(&old.uri) != from_proto::path(&new.uri) => {
                self.send(path, old.uri.clone(), None, Vec::new()).await;
            }
            None if new.version.is_none() && new.found.is_empty() => return false,
            _ => {}
        }
        let diagnostics = new.found.iter().map(|found| view.diagnostic(document, found)).collect();
        self.send(path, new.uri.clone(), new.version, diagnostics).await;
        self.published.insert(path.clone(), new);
        true
    }

    /// Takes the findings of documents that are no more from the client.
    async fn forget_gone(&mut self, work: &Work) {
        if !std::mem::take(&mut self.may_be_gone) {
            return;
        }
        let gone: Vec<DocPath> = self.published.keys().filter(|path| !exists(work, path)).cloned().collect();
        for path in gone {
            if let Some(old) = self.published.remove(&path) {
                self.send(&path, old.uri, None, Vec::new()).await;
            }
        }
    }

    async fn send(
        &self,
        path: &DocPath,
        uri: Uri,
        version: Option<i32>,
        diagnostics: Vec<tower_lsp::gen_lsp_types::Diagnostic>,
    ) {
        if self.session.features().pull {
            self.reports.set(path.clone(), Report::new(uri, version, diagnostics));
        } else {
            let params = PublishDiagnosticsParams { uri, version, diagnostics };
            self.session.outbox.notify::<PublishDiagnosticsNotification>(&params).await;
        }
    }
}

/// Whether any project has this document.
fn exists(work: &Work, path: &DocPath) -> bool {
    work.projects.iter().any(|project| project.document(path).is_some())
}

/// Whether `project` is the one that a document belongs to.
fn holds(work: &Work, project: &Snapshot, path: &DocPath) -> bool {
    let owner = work.projects.iter().find(|project| project.document(path).is_some());
    match owner {
        Some(owner) => owner.root() == project.root(),
        None => path.starts_with(project.root()),
    }
}
