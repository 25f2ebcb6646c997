//! The fixes of findings.

use super::Asked;
use crate::{
    lsp::view::View,
    rules::{self, Fix, Fixes, check},
    workspace::{Document, Edit},
};
use std::collections::BTreeMap;
use text_size::{TextRange, TextSize};
use tower_lsp::gen_lsp_types::{CodeAction, CodeActionKind};

/// The kind of the action that applies every fix which is always right.
pub const FIX_ALL: &str = "source.fixAll.flowspec";

/// The quick fixes of the findings in the range, and the action that applies all which are always right.
pub(super) fn fixes(asked: &Asked<'_>) -> Vec<CodeAction> {
    let (quick, all) = (asked.wants("quickfix"), asked.wants(FIX_ALL));
    if !quick && !all {
        return Vec::new();
    }
    let view = asked.view;
    let found = check(&view.snapshot, &view.path, Fixes::Near(asked.range.cover(line(asked))));
    let mut actions = if quick { quick_fixes(asked, &found) } else { Vec::new() };
    if all {
        actions.extend(fix_all(view, &found));
    }
    actions
}

/// The fixes of those of the findings that are near.
pub(super) fn quick_fixes(asked: &Asked<'_>, found: &[rules::Diagnostic]) -> Vec<CodeAction> {
    let fixes = near(asked, found).flat_map(|found| found.fixes.iter().map(move |fix| (found, fix)));
    fixes.filter_map(|(found, fix)| quick_fix(asked.view, asked.document, found, fix)).collect()
}

/// The findings that the range touches; for a cursor that touches none, those on its line. The cursor of some editors is as wide as a
/// character.
fn near<'a>(asked: &Asked<'_>, found: &'a [rules::Diagnostic]) -> impl Iterator<Item = &'a rules::Diagnostic> {
    let cursor = asked.document.text()[asked.range].chars().nth(1).is_none();
    let touched = found.iter().any(|found| found.range.intersect(asked.range).is_some());
    let range = if cursor && !touched { line(asked) } else { asked.range };
    found.iter().filter(move |found| found.range.intersect(range).is_some())
}

/// The line in which the range starts.
fn line(asked: &Asked<'_>) -> TextRange {
    let lines = &asked.document.facts().lines;
    lines.line_range(asked.document.text(), lines.line(asked.range.start()))
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
    let mut taken: BTreeMap<TextSize, TextRange> = BTreeMap::new();
    let mut edits = Vec::new();
    for fix in found.iter().filter_map(|found| found.fixes.iter().find(|fix| fix.always)) {
        let ranges: Option<Vec<TextRange>> = fix.edits.iter().map(|edit| own_range(view, edit)).collect();
        let Some(ranges) = ranges else { continue };
        // Those that are taken are in order by their ends, too.
        let hits = |range: &TextRange| {
            let before = taken.range(..=range.end()).rev().take_while(|(_, taken)| taken.end() >= range.start());
            { before }.any(|(_, taken)| overlap(*taken, *range))
        };
        if !ranges.iter().any(hits) {
            taken.extend(ranges.into_iter().map(|range| (range.start(), range)));
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
