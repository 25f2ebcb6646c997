//! Markers in comments, and whole pairs of them.

use super::{Completions, Cursor, Item, ItemKind};
use crate::{
    model::{
        Kind,
        constitution::Tier,
        section::{FaultKind, is_checklist, sections},
    },
    text::lines::line_end,
};

/// The sections of a task that Backlog.md reads.
const TASK_SECTIONS: [&str; 4] = ["DESCRIPTION", "PLAN", "NOTES", "FINAL_SUMMARY"];

/// A comment that is being written: `<`, `<!--`, `<!-- TIER: M`.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    if cursor.fence().is_some() {
        return None;
    }
    let open = cursor.before.rfind('<')?;
    let comment = &cursor.before[open..];
    let written = comment.strip_prefix("<!--");
    let begun = "<!--".starts_with(comment);
    // A `<` alone is a comment only where nothing else can stand.
    if written.is_none() && !(begun && (comment.len() > 1 || cursor.before.trim() == "<")) {
        return None;
    }
    if comment.contains("-->") || cursor.before[..open].ends_with(['`', '<']) {
        return None;
    }
    let (rest, closed) = match cursor.after.find("-->") {
        Some(end) if !cursor.after[..end].contains("<!--") => (end + 3, true),
        _ => (0, false),
    };
    if let Some(value) = written.and_then(|written| written.trim_start().strip_prefix("TIER:")) {
        return tiers(cursor, value.trim_start(), rest, closed);
    }
    let words = written.unwrap_or_default().trim_start();
    let is_marker = |char: char| char.is_ascii_uppercase() || "_:".contains(char);
    if words.len() > 40
        || !words.to_ascii_uppercase().chars().all(is_marker)
        || !closed && !cursor.after.trim().is_empty()
    {
        return None;
    }
    let items = items(cursor);
    (!items.is_empty()).then(|| cursor.items(comment.len(), rest, items))
}

/// The word after `TIER:`.
fn tiers(cursor: &Cursor<'_>, value: &str, rest: usize, closed: bool) -> Option<Completions> {
    if cursor.document.kind != Kind::Constitution || !value.chars().all(|char| char.is_ascii_alphabetic()) {
        return None;
    }
    let word = super::word_length(cursor.after);
    let ends = closed || rest > 0;
    let blank = if cursor.before.ends_with(':') { " " } else { "" };
    let items = Tier::ALL.map(|tier| {
        let end = if ends { "" } else { " -->" };
        Item::new(ItemKind::Marker, tier.name()).text(format!("{blank}{}{end}", tier.name())).detail(tier.effect())
    });
    Some(cursor.items(value.len(), word, items.into()))
}

/// The markers that mean something in this kind of document.
fn items(cursor: &Cursor<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = open_sections(cursor).collect();
    match cursor.document.kind {
        Kind::Constitution => {
            let tier = |tier: Tier| comment(&format!("TIER: {}", tier.name())).detail(tier.effect());
            items.push(
                Item::new(ItemKind::Marker, "<!-- NEEDS_VALIDATION: … -->")
                    .text("<!-- NEEDS_VALIDATION: what to check -->")
                    .snippet("<!-- NEEDS_VALIDATION: ${1:what to check} -->")
                    .detail("somebody has to look at this"),
            );
            items.extend(Tier::ALL.map(tier));
            items.push(pair(cursor, "SECTION:NAME", "SECTION:${1:NAME}").detail("a section"));
        }
        Kind::Task => {
            items.push(criteria(cursor));
            for name in TASK_SECTIONS {
                let name = format!("SECTION:{name}");
                items.push(pair(cursor, &name, &name).detail("a section of Backlog.md"));
            }
        }
        Kind::Partial | Kind::Command => {
            items.push(pair(cursor, "SECTION:NAME", "SECTION:${1:NAME}").detail("a section"));
        }
        _ => {}
    }
    items
}

/// The ends of the sections that are open.
fn open_sections<'a>(cursor: &Cursor<'a>) -> impl Iterator<Item = Item> + use<'a> {
    let text = cursor.text;
    let at = cursor.range(0, 0).start();
    let faults = sections(text, &cursor.facts.markers).faults.into_iter();
    let open = faults.filter(move |fault| fault.kind == FaultKind::NeverClosed && fault.marker.end() < at);
    open.map(move |fault| match &text[fault.name] {
        name if is_checklist(name) => comment(&format!("{name}:END")).detail("ends the section that is open"),
        name => comment(&format!("SECTION:{name}:END")).detail("ends the section that is open"),
    })
}

fn comment(words: &str) -> Item {
    Item::new(ItemKind::Marker, format!("<!-- {words} -->"))
}

/// A pair of markers with an empty line between them.
fn pair(cursor: &Cursor<'_>, name: &str, place: &str) -> Item {
    let newline = line_end(cursor.text);
    let end = name.replace("NAME", "$1");
    let end = if place == name { name } else { &end };
    comment(&format!("{name}:BEGIN"))
        .text(format!("<!-- {name}:BEGIN -->{newline}{newline}<!-- {name}:END -->"))
        .snippet(format!("<!-- {place}:BEGIN -->{newline}$0{newline}<!-- {end}:END -->"))
}

/// The acceptance criteria of a task, with the first one.
fn criteria(cursor: &Cursor<'_>) -> Item {
    let newline = line_end(cursor.text);
    let pair = |first: &str| format!("<!-- AC:BEGIN -->{newline}- [ ] #1 {first}{newline}<!-- AC:END -->");
    comment("AC:BEGIN").text(pair("")).snippet(pair("$0")).detail("the acceptance criteria")
}
