//! Keys and values of a workflow file.

use std::borrow::Cow;

use super::{Completions, Cursor, Item, ItemKind, agent, command, front_matter::with_colon, state};
use crate::ide::completion::yaml_site::{YamlRole, YamlSite};
use crate::{
    model::{
        Kind,
        invocation::{Invocation, Joint},
        machine::{MANUAL_VIAS, Machine, expected},
        shape::{Begins, Expected},
    },
    text::lines::line_end,
};

/// A key or a value that is being written.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let place = cursor.place()?;
    let machine = machine(cursor);
    let mut items = match &place.path[..] {
        [Some("workflows"), Some(_), Some("command")] => command::items(cursor, Joint::Colon),
        [Some("roles"), Some("definitions"), Some(role), Some("commands"), None] => role_commands(cursor, role),
        [Some("roles"), Some("definitions"), Some(_), Some("agents"), None]
        | [Some("workflows"), Some(_), Some("agents"), None, Some("identity")] => identities(cursor),
        [Some("workflows"), Some(_), Some("agents"), None]
        | [Some("workflows"), Some(_), Some("agents"), None, Some("name")]
        | [Some("agent_loops"), .., None] => agent::items(cursor, &[Kind::Agent], true),
        [Some("workflows"), Some(_), Some("input_states"), None]
        | [Some("workflows"), Some(_), Some("output_state")]
        | [Some("transitions"), None, Some("from" | "to")]
        | [Some("transitions"), None, Some("from"), None] => state::items(&machine),
        [Some("transitions"), None, Some("via")] => vias(&machine),
        [Some("transitions"), None, Some("validation")] => validations(),
        _ => Vec::new(),
    };
    if place.role == YamlRole::Key {
        items.clear();
    }
    if let Some(expected) = expected(&place.path) {
        shaped(cursor, &place, expected, &mut items);
    }
    (!items.is_empty()).then(|| accepted(cursor, &place, items))
}

/// The keys and words that a shape has, after what is known already.
pub(super) fn shaped(cursor: &Cursor<'_>, place: &YamlSite<'_>, expected: Expected, items: &mut Vec<Item>) {
    if place.role != YamlRole::Key {
        items.extend(expected.words().iter().map(|word| Item::new(ItemKind::Value, *word)));
    }
    if place.role != YamlRole::Value && place.quote.is_none() {
        let absent = expected.keys().filter(|(name, _)| !place.siblings.contains(name));
        items.extend(absent.map(|(name, begins)| key(cursor, place, name, begins).detail(expected.summary(name))));
    }
}

/// A key, and in block style what its value begins with.
pub(super) fn key(cursor: &Cursor<'_>, place: &YamlSite<'_>, name: &str, begins: Begins) -> Item {
    let item = Item::new(ItemKind::Key, name);
    if place.colon || place.flow || begins == Begins::Inline {
        return with_colon(item, place);
    }
    // Editors indent the lines that they insert like the first one.
    let newline = line_end(cursor.text);
    let inside = if begins == Begins::List { "  - " } else { "  " };
    item.text(format!("{name}:")).snippet(format!("{name}:{newline}{inside}$0"))
}

/// The items as they are written: keys as they are, values with the quotes that are missing.
pub(super) fn accepted(cursor: &Cursor<'_>, place: &YamlSite<'_>, items: Vec<Item>) -> Completions {
    let (keys, values): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| item.kind == ItemKind::Key);
    let mut found = cursor.values(place, values);
    let blank = |key: Item| match place.glued {
        true => {
            Item { text: format!(" {}", key.text), snippet: key.snippet.map(|snippet| format!(" {snippet}")), ..key }
        }
        false => key,
    };
    found.items.extend(keys.into_iter().map(blank));
    found
}

/// The machine of this file, as it is without the line of the cursor when that breaks it.
fn machine<'a>(cursor: &'a Cursor<'_>) -> Cow<'a, Machine> {
    match cursor.facts.summary.machine().map(|machine| &**machine) {
        Some(machine) if !machine.incomplete => Cow::Borrowed(machine),
        _ => Cow::Owned(Machine::read(&cursor.yaml_without_line())),
    }
}

/// The commands of a role, whose namespace is its name.
fn role_commands(cursor: &Cursor<'_>, role: &str) -> Vec<Item> {
    let own = |item: Item| {
        let command = Invocation::parse(&item.label);
        let name = command.name().to_owned();
        (command.namespace() == role).then(|| Item { label: name.clone(), text: name, ..item })
    };
    command::items(cursor, Joint::Colon).into_iter().filter_map(own).collect()
}

/// Agents as they are addressed: `@sre-agent`.
fn identities(cursor: &Cursor<'_>) -> Vec<Item> {
    let addressed = |item: Item| {
        let label = format!("@{}", item.label);
        Item { text: label.clone(), label, ..item }
    };
    agent::items(cursor, &[Kind::Agent], true).into_iter().map(addressed).collect()
}

fn vias(machine: &Machine) -> Vec<Item> {
    let workflows = machine
        .steps
        .iter()
        .map(|step| Item::new(ItemKind::Value, step.name.text.as_str()).detail(step.command_name()));
    let manual = MANUAL_VIAS.map(|via| Item::new(ItemKind::Value, via).detail("a step that people take"));
    workflows.chain(manual).collect()
}

fn validations() -> Vec<Item> {
    let known = [
        ("NONE", "nothing has to be approved"),
        ("PULL_REQUEST", "a pull request was merged"),
        ("KEYWORD[\"APPROVED\"]", "a person types the word"),
    ];
    known.map(|(word, detail)| Item::new(ItemKind::Value, word).detail(detail)).into()
}
