//! `flowspec.showOutput`: the log of the newest run.

use super::{Call, Command};
use crate::{lsp::to_proto::uri, workspace::DocPath};
use futures::FutureExt;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use tower_lsp::{
    gen_lsp_types::{MessageType, ShowDocumentParams},
    jsonrpc::Result,
};

pub(super) const COMMAND: Command =
    Command { name: "flowspec.showOutput", parameters: &[], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let client = &call.session.client;
    let Some(log) = call.session.runs.log() else {
        let message = "nothing has run yet";
        client.show_message(MessageType::Info, message).await;
        return Ok(json!({ "log": null, "message": message }));
    };
    let params = ShowDocumentParams {
        uri: uri(&DocPath::new(log.clone()), &FxHashMap::default()),
        external: None,
        take_focus: Some(true),
        selection: None,
    };
    let shown = call.session.features().show_document && client.show_document(params).await.unwrap_or(false);
    if !shown {
        client.show_message(MessageType::Info, format!("the output of the last run is in {log}")).await;
    }
    Ok(json!({ "log": log, "shown": shown }))
}
