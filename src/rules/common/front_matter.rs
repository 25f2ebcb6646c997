//! The YAML at the top of commands, agents, skills and tasks.

mod frontmatter_bad_value;
mod frontmatter_duplicate_key;
mod frontmatter_invalid_yaml;
mod frontmatter_missing;
mod frontmatter_missing_description;
mod frontmatter_unknown_key;

use crate::{model::Kind, rules::Rule, workspace::Document};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &frontmatter_invalid_yaml::RULE,
    &frontmatter_missing::RULE,
    &frontmatter_missing_description::RULE,
    &frontmatter_bad_value::RULE,
    &frontmatter_unknown_key::RULE,
    &frontmatter_duplicate_key::RULE,
];

/// The documents whose front matter some tool reads.
const KINDS: &[Kind] = &[Kind::Command, Kind::Copy, Kind::Agent, Kind::Skill, Kind::Task];

/// Those that are chosen by their description.
const DESCRIBED: &[Kind] = &[Kind::Command, Kind::Copy, Kind::Agent, Kind::Skill];

/// Whether the file is there for readers of its folder and is no command or agent itself.
fn is_folder_note(document: &Document) -> bool {
    matches!(document.path.file_name(), Some("README.md" | "CLAUDE.md" | "AGENTS.md"))
}
