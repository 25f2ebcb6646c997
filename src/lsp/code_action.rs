//! Code actions, one file a source of them.

mod fixes;
mod offers;
mod refactorings;
mod runs;
mod views;

pub use fixes::FIX_ALL;
pub use offers::KIND as OFFER;

use super::{expanded::Expanded, request, runs::Runs, session::Session, view::View};
use crate::{rules::Fixes, workspace::Document};
use std::sync::Arc;
use text_size::TextRange;
use tower_lsp::{
    gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, CodeActionTriggerKind},
    jsonrpc::Result,
};

/// Where actions come from, in the order in which they are shown.
const SOURCES: &[fn(&Asked<'_>) -> Vec<CodeAction>] =
    &[fixes::fixes, refactorings::refactorings, offers::offers, runs::runs, views::views];

/// What a client asks actions for.
struct Asked<'a> {
    view: &'a View,
    document: &'a Document,
    runs: &'a Runs,
    range: TextRange,
    /// The only kinds that it wants; all of them when it does not say.
    only: Option<&'a [CodeActionKind]>,
    /// Whether somebody opened a menu or only moved the cursor.
    trigger: Option<CodeActionTriggerKind>,
}

/// `textDocument/codeAction`.
pub async fn actions(session: &Arc<Session>, params: CodeActionParams) -> Result<Option<Vec<CodeActionResponse>>> {
    let (runs, uri) = (Arc::clone(&session.runs), params.text_document.uri.clone());
    let actions =
        request::about(session, "textDocument/codeAction", &uri, move |requested| match &requested.expansion {
            Some(expansion) => offered_in_expansion(expansion, &runs, &params),
            None => offered(&requested.view, &runs, &params),
        });
    Ok(Some(actions.await?.unwrap_or_default()))
}

fn offered(view: &View, runs: &Runs, params: &CodeActionParams) -> Vec<CodeActionResponse> {
    let Some(document) = view.snapshot.document(&view.path) else { return Vec::new() };
    let range = view.offsets(document, params.range);
    let (only, trigger) = (params.context.only.as_deref(), params.context.trigger_kind);
    let asked = Asked { view, document, runs, range, only, trigger };
    let actions = SOURCES.iter().flat_map(|source| source(&asked));
    if view.features.action_literals {
        return actions.map(Into::into).collect();
    }
    // Such a client knows commands only.
    actions.filter_map(|action| action.command.filter(|_| action.edit.is_none())).map(Into::into).collect()
}

/// What mends the command and the partials that an expansion is made of; itself, it is not for editing.
fn offered_in_expansion(expansion: &Expanded, runs: &Runs, params: &CodeActionParams) -> Vec<CodeActionResponse> {
    let (view, document) = (&expansion.view, &*expansion.document);
    let range = view.offsets(document, params.range);
    let (only, trigger) = (params.context.only.as_deref(), params.context.trigger_kind);
    let asked = Asked { view, document, runs, range, only, trigger };
    if !view.features.action_literals || !asked.wants("quickfix") {
        return Vec::new();
    }
    let found = expansion.shown().map(|shown| expansion.findings(&shown, Fixes::Wanted)).unwrap_or_default();
    fixes::quick_fixes(&asked, &found).into_iter().map(Into::into).collect()
}

impl Asked<'_> {
    /// Whether the client wants actions of one of these kinds.
    fn wants_some(&self, kinds: &[&str]) -> bool {
        kinds.iter().any(|kind| self.wants(kind))
    }

    /// Whether the client wants actions of this kind.
    fn wants(&self, kind: &str) -> bool {
        self.only.is_none_or(|only| only.iter().any(|only| covers(only, kind)))
    }
}

/// Whether a client that asks for `only` wants `kind`: the same, or a kind below it.
fn covers(only: &CodeActionKind, kind: &str) -> bool {
    let only = String::from(only.clone());
    only.is_empty() || kind.strip_prefix(&only).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
