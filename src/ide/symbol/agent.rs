//! Agents: definitions and expanded copies by their name, handoffs, the workflow file, assignees, and `@name` anywhere.

use text_size::{TextRange, TextSize};

use super::{Access, Finder, Symbol, is_word, span};
use crate::{
    model::{Kind, invocation::copy_stem},
    syntax::yaml::{Node, NodeKind as Type},
    workspace::Document,
};

pub(super) fn find(finder: &mut Finder<'_>) {
    declared(finder);
    front_matter(finder);
    if finder.document.kind == Kind::Workflow
        && let Some(root) = &finder.facts.yaml.root
    {
        lists(finder, root);
    }
    mentions(finder);
}

/// The name by which other documents call an agent: its `name`, else its file's.
fn own_name(document: &Document) -> Option<&str> {
    let name = document.summary().name.as_deref();
    name.or_else(|| document.names.iter().find_map(|name| copy_stem(name).or(name.file_stem())))
}

fn declared(finder: &mut Finder<'_>) {
    if !matches!(finder.document.kind, Kind::Agent | Kind::Copy) {
        return;
    }
    let Some(name) = own_name(finder.document) else { return };
    let symbol = Symbol::Agent(name.to_owned());
    finder.file(symbol.clone());
    if let Some(node) = finder.front_matter("name").filter(|node| node.as_str() == Some(name)) {
        finder.word(node.content_range(), Access::Declaration, symbol);
    }
}

fn front_matter(finder: &mut Finder<'_>) {
    if !matches!(finder.document.kind, Kind::Agent | Kind::Copy | Kind::Command | Kind::Skill) {
        return;
    }
    let handoffs = finder.front_matter("handoffs").map_or(&[][..], Node::items);
    for node in handoffs.iter().filter_map(|handoff| handoff.get("agent")) {
        if let Some(name) = node.as_str().filter(|name| finder.index.agents.contains_key(*name)) {
            used(finder, name, node.content_range());
        }
    }
    for key in ["agent", "agents"] {
        let Some(node) = finder.front_matter(key) else { continue };
        for (name, range) in finder.names(node) {
            if is_agent(finder, name) {
                used(finder, name, range);
            }
        }
    }
}

/// The agents of every `agents:` list of the workflow file: of workflows, of loops, of roles.
fn lists(finder: &mut Finder<'_>, node: &Node) {
    for entry in node.entries() {
        if matches!(entry.name(), Some("agents" | "inner_loop" | "outer_loop")) {
            for item in entry.value.items() {
                let name = if item.kind() == Type::Mapping { item.get("name") } else { Some(item) };
                if let Some((node, name)) = name.and_then(|node| Some((node, node.as_str()?))) {
                    used(finder, name, node.content_range());
                }
            }
        }
        lists(finder, &entry.value);
    }
    node.items().iter().for_each(|item| lists(finder, item));
}

/// `@name` of an agent that is known. Anything else behind an `@` is a person.
fn mentions(finder: &mut Finder<'_>) {
    let part = finder.part(TextRange::up_to(TextSize::of(finder.text)));
    let bytes = finder.text.as_bytes();
    for at in memchr::memchr_iter(b'@', finder.text[part].as_bytes()) {
        let at = usize::from(part.start()) + at;
        let before = at.checked_sub(1).map(|before| bytes[before]);
        if before.is_some_and(|byte| is_word(byte) || matches!(byte, b'.' | b'/' | b'@')) {
            continue;
        }
        let length = bytes[at + 1..].iter().take_while(|byte| is_word(**byte)).count();
        let name = &finder.text[at + 1..at + 1 + length];
        if is_agent(finder, name) {
            let symbol = symbol(finder, name);
            finder.add(span(at, at + 1 + length), span(at + 1, at + 1 + length), Access::Read, symbol);
        }
    }
}

fn is_agent(finder: &Finder<'_>, name: &str) -> bool {
    finder.index.agents.contains_key(name) || finder.index.dialects.agents().any(|agent| agent == name)
}

fn used(finder: &mut Finder<'_>, written: &str, range: TextRange) {
    let name = written.strip_prefix('@').unwrap_or(written);
    // What is written with escapes is taken as a whole.
    let at = TextSize::of(&written[..written.len() - name.len()]);
    let own = if finder.text[range] == *written { TextRange::new(range.start() + at, range.end()) } else { range };
    let symbol = symbol(finder, name);
    finder.add(range, own, Access::Read, symbol);
}

/// An agent that is called by its file is the one that its `name` says.
fn symbol(finder: &Finder<'_>, name: &str) -> Symbol {
    let document = finder.index.agents.get(name).and_then(|path| finder.snapshot.document(path));
    let own = document.and_then(|document| own_name(document)).unwrap_or(name);
    Symbol::Agent(own.to_owned())
}
