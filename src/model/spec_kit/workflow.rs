//! `workflow.yml`: steps that call commands, ask people or go on by a condition.

use rustc_hash::FxHashSet;
use text_size::TextRange;

use super::schema::{ManifestFinding, VERSION, is_slug};
use crate::{
    model::shape::{
        Misfit, Object,
        Shape::{self, Any, Bool, Filled, Form, List, Map, OneOf, Text},
        optional, required,
    },
    syntax::yaml::{self, Node},
};

/// A command that a step of a workflow runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepCommand {
    pub command: String,
    pub range: TextRange,
}

pub(super) const FILE: Object = Object {
    name: "workflow file",
    open: false,
    keys: &[
        required("schema_version", VERSION),
        required("workflow", Shape::Object(&ABOUT)),
        optional("requires", Shape::Object(&REQUIRES)),
        optional("inputs", Map(&Any, &Shape::Object(&INPUT))),
        optional("outputs", Any),
        required("steps", Filled(&Shape::Object(&STEP))),
    ],
};

const ABOUT: Object = Object {
    name: "workflow",
    open: false,
    keys: &[
        required("id", Form(is_id, "lowercase letters, digits and single hyphens")),
        required("name", Text),
        required("version", Form(is_semantic, "a version such as `1.0.0`")),
        optional("author", Any),
        optional("description", Any),
        optional("integration", Any),
        optional("model", Any),
        optional("options", Any),
    ],
};

const REQUIRES: Object =
    Object { name: "section", open: false, keys: &[optional("speckit_version", Text), optional("integrations", Any)] };

const INPUT: Object = Object {
    name: "input",
    open: false,
    keys: &[
        optional("type", OneOf(&["string", "number", "boolean"])),
        optional("required", Any),
        optional("default", Any),
        optional("enum", List(&Any)),
        optional("prompt", Any),
        optional("description", Any),
    ],
};

const STEP: Object = Object {
    name: "step",
    open: true,
    keys: &[
        required("id", Text),
        optional("type", OneOf(TYPES)),
        optional("continue_on_error", Bool),
        optional("on_reject", OneOf(&["abort", "skip", "retry"])),
    ],
};

const TYPES: &[&str] = &[
    "command", "shell", "prompt", "gate", "if", "switch", "while", "do-while", "fan-out", "fan-in", "init", "slot",
    "github", "workflow",
];

fn is_id(text: &str) -> bool {
    is_slug(text) && !text.starts_with('-') && !text.ends_with('-')
}

/// `X.Y.Z`, and what may follow it.
fn is_semantic(text: &str) -> bool {
    let numbers = text.split(['-', '+']).next().unwrap_or_default();
    numbers.split('.').count() == 3
        && numbers.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Adds what no shape tells to the `found` misfits.
pub(super) fn findings(root: &Node, mut found: Vec<ManifestFinding>) -> Vec<ManifestFinding> {
    let mut ids = FxHashSet::default();
    let mut refuse = |node: &Node, message: String| {
        let misfit = Misfit { range: node.content_range(), message, replacement: None };
        found.push(ManifestFinding { refused: true, misfit });
    };
    for step in steps(root) {
        let id = step.get("id").filter(|id| id.as_str().is_some_and(|id| !id.is_empty()));
        let name = id.and_then(Node::as_str).unwrap_or_default();
        if let Some(id) = id {
            if name.contains(':') {
                refuse(id, format!("`{}` must not contain `:`", yaml::quote(name)));
            }
            if !ids.insert(name) {
                refuse(id, format!("another step has the id `{name}`: give each its own"));
            }
        }
        let is_gate = step.get("type").and_then(Node::as_str) == Some("gate");
        let key = step.entry("type").map(|entry| &entry.value).or(id);
        if let Some(node) = key.filter(|_| is_gate && step.get("message").is_none()) {
            refuse(node, "a gate must have a `message`".to_owned());
        }
    }
    found
}

/// The commands that the steps of a workflow run.
pub(super) fn commands(root: &Node) -> Vec<StepCommand> {
    let commands = steps(root).into_iter().filter_map(|step| step.get("command"));
    let read = |node: &Node| {
        let command = node.as_str().filter(|command| !command.is_empty())?.to_owned();
        Some(StepCommand { command, range: node.content_range() })
    };
    commands.filter_map(read).collect()
}

/// Every step, those inside of others too.
fn steps(root: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut next: Vec<&Node> = root.get("steps").into_iter().collect();
    while let Some(list) = next.pop() {
        for step in list.items() {
            found.push(step);
            for key in ["then", "else", "steps", "default"] {
                next.extend(step.get(key));
            }
            next.extend(step.get("cases").into_iter().flat_map(Node::entries).map(|case| &case.value));
        }
    }
    found
}
