//! `flowspec.showTasks`: the tasks in a state of the workflow.

use super::{Call, Command};
use crate::{
    lsp::{
        ask::{choose, tell},
        to_proto::uri,
    },
    workflow::{offers::tasks_in_state, preflight::TaskRef},
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::{
    gen_lsp_types::{MessageType, ShowDocumentParams},
    jsonrpc::Result,
};

pub(super) const COMMAND: Command =
    Command { name: "flowspec.showTasks", parameters: &["state", "uri"], run: |call| run(call).boxed() };

/// Nobody chooses from more.
const MOST: usize = 20;

async fn run(call: Call) -> Result<Value> {
    let missing = "the argument `state` is missing: name a state of the workflow";
    let state = call.text("state")?.ok_or_else(|| call.invalid(missing))?;
    let wanted = state.trim().to_owned();
    let found = call.on_worker(move |call| {
        let view = call.project("uri")?;
        Ok((tasks_in_state(&view.snapshot, &wanted), view))
    });
    let (tasks, view) = found.await?;
    let answer =
        tasks.iter().map(|task| json!({ "id": task.id, "title": task.title, "uri": uri(&task.document, &view.uris) }));
    let answer = json!({ "tasks": answer.collect::<Vec<_>>() });
    let titles: Vec<String> = tasks.iter().take(MOST).map(title).collect();
    let options: Vec<&str> = titles.iter().map(String::as_str).collect();
    let client = &call.session.client;
    let features = call.session.features();
    let question = format!("{} in {}", count(tasks.len()), state.trim());
    let chosen = match options.len() {
        0 => None,
        1 if features.show_document => Some(0),
        _ if features.show_document && features.message_requests => {
            match choose(&call.session, &question, &options).await {
                Ok(None) => return Ok(answer),
                Ok(chosen) => chosen,
                Err(_) => None,
            }
        }
        _ => None,
    };
    let document = chosen.and_then(|at| tasks.get(at));
    if let Some(task) = document {
        let uri = uri(&task.document, &view.uris);
        let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
        if client.show_document(params).await.unwrap_or(false) {
            return Ok(answer);
        }
    }
    let list: Vec<String> = tasks.iter().take(MOST).map(|task| format!("{} ({})", title(task), task.path)).collect();
    let list = if list.is_empty() { question } else { format!("{question}:\n{}", list.join("\n")) };
    tell(&call.session, MessageType::Info, &list).await;
    Ok(answer)
}

fn count(tasks: usize) -> String {
    match tasks {
        0 => "no task is".to_owned(),
        1 => "1 task is".to_owned(),
        more => format!("{more} tasks are"),
    }
}

fn title(task: &TaskRef) -> String {
    format!("{} {}", task.id, task.title).trim().to_owned()
}
