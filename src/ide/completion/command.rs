//! Commands: `/flow:plan`, and `/flow.plan` where a document writes them with a dot.

use std::collections::BTreeMap;

use super::{Completions, Cursor, Item, ItemKind, Subject, word_length};
use crate::{
    model::invocation::{Invocation, Joint, Sigil, Spelling},
    syntax::reference::ReferenceKind,
};

/// A command that is being written.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let before = cursor.before;
    let part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.' | ':');
    let slash = before.trim_end_matches(part).strip_suffix('/')?.len();
    let written = &before[slash..];
    let quoted = match before[..slash].chars().next_back() {
        Some('"' | '\'' | '`') => true,
        None | Some(' ' | '\t' | '(' | '|' | '*') => false,
        Some(_) => return None,
    };
    // In a shell block a word after a slash is a path, unless it is in quotes as in `claude -p "/flow:plan"`.
    if !quoted && cursor.fence().is_some_and(super::shell::is_shell) {
        return None;
    }
    let name = &written[1..];
    let separator = name.chars().find(|char| matches!(char, ':' | '.'));
    let joint = match separator {
        None => joint(cursor),
        Some('.') => Joint::Dot,
        Some(_) => Joint::Colon,
    };
    let mut rest = word_length(cursor.after);
    if separator.is_none() && cursor.after[rest..].starts_with([':', '.']) {
        let name = word_length(&cursor.after[rest + 1..]);
        rest += if name > 0 { name + 1 } else { 0 };
    }
    if cursor.after[rest..].starts_with('/') {
        return None;
    }
    let mut items = items(cursor, joint);
    items.retain(|item| super::fits(written, &item.label));
    (!items.is_empty()).then(|| cursor.items(written.len(), rest, items))
}

/// What joins the commands here: what joins most of this document's.
pub(super) fn joint(cursor: &Cursor<'_>) -> Joint {
    let (mut dots, mut colons) = (0, 0);
    for reference in &cursor.facts.references.references {
        let ReferenceKind::Command { namespace, name } = reference.kind else { continue };
        let command = Invocation::new(&cursor.text[namespace], &cursor.text[name]);
        match command.spelling_of(&cursor.text[reference.range]) {
            Some(Spelling { joint: Joint::Dot, .. }) => dots += 1,
            Some(Spelling { joint: Joint::Dash, .. }) => {}
            _ => colons += 1,
        }
    }
    let is_prompt = cursor.document.name().as_str().ends_with(".prompt.md");
    if dots > colons || (dots == colons && is_prompt) { Joint::Dot } else { Joint::Colon }
}

/// Every command that has a file, and those that only the state machine knows; deprecated ones last.
pub(super) fn items(cursor: &Cursor<'_>, joint: Joint) -> Vec<Item> {
    let machine = cursor.index.machine.as_deref();
    let workflows = || machine.into_iter().flat_map(|machine| &machine.steps);
    let mut commands: BTreeMap<Invocation, bool> = BTreeMap::new();
    for step in workflows() {
        commands.insert(Invocation::parse(&step.command_name()), false);
    }
    for (command, path) in &*cursor.index.commands {
        let document = cursor.snapshot.document(path);
        let deprecated = document.is_some_and(|document| document.summary().deprecated);
        commands.insert(command.clone(), deprecated);
    }
    let item = |(command, deprecated): (Invocation, bool)| {
        let name = match command.is_closed() {
            true => cursor.index.called(&command),
            false => command.spelled(Spelling { sigil: Sigil::Slash, joint }),
        };
        let step = machine.and_then(|machine| machine.step_of(&command));
        let steps = step.map(|step| {
            let from: Vec<&str> = step.input_states.iter().map(|state| state.text.as_str()).collect();
            let to = step.output_state.as_ref().map_or("…", |state| &state.text);
            format!("{} → {to}", from.join(", "))
        });
        let item = Item::new(ItemKind::Command, name).detail(steps.unwrap_or_default());
        Item { deprecated, ..item.about(Subject::Command(command)) }
    };
    let mut items: Vec<Item> = commands.into_iter().map(item).collect();
    items.sort_by_key(|item| item.deprecated);
    items
}
