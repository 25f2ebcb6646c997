//! `flowspec.preflight`: may a workflow command run? For editors that run it somewhere else.

use super::{Call, Command, run};
use crate::workflow::preflight::{Report, preflight};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

pub(super) const COMMAND: Command =
    Command { name: "flowspec.preflight", parameters: run::PARAMETERS, run: |call| check(call).boxed() };

async fn check(call: Call) -> Result<Value> {
    let (root, request) = run::subject(&call)?;
    let snapshot = run::project(&call.session, &root).map_err(|stop| call.invalid(stop.message()))?;
    // Artifacts are looked for on the disk.
    let verdict = tokio::task::spawn_blocking(move || preflight(&snapshot, &request));
    let verdict = verdict.await.map_err(|_| Error::internal_error())?;
    Ok(json!(Report::new(&verdict)))
}
