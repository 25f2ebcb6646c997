//! `flowspec.showStateMachine`: opens a picture of the state machine, and answers the picture and its data for an editor's own view.

use super::{Call, Command};
use crate::{
    ide::graph::{GraphSubject, graph},
    lsp::{show::show_file, to_proto::file_uri},
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

/// With `picture` set to `no` nothing is opened, and there is only the answer.
pub(super) const COMMAND: Command =
    Command { name: "flowspec.showStateMachine", parameters: &["uri", "picture"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let opens = call.text("picture")?.is_none_or(|answer| answer != "no");
    let drawn = call.on_worker(|call| {
        let project = call.project("uri")?.snapshot;
        let graph = graph(&project, GraphSubject::States).map_err(|error| call.invalid(error))?;
        let svg = graph.svg().map_err(|error| call.invalid(error))?;
        Ok((file_uri(project.root()), json!(graph), svg))
    });
    let (root, graph, svg) = drawn.await?;
    if !opens {
        return Ok(json!({ "root": root, "graph": graph, "svg": svg }));
    }
    let folders = call.session.lock().folders.clone();
    let files = call.session.shown.clone();
    let written = call.on_worker(move |_| Ok((files.write("states.svg", &svg, &folders), svg)));
    let (path, svg) = written.await?;
    let path = path.map_err(|error| call.invalid(format!("the picture cannot be written: {error}")))?;
    let uri = file_uri(&path);
    // A picture is for a browser: in an editor it would be text.
    let shown = show_file(&call.session, "the picture of the state machine", &path, uri.clone(), true).await;
    Ok(json!({ "root": root, "graph": graph, "svg": svg, "uri": uri, "shown": shown }))
}
