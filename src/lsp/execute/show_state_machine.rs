//! `flowspec.showStateMachine`: the state machine as a picture, and for an editor's own view as data.

use super::{Call, Command};
use crate::{
    ide::graph::{Subject, graph},
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
    let wants_picture = call.text("picture")?.is_none_or(|answer| answer != "no");
    let root = project.root().to_owned();
    let drawn = tokio::task::spawn_blocking(move || {
        graph(&project, Subject::States).map(|graph| (json!(graph), wants_picture.then(|| graph.svg())))
    });
    let drawn = drawn.await.map_err(|_| Error::internal_error())?;
    let (data, picture) = drawn.map_err(|error| call.invalid(error))?;
    let root = file_uri(&root);
    let Some(picture) = picture else { return Ok(json!({ "root": root, "graph": data })) };
    let svg = picture.map_err(|error| call.invalid(error))?;
    let folders = call.session.lock().folders.clone();
    let path = call.session.shown.write("states.svg", &svg, &folders);
    let path = path.map_err(|error| call.invalid(format!("the picture cannot be written: {error}")))?;
    let uri = file_uri(&path);
    // A picture is for a browser: in an editor it would be text.
    let shown = show_file(&call.session, "the picture of the state machine", &path, uri.clone(), true).await;
    Ok(json!({ "root": root, "graph": data, "uri": uri, "shown": shown }))
}
