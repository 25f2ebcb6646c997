//! Faults on demand, for the end-to-end tests. Not part of a release build.

use super::{backend::Backend, request};
use std::sync::atomic::Ordering;
use tower_lsp::{LspServiceBuilder, gen_lsp_types::MessageType, jsonrpc::Result};

/// Adds the methods `flowspec/test/*`.
pub fn register(service: LspServiceBuilder<Backend>) -> LspServiceBuilder<Backend> {
    service
        .custom_method("flowspec/test/panic", Backend::panic)
        .custom_method("flowspec/test/panicOnWorker", Backend::panic_on_worker)
        .custom_method("flowspec/test/panicNotification", Backend::panic_notification)
        .custom_method("flowspec/test/hang", Backend::hang)
        .custom_method("flowspec/test/ask", Backend::ask)
        .custom_method("flowspec/test/hold", Backend::hold)
        .custom_method("flowspec/test/release", Backend::release)
        .custom_method("flowspec/test/isAtRest", Backend::is_at_rest)
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

    /// Holds every scan back that has not ended.
    async fn hold(&self) -> Result<()> {
        self.session().held.send_replace(true);
        Ok(())
    }

    /// Lets scans end again.
    async fn release(&self) -> Result<()> {
        self.session().held.send_replace(false);
        Ok(())
    }

    /// Whether everything that has come is taken in.
    async fn is_at_rest(&self) -> Result<bool> {
        let session = self.session();
        Ok(session.is_loaded() && !session.scanning.load(Ordering::SeqCst) && session.is_settled())
    }

    async fn panic_on_worker(&self) -> Result<()> {
        request::workspace(&self.session(), "flowspec/test/panicOnWorker", |_| panic!("as asked")).await
    }

    /// Waits for an answer of the client.
    async fn ask(&self) -> Result<String> {
        let answer = self.session().client.show_message_request(MessageType::Info, "well?", None).await?;
        Ok(answer.map_or_else(String::new, |answer| answer.title))
    }
}
