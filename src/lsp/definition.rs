//! Where words come from.

use super::session::{Session, View};
use crate::ide::definition;
use tower_lsp::{
    gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse, LocationLink, Position},
    jsonrpc::{Error, Result},
};

/// `textDocument/definition`: with the words that lead there, where the client can show them.
pub async fn definition(session: &Session, params: DefinitionParams) -> Result<Option<DefinitionResponse>> {
    let at = params.text_document_position_params;
    let Some(view) = session.view(&at.text_document.uri) else { return Ok(None) };
    tokio::task::spawn_blocking(move || found(&view, at.position)).await.map_err(|_| Error::internal_error())
}

fn found(view: &View, position: Position) -> Option<DefinitionResponse> {
    let document = view.snapshot.document(&view.path)?;
    let found = definition::definition(&view.snapshot, &view.path, view.offset(document, position))?;
    if !view.features.definition_links {
        let locations = found.targets.iter().map(|target| view.location(&target.path, target.range));
        return Some(Definition::LocationList(locations.collect()).into());
    }
    let origin = view.range(document, found.origin);
    let links = found.targets.iter().map(|target| {
        let selection = view.location(&target.path, target.range);
        LocationLink {
            origin_selection_range: Some(origin),
            target_range: view.location(&target.path, target.reach).range,
            target_uri: selection.uri,
            target_selection_range: selection.range,
        }
    });
    Some(DefinitionResponse::DefinitionLinkList(links.collect()))
}
