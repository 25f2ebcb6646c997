//! `flowspec-lsp.toml` and the client's `flowspec.*` settings.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use text_size::{TextRange, TextSize};

use super::{Kind, scan::globs};
use crate::syntax::Problem;

/// What a project or a client can set. Nothing here can name a program to run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Globs, relative to the project, of files and folders that are not read.
    pub exclude: Vec<String>,
    /// Globs, relative to the project, that replace the default places of a kind of document.
    pub documents: BTreeMap<Kind, Vec<String>>,
    /// The severity of each rule by its code, or `off`.
    pub rules: BTreeMap<String, Level>,
    /// Severities for some files only; later ones win.
    pub overrides: Vec<Override>,
}

impl Settings {
    /// Reads a settings file. What is not understood is a problem and costs only itself.
    pub fn parse(text: &str) -> (Settings, Vec<Problem>) {
        match toml::from_str(text) {
            Ok(settings) => (settings, Vec::new()),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let range = TextRange::new(TextSize::new(span.start as u32), TextSize::new(span.end as u32));
                (Settings::default(), vec![Problem { range, message: error.message().to_owned() }])
            }
        }
    }

    /// These settings with those of the client over them.
    pub fn overlaid(mut self, client: &Settings) -> Settings {
        self.exclude.extend(client.exclude.iter().cloned());
        self.documents.extend(client.documents.clone());
        self.rules.extend(client.rules.clone());
        self.overrides.extend(client.overrides.iter().cloned());
        self
    }

    /// What becomes of the findings of a rule in a document with these names; `None` for the rule's own severity.
    pub fn level(&self, code: &str, names: &[Utf8PathBuf]) -> Option<Level> {
        let overrides = self.overrides.iter().rev();
        let mut matching = overrides.filter(|it| {
            it.rules.contains_key(code) && {
                let globs = globs(&it.files);
                names.iter().any(|name| globs.is_match(name))
            }
        });
        matching.next().map(|it| &it.rules).unwrap_or(&self.rules).get(code).copied()
    }
}

/// Severities for the files that match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Globs relative to the project.
    pub files: Vec<String>,
    /// The severity of each rule by its code, or `off`.
    pub rules: BTreeMap<String, Level>,
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
