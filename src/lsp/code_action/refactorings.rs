//! Refactorings as actions.

use super::Asked;
use crate::ide::refactor::{RefactorKind, Refactoring, Selection, refactorings as offered};
use tower_lsp::gen_lsp_types::{CodeAction, CodeActionKind};

/// The refactorings of what is selected.
pub(super) fn refactorings(asked: &Asked<'_>) -> Vec<CodeAction> {
    if !asked.wants_some(&["refactor.extract", "refactor.inline", "refactor.rewrite"]) {
        return Vec::new();
    }
    let selection = Selection { snapshot: &asked.view.snapshot, document: asked.document, range: asked.range };
    offered(&selection).into_iter().filter_map(|refactoring| action(asked, refactoring)).collect()
}

fn action(asked: &Asked<'_>, refactoring: Refactoring) -> Option<CodeAction> {
    let kind = match refactoring.kind {
        RefactorKind::Extract => CodeActionKind::RefactorExtract,
        RefactorKind::Inline => CodeActionKind::RefactorInline,
        RefactorKind::Rewrite => CodeActionKind::RefactorRewrite,
    };
    let wanted = asked.wants(&String::from(kind.clone()));
    let edit = Some(asked.view.workspace_edit(&refactoring.edits).filter(|_| wanted)?);
    Some(CodeAction { title: refactoring.title, kind: Some(kind), edit, ..CodeAction::default() })
}
