//! `flowspec.validateConstitution`: what in the constitution is not validated, as text.

use super::{Call, Command};
use crate::{
    lsp::ask::tell,
    workflow::constitution::{report, standing},
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::{gen_lsp_types::MessageType, jsonrpc::Result};

pub(super) const COMMAND: Command =
    Command { name: "flowspec.validateConstitution", parameters: &["uri"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let reported = call.on_worker(|call| {
        let (_, document) = call.constitution("uri")?;
        Ok((standing(&document).unvalidated.len(), report(&document)))
    });
    let (open, report) = reported.await?;
    let kind = if open == 0 { MessageType::Info } else { MessageType::Warning };
    tell(&call.session, kind, report.trim_end()).await;
    Ok(json!({ "validated": open == 0, "unvalidated": open, "report": report }))
}
