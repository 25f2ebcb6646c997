//! `flowspec.emitEvent`: `flowspec hooks emit`, where flowspec is installed.

use super::{
    Call, Command,
    run::{RunStop, emit},
};
use crate::{model::event, workspace::DocPath};
use futures::FutureExt;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.emitEvent", parameters: &["event", "task"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let name = call
        .text("event")?
        .ok_or_else(|| call.invalid("the argument `event` is missing: name one, as in `task.updated`"))?;
    // flowspec takes any event; a word that begins with a dash would be an option.
    let is_word = name.starts_with(|char: char| char.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'));
    if !is_word {
        let near = event::nearest(&name).map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
        return Err(call.invalid(format!("`{name}` is no event{near}")));
    }
    let view = call.on_worker(|call| call.task("task")).await?;
    let cancel = CancellationToken::new();
    let cancelled = cancel.clone().drop_guard();
    let (session, path): (_, DocPath) = (call.session.clone(), view.path.clone());
    let root = view.snapshot.root().to_owned();
    let emitted = emit(&session, &root, &path, &name, &cancel).await;
    cancelled.disarm();
    Ok(match emitted {
        Ok(answer) => answer,
        Err(stop) => RunStop::tell(stop, &session).await,
    })
}
