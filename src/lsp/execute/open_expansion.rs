//! `flowspec.openExpansion`: shows a command with its includes resolved.

use super::{Call, Command};
use crate::{
    lsp::{
        expansions,
        show::{show, show_file},
        to_proto::file_uri,
        view::View,
    },
    model::{
        Kind,
        invocation::{Invocation, Joint},
    },
    workspace::{DocPath, Document, expand},
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::{gen_lsp_types::MessageType, jsonrpc::Result};

pub(super) const COMMAND: Command =
    Command { name: "flowspec.openExpansion", parameters: &["uri"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let view = call.on_worker(|call| call.document("uri", Kind::Command)).await?;
    let snapshot = &view.snapshot;
    let expands = |document: &Document| document.kind.is_prompt() || snapshot.merge_target(document).is_some();
    if !snapshot.document(&view.path).is_some_and(|document| expands(document)) {
        let name = snapshot.relative(&view.path);
        let message =
            format!("`{name}` is neither a command nor a partial, nor a delta: open one, or name it in `uri`");
        return Err(call.invalid(message));
    }
    let session = &call.session;
    if session.features().text_document_content {
        let uri = expansions::uri(&file_uri(&view.path));
        let shown = show(session, uri.clone(), false).await;
        return Ok(json!({ "uri": uri, "shown": shown }));
    }
    let folders = session.lock().folders.clone();
    let (files, name) = (session.shown.clone(), file_name(&view));
    let written = call.on_worker(move |call| {
        let document = view.snapshot.document(&view.path).ok_or_else(|| call.invalid("the document is gone"))?;
        let expansion = expand(&view.snapshot, document);
        Ok((files.write(&name, &expansion.text, &folders), expansion, view.path))
    });
    let (path, expansion, command) = written.await?;
    let path = path.map_err(|error| call.invalid(format!("the expansion cannot be written: {error}")))?;
    session.expansions.give(DocPath::new(&path), command, &expansion.text);
    // An edit may have come meanwhile.
    session.changed.notify_one();
    if expansion.stopped.is_some() {
        let message = "not every include could be expanded: the findings of the document say why";
        session.client.show_message(MessageType::Warning, message).await;
    }
    let uri = file_uri(&path);
    let shown = show_file(session, "the expansion", &path, uri.clone(), false).await;
    Ok(json!({ "uri": uri, "shown": shown }))
}

/// What the file is called that holds the expansion.
fn file_name(view: &View) -> String {
    let document = view.snapshot.document(&view.path);
    if let Some((capability, ..)) = document.and_then(|document| view.snapshot.merge_target(document)) {
        return format!("{}.merged.md", capability.replace('/', "-"));
    }
    let command = document.filter(|document| document.kind == Kind::Command);
    let command = command.and_then(|document| document.names.iter().find_map(|name| Invocation::of_file(name)));
    match command {
        Some(name) => format!("{}.expanded.md", name.joined(Joint::Dash)),
        None => format!("{}.expanded.md", view.path.file_stem().unwrap_or("document")),
    }
}
