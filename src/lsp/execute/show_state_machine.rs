//! `flowspec.showStateMachine`: opens a picture of the state machine, and answers the picture and its data for an editor's own view.

use super::{Call, Command};
use crate::{
    ide::graph::{GraphSubject, graph},
    lsp::{show::show_file, to_proto::file_uri},
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

/// With `picture` set to `no` nothing is opened, and there is only the answer.
pub(super) const COMMAND: Command =
    Command { name: "flowspec.showStateMachine", parameters: &["uri", "picture"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let project = call.project("uri")?.snapshot;
    let opens = call.text("picture")?.is_none_or(|answer| answer != "no");
    let root = file_uri(project.root());
    let drawn = tokio::task::spawn_blocking(move || {
        let graph = graph(&project, GraphSubject::States)?;
        let svg = graph.svg()?;
        anyhow::Ok((json!(graph), svg))
    });
    let drawn = drawn.await.map_err(|_| Error::internal_error())?;
    let (graph, svg) = drawn.map_err(|error| call.invalid(error))?;
    if !opens {
        return Ok(json!({ "root": root, "graph": graph, "svg": svg }));
    }
    let folders = call.session.lock().folders.clone();
    let files = call.session.shown.clone();
    let written = tokio::task::spawn_blocking(move || (files.write("states.svg", &svg, &folders), svg));
    let (path, svg) = written.await.map_err(|_| Error::internal_error())?;
    let path = path.map_err(|error| call.invalid(format!("the picture cannot be written: {error}")))?;
    let uri = file_uri(&path);
    // A picture is for a browser: in an editor it would be text.
    let shown = show_file(&call.session, "the picture of the state machine", &path, uri.clone(), true).await;
    Ok(json!({ "root": root, "graph": graph, "svg": svg, "uri": uri, "shown": shown }))
}
