//! Computations for requests, on a worker. One whose request is canceled stops.

use super::{session::Session, view::View};
use crate::workspace::{Document, cancel::Cancel};
use tokio_util::task::AbortOnDropHandle;
use tower_lsp::{
    gen_lsp_types::Uri,
    jsonrpc::{Error, Result},
};

/// What `compute` says of the document of `uri`, once the disk has been read: before, its kind is not known. `None` when there is no
/// such document.
///
/// # Errors
/// When `compute` panics.
pub async fn answer<T: Send + 'static>(
    session: &Session,
    uri: &Uri,
    compute: impl FnOnce(&View, &Document) -> T + Send + 'static,
) -> Result<Option<T>> {
    session.loaded().await;
    let Some(view) = session.view(uri) else { return Ok(None) };
    run(view, move |view| view.snapshot.document(&view.path).map(|document| compute(view, document))).await
}

/// What `compute` says of a document. When this is dropped, because the client has cancelled the request, `view` says so.
///
/// # Errors
/// When `compute` panics.
pub async fn run<T: Send + 'static>(view: View, compute: impl FnOnce(&View) -> T + Send + 'static) -> Result<T> {
    let cancel = Cancel::default();
    let view = View { snapshot: view.snapshot.stopped_by(&cancel), ..view };
    run_with(cancel, move || compute(&view)).await
}

/// What `compute` says. When this is dropped, `cancel` is, too, and work that has not begun never does.
///
/// # Errors
/// When `compute` panics.
pub async fn run_with<T: Send + 'static>(cancel: Cancel, compute: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let work = AbortOnDropHandle::new(tokio::task::spawn_blocking(compute));
    let done = work.await.map_err(|_| Error::internal_error());
    drop(cancel);
    done
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
        lsp::features::Features,
        rules::{Fixes, check},
        workspace::{DocPath, Snapshot},
    };
    use futures::FutureExt;
    use std::sync::{Arc, mpsc::channel};

    #[test]
    fn a_cancelled_search_finds_nothing() {
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
        let snapshot = Fixture::parse("//- /.claude/commands/a.md\n").snapshot();
        let path = DocPath::new("/.claude/commands/a.md");
        let view = View { snapshot, path, uris: Arc::default(), features: Features::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (began, has_begun) = channel();
        let (stopped, has_stopped) = channel();
        let work = move |view: &View| {
            began.send(()).unwrap();
            while !view.snapshot.is_cancelled() {
                std::thread::yield_now();
            }
            stopped.send(()).unwrap();
        };
        runtime.block_on(async {
            let mut answer = Box::pin(run(view, work));
            assert!(answer.as_mut().now_or_never().is_none());
            has_begun.recv().unwrap();
        });
        has_stopped.recv().unwrap();
    }
}
