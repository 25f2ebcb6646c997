//! `flowspec.cancel`: stops the run on a task, or all.

use super::{Call, Command};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.cancel", parameters: &["task"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let task = call.text("task")?.map(|_| call.task("task")).transpose()?;
    Ok(json!({ "cancelled": call.session.runs.cancel(task.as_ref().map(|view| &view.path)) }))
}
