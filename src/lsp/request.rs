//! Requests that read documents: each waits until the disk has been read, takes its snapshot, and computes on a worker.
//!
//! The snapshot of an open document is taken when the request arrives, so that it has every change that came before. Only a request that
//! has to wait takes it later: before the disk has been read, a document has neither its kind nor its project.

use super::{
    expanded::Expanded,
    features::Features,
    from_proto,
    session::Session,
    view::View,
    worker::{self, Crashed},
};
use crate::{
    rules::Diagnostic,
    workspace::{DocPath, Document, Snapshot, cancel::Cancel},
};
use rustc_hash::FxHashMap;
use std::{sync::Arc, time::Instant};
use tower_lsp::{
    gen_lsp_types::Uri,
    jsonrpc::{Error, Result},
};

/// What `compute` says of the document of `uri`; `None` when there is no such document.
///
/// # Errors
/// See [`about`].
pub async fn document<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    compute: impl FnOnce(&View, &Document) -> T + Send + 'static,
) -> Result<Option<T>> {
    let compute = move |Requested { view, .. }: &Requested| {
        let document = view.snapshot.document(&view.path)?;
        Some(compute(view, document))
    };
    Ok(about(session, method, uri, compute).await?.flatten())
}

/// A document that a request is about.
#[derive(Debug)]
pub struct Requested {
    /// The document itself.
    pub view: View,
    /// What it shows, when it is an open expansion.
    pub expansion: Option<Expanded>,
    /// What the publisher has found in this version of it; checking a long document again takes too long.
    pub known: Option<Arc<[Diagnostic]>>,
}

impl Requested {
    /// The same when the publisher has not read yet what open buffers refer to.
    fn caught_up(self) -> Requested {
        let expansion = self.expansion.map(Expanded::caught_up);
        Requested { view: self.view.caught_up(), expansion, ..self }
    }
}

/// What `compute` says of the document of `uri`, which may be an expansion; `None` when no project holds it.
///
/// # Errors
/// When `compute` panics, and when the session ends before the disk has been read.
pub async fn about<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    compute: impl FnOnce(&Requested) -> T + Send + 'static,
) -> Result<Option<T>> {
    ready(session, method).await?;
    let opened = session.lock().opened(uri);
    let path = match opened {
        Some(path) => path,
        None => {
            let uri = uri.clone();
            worker::run(method, move || from_proto::document(&uri)).await?
        }
    };
    let Some(view) = session.view_of(&path) else { return Ok(None) };
    let (expansion, known, is_settled) = (session.expansion(uri), session.found(&path), session.is_settled());
    let cancel = Cancel::default();
    let (view, expansion) = (view.stopped_by(&cancel), expansion.map(|expansion| expansion.stopped_by(&cancel)));
    let answer = worker::run(method, move || {
        let requested = Requested { view, expansion, known };
        compute(&if is_settled { requested } else { requested.caught_up() })
    });
    until_done(answer, cancel).await.map(Some)
}

/// All projects, as a request sees them.
#[derive(Debug)]
pub struct RequestedProjects {
    /// The deepest first.
    pub projects: Vec<Snapshot>,
    /// The URI that each open document was opened by.
    pub uris: Arc<FxHashMap<DocPath, Uri>>,
    /// What the client can do.
    pub features: Features,
}

impl RequestedProjects {
    /// A path in the deepest project above it.
    pub fn view(&self, path: DocPath) -> Option<View> {
        let snapshot = self.projects.iter().find(|project| path.ancestors().any(|folder| folder == project.root()))?;
        Some(View { snapshot: snapshot.clone(), path, uris: Arc::clone(&self.uris), features: self.features })
    }
}

/// What `compute` says of all projects.
///
/// # Errors
/// See [`about`].
pub async fn workspace<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    compute: impl FnOnce(&RequestedProjects) -> T + Send + 'static,
) -> Result<T> {
    ready(session, method).await?;
    let (projects, uris) = {
        let state = session.lock();
        (state.world.projects().to_vec(), Arc::clone(&state.uris))
    };
    let (cancel, features, is_settled) = (Cancel::default(), session.features(), session.is_settled());
    let projects: Vec<_> = projects.into_iter().map(|project| project.stopped_by(&cancel)).collect();
    let answer = worker::run(method, move || {
        let mut projects = projects;
        if !is_settled {
            projects.iter_mut().for_each(|project| drop(project.catch_up()));
        }
        compute(&RequestedProjects { projects, uris, features })
    });
    until_done(answer, cancel).await
}

/// The answer of a worker. When this is dropped, because the client has canceled the request, `cancel` is too, and the work ends early.
async fn until_done<T>(answer: impl Future<Output = std::result::Result<T, Crashed>>, cancel: Cancel) -> Result<T> {
    let answer = answer.await;
    drop(cancel);
    Ok(answer?)
}

/// Waits until the disk has been read. Once it is, this does not even yield.
///
/// # Errors
/// When the session ends before.
pub async fn ready(session: &Session, method: &str) -> Result<()> {
    if session.is_loaded() {
        return Ok(());
    }
    let start = Instant::now();
    tokio::select! {
        biased;
        () = session.ending.cancelled() => return Err(Error::request_cancelled()),
        () = session.loaded() => {}
    }
    tracing::debug!("{method} waited {:?} for the disk to be read", start.elapsed());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::Fixture,
        ide::{
            document_link::document_links,
            symbol::{Copies, Symbol, occurrences},
        },
        rules::{Fixes, check},
    };
    use futures::FutureExt;
    use std::sync::mpsc::channel;

    #[test]
    fn a_canceled_search_finds_nothing() {
        let fixture = "//- /.claude/commands/a.md\n[b](b.md) [gone](gone.md)\n//- /.claude/commands/b.md\n";
        let snapshot = Fixture::parse(fixture).snapshot();
        let path = DocPath::new("/.claude/commands/a.md");
        let found = |snapshot: &Snapshot| {
            let links = document_links(snapshot, snapshot.document(&path).unwrap()).len();
            let uses =
                occurrences(snapshot, &Symbol::File(snapshot.path(".claude/commands/b.md".into())), Copies::Skipped);
            let uses = uses.iter().filter(|it| !it.access.declares()).count();
            (links, uses, check(snapshot, &path, Fixes::Skipped).is_empty())
        };
        let cancel = Cancel::default();
        let snapshot = snapshot.stopped_by(&cancel);
        assert_eq!(found(&snapshot), (1, 1, false));
        drop(cancel);
        assert_eq!(found(&snapshot), (0, 0, true));
    }

    #[test]
    fn work_stops_when_its_answer_is_no_longer_wanted() {
        let cancel = Cancel::default();
        let snapshot = Fixture::parse("//- /.claude/commands/a.md\n").snapshot().stopped_by(&cancel);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (began, has_begun) = channel();
        let (stopped, has_stopped) = channel();
        runtime.block_on(async {
            let work = worker::run("a search", move || {
                began.send(()).unwrap();
                while !snapshot.is_cancelled() {
                    std::thread::yield_now();
                }
                stopped.send(()).unwrap();
            });
            let mut answer = Box::pin(until_done(work, cancel));
            assert!(answer.as_mut().now_or_never().is_none());
            has_begun.recv().unwrap();
        });
        has_stopped.recv().unwrap();
    }
}
