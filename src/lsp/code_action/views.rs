//! What can be looked at from here: the expansion of a command, the state machine.

use super::{Asked, OFFER};
use crate::{
    lsp::to_proto::file_uri,
    model::{Kind, OpenSpecKind},
};
use serde_json::json;
use tower_lsp::gen_lsp_types::{CodeAction, CodeActionKind, CodeActionTriggerKind, Command};

/// Commands that open something, for who opens the menu.
pub(super) fn views(asked: &Asked<'_>) -> Vec<CodeAction> {
    let document = asked.document;
    if !asked.wants(OFFER) || asked.trigger == Some(CodeActionTriggerKind::Automatic) {
        return Vec::new();
    }
    let expands = document.kind.is_prompt() && document.facts().includes.iter().any(|include| include.is_live());
    let has_states = document.kind == Kind::Workflow || !document.facts().references.declarations.is_empty();
    let merges = matches!(document.kind, Kind::OpenSpec(OpenSpecKind::Delta)) && !document.is_history();
    let expansion = match (expands, merges) {
        (true, _) => Some(action(asked, "Open the expansion", "flowspec.openExpansion")),
        (_, true) => Some(action(asked, "Show the merged spec", "flowspec.openExpansion")),
        _ => None,
    };
    let machine = has_states.then(|| action(asked, "Show the state machine", "flowspec.showStateMachine"));
    expansion.into_iter().chain(machine).collect()
}

fn action(asked: &Asked<'_>, title: &str, command: &str) -> CodeAction {
    let arguments = Some(vec![json!({ "uri": file_uri(&asked.document.path) })]);
    let command = Command { title: title.into(), command: command.into(), arguments, ..Command::default() };
    CodeAction {
        title: title.into(),
        kind: Some(CodeActionKind::Custom(OFFER.into())),
        command: Some(command),
        ..CodeAction::default()
    }
}
