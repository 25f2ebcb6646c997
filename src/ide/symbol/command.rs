//! Commands: `/ns:name` and their other spellings in prose, prompts, front matter and YAML, the files of commands, and where agents or roles
//! name commands by other means.

use text_size::TextRange;

use super::{Access, Finder, Symbol};
use crate::{
    model::{Kind, SpecKitKind, invocation::Invocation},
    syntax::{reference::ReferenceKind, yaml::Node},
};

pub(super) fn find(finder: &mut Finder<'_>) {
    for reference in finder.references() {
        let ReferenceKind::Command { namespace, name } = reference.kind else { continue };
        let command = finder.index.command_named(&finder.text[reference.range]);
        // Words that a dash joins are a command only when it is known.
        let is_dashed = &finder.text[TextRange::new(namespace.end(), name.start())] == "-";
        if !is_dashed || command.is_listed() || finder.index.commands.contains_key(&command) {
            finder.word(reference.range, Access::Read, Symbol::Command(command));
        }
    }
    match finder.document.kind {
        Kind::Command | Kind::SpecKit(SpecKitKind::Prompt) => {
            for name in finder.document.names.iter().filter_map(|name| Invocation::of_file(name)) {
                finder.file(Symbol::Command(name));
            }
            handoffs(finder);
        }
        Kind::Skill => {
            for command in finder.document.names.iter().filter_map(|name| Invocation::of_skill(name)) {
                finder.file(Symbol::Command(command));
            }
        }
        Kind::Workflow => {
            workflows(finder);
            roles(finder);
        }
        _ => {}
    }
}

/// Where commands become agents when they are installed, they hand off to each other by these names.
fn handoffs(finder: &mut Finder<'_>) {
    let Some(handoffs) = finder.front_matter("handoffs") else { return };
    for node in handoffs.items().iter().filter_map(|handoff| handoff.get("agent")) {
        let Some(agent) = node.as_str().filter(|agent| !finder.index.agents.contains_key(*agent)) else { continue };
        let command = Invocation::of_agent(agent).filter(|command| finder.index.commands.contains_key(command));
        if let Some(command) = command {
            finder.word(node.content_range(), Access::Read, Symbol::Command(command));
        }
    }
}

fn workflows(finder: &mut Finder<'_>) {
    let Some(machine) = finder.facts.summary.machine() else { return };
    for command in machine.steps.iter().filter_map(|step| step.command.as_ref()) {
        let called = Invocation::parse(&command.text);
        if !called.namespace().is_empty() {
            finder.word(command.range, Access::Read, Symbol::Command(called));
        }
    }
}

/// `roles.definitions.arch.commands: [decide]` is `/arch:decide`.
fn roles(finder: &mut Finder<'_>) {
    let root = finder.facts.yaml.root.as_ref();
    let roles = root.and_then(|root| root.get("roles")?.get("definitions")).map_or(&[][..], Node::entries);
    for role in roles {
        let commands = role.value.get("commands").map_or(&[][..], Node::items);
        for (node, name) in commands.iter().filter_map(|node| Some((node, node.as_str()?))) {
            let command = Invocation::new(role.name().unwrap_or_default(), name);
            if finder.index.commands.contains_key(&command) {
                finder.word(node.content_range(), Access::Read, Symbol::Command(command));
            }
        }
    }
}
