//! What the client can do, and what the server says that it can.

use tower_lsp::gen_lsp_types::{
    ClientCapabilities, InitializeParams, InitializeResult, PositionEncodingKind, ServerCapabilities, ServerInfo,
};

/// The answer to `initialize`.
pub fn answer(params: &InitializeParams) -> InitializeResult {
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding(&params.capabilities)),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo { name: "flowspec-lsp".into(), version: Some(env!("CARGO_PKG_VERSION").into()) }),
    }
}

/// UTF-8 when the client offers it, because then positions need no conversion; UTF-16 when it says nothing.
fn encoding(client: &ClientCapabilities) -> PositionEncodingKind {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    [PositionEncodingKind::UTF8, PositionEncodingKind::UTF16, PositionEncodingKind::UTF32]
        .into_iter()
        .find(|kind| offered.contains(kind))
        .unwrap_or(PositionEncodingKind::UTF16)
}
