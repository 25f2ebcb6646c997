//! `flowspec.showPlace`: a requirement in a file of OpenSpec, or the first open task of a change.

use super::{Call, Command};
use crate::{
    lsp::{ask::tell, to_proto::uri},
    model::{Kind, OpenSpecKind},
    workflow::offers::place_of,
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::{
    gen_lsp_types::{MessageType, ShowDocumentParams},
    jsonrpc::Result,
};

/// Where the place is, is worked out when it is asked for: what a lens knew may be old.
pub(super) const COMMAND: Command =
    Command { name: "flowspec.showPlace", parameters: &["uri", "name"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let found = call.on_worker(|call| {
        let name = call.text("name")?;
        let view = call.document("uri", Kind::OpenSpec(OpenSpecKind::Tasks))?;
        let document = view.snapshot.document(&view.path);
        let document = document.ok_or_else(|| call.invalid("no such document is in the project"))?.clone();
        let range = place_of(&document, name.as_deref()).unwrap_or_default();
        let range = view.range(&document, range);
        Ok((uri(&view.path, &view.uris), range, view.snapshot.relative(&view.path).to_string()))
    });
    let (uri, range, path) = found.await?;
    let line = range.start.line + 1;
    let params =
        ShowDocumentParams { uri: uri.clone(), external: None, take_focus: Some(true), selection: Some(range) };
    let shown =
        call.session.features().show_document && call.session.client.show_document(params).await.unwrap_or(false);
    if !shown {
        tell(&call.session, MessageType::Info, &format!("it is in {path}:{line}")).await;
    }
    Ok(json!({ "uri": uri, "line": line, "shown": shown }))
}
