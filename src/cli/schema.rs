//! `flowspec-lsp schema`: the JSON Schema of `flowspec-lsp.toml`.

use super::{json, output::Output};
use crate::workspace::settings::schema::schema;

/// Prints the schema.
pub(super) fn print() -> anyhow::Result<Output> {
    Ok(Output::text(json::text(&schema())?))
}
