//! Where words come from.

use super::{expansion::Expanded, session::Session, view::View, worker};
use crate::ide::definition;
use text_size::TextRange;
use tower_lsp::{
    gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse, LocationLink, Position},
    jsonrpc::{Error, Result},
};

/// `textDocument/definition`: with the words that lead there, where the client can show them.
pub async fn definition(session: &Session, params: DefinitionParams) -> Result<Option<DefinitionResponse>> {
    let at = params.text_document_position_params;
    if let Some(expansion) = session.expansion(&at.text_document.uri) {
        let found = tokio::task::spawn_blocking(move || found_in_expansion(&expansion, at.position));
        return found.await.map_err(|_| Error::internal_error());
    }
    let Some(view) = session.view(&at.text_document.uri) else { return Ok(None) };
    worker::run(view, move |view| found(view, at.position)).await
}

/// The place in the command or the partial that a line of an expansion comes from.
fn found_in_expansion(expansion: &Expanded, position: Position) -> Option<DefinitionResponse> {
    let (view, document) = (&expansion.view, &*expansion.document);
    let offset = view.offset(document, position);
    let shown = expansion.shown()?;
    let origin = shown.origin(offset)?;
    let place = view.location(&origin.path, TextRange::empty(origin.offset));
    if !view.features.definition_links {
        return Some(Definition::LocationList(vec![place]).into());
    }
    let source = view.snapshot.document(&origin.path)?;
    let lines = &source.facts().lines;
    let line = lines.line_range(source.text(), lines.line(origin.offset));
    let link = LocationLink {
        origin_selection_range: Some(view.range(document, shown.line_range(offset))),
        target_range: view.range(source, line),
        target_uri: place.uri,
        target_selection_range: place.range,
    };
    Some(DefinitionResponse::DefinitionLinkList(vec![link]))
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
