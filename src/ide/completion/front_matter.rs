//! Keys and values of front matter, by the kind of document.

use std::collections::BTreeMap;

use super::{Completions, Cursor, Item, ItemKind, agent, command, skill, state, task};
use crate::ide::completion::yaml_site::{YamlRole, YamlSite};
use crate::{
    model::{
        Kind,
        keys::{FrontMatterKey, KeyValue, key_of, keys, misplaced_key},
    },
    syntax::yaml::{Node, Value},
};

/// How many values that other documents have are offered.
const MAX_USED: usize = 50;

/// The tools of Claude Code.
const TOOLS: [&str; 13] = [
    "Read",
    "Write",
    "Edit",
    "Glob",
    "Grep",
    "Bash",
    "WebFetch",
    "WebSearch",
    "NotebookEdit",
    "Task",
    "TodoWrite",
    "Skill",
    "SlashCommand",
];

/// The keys of a handoff.
const HANDOFF: [(&str, &str); 4] = [
    ("label", "What the button says"),
    ("agent", "The agent that goes on"),
    ("prompt", "What it is told"),
    ("send", "Whether the prompt is sent at once"),
];

/// A key or a value that is being written.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let place = cursor.place()?;
    let items = match (&place.path[..], place.role) {
        ([], YamlRole::Key) => top(cursor, &place),
        ([Some("handoffs"), None], YamlRole::Key | YamlRole::Item) => handoff(&place),
        ([Some("handoffs"), None, Some(key)], YamlRole::Value) => match *key {
            "agent" => agent::items(cursor, &[Kind::Copy, Kind::Agent], false),
            "send" => words(&["true", "false"]),
            _ => return None,
        },
        ([Some("scripts" | "agent_scripts")], YamlRole::Key) => {
            ["sh", "ps"].iter().map(|name| with_colon(Item::new(ItemKind::Key, *name), &place)).collect()
        }
        ([Some(key)], YamlRole::Value) | ([Some(key), None], YamlRole::Item | YamlRole::Value) => {
            let mut items = values(cursor, key)?;
            let taken = listed(cursor, &place, key);
            items.retain(|item| !taken.contains(&item.label.as_str()));
            items
        }
        _ => return None,
    };
    Some(match place.role {
        YamlRole::Key => Completions { items, ..cursor.values(&place, Vec::new()) },
        _ => cursor.values(&place, items),
    })
}

/// The keys that are not there yet.
fn top(cursor: &Cursor<'_>, place: &YamlSite<'_>) -> Vec<Item> {
    let document = cursor.document;
    let misplaced = misplaced_key(document.kind).map(|(wrong, _)| wrong);
    let misplaced = misplaced.filter(|_| document.names.iter().any(|name| name.starts_with(".claude")));
    let is_absent = |key: &&FrontMatterKey| !place.siblings.contains(&key.name) && misplaced != Some(key.name);
    let absent = keys(document.kind, document.name()).filter(is_absent);
    let item = |key: &FrontMatterKey| with_colon(Item::new(ItemKind::Key, key.name).detail(key.summary), place);
    absent.map(item).collect()
}

fn handoff(place: &YamlSite<'_>) -> Vec<Item> {
    let absent = HANDOFF.into_iter().filter(|(name, _)| !place.siblings.contains(name));
    absent.map(|(name, summary)| with_colon(Item::new(ItemKind::Key, name).detail(summary), place)).collect()
}

/// A key with the colon and the blank that are missing.
pub(super) fn with_colon(item: Item, place: &YamlSite<'_>) -> Item {
    let text = match place {
        YamlSite { colon: true, .. } => return item,
        YamlSite { spaced: true, .. } => format!("{}:", item.text),
        _ => format!("{}: ", item.text),
    };
    Item { text, ..item }
}

/// What is in the list of a key already, but for the word under the cursor.
fn listed<'a>(cursor: &Cursor<'a>, place: &YamlSite<'_>, name: &str) -> Vec<&'a str> {
    let entry = cursor.facts.front_matter.as_ref().and_then(|front_matter| front_matter.get(name));
    let items = entry.map(|entry| entry.value.items()).unwrap_or_default().iter();
    let others = items.filter(|item| usize::from(item.content_range().start()) != place.word.start);
    others.filter_map(Node::as_str).collect()
}

