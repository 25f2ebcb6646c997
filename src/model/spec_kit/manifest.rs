//! The manifests below `.specify/`, as `specify` 1.2.3 reads them: `extensions.yml`, `extension.yml`, `preset.yml`.

use text_size::TextRange;

use super::{
    SpecKitKind,
    schema::{ManifestFinding, VERSION, is_slug},
    workflow,
};
use crate::{
    model::shape::{
        self, Misfit, Object,
        Shape::{self, Any, Bool, Filled, Form, List, Map, Number, OneOf, OneOrMany, Text},
        optional, required,
    },
    syntax::yaml::{Node, NodeKind, Yaml},
};

/// A command that a hook calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookCall {
    /// The event, `before_plan`.
    pub event: String,
    /// The command, `speckit.git.commit`.
    pub command: String,
    pub range: TextRange,
    /// `enabled` is not `false`.
    pub enabled: bool,
    /// `optional` is `false`, and nothing else decides.
    pub mandatory: bool,
    /// Those with a lower one run first.
    pub priority: u64,
}

const HOOKS: Object = Object {
    name: "file",
    open: false,
    keys: &[
        optional("installed", Any),
        optional("settings", Any),
        optional("hooks", Map(&Any, &List(&Shape::Object(&HOOK)))),
    ],
};

const HOOK: Object = Object {
    name: "hook",
    open: false,
    keys: &[
        optional("extension", Any),
        required("command", Text),
        optional("enabled", Bool),
        optional("optional", Bool),
        optional("priority", Number(1, u64::MAX)),
        optional("prompt", Any),
        optional("description", Any),
        optional("condition", Any),
    ],
};

const EXTENSION: Object = Object {
    name: "extension",
    open: false,
    keys: &[
        required("schema_version", VERSION),
        required("extension", Shape::Object(&ABOUT_EXTENSION)),
        required("requires", Shape::Object(&REQUIRES)),
        required("provides", Shape::Object(&PROVIDED)),
        optional("hooks", Map(&Any, &OneOrMany(&Shape::Object(&OWN_HOOK)))),
        optional("events", Any),
        optional("tags", Any),
        optional("defaults", Any),
        optional("config", Any),
    ],
};

const ABOUT_EXTENSION: Object = Object {
    name: "section",
    open: false,
    keys: &[
        required("id", Form(is_slug, "lowercase letters, digits and hyphens only")),
        required("name", Text),
        required("version", Text),
        required("description", Text),
        optional("category", Any),
        optional("effect", OneOf(&["read-only", "read-write"])),
    ],
};

const REQUIRES: Object = Object { name: "section", open: true, keys: &[required("speckit_version", Text)] };

const PROVIDED: Object = Object {
    name: "section",
    open: false,
    keys: &[
        optional("commands", List(&Shape::Object(&COMMAND))),
        optional("templates", Any),
        optional("scripts", Any),
        optional("config", Any),
    ],
};

const COMMAND: Object = Object {
    name: "command",
    open: true,
    keys: &[
        required("name", Form(is_command, "`speckit.EXTENSION.COMMAND` in lowercase letters, digits and hyphens")),
        required("file", Text),
    ],
};

const OWN_HOOK: Object = Object { name: "hook", open: true, keys: &[required("command", Text)] };

const PRESET: Object = Object {
    name: "preset",
    open: false,
    keys: &[
        required("schema_version", VERSION),
        required("preset", Shape::Object(&ABOUT_PRESET)),
        required("requires", Shape::Object(&REQUIRES)),
        required("provides", Shape::Object(&REPLACED)),
        optional("tags", Any),
    ],
};

const ABOUT_PRESET: Object = Object {
    name: "section",
    open: true,
    keys: &[
        required("id", Form(is_slug, "lowercase letters, digits and hyphens only")),
        required("name", Text),
        required("version", Text),
        required("description", Text),
    ],
};

const REPLACED: Object =
    Object { name: "section", open: true, keys: &[required("templates", Filled(&Shape::Object(&TEMPLATE)))] };

const TEMPLATE: Object = Object {
    name: "template",
    open: true,
    keys: &[
        required("type", OneOf(&["template", "command", "script"])),
        required("name", Text),
        required("file", Text),
        optional("strategy", OneOf(&["replace", "prepend", "append", "wrap"])),
    ],
};

/// `^speckit\.[a-z0-9-]+\.[a-z0-9-]+$`.
fn is_command(text: &str) -> bool {
    let mut parts = text.split('.');
    parts.next() == Some("speckit") && parts.clone().count() == 2 && parts.all(is_slug)
}

/// What does not fit in a manifest of this kind, in order of position.
pub(super) fn findings(kind: SpecKitKind, yaml: &Yaml) -> Vec<ManifestFinding> {
    let Some(root) = yaml.root.as_ref().filter(|_| !yaml.truncated) else { return Vec::new() };
    let of = |object| -> Vec<ManifestFinding> {
        shape::misfits(root, object)
            .into_iter()
            .map(|misfit| ManifestFinding { refused: is_refused(&misfit), misfit })
            .collect()
    };
    let mut found = match kind {
        // Spec Kit reads this file without a word about what it does not understand.
        SpecKitKind::Hooks => of(&HOOKS).into_iter().map(|it| ManifestFinding { refused: false, ..it }).collect(),
        SpecKitKind::Extension => of(&EXTENSION),
        SpecKitKind::Preset => of(&PRESET),
        SpecKitKind::Workflow => workflow::findings(root, of(&workflow::FILE)),
        SpecKitKind::Setup => renamed(root),
        _ => Vec::new(),
    };
    found.sort_by_key(|it| it.misfit.range.start());
    found
}

/// Misspelt keys are only ignored.
fn is_refused(misfit: &Misfit) -> bool {
    !misfit.message.starts_with("unknown key")
}

/// `branch_numbering` of `init-options.json`, which v0.10 has renamed.
fn renamed(root: &Node) -> Vec<ManifestFinding> {
    let Some(entry) = root.entry("branch_numbering") else { return Vec::new() };
    let now = "feature_numbering";
    let is_both = root.entry(now).is_some();
    let advice = if is_both { "remove it".to_owned() } else { format!("use `{now}`") };
    let misfit = Misfit {
        range: entry.key.content_range(),
        message: format!("`branch_numbering` was renamed in Spec Kit 0.10: {advice}"),
        replacement: (!is_both).then(|| now.to_owned()),
    };
    vec![ManifestFinding { refused: false, misfit }]
}

/// The commands that the hooks of `extensions.yml` call.
pub(super) fn hook_calls(yaml: &Yaml) -> Vec<HookCall> {
    let Some(hooks) = yaml.root.as_ref().and_then(|root| root.get("hooks")) else { return Vec::new() };
    let mut calls = Vec::new();
    for event in hooks.entries() {
        for hook in event.value.items() {
            let Some(command) = hook.get("command").filter(|command| command.kind() == NodeKind::String) else {
                continue;
            };
            let is = |key: &str| hook.get(key).and_then(Node::as_bool);
            let condition = hook.get("condition").is_some_and(|condition| !condition.is_null());
            calls.push(HookCall {
                event: event.name().unwrap_or_default().to_owned(),
                command: command.as_str().unwrap_or_default().to_owned(),
                range: command.content_range(),
                enabled: is("enabled") != Some(false),
                mandatory: is("optional") == Some(false) && !condition,
                priority: hook.get("priority").and_then(Node::as_u64).unwrap_or(10),
            });
        }
    }
    calls
}
