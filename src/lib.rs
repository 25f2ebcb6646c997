//! The engine of `flowspec-lsp`: what its command line and its language server share.
//!
//! The modules form layers whose arrows go down this list only; `docs/architecture.md` says what each may know.

pub mod cli;
pub mod ide;
pub mod lsp;
pub mod rules;
pub mod workflow;
pub mod workspace;

pub mod model;
pub mod syntax;
pub mod text;

#[cfg(test)]
extern crate self as flowspec_lsp;

#[cfg(test)]
#[path = "../tests/fixture/mod.rs"]
pub(crate) mod fixture;
