//! One line of `tasks.md`: a checkbox and a number.

use super::{KiroTask, number_text};
use crate::model::kiro::lines::LinePiece;

/// Words that may stand before the number of a task.
const WORDS: &[&str] = &["task", "タスク", "任务"];

/// The task of a line that begins with a checkbox. `next` is the number that a task at the margin would have if it were counted: a number
/// without a dot is one only when it goes on from the last.
pub(super) fn task(line: LinePiece<'_>, next: u32) -> Option<KiroTask> {
    let item = line.trim();
    let (mark, mark_range, rest) = checkbox(item.bullet()?)?;
    let (mut optional, rest) = star(rest);
    let plain = rest.trim_start_matches(|char| matches!(char, '*' | '_' | '~') || char.is_whitespace());
    let (number, number_range, title) = match task_number(plain, next) {
        Some((number, range, title)) => (Some(number), range, title),
        None => (None, plain.first(0).range(), rest.trim()),
    };
    let title = if number.is_some() {
        let (starred, title) = star(title);
        optional |= starred;
        title.trim_start_matches(|char| matches!(char, '*' | '_') || char.is_whitespace())
    } else {
        title
    };
    Some(KiroTask {
        number,
        number_range,
        mark,
        mark_range,
        optional,
        indent: line.indent(),
        range: item.range(),
        title: title.range(),
        parent: None,
        section: 0,
    })
}

/// A `*` that stands alone or before a blank, and what follows it.
fn star(piece: LinePiece<'_>) -> (bool, LinePiece<'_>) {
    match piece.strip("*").filter(|rest| !rest.text.starts_with('*')) {
        Some(rest) if rest.text.is_empty() || rest.text.starts_with(char::is_whitespace) => (true, rest.trim()),
        _ => (false, piece.trim()),
    }
}

/// What is between the brackets of a checkbox, where, and what follows.
pub(super) fn checkbox(piece: LinePiece<'_>) -> Option<(char, text_size::TextRange, LinePiece<'_>)> {
    let inner = piece.strip("[")?;
    let mark = inner.text.chars().next().filter(|mark| *mark != ']')?;
    let rest = inner.skip(mark.len_utf8()).strip("]")?;
    let ends = rest.text.is_empty() || rest.text.starts_with(|next: char| next.is_whitespace() || next == '*');
    ends.then_some((mark, inner.first(mark.len_utf8()).range(), rest))
}

/// The number at the start of a title, its place, and the title after it.
pub(super) fn task_number(piece: LinePiece<'_>, next: u32) -> Option<(String, text_size::TextRange, LinePiece<'_>)> {
    let worded = piece.strip_word(WORDS).map(LinePiece::trim);
    let start = worded.unwrap_or(piece);
    let (parts, rest) = number(start)?;
    let stop = rest.strip(".").or_else(|| rest.strip(")")).or_else(|| rest.strip(":")).or_else(|| rest.strip("："));
    let after = stop.unwrap_or(rest);
    let ends =
        after.text.is_empty() || after.text.starts_with(|next: char| next.is_whitespace() || matches!(next, '*' | '_'));
    // `3 retries` begins with no number of a task.
    let is_number = parts.len() > 1 || stop.is_some() || worded.is_some() || parts.first() == Some(&next);
    let range = start.first(rest.start - start.start).range();
    (ends && is_number).then(|| (number_text(&parts), range, after.trim()))
}

/// Numbers with dots between them, and what follows: the dot after the last does not belong to it.
pub(super) fn number(piece: LinePiece<'_>) -> Option<(Vec<u32>, LinePiece<'_>)> {
    /// No task lies deeper.
    const DEEPEST: usize = 8;
    let (first, mut rest) = piece.number()?;
    let mut parts = vec![first];
    while let Some((part, after)) = rest.strip(".").and_then(LinePiece::number)
        && parts.len() < DEEPEST
    {
        parts.push(part);
        rest = after;
    }
    Some((parts, rest))
}
