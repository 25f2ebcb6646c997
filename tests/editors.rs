//! Real editors.

#[path = "editors/neovim.rs"]
mod neovim;
