//! `flowspec.cancel`: stops the run on a task, or all.

use super::{Call, Command};
use crate::workflow::preflight::subject_of;
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::{gen_lsp_types::MessageType, jsonrpc::Result};

pub(super) const COMMAND: Command =
    Command { name: "flowspec.cancel", parameters: &["task"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let task = call.on_worker(|call| call.text("task")?.map(|_| call.item("task")).transpose()).await?;
    let cancelled = call.session.runs.cancel(task.as_ref().map(|view| subject_of(&view.snapshot, &view.path)).as_ref());
    if cancelled == 0 {
        // Every run that is cancelled says so itself.
        let message = if task.is_some() { "nothing runs on this task" } else { "nothing runs" };
        call.session.client.show_message(MessageType::Info, message).await;
    }
    Ok(json!({ "cancelled": cancelled }))
}
