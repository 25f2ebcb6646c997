//! Where words come from.

use super::{expanded::Expanded, request, session::Session, view::View};
use crate::ide::definition;
use std::sync::Arc;
use text_size::TextRange;
use tower_lsp::{
    gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse, LocationLink, Position},
    jsonrpc::Result,
};

/// `textDocument/definition`: with the words that lead there, where the client can show them.
pub async fn definition(session: &Arc<Session>, params: DefinitionParams) -> Result<Option<DefinitionResponse>> {
    let at = params.text_document_position_params;
    let found = request::about(session, "textDocument/definition", &at.text_document.uri, move |requested| {
        match &requested.expansion {
            Some(expansion) => found_in_expansion(expansion, at.position),
            None => found(&requested.view, at.position),
        }
    });
    Ok(found.await?.flatten())
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
