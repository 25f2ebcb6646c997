//! Real editors, each with our configuration as a user has it, on a copy of the example.

#[path = "editors/agents.rs"]
mod agents;
#[path = "editors/helix.rs"]
mod helix;
#[path = "editors/marks.rs"]
mod marks;
#[path = "editors/model.rs"]
mod model;
#[path = "editors/neovim.rs"]
mod neovim;
#[path = "editors/terminal.rs"]
mod terminal;
#[path = "editors/vscode.rs"]
mod vscode;
#[path = "editors/workspace.rs"]
mod workspace;
