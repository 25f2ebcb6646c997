//! The handlers of the protocol's methods, each one line or two; what they do is in the file that is named like them.

use super::{capabilities, parent};
use tower_lsp::{
    Client, LanguageServer,
    gen_lsp_types::{InitializeParams, InitializeResult},
    jsonrpc::Result,
};

/// The server's side of a session.
#[derive(Debug)]
pub struct Backend {
    client: Client,
}

impl Backend {
    /// A session with `client`.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// The other side.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        parent::watch(params.process_id);
        Ok(capabilities::answer(&params))
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}
