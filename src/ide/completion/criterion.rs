//! The next acceptance criterion of a task, and an open question of a specification.

use super::{Completions, Cursor, Item, ItemKind};
use crate::model::{
    Kind,
    section::{is_checklist, sections},
};

/// A line that is being begun.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    match cursor.document.kind {
        Kind::Task => criterion(cursor),
        Kind::Spec => question(cursor),
        _ => None,
    }
}

/// `- [ ] #3 …` inside of the AC markers.
fn criterion(cursor: &Cursor<'_>) -> Option<Completions> {
    let written = cursor.before.trim_start();
    if !"- [ ] ".starts_with(written) || !cursor.after.trim_matches([' ', ']']).is_empty() {
        return None;
    }
    let at = cursor.range(0, 0).start();
    let pairs = sections(cursor.text, &cursor.facts.markers).pairs;
    let section = pairs.into_iter().find(|section| section.begin.end() <= at && at <= section.end.start())?;
    if !is_checklist(&cursor.text[section.name]) {
        return None;
    }
    let lines = cursor.text[usize::from(section.begin.end())..usize::from(section.end.start())].lines();
    let number = |line: &str| {
        let rest = line.trim_start().strip_prefix("- [")?.get(1..)?.strip_prefix("] #")?;
        rest.split(|char: char| !char.is_ascii_digit()).next()?.parse::<u32>().ok()
    };
    let next = lines.filter_map(number).max().unwrap_or(0).saturating_add(1);
    let text = format!("- [ ] #{next} ");
    let item =
        Item::new(ItemKind::Marker, text.clone()).detail("the next acceptance criterion").snippet(format!("{text}$0"));
    Some(cursor.items(written.len(), cursor.after.len(), vec![item]))
}

/// `[NEEDS CLARIFICATION: …]`.
fn question(cursor: &Cursor<'_>) -> Option<Completions> {
    const MARKER: &str = "[NEEDS CLARIFICATION: ";
    let open = cursor.before.rfind('[')?;
    let written = &cursor.before[open..];
    if !MARKER.starts_with(written)
        || cursor.before[..open].trim_end().ends_with(['!', ']', '-', '*', '\\'])
        || cursor.fence().is_some()
    {
        return None;
    }
    let rest = usize::from(cursor.after.starts_with(']'));
    let item = Item::new(ItemKind::Marker, "[NEEDS CLARIFICATION: …]")
        .text(format!("{MARKER}]"))
        .snippet(format!("{MARKER}${{1:question}}]"))
        .detail("an open question, three at most");
    Some(cursor.items(written.len(), rest, vec![item]))
}
