//! The real binary over stdio, stdin held open.

#[path = "e2e/client.rs"]
#[expect(dead_code, reason = "the tests of documents come with the engine")]
mod client;
#[path = "e2e/lifecycle.rs"]
mod lifecycle;
#[path = "e2e/presets.rs"]
#[expect(dead_code, reason = "the tests of documents come with the engine")]
mod presets;
#[path = "e2e/transport.rs"]
mod transport;
