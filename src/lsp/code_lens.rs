//! What stands above lines: the next commands of a task, how much of a constitution is validated, how many tasks are in a state.

use super::{
    act::command,
    session::{Session, View},
};
use crate::{
    workflow::offers::lens::{Lens, Outlook, lenses, outlook},
    workspace::{Index, Snapshot},
};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{CodeLens, CodeLensParams},
    jsonrpc::{Error, Result},
};

/// `textDocument/codeLens`. Counting the tasks of all states is one pass over the index, so that nothing is left to resolve.
pub async fn code_lens(session: &Session, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    let Some(view) = session.view(&params.text_document.uri) else { return Ok(Some(Vec::new())) };
    tokio::task::spawn_blocking(move || Some(shown(&view))).await.map_err(|_| Error::internal_error())
}

fn shown(view: &View) -> Vec<CodeLens> {
    let Some(document) = view.snapshot.document(&view.path) else { return Vec::new() };
    let lens = |lens: Lens| {
        let command = command(view, lens.title, &lens.act)?;
        Some(CodeLens { range: view.range(document, lens.at), command: Some(command), data: None })
    };
    lenses(&view.snapshot, &view.path).into_iter().filter_map(lens).collect()
}

/// Tells the client to ask again whenever something has changed that the lenses of other documents show. Never ends.
pub async fn refresh(session: Arc<Session>) {
    let mut indices: Vec<Arc<Index>> = Vec::new();
    let mut known: Vec<Outlook> = Vec::new();
    loop {
        session.settled.notified().await;
        let projects = session.lock().world.projects().to_vec();
        // While no summary changes, these are the same ones.
        let now: Vec<_> = projects.iter().map(Snapshot::index).collect();
        if indices.len() == now.len() && indices.iter().zip(&now).all(|(before, now)| Arc::ptr_eq(before, now)) {
            continue;
        }
        indices = now;
        let work = move || projects.iter().map(outlook).collect::<Vec<_>>();
        let Ok(now) = tokio::task::spawn_blocking(work).await else { continue };
        if known != now {
            known = now;
            if let Err(error) = session.client.code_lens_refresh().await {
                tracing::info!("the client does not refresh its lenses: {error}");
            }
        }
    }
}
