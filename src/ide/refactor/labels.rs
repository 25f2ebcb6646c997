//! The labels of a task in order, each once.

use text_size::TextRange;

use super::{RefactorKind, Refactoring, Selection};
use crate::{model::Kind, syntax::yaml::Node, text::lines::whole_lines, workspace::Edit};

/// Offered on the labels of a task that are not in order. Each keeps its quotes and, on a line of its own, its comment.
pub(super) fn sort(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { document, range, .. } = *selection;
    let text = document.text();
    let front_matter = document.facts().front_matter.as_ref().filter(|_| document.kind == Kind::Task)?;
    let entry = front_matter.get("labels").filter(|entry| whole_lines(text, entry.range()).contains_range(range))?;
    let items = entry.value.as_sequence()?;
    let flow = text[entry.value.range].starts_with('[');
    let (place, sorted) = if flow { in_brackets(text, items)? } else { in_lines(text, items)? };
    if sorted == text[place] {
        return None;
    }
    let title = "Sort the labels".to_owned();
    Some(Refactoring { title, kind: RefactorKind::Rewrite, edits: vec![Edit::replace(&document.path, place, sorted)] })
}

/// The labels of `[a, b]`, from the first to the last.
fn in_brackets(text: &str, items: &[Node]) -> Option<(TextRange, String)> {
    let place = items.first()?.range.cover(items.last()?.range);
    // What stands between two labels besides the comma would have no place.
    if text[place].contains(['\n', '#', '&', '!']) {
        return None;
    }
    let written = items.iter().map(|item| (item, &text[item.range])).collect();
    Some((place, in_order(written)?.join(", ")))
}

/// The lines of a list with one label on each.
fn in_lines(text: &str, items: &[Node]) -> Option<(TextRange, String)> {
    let lines: Vec<_> = items.iter().map(|item| whole_lines(text, item.range)).collect();
    let consecutive = lines.windows(2).all(|pair| matches!(pair, [one, other] if one.end() == other.start()));
    let single = lines.iter().all(|line| text[*line].ends_with('\n') && text[*line].matches('\n').count() == 1);
    let dashes = lines.iter().all(|line| text[*line].trim_start().starts_with('-'));
    if !consecutive || !single || !dashes {
        return None;
    }
    let place = lines.first()?.cover(*lines.last()?);
    let written = items.iter().zip(&lines).map(|(item, line)| (item, &text[*line])).collect();
    Some((place, in_order(written)?.concat()))
}

/// What is written for each label, in the order of the labels without regard to case; `None` when one is no text.
fn in_order<'a>(written: Vec<(&Node, &'a str)>) -> Option<Vec<&'a str>> {
    let named = written.into_iter().map(|(node, written)| Some((node.as_str()?.trim(), written)));
    let mut named: Vec<_> = named.collect::<Option<_>>()?;
    named.sort_by_cached_key(|(name, _)| (name.to_lowercase(), (*name).to_owned()));
    named.dedup_by_key(|(name, _)| *name);
    Some(named.into_iter().map(|(_, written)| written).collect())
}