/// The values of a key.
fn values(cursor: &Cursor<'_>, name: &str) -> Option<Vec<Item>> {
    let key = key_of(cursor.document.kind, cursor.document.name(), name)?;
    let machine = cursor.index.machine.as_deref();
    let mut items = match (cursor.document.kind, name) {
        (Kind::Task, "status") => return Some(statuses(cursor)),
        (Kind::Task, "dependencies" | "parent_task_id" | "subtasks") => return Some(task::items(cursor)),
        (Kind::Task, "labels") => machine.map(state::labels).unwrap_or_default(),
        (_, "replacement") => return Some(command::items(cursor, command::joint(cursor))),
        (_, "tools" | "allowed-tools" | "disallowedTools") => words(&TOOLS),
        (_, "skills") => return Some(skill::items(cursor)),
        (_, "agent" | "agents") => return Some(agent::items(cursor, &[Kind::Copy, Kind::Agent], false)),
        (Kind::Command, "mode") => words(&["agent"]),
        (Kind::Command | Kind::Copy, "target") => words(&["chat"]),
        _ => Vec::new(),
    };
    match key.value {
        KeyValue::OneOf(known) => return Some(words(known)),
        KeyValue::Bool => return Some(words(&["true", "false"])),
        KeyValue::Mapping | KeyValue::Mappings => return None,
        KeyValue::Priority => return Some(board_words(&cursor.snapshot.backlog().priorities)),
        KeyValue::TaskType => return Some(board_words(&cursor.snapshot.backlog().types)),
        KeyValue::Any
        | KeyValue::Text
        | KeyValue::Hint
        | KeyValue::List
        | KeyValue::Sequence
        | KeyValue::Date
        | KeyValue::Number
        | KeyValue::Decimal => {}
    }
    // What says something about one document only is of no use to another.
    let own =
        matches!(name, "id" | "name" | "title" | "description" | "argument-hint" | "initialPrompt" | "onStatusChange");
    if !own && !name.ends_with("_date") {
        let known = |word: &String| items.iter().any(|item| item.label == *word);
        let used: Vec<Item> = used(cursor, name)
            .into_iter()
            .filter(|word| !known(word))
            .map(|word| Item::new(ItemKind::Value, word))
            .collect();
        items.extend(used);
    }
    (!items.is_empty()).then_some(items)
}

fn words(words: &[&str]) -> Vec<Item> {
    words.iter().map(|word| Item::new(ItemKind::Value, *word)).collect()
}

/// The statuses that Backlog.md is set to, or those that tasks have.
pub(super) fn statuses(cursor: &Cursor<'_>) -> Vec<Item> {
    let known = &cursor.snapshot.backlog().statuses;
    let statuses =
        if known.is_empty() { ["To Do", "In Progress", "Done"].map(str::to_owned).to_vec() } else { known.clone() };
    statuses.into_iter().map(|status| Item::new(ItemKind::Value, status)).collect()
}

/// Words of the board's settings.
fn board_words(words: &[String]) -> Vec<Item> {
    words.iter().map(|word| Item::new(ItemKind::Value, word.clone())).collect()
}

/// What other documents of this kind have as the value of a key, what most of them have first.
fn used(cursor: &Cursor<'_>, name: &str) -> Vec<String> {
    let documents = cursor.snapshot.documents();
    let alike = documents
        .iter()
        .filter(|document| document.kind == cursor.document.kind && document.path != cursor.document.path);
    let values = alike.filter_map(|document| document.facts().front_matter.as_ref()?.get(name));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values.map(|entry| &entry.value) {
        let items = match &value.value {
            Value::Sequence(items) => &items[..],
            _ => std::slice::from_ref(value),
        };
        let short = |word: &&str| {
            (1..60).contains(&word.len()) && !word.contains(['\n', '\r']) && !word.starts_with("workflow:")
        };
        for word in items.iter().filter_map(Node::as_str).map(str::trim).filter(short) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    words.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
    words.into_iter().take(MAX_USED).map(|(word, _)| word.to_owned()).collect()
}
