//! `flowspec.markValidated`: takes one NEEDS_VALIDATION marker away, or all.

use super::{Call, Command, applied};
use crate::{
    lsp::{
        apply::{apply, refuse},
        ask::choose,
    },
    workflow::constitution::{Which, mark, standing, what},
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.markValidated", parameters: &["section", "uri"], run: |call| run(call).boxed() };

/// The word for every marker.
const ALL: &str = "all";

async fn run(call: Call) -> Result<Value> {
    let (view, document) = call.on_worker(|call| call.constitution("uri")).await?;
    let section = match call.text("section")? {
        Some(section) => section,
        None => {
            let text = document.text();
            let mut sections: Vec<_> = standing(&document).unvalidated.iter().map(|part| what(text, part)).collect();
            sections.retain(|section| !section.is_empty());
            sections.dedup();
            let options: Vec<&str> = sections.iter().map(String::as_str).chain([ALL]).collect();
            let answer = choose(&call.session, "What has been checked and holds?", &options).await;
            let answer = answer.map_err(|_| {
                call.invalid(format!("the argument `section` is missing: write what the marker says, or `{ALL}`"))
            })?;
            let Some(section) = answer.and_then(|at| options.get(at)) else { return Ok(json!({ "applied": false })) };
            (*section).to_owned()
        }
    };
    let (which, label) = match section.trim() {
        ALL => (Which::All, "Mark all sections as validated".to_owned()),
        name => (Which::Named(name), format!("Mark `{name}` as validated")),
    };
    // While the question was open, the text may have changed.
    let view = call.session.view_of(&view.path).unwrap_or(view);
    let document = view.snapshot.document(&view.path).unwrap_or(&document);
    Ok(applied(match mark(document, which) {
        Ok(edits) => apply(&call.session, &view, &label, edits).await,
        Err(problem) => Err(refuse(&call.session, format!("{label}: {problem}")).await),
    }))
}
