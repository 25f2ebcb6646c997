//! `flowspec.preflight`: whether a workflow command may run.

use super::{
    Call, Command,
    run::{RunStop, project},
};
use crate::{
    lsp::{ask::tell, to_proto::uri},
    workflow::preflight::{Outcome, Report, preflight},
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::{
    gen_lsp_types::MessageType,
    jsonrpc::{Error, Result},
};

pub(super) const COMMAND: Command = Command {
    name: "flowspec.preflight",
    parameters: &["command", "task", "arguments", "yes", "keyword", "quiet"],
    run: |call| run(call).boxed(),
};

async fn run(call: Call) -> Result<Value> {
    let quiet = call.flag("quiet")?;
    let Some((root, request)) = call.request().await? else {
        return Ok(RunStop::new("declined", "no command was chosen").tell(&call.session).await);
    };
    let project = match project(&call.session, &root) {
        Ok(project) => project,
        Err(stop) => return Ok(stop.tell(&call.session).await),
    };
    // Artifacts are looked for on the disk.
    let verdict = call.on_worker(move |_| Ok(preflight(&project, &request))).await?;
    let text = verdict.summary().to_string();
    if !quiet {
        let kind = if verdict.outcome == Outcome::Proceed { MessageType::Info } else { MessageType::Warning };
        let mut shown = text.trim_end().to_owned();
        // An editor without questions has one line for a message, and cuts its end off.
        if let Some((reasons, verdict)) = shown.rsplit_once("\n\n")
            && !call.session.features().message_requests
        {
            shown = format!("{verdict}\n\n{reasons}");
        }
        tell(&call.session, kind, &shown).await;
    }
    let mut answer = serde_json::to_value(Report::new(&verdict)).map_err(|_| Error::internal_error())?;
    answer["text"] = text.into();
    if let Some(task) = &verdict.task {
        answer["task"]["uri"] = json!(uri(&task.document, &call.session.lock().uris));
    }
    if let Some(item) = &verdict.item {
        answer["item"]["uri"] = json!(uri(&item.document, &call.session.lock().uris));
    }
    Ok(answer)
}
