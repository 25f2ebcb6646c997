//! Lines about a task, such as `_Requirements: 1.1, 1.2_`.

use text_size::TextRange;

use super::{TaskReference, line, number_text};
use crate::model::kiro::{lines::LinePiece, number};

/// What an annotation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::model::kiro) enum AnnotationKey {
    /// `_Requirements: 1.1_`, or `**Validates: Requirements 1.1**`.
    Requirements,
    /// `_Depends: 2.1_`.
    Depends,
    /// `_Blocked: reason_`.
    Blocked,
}

const KEYS: &[(&str, AnnotationKey)] = &[
    ("requirements", AnnotationKey::Requirements),
    ("requirement", AnnotationKey::Requirements),
    ("validates", AnnotationKey::Requirements),
    ("要件", AnnotationKey::Requirements),
    ("要求", AnnotationKey::Requirements),
    ("需求", AnnotationKey::Requirements),
    ("検証対象", AnnotationKey::Requirements),
    ("検証", AnnotationKey::Requirements),
    ("depends", AnnotationKey::Depends),
    ("依存関係", AnnotationKey::Depends),
    ("依存", AnnotationKey::Depends),
    ("blocked", AnnotationKey::Blocked),
];

/// The annotation in a line, and its list. Both `_Requirements: 1.1_` and `_Requirements:_ 1.1` are written.
pub(in crate::model::kiro) fn annotation(line: LinePiece<'_>) -> Option<(AnnotationKey, LinePiece<'_>)> {
    let line = line.trim();
    let content = line.bullet().unwrap_or(line);
    if let Some(found) = keyed(content, false) {
        return Some(found);
    }
    let is_mark = |char: char| matches!(char, '_' | '*');
    let marks = content.text.match_indices(is_mark).map(|(at, mark)| at + mark.len());
    marks.filter(|at| !content.text[*at..].starts_with(is_mark)).find_map(|at| keyed(content.skip(at), true))
}

fn keyed(piece: LinePiece<'_>, is_marked: bool) -> Option<(AnnotationKey, LinePiece<'_>)> {
    let (key, rest) = KEYS.iter().find_map(|(word, key)| Some((*key, piece.strip_word(&[word])?)))?;
    let is_mark = |char: char| matches!(char, '_' | '*');
    let after = rest.trim_start_matches(|char| char.is_whitespace() || is_mark(char));
    let list = after.strip(":").or_else(|| after.strip("："))?;
    // `検証` is any check, and one against requirements says so.
    let is_check = piece.text.starts_with("検証");
    if is_check && list.trim().strip_word(number::WORDS).is_none() {
        return None;
    }
    let closed_early = list.text.starts_with(is_mark) || rest.text.starts_with(is_mark);
    if !is_marked || closed_early {
        return Some((key, list.trim_start_matches(is_mark)));
    }
    let end = list.text.find(is_mark).unwrap_or(list.text.len());
    Some((key, list.first(end)))
}

/// The reason of `_Blocked: reason_`; a sentence that only begins with the word gives none.
pub(super) fn blocker(line: LinePiece<'_>, reason: LinePiece<'_>) -> Option<TextRange> {
    let content = line.bullet().unwrap_or_else(|| line.trim());
    let reason = reason.trim();
    let reason = reason.first(reason.text.trim_end_matches(['_', '*']).len());
    content.text.starts_with(['_', '*']).then(|| reason.range())
}

/// Whether a list of requirements means all of them.
pub(super) fn means_all(list: LinePiece<'_>) -> bool {
    number::items(list).any(|item| {
        let first = item.text.split_whitespace().next().unwrap_or_default();
        first.eq_ignore_ascii_case("all") || first.starts_with("すべて") || first.starts_with('全')
    })
}

/// The tasks that a list names; `none` and other words are no references.
pub(super) fn task_references(list: LinePiece<'_>) -> Vec<TaskReference> {
    let mut found = Vec::new();
    for item in number::items(list) {
        let item = item.strip_word(&["tasks", "task", "タスク"]).map_or(item, LinePiece::trim);
        let Some((parts, rest)) = line::number(item) else { continue };
        let range = |piece: LinePiece<'_>, rest: LinePiece<'_>| piece.first(rest.start - piece.start).range();
        let after = rest.trim();
        if after.text.is_empty() || after.text.starts_with(['(', '（']) {
            found.push(TaskReference { number: number_text(&parts), range: range(item, rest) });
        } else if let Some(last) = after.strip_word(&["-", "–", "—", "~", "〜"]).map(LinePiece::trim)
            && let Some((end, rest)) = line::number(last)
            && rest.trim().text.is_empty()
            && end.len() == parts.len()
        {
            found.push(TaskReference { number: number_text(&parts), range: range(item, after) });
            found.push(TaskReference { number: number_text(&end), range: range(last, rest) });
        }
    }
    found
}
