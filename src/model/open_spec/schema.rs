//! `schemas/NAME/schema.yaml`: which files a change has, and which come first.

mod check;
#[cfg(test)]
mod tests;

use text_size::TextRange;

use super::{
    OpenSpecLevel,
    change_finding::{ChangeCheck, ChangeFinding},
    change_yaml::{findings, word, words},
};
use crate::{
    model::{
        machine::Word,
        shape::{
            self, Expected, Object,
            Shape::{self, Filled, Form, List, Number, OrNothing, Prose, Text},
            optional, required,
        },
    },
    syntax::yaml::{Node, Yaml},
};

/// What a schema says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaFile {
    pub name: Option<Word>,
    /// In order.
    pub artifacts: Vec<SchemaArtifact>,
    pub apply: Option<SchemaApply>,
    /// Whether the program loads it. Missing templates do not stop it.
    pub is_valid: bool,
}

/// A file that changes have, or several of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaArtifact {
    pub id: Option<Word>,
    /// The file below the folder of the change, or a glob.
    pub generates: Option<Word>,
    /// The file below `templates/`.
    pub template: Option<Word>,
    pub description: Option<Word>,
    /// The ids of the artifacts that come first.
    pub requires: Vec<Word>,
    /// The whole mapping.
    pub range: TextRange,
}

/// What the implementation of a change waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaApply {
    /// The ids of the artifacts that must be there.
    pub requires: Vec<Word>,
    /// The file with the tasks, or a glob.
    pub tracks: Option<Word>,
}

const FILE: Object = Object {
    name: "schema",
    open: false,
    keys: &[
        required("name", Text).about("The name of the schema, the same as its folder's"),
        required("version", Number(1, u64::MAX)).about("The version of the schema"),
        optional("description", Prose).about("What the schema is for"),
        required("artifacts", Filled(&Shape::Object(&ARTIFACT))).about("The files that a change has"),
        optional("apply", Shape::Object(&APPLY)).about("What the implementation of a change waits for"),
    ],
};

const ARTIFACT: Object = Object {
    name: "artifact",
    open: false,
    keys: &[
        required("id", Text).about("The id, by which others require it"),
        required("generates", PATH).about("The file below the folder of the change, or a glob such as `specs/**/*.md`"),
        required("description", Prose).about("What the artifact is"),
        required("template", PATH).about("The file below `templates/` that agents begin with"),
        optional("instruction", Prose).about("What agents are told before they write it"),
        optional("requires", List(&Prose)).about("The ids of the artifacts that come first"),
    ],
};

const APPLY: Object = Object {
    name: "apply section",
    open: false,
    keys: &[
        required("requires", Filled(&Prose)).about("The ids of the artifacts that must be there"),
        optional("tracks", OrNothing(&PATH)).about("The file with the tasks: the `generates` of an artifact"),
        optional("instruction", Prose).about("What agents are told before they implement a change"),
    ],
};

const PATH: Shape = Form(is_inside, "a relative path without `..`");
const ROOT: Shape = Shape::Object(&FILE);

/// What may be where these keys lead, `None` for an item of a list.
pub(super) fn expected(path: &[Option<&str>]) -> Option<Expected> {
    shape::expected(&ROOT, path)
}

impl SchemaFile {
    /// Reads the file as far as it goes, with its findings in order. Whether the templates exist is not among them.
    pub fn read(yaml: &Yaml) -> (SchemaFile, Vec<ChangeFinding>) {
        let empty = "add `name`, `version` and `artifacts`";
        let mut findings = findings(yaml, &FILE, ChangeCheck::Schema, OpenSpecLevel::Error, empty).findings;
        let Some(root) = &yaml.root else { return (SchemaFile::default(), findings) };
        let artifacts = root.get("artifacts").map_or(&[][..], Node::items);
        let apply = root.get("apply").filter(|apply| apply.as_mapping().is_some());
        let mut file = SchemaFile {
            name: word(root, "name"),
            artifacts: artifacts.iter().filter(|node| node.as_mapping().is_some()).map(artifact).collect(),
            apply: apply.map(|apply| SchemaApply { requires: words(apply, "requires"), tracks: word(apply, "tracks") }),
            is_valid: false,
        };
        // What is unknown may only be unread.
        if !yaml.truncated {
            check::check(&file, &mut findings);
            findings.sort_by_key(|finding| finding.range.start());
        }
        file.is_valid = findings.iter().all(|finding| finding.level == OpenSpecLevel::Warning);
        (file, findings)
    }

    /// The findings for templates that do not exist, given whether one does.
    pub fn missing_templates(&self, exists: impl Fn(&Word) -> bool) -> Vec<ChangeFinding> {
        let missing = self.templates().filter(|template| !exists(template)).map(|template| {
            let path = SchemaFile::template_path(template);
            let message = format!("the template `{path}` does not exist: create it or fix the name");
            ChangeFinding::new(ChangeCheck::Schema, OpenSpecLevel::Error, template.range, message)
        });
        missing.collect()
    }

    /// The templates of its artifacts that are in the folder of the schema.
    pub fn templates(&self) -> impl Iterator<Item = &Word> {
        let templates = self.artifacts.iter().filter_map(|artifact| artifact.template.as_ref());
        templates.filter(|template| is_inside(&template.text))
    }

    /// Where a template is, relative to the folder of the schema.
    pub fn template_path(template: &Word) -> String {
        let parts = template.text.split(['/', '\\']).filter(|part| !matches!(*part, "" | "."));
        ["templates"].into_iter().chain(parts).collect::<Vec<_>>().join("/")
    }

    /// The artifact with an id.
    pub fn artifact(&self, id: &str) -> Option<&SchemaArtifact> {
        self.artifacts.iter().find(|artifact| artifact.id.as_ref().is_some_and(|word| word.text == id))
    }
}

fn artifact(node: &Node) -> SchemaArtifact {
    SchemaArtifact {
        id: word(node, "id"),
        generates: word(node, "generates"),
        template: word(node, "template"),
        description: word(node, "description"),
        requires: words(node, "requires"),
        range: node.range,
    }
}

/// Whether a path stays in its folder, on every system.
fn is_inside(path: &str) -> bool {
    let drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && path[1..].starts_with(':');
    let outside = drive || path.starts_with(['/', '\\']) || path.split(['/', '\\']).any(|part| part == "..");
    !path.is_empty() && !outside && !path.contains('\0')
}
