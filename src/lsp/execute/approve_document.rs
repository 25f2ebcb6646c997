//! `flowspec.approveDocument`: approves a document of a spec of Kiro in its `spec.json`.

use super::{Call, Command, applied};
use crate::{
    lsp::apply::{apply, refuse},
    workflow::approval::approve,
};
use futures::FutureExt;
use serde_json::Value;
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.approveDocument", parameters: &["document", "task"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let found = call.on_worker(|call| {
        let stage = call.text("document")?;
        let stage = stage
            .ok_or_else(|| call.invalid("the argument `document` is missing: name requirements, design or tasks"))?;
        let view = call.item("task")?;
        let index = view.snapshot.index();
        let document = view.snapshot.document(&view.path);
        let spec = document.and_then(|it| it.kiro()).and_then(|it| it.spec).map(str::to_owned);
        let spec = spec.ok_or_else(|| call.invalid("this is not a file of a spec of Kiro"))?;
        let state = index.kiro.specs.get(&spec).and_then(|folder| folder.state.as_ref());
        let state = state.and_then(|path| view.snapshot.document(path)).cloned();
        Ok((stage, spec, state, view))
    });
    let (stage, spec, state, view) = found.await?;
    let label = format!("Approve {stage} of {spec}");
    let edit = state.map_or_else(|| Err("it has no `spec.json`".to_owned()), |state| approve(&state, &stage));
    Ok(applied(match edit {
        Ok(edit) => apply(&call.session, &view, &label, edit.into_iter().collect()).await,
        Err(problem) => Err(refuse(&call.session, format!("{label}: {problem}")).await),
    }))
}
