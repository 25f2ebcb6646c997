//! `flowspec-lsp.toml` and the client's `flowspec.*` settings.

pub mod globs;
mod read;
pub mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use globs::Globs;
pub use read::{Read, read};

use super::ProjectPath;
use crate::model::Kind;
use crate::syntax::Problem;

/// What a project or a client can set. Nothing here can name a program to run, or a file outside of the project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Globs, relative to the project, of files and folders that are not read.
    pub exclude: Globs,
    /// Globs, relative to the project, that replace the default places of a kind of document.
    pub documents: BTreeMap<Kind, Globs>,
    /// The severity of each rule by its code, or `off`. `flowspec-lsp rules` lists the codes.
    pub rules: Rules,
    /// Severities for some files only; later ones win.
    pub overrides: Vec<Override>,
    /// What an editor shows beside words.
    #[serde(rename = "inlayHints")]
    pub inlay_hints: InlayHints,
}

/// What an editor shows beside words; each is shown unless it is switched off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct InlayHints {
    /// The state of a task after its id.
    #[schemars(with = "bool", extend("default" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_states: Option<bool>,
    /// The constitution's tier after an include of the constitution check.
    #[schemars(with = "bool", extend("default" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiers: Option<bool>,
    /// The states that a command leads from and to, after its name.
    #[schemars(with = "bool", extend("default" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command_states: Option<bool>,
    /// The words of a criterion after its number in the tasks and the design of a spec of Kiro.
    #[schemars(with = "bool", extend("default" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<bool>,
}

impl InlayHints {
    /// Whether the states of tasks are shown.
    pub fn task_states(self) -> bool {
        self.task_states.unwrap_or(true)
    }

    /// Whether the tier is shown.
    pub fn tiers(self) -> bool {
        self.tiers.unwrap_or(true)
    }

    /// Whether the states of commands are shown.
    pub fn command_states(self) -> bool {
        self.command_states.unwrap_or(true)
    }

    /// Whether the words of criteria are shown.
    pub fn criteria(self) -> bool {
        self.criteria.unwrap_or(true)
    }

    fn overlaid(self, client: InlayHints) -> InlayHints {
        InlayHints {
            task_states: client.task_states.or(self.task_states),
            tiers: client.tiers.or(self.tiers),
            command_states: client.command_states.or(self.command_states),
            criteria: client.criteria.or(self.criteria),
        }
    }
}

/// The severity of rules by their code.
pub type Rules = BTreeMap<String, Level>;

impl Settings {
    /// Reads a settings file. What is not understood is a problem and costs only itself. Whether rules exist is not looked at:
    /// [`mod@read`] says where they are named.
    pub fn parse(text: &str) -> (Settings, Vec<Problem>) {
        let read = read(text);
        (read.settings, read.problems)
    }

    /// These settings with those of the client over them.
    #[must_use]
    pub fn overlaid(mut self, client: &Settings) -> Settings {
        self.exclude = self.exclude.and(&client.exclude);
        self.documents.extend(client.documents.clone());
        self.rules.extend(client.rules.clone());
        self.overrides.extend(client.overrides.iter().cloned());
        self.inlay_hints = self.inlay_hints.overlaid(client.inlay_hints);
        self
    }

    /// What becomes of the findings of a rule in a document with these names; `None` for the rule's own severity.
    pub fn level(&self, code: &str, names: &[ProjectPath]) -> Option<Level> {
        let overrides = self.overrides.iter().rev();
        let mut matching = overrides
            .filter(|it| it.rules.contains_key(code) && names.iter().any(|name| it.files.is_match(name)))
            .map(|it| &it.rules);
        matching.next().unwrap_or(&self.rules).get(code).copied()
    }
}

/// Severities for the files that match.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Globs relative to the project.
    pub files: Globs,
    /// The severity of each rule by its code, or `off`. `flowspec-lsp rules` lists the codes.
    #[serde(default)]
    pub rules: Rules,
}

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Reported as a hint.
    Hint,
    /// Reported as information.
    Info,
    /// Reported as a warning.
    Warning,
    /// Reported as an error.
    Error,
}

impl Level {
    /// All, mildest first.
    pub const ALL: [Level; 5] = [Level::Off, Level::Hint, Level::Info, Level::Warning, Level::Error];

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Hint => "hint",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}
