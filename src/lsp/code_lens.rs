//! What stands above lines: the next commands of a task, how much of a constitution is validated, how many tasks are in a state.

use super::{act::command, request, session::Session, view::View};
use crate::{
    workflow::offers::lens::{Lens, lenses},
    workspace::Document,
};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{CodeLens, CodeLensParams},
    jsonrpc::Result,
};

/// `textDocument/codeLens`. Counting the tasks of all states is one pass over the index, so that nothing is left to resolve.
pub async fn code_lens(session: &Arc<Session>, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    Ok(Some(
        request::document(session, "textDocument/codeLens", &params.text_document.uri, shown)
            .await?
            .unwrap_or_default(),
    ))
}

fn shown(view: &View, document: &Document) -> Vec<CodeLens> {
    let lens = |lens: Lens| {
        let command = command(view, lens.title, &lens.act)?;
        Some(CodeLens { range: view.range(document, lens.at), command: Some(command), data: None })
    };
    lenses(&view.snapshot, &view.path).into_iter().filter_map(lens).collect()
}
