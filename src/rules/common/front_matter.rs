//! The YAML at the top of commands, agents, skills and tasks.

mod agent_key_ignored;
mod agent_name_duplicate;
mod agent_name_missing;
mod frontmatter_bad_value;
mod frontmatter_duplicate_key;
mod frontmatter_invalid_yaml;
mod frontmatter_missing;
mod frontmatter_missing_description;
mod frontmatter_unknown_key;
mod frontmatter_unopened;
mod skill_description_long;
mod skill_name_mismatch;
mod skill_name_missing;
mod value_cut;

use text_size::{TextRange, TextSize};

use crate::{
    model::{Kind, KiroKind, invocation::Invocation},
    rules::{Context, Edit, Fix, Rule},
    syntax::{front_matter::FrontMatter, yaml},
    text::lines::{line_end, start_of_text},
    workspace::Document,
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &frontmatter_invalid_yaml::RULE,
    &frontmatter_unopened::RULE,
    &frontmatter_missing::RULE,
    &frontmatter_missing_description::RULE,
    &frontmatter_bad_value::RULE,
    &frontmatter_unknown_key::RULE,
    &frontmatter_duplicate_key::RULE,
    &value_cut::RULE,
    &agent_key_ignored::RULE,
    &agent_name_missing::RULE,
    &agent_name_duplicate::RULE,
    &skill_name_missing::RULE,
    &skill_name_mismatch::RULE,
    &skill_description_long::RULE,
];

/// The documents whose front matter some tool reads.
const KINDS: &[Kind] = &[Kind::Command, Kind::Copy, Kind::Agent, Kind::Skill, Kind::Task];

/// Those, and the files of which only a few keys are read.
const WITH_STEERING: &[Kind] =
    &[Kind::Command, Kind::Copy, Kind::Agent, Kind::Skill, Kind::Task, Kind::Kiro(KiroKind::Steering)];

/// Those that are chosen by their description.
const DESCRIBED: &[Kind] = &[Kind::Command, Kind::Copy, Kind::Agent, Kind::Skill];

/// Whether Claude Code reads a file of its own folder or of a plugin.
fn is_claude_codes(document: &Document) -> bool {
    document
        .names
        .iter()
        .any(|name| name.starts_with(".claude") || !name.as_str().starts_with('.') && !document.is_template())
}

/// Whether it is a command of an agent that has other keys than Claude Code and Copilot, and needs none.
fn is_of_other_agent(document: &Document) -> bool {
    document.kind == Kind::Command && document.names.iter().all(|name| Invocation::is_of_other_agent(name))
}

/// The `name` of front matter that has one.
fn name_of(front_matter: &FrontMatter) -> Option<&yaml::Entry> {
    let is_empty =
        |entry: &&yaml::Entry| entry.value.is_null() || entry.value.as_str().is_some_and(|name| name.trim().is_empty());
    front_matter.get("name").filter(|entry| !is_empty(entry))
}

/// The opening `---`.
fn opener(context: &Context<'_>, front_matter: &FrontMatter) -> TextRange {
    TextRange::at(front_matter.range.start().max(start_of_text(context.text)), TextSize::of("---"))
}

/// A fix that gives front matter without one the name of its file or folder.
fn with_name(context: &Context<'_>, front_matter: &FrontMatter, name: &str) -> Fix {
    let path = &context.document.path;
    let edit = match front_matter.get("name") {
        Some(entry) => {
            let end = entry.value.range.end().max(entry.key.range.end());
            Edit::replace(path, TextRange::new(entry.key.range.end(), end), format!(": {name}"))
        }
        None => {
            let start = TextRange::empty(front_matter.content.start());
            Edit::replace(path, start, format!("name: {name}{}", line_end(context.text)))
        }
    };
    Fix::new(format!("Insert the name `{name}`"), vec![edit])
}
