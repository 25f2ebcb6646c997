//! What the projects have a name for.

use super::{document_symbol::known, request, session::Session, to_proto};
use crate::ide::workspace_symbols::{NamedKind, find};
use std::sync::Arc;
use tower_lsp::{
    gen_lsp_types::{
        BaseSymbolInformation, Location, SymbolInformation, SymbolKind, WorkspaceSymbolParams, WorkspaceSymbolResponse,
    },
    jsonrpc::Result,
};

/// How many there are at most: more than anybody reads, and editors ask again at every letter.
const MOST: usize = 200;

/// `workspace/symbol`, the best first. The answer is complete, nothing has to be resolved.
pub async fn symbols(session: &Arc<Session>, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
    let symbols = request::workspace(session, "workspace/symbol", move |requested| {
        let (projects, features) = (&requested.projects, requested.features);
        let symbols = find(projects, &params.query, MOST).into_iter().filter_map(|named| {
            let document = projects.iter().find_map(|snapshot| snapshot.document(&named.path))?;
            let location = Location {
                uri: to_proto::uri(&named.path, &requested.uris),
                range: to_proto::range(document, named.range, features.encoding),
            };
            #[expect(deprecated, reason = "the field has to be there")]
            Some(SymbolInformation {
                deprecated: None,
                location,
                base_symbol_information: BaseSymbolInformation {
                    name: named.name,
                    kind: known(kind(named.kind), features.workspace_symbol_kinds),
                    tags: None,
                    container_name: Some(named.container),
                },
            })
        });
        symbols.collect::<Vec<_>>().into()
    });
    symbols.await.map(Some)
}

fn kind(kind: NamedKind) -> SymbolKind {
    match kind {
        NamedKind::Command => SymbolKind::Function,
        NamedKind::State => SymbolKind::EnumMember,
        NamedKind::Agent => SymbolKind::Class,
        NamedKind::Skill => SymbolKind::Interface,
        NamedKind::Partial => SymbolKind::File,
        NamedKind::Capability => SymbolKind::Package,
        NamedKind::Change | NamedKind::Feature | NamedKind::Task => SymbolKind::Event,
        NamedKind::Spec => SymbolKind::Package,
        NamedKind::Story | NamedKind::Requirement => SymbolKind::Interface,
        NamedKind::Heading => SymbolKind::String,
        NamedKind::Criterion => SymbolKind::Property,
    }
}
