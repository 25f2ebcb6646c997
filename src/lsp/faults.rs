//! Faults on demand, for the end-to-end tests. Not part of a release build.

use super::backend::Backend;
use tower_lsp::{LspServiceBuilder, gen_lsp_types::MessageType, jsonrpc::Result};

/// Adds the methods `flowspec/test/*`.
pub fn register(service: LspServiceBuilder<Backend>) -> LspServiceBuilder<Backend> {
    service
        .custom_method("flowspec/test/panic", Backend::panic)
        .custom_method("flowspec/test/panicNotification", Backend::panic_notification)
        .custom_method("flowspec/test/hang", Backend::hang)
        .custom_method("flowspec/test/ask", Backend::ask)
}

#[expect(clippy::unused_async, clippy::panic, reason = "a handler must be async, and this is what they are for")]
impl Backend {
    async fn panic(&self) -> Result<()> {
        panic!("as asked")
    }

    async fn panic_notification(&self) {
        panic!("as asked")
    }

    async fn hang(&self) -> Result<()> {
        std::future::pending().await
    }

    /// Waits for an answer of the client.
    async fn ask(&self) -> Result<String> {
        let answer = self.client().show_message_request(MessageType::Info, "well?", None).await?;
        Ok(answer.map_or_else(String::new, |answer| answer.title))
    }
}
