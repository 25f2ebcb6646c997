//! How a project of Spec Kit is set up: constitution, commands, manifests.

mod command_spelling;
mod command_toml_invalid;
mod command_unrendered;
mod commands_mixed;
mod constitution_untouched;
mod constitution_version;
mod feature_json_stale;
pub(in crate::rules) mod file_reference_missing;
mod hook_command_missing;
mod manifest_schema;
pub(in crate::rules) mod placeholder;

use crate::{
    model::{
        Kind, SpecKitKind,
        invocation::{Invocation, Joint, copy_stem},
        namespace::SPECKIT,
        spec_kit::SpecKitConstitution,
    },
    rules::{Context, Rule},
    workspace::Document,
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &constitution_untouched::RULE,
    &constitution_version::RULE,
    &feature_json_stale::RULE,
    &hook_command_missing::RULE,
    &manifest_schema::RULE,
    &command_spelling::RULE,
    &commands_mixed::RULE,
    &command_unrendered::RULE,
    &command_toml_invalid::RULE,
];

const CONSTITUTION: Kind = Kind::SpecKit(SpecKitKind::Constitution);
const PROMPT: Kind = Kind::SpecKit(SpecKitKind::Prompt);
const HOOKS: Kind = Kind::SpecKit(SpecKitKind::Hooks);
const SETUP: Kind = Kind::SpecKit(SpecKitKind::Setup);
/// The documents that may be commands of Spec Kit.
const COMMANDS: &[Kind] = &[Kind::Command, Kind::Skill, Kind::Copy, PROMPT];

/// A folder as `feature.json` has it, relative to the root of the project.
pub(super) fn below_root<'a>(context: &Context<'_>, written: &'a str) -> &'a str {
    let below = written.strip_prefix(context.snapshot.root().as_str()).filter(|_| written.starts_with('/'));
    let path = below.map_or(written, |below| below.trim_start_matches('/'));
    path.trim_start_matches("./").trim_end_matches('/')
}

/// What a constitution says of itself.
fn constitution<'a>(context: &Context<'a>) -> Option<&'a SpecKitConstitution> {
    match context.facts().meaning.spec_kit()? {
        crate::model::spec_kit::SpecKitMeaning::Constitution(constitution) => Some(constitution),
        _ => None,
    }
}

/// The command of Spec Kit that a document is, and what joins its name.
fn command_of(document: &Document) -> Option<(Invocation, Joint)> {
    let name = document.names.first()?;
    let (command, stem) = match document.kind {
        Kind::Skill => (Invocation::of_skill(name)?, name.parent()?.file_name()?),
        Kind::Copy => (Invocation::parse(copy_stem(name)?), copy_stem(name)?),
        _ => (Invocation::of_file(name)?, name.file_name()?),
    };
    if command.namespace() != SPECKIT.name {
        return None;
    }
    // Forge calls a command by the name that is in the file.
    let own = document.summary().name.as_deref().filter(|own| own.starts_with(SPECKIT.name));
    let is_dashed = own.unwrap_or(stem).as_bytes().get(SPECKIT.name.len()) == Some(&b'-');
    Some((command, if is_dashed { Joint::Dash } else { Joint::Dot }))
}
