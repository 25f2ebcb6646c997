//! Expansions follow the commands and partials that they are made of: their texts, and what is found in them.

use super::Publisher;
use crate::{
    lsp::{
        expanded::Expanded,
        expansions::{Watched, hash},
        session::{Session, Work},
        view::View,
        worker,
    },
    workspace::{DocPath, Document, Snapshot, expand},
};
use std::sync::Arc;
use tower_lsp::gen_lsp_types::{TextDocumentContentRefreshParams, TextDocumentContentRefreshRequest};

impl Publisher {
    /// Brings the expansions up to date that the client has, as far as no newer edit interrupts. Returns whether what is found has
    /// changed in one that nobody touched.
    pub(super) async fn expansions(&mut self, work: &Work) -> bool {
        let mut others = false;
        for watched in &work.expansions {
            if self.session.revision() != work.revision {
                break;
            }
            if let Some(document) = open_document(work, watched) {
                others |= self.open_expansion(work, watched, document).await && !work.changed.contains(&watched.shown);
            } else if let Some(project) = project(work, &watched.command) {
                let (project, command) = (project.clone(), watched.command.clone());
                let expanded = move || Some(expand(&project, project.document(&command)?).text);
                if let Some(text) = on_worker(expanded).await.flatten() {
                    refresh(&self.session, watched, &text).await;
                }
            }
        }
        others
    }

    async fn open_expansion(&mut self, work: &Work, watched: &Watched, document: &Arc<Document>) -> bool {
        // Of a command that is gone nothing is known, also not that it was wrong.
        let snapshot = project(work, &watched.command).or_else(|| project(work, &watched.shown));
        let Some(snapshot) = snapshot.cloned() else { return false };
        let features = self.session.features();
        let view = View { snapshot, path: watched.command.clone(), uris: Arc::clone(&work.uris), features };
        let expanded = Expanded { view: view.clone(), document: Arc::clone(document) };
        let shown = on_worker(move || expanded.shown()).await.flatten();
        let Some(shown) = shown else { return self.tell(&view, document, Arc::from([])).await };
        refresh(&self.session, watched, shown.text()).await;
        let found = shown.sources().into_iter().map(|path| {
            let found = self.found(&view.snapshot, &path);
            (path, found)
        });
        let found = found.collect();
        let found = on_worker(move || shown.findings(&found)).await.unwrap_or_default();
        self.tell(&view, document, found.into()).await
    }
}

/// Sees to it that the client gets the text, when it has been given another one.
async fn refresh(session: &Arc<Session>, watched: &Watched, text: &str) {
    if watched.text.is_none_or(|given| given == hash(text)) {
        return;
    }
    if watched.is_provided() {
        session.expansions.outdate(watched);
        let params = TextDocumentContentRefreshParams { uri: watched.shown.as_str().into() };
        let session = Arc::clone(session);
        // The answer may take its time.
        tokio::spawn(async move {
            if let Err(error) = session.client.send_request::<TextDocumentContentRefreshRequest>(params).await {
                tracing::info!("the client does not refresh an expansion: {error}");
            }
        });
        return;
    }
    let Some(name) = watched.shown.file_name().map(str::to_owned) else { return };
    let (files, folders, written) = (Arc::clone(&session.shown), session.lock().folders.clone(), text.to_owned());
    match on_worker(move || files.write(&name, &written, &folders)).await {
        Some(Ok(path)) => session.expansions.give(DocPath::new(path), watched.command.clone(), text),
        Some(Err(error)) => tracing::info!("an expansion stays as it was: {error}"),
        None => {}
    }
}

/// What the client shows, when it has opened it.
fn open_document<'a>(work: &'a Work, watched: &Watched) -> Option<&'a Arc<Document>> {
    let document = project(work, &watched.shown)?.document(&watched.shown);
    document.filter(|_| watched.is_open)
}

/// The project that has a document.
fn project<'a>(work: &'a Work, path: &DocPath) -> Option<&'a Snapshot> {
    work.projects.iter().find(|project| project.document(path).is_some())
}

/// What `compute` says on a worker; `None` when it panics.
async fn on_worker<T: Send + 'static>(compute: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    worker::run("following an expansion", compute).await.ok()
}
