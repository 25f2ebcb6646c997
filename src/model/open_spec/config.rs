//! `openspec/config.yaml`, and `config.yml` where there is none.

#[cfg(test)]
mod tests;

use super::{
    OpenSpecLevel,
    change_finding::{ChangeCheck, ChangeFinding},
    change_yaml::{MOST_HINTS, findings, unknown, unknown_schema, word},
};
use crate::{
    model::{
        machine::Word,
        shape::{
            self, Expected, Object,
            Shape::{self, Bool, List, Map, Prose, ScalarOr, Text},
            optional, required,
        },
    },
    syntax::yaml::{Node, Yaml},
};

/// The schema of changes that name none, in a project that names none.
pub const DEFAULT_SCHEMA: &str = "spec-driven";

/// The longest `context` that the program takes, in bytes.
const LONGEST_CONTEXT: usize = 50 * 1024;

/// What a project has configured. A file that the program ignores as a whole says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectConfig {
    /// The schema of changes that name none.
    pub schema: Option<Word>,
    pub rules: Vec<ArtifactRules>,
    /// The store that has the changes, where there is nothing but this file.
    pub store: Option<Word>,
    /// The ids of the stores that the project refers to.
    pub references: Vec<Word>,
}

/// The rules for one artifact of the schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactRules {
    pub artifact: Word,
    pub rules: Vec<Word>,
}

const FILE: Object = Object {
    name: "config file",
    open: false,
    keys: &[
        optional("schema", Text).about("The schema of changes that name none, `spec-driven` by default"),
        optional("context", Prose).about("What agents are told about the project with every artifact, at most 50 KB"),
        optional("rules", Map(&Text, &List(&Text)))
            .about("Rules for the artifacts of changes, by the ids of the artifacts"),
        optional("operations", Shape::Object(&OPERATIONS)).about("Guidance for the operations on changes"),
        optional("store", Prose).about("The store that has the changes, where the folder has nothing but this file"),
        optional("references", List(&ScalarOr(&Text, &Shape::Object(&REFERENCE))))
            .about("The stores that the project refers to"),
        optional("githubCopilot", Shape::Object(&COPILOT)).about("What is generated for GitHub Copilot"),
    ],
};

const OPERATIONS: Object = Object {
    name: "operations section",
    open: false,
    keys: &[
        optional("apply", Shape::Object(&OPERATION)).about("Guidance for implementing a change"),
        optional("archive", Shape::Object(&OPERATION)).about("Guidance for archiving a change"),
    ],
};

const OPERATION: Object =
    Object { name: "operation", open: false, keys: &[optional("guidance", List(&Text)).about("What agents are told")] };

const REFERENCE: Object = Object {
    name: "reference",
    open: false,
    keys: &[
        required("id", Prose).about("The id of the store"),
        optional("remote", Text).about("The repository to clone the store from"),
    ],
};

const COPILOT: Object = Object {
    name: "GitHub Copilot section",
    open: false,
    keys: &[optional("cloudAgent", Bool).about("Whether the files for the cloud agent are generated")],
};

const ROOT: Shape = Shape::Object(&FILE);

/// What may be where these keys lead, `None` for an item of a list.
pub(super) fn expected(path: &[Option<&str>]) -> Option<Expected> {
    shape::expected(&ROOT, path)
}

impl ProjectConfig {
    /// Reads the file, with its findings in order. Whether schemas and artifacts exist is not among them.
    pub fn read(yaml: &Yaml) -> (ProjectConfig, Vec<ChangeFinding>) {
        let level = OpenSpecLevel::Warning;
        let checked = findings(yaml, &FILE, ChangeCheck::Config, level, "add `schema: spec-driven`");
        let mut findings = checked.findings;
        let Some(root) = yaml.root.as_ref().filter(|_| checked.is_yaml) else {
            return (ProjectConfig::default(), findings);
        };
        if let Some(entry) = root.entry("context") {
            let size = entry.value.as_str().map_or(0, str::len);
            if size > LONGEST_CONTEXT {
                let message = format!(
                    "`context` is ignored, because it has {size} bytes and only {LONGEST_CONTEXT} are allowed: shorten it"
                );
                findings.push(ChangeFinding::new(ChangeCheck::Config, level, entry.key.content_range(), message));
                findings.sort_by_key(|finding| finding.range.start());
            }
        }
        let rules = root.get("rules").map_or(&[][..], Node::entries);
        let rules = rules.iter().filter_map(|entry| {
            let artifact = Word { text: entry.name()?.to_owned(), range: entry.key.content_range() };
            Some(ArtifactRules { artifact, rules: entry.value.items().iter().filter_map(text).collect() })
        });
        let references = root.get("references").map_or(&[][..], Node::items);
        let config = ProjectConfig {
            schema: word(root, "schema").filter(|_| root.get("schema").is_some_and(Node::is_string)),
            rules: rules.collect(),
            store: word(root, "store"),
            references: references.iter().filter_map(|item| text(item.get("id").unwrap_or(item))).collect(),
        };
        (config, findings)
    }

    /// The name of the schema of changes that name none. The program drops an ending `.yaml`.
    pub fn schema_name(&self) -> &str {
        self.schema.as_ref().map_or(DEFAULT_SCHEMA, |schema| without_ending(&schema.text))
    }

    /// The finding for a schema that does not exist, where `known` are the names of those that do.
    pub fn unknown_schema(&self, known: &[&str]) -> Option<ChangeFinding> {
        let schema = self.schema.as_ref().filter(|schema| !known.contains(&without_ending(&schema.text)))?;
        unknown_schema(ChangeCheck::Config, schema, known)
    }

    /// The findings for rules whose artifact is in no schema, where `known` are the ids of the artifacts of all schemas.
    pub fn unknown_artifacts(&self, known: &[&str]) -> Vec<ChangeFinding> {
        let artifacts = self.rules.iter().map(|rules| &rules.artifact);
        let missing = artifacts.filter(|artifact| !known.contains(&artifact.text.as_str()));
        let finding = |(count, artifact): (usize, &Word)| {
            let known = if count < MOST_HINTS { known } else { &[] };
            unknown(ChangeCheck::Config, OpenSpecLevel::Warning, "artifact", artifact, known)
        };
        missing.enumerate().map(finding).collect()
    }
}

fn text(node: &Node) -> Option<Word> {
    node.as_str().map(|text| Word { text: text.to_owned(), range: node.content_range() })
}

/// The name of a schema without the ending that the program drops.
pub fn without_ending(name: &str) -> &str {
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).unwrap_or(name)
}
