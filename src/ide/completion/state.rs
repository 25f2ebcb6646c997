//! States: the name after `workflow:` in labels, sentences, tables and command lines, and the names alone in a workflow file.

use std::collections::BTreeSet;

use super::{Completions, Cursor, Item, ItemKind, Subject, word_length};
use crate::model::{
    machine::{Machine, same_name},
    task::STATE_PREFIX,
};

/// The name after `workflow:`, or the whole label where a sentence or a row of a table tells the states of a command.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    name(cursor).or_else(|| label(cursor))
}

/// A label between backticks, before its colon.
fn label(cursor: &Cursor<'_>) -> Option<Completions> {
    let tick = cursor.before.rfind('`')?;
    let written = &cursor.before[tick + 1..];
    let opens = cursor.before.matches('`').count() % 2 == 1;
    if !opens || !STATE_PREFIX.starts_with(written) || cursor.front_matter.is_some() || cursor.fence().is_some() {
        return None;
    }
    let line = cursor.before.to_lowercase();
    let sentence = ["input state", "output state"].iter().any(|words| line.contains(words));
    let row = line
        .trim_start()
        .strip_prefix('|')
        .is_some_and(|cell| cell.trim_start().trim_start_matches('`').starts_with('/'));
    let machine = cursor.index.machine.as_deref().filter(|_| sentence || row)?;
    let rest = match cursor.after.find('`') {
        Some(end) if !cursor.after[..end].contains(|char: char| char.is_whitespace() || char == '|') => end,
        _ => word_length(cursor.after),
    };
    Some(cursor.items(written.len(), rest, labels(machine)))
}

/// The name after `workflow:`.
fn name(cursor: &Cursor<'_>) -> Option<Completions> {
    let at = cursor.before.rfind(STATE_PREFIX)?;
    let start = cursor.before[..at].chars().next_back();
    if start.is_some_and(|char| char.is_alphanumeric() || "_-/.:{<".contains(char)) {
        return None;
    }
    let machine = cursor.index.machine.clone()?;
    let written = &cursor.before[at + STATE_PREFIX.len()..];
    let is_start = |name: &str| name.get(..written.len()).is_some_and(|start| start.eq_ignore_ascii_case(written));
    // `this workflow:` at the end of a line begins a list and no label.
    let delimited = start.is_none_or(|char| "`\"'|,([".contains(char)) || cursor.front_matter.is_some();
    if written.is_empty() && !delimited && cursor.fence().is_none() {
        return None;
    }
    let is_word = !written.is_empty() && written.len() == word_length(written);
    if !(written.is_empty() || is_word || machine.states.iter().any(|state| is_start(&state.name.text))) {
        return None;
    }
    let rest = rest(cursor, &machine, written, start);
    Some(cursor.items(written.len(), rest, items(&machine)))
}

/// How much after the cursor belongs to the name.
fn rest(cursor: &Cursor<'_>, machine: &Machine, written: &str, start: Option<char>) -> usize {
    let after = cursor.after;
    let quote = start.filter(|char| matches!(char, '`' | '"' | '\''));
    if let Some(end) = quote.and_then(|quote| after.find(quote)) {
        return end;
    }
    if cursor.front_matter.is_some() {
        let end = after.find(['"', '\'', ',', ']', '}']).unwrap_or(after.len());
        let end = after[..end].find(" #").unwrap_or(end);
        return after[..end].trim_end().len();
    }
    // In prose a name of several words is one only when there is such a state.
    let name = format!("{written}{after}");
    let whole =
        |state: &str| name.get(..state.len()).is_some_and(|start| same_name(start, state)).then_some(state.len());
    let known = machine.states.iter().filter_map(|state| whole(&state.name.text)).max();
    known.and_then(|length| length.checked_sub(written.len())).unwrap_or(0).max(word_length(after))
}

/// Every state, in the machine's order, with the commands that lead to it.
pub(super) fn items(machine: &Machine) -> Vec<Item> {
    let mut seen = BTreeSet::new();
    let states = machine.states.iter().map(|state| state.name.text.as_str()).filter(|name| seen.insert(*name));
    let item = |name: &str| {
        let leads = |output: &str| same_name(output, name);
        let workflows = machine.steps.iter();
        let into = workflows.filter(|step| step.output_state.as_ref().is_some_and(|output| leads(&output.text)));
        let commands: Vec<String> = into.map(|step| step.command_name()).collect();
        let detail = if commands.is_empty() { String::new() } else { format!("after {}", commands.join(", ")) };
        Item::new(ItemKind::State, name).detail(detail).about(Subject::State(name.to_owned()))
    };
    states.map(item).collect()
}

/// Every state as a label, `workflow:Planned`.
pub(super) fn labels(machine: &Machine) -> Vec<Item> {
    let label = |item: Item| {
        let label = format!("{STATE_PREFIX}{}", item.label);
        Item { text: label.clone(), label, ..item }
    };
    items(machine).into_iter().map(label).collect()
}
