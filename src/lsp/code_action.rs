//! Fixes as code actions.

use super::{
    capabilities::FIX_ALL,
    from_proto,
    session::{Session, View},
};
use crate::{
    rules::{self, Fix, Fixes, check},
    workspace::{Document, Edit},
};
use text_size::{TextRange, TextSize};
use tower_lsp::{
    gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Range},
    jsonrpc::{Error, Result},
};

/// `textDocument/codeAction`: the quick fixes of the findings in the range, and the one that applies all which are always right.
pub async fn actions(session: &Session, params: CodeActionParams) -> Result<Option<Vec<CodeActionResponse>>> {
    let Some(view) = session.view(&params.text_document.uri) else { return Ok(Some(Vec::new())) };
    tokio::task::spawn_blocking(move || Some(offered(&view, &params))).await.map_err(|_| Error::internal_error())
}

fn offered(view: &View, params: &CodeActionParams) -> Vec<CodeActionResponse> {
    let wants = |kind: &str| params.context.only.as_ref().is_none_or(|only| only.iter().any(|only| covers(only, kind)));
    let (quick, all) = (wants("quickfix"), wants(FIX_ALL));
    let Some(document) = view.snapshot.document(&view.path).filter(|_| quick || all) else { return Vec::new() };
    let found = check(&view.snapshot, &view.path, Fixes::Wanted);
    let range = offsets(view, document, params.range);
    let near = found.iter().filter(|found| quick && found.range.intersect(range).is_some());
    let mut actions: Vec<CodeAction> =
        near.flat_map(|found| found.fixes.iter().filter_map(|fix| quick_fix(view, document, found, fix))).collect();
    if all {
        actions.extend(fix_all(view, &found));
    }
    actions.into_iter().map(Into::into).collect()
}

/// Whether a client that asks for `only` wants `kind`: the same, or a kind below it.
fn covers(only: &CodeActionKind, kind: &str) -> bool {
    let only = String::from(only.clone());
    only.is_empty() || kind.strip_prefix(&only).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn offsets(view: &View, document: &Document, range: Range) -> TextRange {
    let offset = |position| -> TextSize {
        document.facts().lines.offset(document.text(), from_proto::position(position), view.features.encoding)
    };
    let (start, end) = (offset(range.start), offset(range.end));
    TextRange::new(start.min(end), start.max(end))
}

fn quick_fix(view: &View, document: &Document, found: &rules::Diagnostic, fix: &Fix) -> Option<CodeAction> {
    Some(CodeAction {
        title: fix.title.clone(),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![view.diagnostic(document, found)]),
        is_preferred: (fix.always && view.features.preferred_actions).then_some(true),
        edit: Some(view.workspace_edit(&fix.edits)?),
        ..CodeAction::default()
    })
}

/// All fixes that are always right and touch only this document; of two that overlap the first.
fn fix_all(view: &View, found: &[rules::Diagnostic]) -> Option<CodeAction> {
    let mut taken: Vec<TextRange> = Vec::new();
    let mut edits = Vec::new();
    for fix in found.iter().filter_map(|found| found.fixes.iter().find(|fix| fix.always)) {
        let ranges: Option<Vec<TextRange>> = fix.edits.iter().map(|edit| own_range(view, edit)).collect();
        let Some(ranges) = ranges else { continue };
        if !ranges.iter().any(|range| taken.iter().any(|taken| overlap(*taken, *range))) {
            taken.extend(ranges);
            edits.extend(&fix.edits);
        }
    }
    let edit = Some(edits).filter(|edits| !edits.is_empty()).and_then(|edits| view.workspace_edit(edits))?;
    Some(CodeAction {
        title: "Apply every fix that is always right".into(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(edit),
        ..CodeAction::default()
    })
}

/// Whether two edits get in each other's way; those that only touch do not.
fn overlap(a: TextRange, b: TextRange) -> bool {
    a.intersect(b).is_some_and(|both| !both.is_empty() || a.is_empty() || b.is_empty())
}

fn own_range(view: &View, edit: &Edit) -> Option<TextRange> {
    match edit {
        Edit::Replace { path, range, .. } if *path == view.path => Some(*range),
        Edit::Replace { .. } | Edit::Create { .. } | Edit::Rename { .. } => None,
    }
}
