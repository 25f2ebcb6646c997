//! What the workflow offers, as actions that call a command.

use super::Asked;
use crate::{
    lsp::{act::command, view::View},
    workflow::offers::{Act, Offer, offers as offered},
    workspace::program,
};
use tower_lsp::gen_lsp_types::{CodeAction, CodeActionDisabled, CodeActionKind, CodeActionTriggerKind};

/// The kind of the actions. It is not one of `source`, which VS Code hides from its quick fixes.
pub const KIND: &str = "flowspec";

/// What can be done at the selection or in the document.
pub(super) fn offers(asked: &Asked<'_>) -> Vec<CodeAction> {
    if !asked.wants(KIND) {
        return Vec::new();
    }
    let view = asked.view;
    let asks = view.features.message_requests;
    let mut offers = offered(&view.snapshot, &view.path, asked.range, asks);
    offers.retain(|offer| {
        // A light bulb on every line would only be in the way; who opens the menu sees everything.
        let near = asked.trigger != Some(CodeActionTriggerKind::Automatic) || offer.at.intersect(asked.range).is_some();
        near && (offer.refused.is_none() || view.features.disabled_actions)
            && (!matches!(offer.act, Act::EmitEvent { .. }) || emits(view))
    });
    let action = |offer: Offer| {
        let command = command(view, offer.title.clone(), &offer.act)?;
        Some(CodeAction {
            title: offer.title,
            kind: Some(CodeActionKind::Custom(KIND.into())),
            disabled: offer.refused.map(|reason| CodeActionDisabled { reason }),
            command: Some(command),
            ..CodeAction::default()
        })
    };
    offers.into_iter().filter_map(action).collect()
}

/// Whether there is a program that emits events.
fn emits(view: &View) -> bool {
    let path = std::env::var_os("PATH");
    program::find("flowspec", path.as_deref(), &[view.snapshot.root()]).is_some()
}
