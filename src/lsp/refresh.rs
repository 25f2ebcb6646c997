//! Tells the client to ask again for the lenses and hints of open documents when something has changed that they show of others.

use super::{session::Session, worker};
use crate::{ide::inlay_hints, workflow::offers::lens};
use std::sync::Arc;

/// Looks after every change that has settled whether lenses or hints are old. Never ends.
pub async fn run(session: Arc<Session>) {
    let features = session.features();
    let (mut lenses, mut hints) = (Vec::new(), Vec::new());
    loop {
        session.settled.notified().await;
        let projects = session.lock().world.projects().to_vec();
        let work = move || {
            let lenses: Vec<_> = projects.iter().filter(|_| features.refresh_lenses).map(lens::outlook).collect();
            let hints: Vec<_> = projects.iter().filter(|_| features.refresh_hints).map(inlay_hints::outlook).collect();
            (lenses, hints)
        };
        let Ok(now) = worker::run("looking for old lenses and hints", work).await else { continue };
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
