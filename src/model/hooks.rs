//! `hooks.yaml`: what runs when an event occurs.

#[cfg(test)]
mod tests;

use super::shape::{
    self, Misfit, Object,
    Shape::{self, Any, Bool, Filled, Form, List, Number, OneOf, Text},
    optional, required,
};
use crate::model::machine::Word;
use crate::syntax::yaml::{Node, Yaml};
use rustc_hash::FxHashMap;
use text_size::TextRange;

/// Where the scripts of hooks lie, relative to the project.
pub const SCRIPTS: &str = ".flowspec/hooks";

/// The hooks of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hooks {
    /// In source order.
    pub hooks: Vec<Hook>,
}

/// One hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its name.
    pub name: Option<Word>,
    /// The events that it listens to, `*` and all.
    pub events: Vec<Word>,
    /// The script that it runs, from `.flowspec/hooks/`.
    pub script: Option<Word>,
    /// Whether it runs at all.
    pub enabled: bool,
    /// The whole hook.
    pub range: TextRange,
}

/// What a finding is about: one of the rules for hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HookCheck {
    /// A missing or misspelt key, a wrong type or value.
    Schema,
    /// A script that is not inside `.flowspec/hooks/`.
    ScriptOutside,
}

/// Something wrong in a hooks file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookFinding {
    /// What it is about.
    pub check: HookCheck,
    /// Where and what, and the cure.
    pub misfit: Misfit,
}

const FILE: Object = Object {
    name: "hooks file",
    open: false,
    keys: &[
        optional("version", Any),
        optional("defaults", Shape::Object(&DEFAULTS)),
        required("hooks", List(&Shape::Object(&HOOK))),
    ],
};

const DEFAULTS: Object = Object {
    name: "section",
    open: false,
    keys: &[
        optional("timeout", TIMEOUT),
        optional("fail_mode", FAIL_MODE),
        optional("enabled", Bool),
        optional("working_directory", Text),
        optional("shell", Text),
    ],
};

const HOOK: Object = Object {
    name: "hook",
    open: false,
    keys: &[
        required("name", Form(is_name, "small letters, digits and hyphens only")),
        optional("description", Any),
        required("events", Filled(&Shape::ScalarOr(&Text, &Shape::Object(&EVENT)))),
        optional("script", Text),
        optional("command", Text),
        optional("webhook", Any),
        optional("timeout", TIMEOUT),
        optional("fail_mode", FAIL_MODE),
        optional("enabled", Bool),
        optional("working_directory", Text),
        optional("shell", Text),
        optional("env", Any),
        optional("retry", Any),
    ],
};

const EVENT: Object = Object {
    name: "event",
    open: false,
    keys: &[optional("type", Text), optional("pattern", Text), optional("filter", Any)],
};

const TIMEOUT: Shape = Number(1, 600);
const FAIL_MODE: Shape = OneOf(&["continue", "stop"]);

const ROOT: Shape = Shape::Object(&FILE);

/// What may stand where these keys of a hooks file lead, `None` for an item of a list.
pub fn expected(path: &[Option<&str>]) -> Option<shape::Expected> {
    shape::expected(&ROOT, path)
}

impl Hooks {
    /// Reads a hooks file as far as it goes, with what is wrong in it in order of position.
    ///
    /// A file that is not YAML to its end has no findings here: what is missing may only be unread.
    pub fn from_yaml(yaml: &Yaml) -> (Hooks, Vec<HookFinding>) {
        let Some(root) = &yaml.root else {
            return (Hooks::default(), Vec::new());
        };
        let nodes = root.get("hooks").map_or(&[][..], Node::items);
        let hooks = Hooks { hooks: nodes.iter().map(hook).collect() };
        if yaml.truncated {
            return (hooks, Vec::new());
        }
        let mut misfits = shape::misfits(root, &FILE);
        for node in nodes {
            misfits.extend(action(node));
            misfits.extend(untyped_events(node));
        }
        misfits.extend(duplicate_names(&hooks));
        let schema = misfits.into_iter().map(|misfit| (HookCheck::Schema, misfit));
        let scripts = hooks.hooks.iter().filter_map(script_outside);
        let scripts = scripts.map(|misfit| (HookCheck::ScriptOutside, misfit));
        let mut findings: Vec<HookFinding> =
            schema.chain(scripts).map(|(check, misfit)| HookFinding { check, misfit }).collect();
        findings.sort_by_key(|finding| (finding.misfit.range.start(), finding.check));
        (hooks, findings)
    }
}

