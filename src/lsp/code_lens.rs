//! What stands above lines: the next commands of a task, how much of a constitution is validated, how many tasks are in a state.

use super::{
    act::command,
    session::{Session, View},
};
use crate::workflow::offers::lens::{Lens, lenses};
use tower_lsp::{
    gen_lsp_types::{CodeLens, CodeLensParams},
    jsonrpc::{Error, Result},
};

/// `textDocument/codeLens`. Counting the tasks of all states is one pass over the index, so that nothing is left to resolve.
pub async fn code_lens(session: &Session, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    let Some(view) = session.view(&params.text_document.uri) else { return Ok(Some(Vec::new())) };
    tokio::task::spawn_blocking(move || Some(shown(&view))).await.map_err(|_| Error::internal_error())
}

fn shown(view: &View) -> Vec<CodeLens> {
    let Some(document) = view.snapshot.document(&view.path) else { return Vec::new() };
    let lens = |lens: Lens| {
        let command = command(view, lens.title, &lens.act)?;
        Some(CodeLens { range: view.range(document, lens.at), command: Some(command), data: None })
    };
    lenses(&view.snapshot, &view.path).into_iter().filter_map(lens).collect()
}
