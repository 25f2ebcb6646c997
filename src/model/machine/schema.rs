//! The keys of a workflow file, after flowspec's published schema.
//!
//! Deliberately more tolerant: any namespace in `command`, a list in `from`, and keys that ecosystems add.

use crate::model::{
    invocation::{Invocation, Spelling},
    shape::{
        self, Expected, Object,
        Shape::{self, Any, Bool, Filled, Form, List, Map, Number, OneOf, OneOrMany, ScalarOr, Text},
        optional, required,
    },
};

/// What may stand where these keys of a workflow file lead, `None` for an item of a list.
pub fn expected(path: &[Option<&str>]) -> Option<Expected> {
    const ROOT: Shape = Shape::Object(&FILE);
    shape::expected(&ROOT, path)
}

/// A file with states, workflows and transitions.
pub(super) const FILE: Object = Object {
    name: "workflow file",
    open: false,
    keys: &[
        required("version", VERSION),
        optional("description", Text),
        optional("roles", Shape::Object(&ROLES)),
        required("states", Filled(&ScalarOr(&Text, &Shape::Object(&STATE)))),
        required(
            "workflows",
            Map(&Form(is_name, "small letters, digits, `_` and `-` only"), &Shape::Object(&WORKFLOW)),
        ),
        required("transitions", Filled(&Shape::Object(&TRANSITION))),
        optional("agent_loops", Shape::Object(&AGENT_LOOPS)),
        optional("custom_workflows", Any),
        optional("metadata", Shape::Object(&METADATA)),
    ],
};

/// A version 1.0 file: only what it has is checked.
pub(super) const LEGACY: Object = Object {
    name: "workflow file",
    open: false,
    keys: &[
        optional("version", Any),
        optional("description", Any),
        required("transitions", Filled(&Shape::Object(&LEGACY_TRANSITION))),
    ],
};

const VERSION: Shape = Form(is_version, "a version such as `\"2.0\"`");

const STATE: Object =
    Object { name: "state", open: false, keys: &[required("name", Text), optional("description", Any)] };

const WORKFLOW: Object = Object {
    name: "workflow",
    open: false,
    keys: &[
        required("command", Form(is_command, "a command such as `/flow:plan`")),
        optional("description", Any),
        optional("execution_mode", OneOf(&["sequential", "parallel"])),
        required("agents", Filled(&ScalarOr(&Text, &Shape::Object(&AGENT)))),
        required("input_states", Filled(&Text)),
        required("output_state", Text),
        optional("optional", Bool),
        optional("creates_backlog_tasks", Bool),
        optional("requires_backlog_tasks", Bool),
        optional("requires_human_approval", Bool),
        optional("builds_constitution", Bool),
    ],
};

const AGENT: Object = Object {
    name: "agent",
    open: false,
    keys: &[
        required("name", Text),
        optional("identity", Form(is_identity, "an identity such as `@sre-agent`")),
        optional("description", Any),
        optional("responsibilities", List(&Any)),
    ],
};

const TRANSITION: Object = Object {
    name: "transition",
    open: false,
    keys: &[
        optional("name", Text),
        required("from", OneOrMany(&Text)),
        required("to", Text),
        required("via", Text),
        optional("description", Any),
        optional("input_artifacts", ARTIFACTS),
        optional("output_artifacts", ARTIFACTS),
        optional("validation", VALIDATION),
    ],
};

const LEGACY_TRANSITION: Object = Object {
    name: "transition",
    open: false,
    keys: &[
        optional("name", Text),
        required("from", OneOrMany(&Text)),
        required("to", Text),
        optional("via", Any),
        optional("description", Any),
        optional("input_artifacts", Any),
        optional("output_artifacts", Any),
        optional("validation", VALIDATION),
    ],
};

const ARTIFACTS: Shape = List(&Shape::Object(&ARTIFACT));

const ARTIFACT: Object = Object {
    name: "artifact",
    open: false,
    keys: &[required("type", Text), required("path", Text), optional("required", Bool), optional("multiple", Bool)],
};

const VALIDATION: Shape = Form(is_validation, "`NONE`, `PULL_REQUEST` or `KEYWORD[\"WORD\"]`");

const ROLES: Object = Object {
    name: "section",
    open: false,
    keys: &[
        optional("primary", Text),
        optional("show_all_commands", Bool),
        optional("definitions", Map(&Any, &Shape::Object(&ROLE))),
    ],
};

const ROLE: Object = Object {
    name: "role",
    open: false,
    keys: &[
        optional("display_name", Text),
        optional("icon", Any),
        optional("commands", List(&Text)),
        optional("agents", List(&Text)),
    ],
};

const AGENT_LOOPS: Object = Object {
    name: "section",
    open: false,
    keys: &[
        optional("inner", Shape::Object(&AGENT_LOOP)),
        optional("outer", Shape::Object(&AGENT_LOOP)),
        optional("inner_loop", List(&Text)),
        optional("outer_loop", List(&Text)),
    ],
};

const AGENT_LOOP: Object =
    Object { name: "loop", open: false, keys: &[optional("description", Any), optional("agents", List(&Text))] };

const COUNT: Shape = Number(0, u64::MAX);

const METADATA: Object = Object {
    name: "section",
    open: true,
    keys: &[
        optional("schema_version", Any),
        optional("last_updated", Any),
        optional("state_count", COUNT),
        optional("workflow_count", COUNT),
        optional("agent_count", COUNT),
        optional("inner_loop_agent_count", COUNT),
        optional("outer_loop_agent_count", COUNT),
        optional("transition_count", COUNT),
    ],
};

fn is_version(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(major, minor)| digits(major) && digits(minor))
}

fn is_name(text: &str) -> bool {
    let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(rest)
}

fn is_command(text: &str) -> bool {
    let command = Invocation::parse(text);
    let is_spelled = matches!(command.spelling_of(text), Some(Spelling::COLON | Spelling::DOT));
    is_spelled && is_name(command.namespace()) && command.name().split(['.', ':']).all(is_name)
}

fn is_identity(text: &str) -> bool {
    text.strip_prefix('@').is_some_and(is_name)
}

fn is_validation(text: &str) -> bool {
    let keyword = |text: &str| {
        let word = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        word.is_some_and(|word| !word.trim_matches(['"', '\'']).is_empty())
    };
    match text.strip_prefix("KEYWORD") {
        Some(rest) => rest.is_empty() || keyword(rest),
        None => matches!(text, "NONE" | "PULL_REQUEST"),
    }
}