fn hook(node: &Node) -> Hook {
    let events = node.get("events").map_or(&[][..], Node::items);
    Hook {
        name: node.get("name").and_then(word),
        events: events.iter().filter_map(|event| word(event.get("type").unwrap_or(event))).collect(),
        script: node.get("script").and_then(word),
        enabled: node.get("enabled").and_then(Node::as_bool).unwrap_or(true),
        range: node.range,
    }
}

fn word(node: &Node) -> Option<Word> {
    let text = node.as_str()?.trim();
    (!text.is_empty()).then(|| Word { text: text.to_owned(), range: node.content_range() })
}

fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(fits)
}

/// A hook does exactly one thing.
fn action(hook: &Node) -> Option<Misfit> {
    let entries = hook.as_mapping()?;
    let mut actions = entries.iter().filter(|entry| {
        let action = matches!(entry.name(), Some("script" | "command" | "webhook"));
        action && !entry.value.is_null()
    });
    let (range, message) = match (actions.next(), actions.next()) {
        (None, _) => {
            let name = hook.entry("name").map(|entry| entry.value.content_range());
            let first = entries.first().map(|entry| entry.key.content_range());
            (name.or(first)?, "this hook does nothing: give it a `script`, a `command` or a `webhook`")
        }
        (Some(_), Some(second)) => {
            (second.key.content_range(), "a hook has only one of `script`, `command` and `webhook`")
        }
        (Some(_), None) => return None,
    };
    Some(misfit(range, message))
}

/// An event has a `type`; flowspec's guide also shows `pattern`.
fn untyped_events(hook: &Node) -> impl Iterator<Item = Misfit> {
    let events = hook.get("events").map_or(&[][..], Node::items).iter();
    let untyped = events.filter(|event| event.get("type").is_none() && event.get("pattern").is_none());
    untyped.filter_map(|event| {
        let first = event.as_mapping()?.first()?;
        // A misspelt `type` is reported as such.
        let misspelt = strsim::osa_distance(first.name()?, "type") <= 2;
        (!misspelt).then(|| misfit(first.key.content_range(), "this event has no `type`"))
    })
}

fn duplicate_names(hooks: &Hooks) -> impl Iterator<Item = Misfit> {
    let mut first = FxHashMap::default();
    let names = hooks.hooks.iter().filter_map(|hook| hook.name.as_ref());
    names.filter_map(move |name| {
        let twice = first.insert(name.text.as_str(), ()).is_some();
        twice.then(|| misfit(name.range, format!("another hook is named `{}` too", name.text)))
    })
}

fn script_outside(hook: &Hook) -> Option<Misfit> {
    let script = hook.script.as_ref()?;
    let text = script.text.as_str();
    let absolute = text.starts_with(['/', '\\', '~']) || text.get(1..2) == Some(":");
    let problem = if absolute {
        "is not relative"
    } else if text.split(['/', '\\']).any(|part| part == "..") {
        "leads out of the folder"
    } else {
        return None;
    };
    let message = format!("`{text}` {problem}: a script must be inside `.flowspec/hooks/`");
    Some(misfit(script.range, message))
}

fn misfit(range: TextRange, message: impl Into<String>) -> Misfit {
    Misfit { range, message: message.into(), replacement: None }
}
