//! `flowspec.status`: how the projects stand, for the views of an editor.

use super::{Call, Command};
use crate::{
    lsp::{request, to_proto::uri},
    workflow::status::{OpenTask, StateGroup, status},
    workspace::{DocPath, Snapshot},
};
use futures::FutureExt;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use tower_lsp::{gen_lsp_types::Uri, jsonrpc::Result};

pub(super) const COMMAND: Command = Command { name: "flowspec.status", parameters: &[], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let status = request::workspace(&call.session, COMMAND.name, |requested| {
        let projects = requested.projects.iter().map(|snapshot| project(snapshot, &requested.uris));
        json!({ "version": 1, "projects": projects.collect::<Vec<Value>>() })
    });
    status.await
}

fn project(snapshot: &Snapshot, opened: &FxHashMap<DocPath, Uri>) -> Value {
    let status = status(snapshot);
    let constitution = status
        .constitution
        .map(|it| json!({ "uri": uri(&it.document, opened), "tier": it.tier.name(), "unvalidated": it.unvalidated }));
    let root = snapshot.root();
    json!({
        "uri": uri(&DocPath::new(root), opened),
        "name": root.file_name().unwrap_or(root.as_str()),
        "constitution": constitution,
        "states": status.groups.iter().map(|group| state(group, opened)).collect::<Vec<_>>(),
    })
}

fn state(group: &StateGroup, opened: &FxHashMap<DocPath, Uri>) -> Value {
    let task = |task: &OpenTask| json!({ "uri": uri(&task.document, opened), "id": task.id, "title": task.title, "status": task.status });
    json!({
        "name": group.state,
        "dialect": group.dialect.idiom().name,
        "defined": group.defined,
        "commands": group.commands,
        "tasks": group.tasks.iter().map(task).collect::<Vec<_>>(),
    })
}
