//! Tells the client to ask again for the lenses and hints of open documents when something has changed that they show of others.

use super::session::Session;
use crate::{
    ide::inlay_hints,
    workflow::offers::lens,
    workspace::{Document, Index, Snapshot},
};
use std::sync::Arc;

/// Looks after every change that has settled whether lenses or hints are old. Never ends.
pub async fn run(session: Arc<Session>) {
    let features = session.features();
    let mut sources: Vec<Source> = Vec::new();
    let (mut lenses, mut hints) = (Vec::new(), Vec::new());
    loop {
        session.settled.notified().await;
        let projects = session.lock().world.projects().to_vec();
        let now: Vec<_> = projects.iter().map(Source::of).collect();
        if now == sources {
            continue;
        }
        sources = now;
        let work = move || {
            let lenses: Vec<_> = projects.iter().filter(|_| features.refresh_lenses).map(lens::outlook).collect();
            let hints: Vec<_> = projects.iter().filter(|_| features.refresh_hints).map(inlay_hints::outlook).collect();
            (lenses, hints)
        };
        let Ok(now) = tokio::task::spawn_blocking(work).await else { continue };
        let (old_lenses, old_hints) = (lenses != now.0, hints != now.1);
        (lenses, hints) = now;
        if old_lenses && let Err(error) = session.client.code_lens_refresh().await {
            tracing::info!("the client does not refresh its lenses: {error}");
        }
        if old_hints && let Err(error) = session.client.inlay_hint_refresh().await {
            tracing::info!("the client does not refresh its hints: {error}");
        }
    }
}

/// What lenses and hints of other documents are made from: while it is the same, they are too.
struct Source {
    /// The same one while no summary changes.
    index: Arc<Index>,
    /// No summary says its tier.
    constitution: Option<Arc<Document>>,
}

impl Source {
    fn of(project: &Snapshot) -> Source {
        let index = project.index();
        let constitution = index.constitution.as_ref().and_then(|path| project.document(path)).cloned();
        Source { index, constitution }
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        let ours = self.constitution.as_ref().map(Arc::as_ptr);
        Arc::ptr_eq(&self.index, &other.index) && ours == other.constitution.as_ref().map(Arc::as_ptr)
    }
}
