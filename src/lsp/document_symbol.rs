//! The outline.

use super::{request, session::Session, to_proto, view::View};
use crate::{
    ide::outline::{self, OutlineSymbol, outline},
    workspace::Document,
};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{
        BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location,
        SymbolInformation, SymbolKind,
    },
    jsonrpc::Result,
};

/// `textDocument/documentSymbol`: nested for clients that can show it, else one after the other with the names of their parents.
pub async fn symbols(session: &Arc<Session>, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
    request::document(session, "textDocument/documentSymbol", &params.text_document.uri, |view, document| {
        let symbols = outline(document);
        if view.features.hierarchical_symbols {
            return symbols.into_iter().map(|symbol| nested(view, document, symbol)).collect::<Vec<_>>().into();
        }
        let mut all = Vec::new();
        flat(view, document, symbols, None, &mut all);
        all.into()
    })
    .await
}

fn nested(view: &View, document: &Document, symbol: OutlineSymbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested(view, document, child)).collect();
    #[expect(deprecated, reason = "the field has to be there")]
    DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: known(kind(symbol.kind), view.features.symbol_kinds),
        tags: None,
        deprecated: None,
        range: view.range(document, symbol.range),
        selection_range: view.range(document, symbol.name_range),
        children: (!children.is_empty()).then_some(children),
    }
}

fn flat(
    view: &View,
    document: &Document,
    symbols: Vec<OutlineSymbol>,
    container: Option<&str>,
    all: &mut Vec<SymbolInformation>,
) {
    for symbol in symbols {
        let location =
            Location { uri: to_proto::uri(&document.path, &view.uris), range: view.range(document, symbol.range) };
        let name = symbol.name.clone();
        #[expect(deprecated, reason = "the field has to be there")]
        all.push(SymbolInformation {
            deprecated: None,
            location,
            base_symbol_information: BaseSymbolInformation {
                name: symbol.name,
                kind: known(kind(symbol.kind), view.features.symbol_kinds),
                tags: None,
                container_name: container.map(str::to_owned),
            },
        });
        flat(view, document, symbol.children, Some(&name), all);
    }
}

/// A kind, or unless the client knows `all` one much like it that every client knows.
pub fn known(kind: SymbolKind, all: bool) -> SymbolKind {
    match kind {
        kind if all => kind,
        SymbolKind::Object => SymbolKind::Module,
        SymbolKind::Key => SymbolKind::Property,
        SymbolKind::EnumMember => SymbolKind::Constant,
        SymbolKind::Event => SymbolKind::Method,
        SymbolKind::Operator => SymbolKind::Function,
        kind => kind,
    }
}

fn kind(kind: outline::SymbolKind) -> SymbolKind {
    use outline::SymbolKind as Ours;
    match kind {
        Ours::FrontMatter => SymbolKind::Object,
        Ours::Key => SymbolKind::Key,
        Ours::Heading => SymbolKind::String,
        Ours::Section => SymbolKind::Namespace,
        Ours::Marker => SymbolKind::Constant,
        Ours::Criterion => SymbolKind::Boolean,
        Ours::State => SymbolKind::EnumMember,
        Ours::Workflow => SymbolKind::Function,
        Ours::Transition => SymbolKind::Operator,
        Ours::Hook => SymbolKind::Event,
        Ours::Artifact => SymbolKind::File,
    }
}
