//! `.openspec.yaml` of a change.

#[cfg(test)]
mod tests;

use text_size::TextRange;

use super::{
    OpenSpecFix, OpenSpecLevel,
    change_finding::{ChangeCheck, ChangeFinding},
    change_yaml::{findings, unknown_schema, word, words},
};
use crate::{
    model::{
        machine::Word,
        shape::{
            self, Expected, Object,
            Shape::{self, Bool, Form, List, Text},
            optional, required,
        },
    },
    syntax::yaml::{Entry, Node, Yaml},
    text::lines::with_line,
};

/// What the metadata of a change say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeMetadata {
    /// The name of the schema that says which files the change has.
    pub schema: Option<Word>,
    pub created: Option<Word>,
    pub goal: Option<Word>,
    pub affected_areas: Vec<Word>,
    pub skip_specs: Option<MetadataFlag>,
    pub retire_capabilities: Option<MetadataFlag>,
    /// Whether the program loads them, provided that the schema exists. It honors no flag of others.
    pub is_valid: bool,
}

/// A boolean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetadataFlag {
    pub value: bool,
    /// From its key to its value.
    pub range: TextRange,
}

const FILE: Object = Object {
    name: "metadata file",
    open: false,
    keys: &[
        required("schema", Text).about("The schema that says which files the change has, such as `spec-driven`"),
        optional("created", Form(is_date, "a date such as `2026-01-31`"))
            .about("The day on which the change was created"),
        optional("goal", Text).about("What the change is to achieve"),
        optional("affected_areas", List(&Text)).about("The parts of the project that the change touches"),
        optional("initiative", Shape::Object(&INITIATIVE))
            .about("The initiative in a store that the change belongs to"),
        optional("skip_specs", Bool).about("Whether the change has no spec deltas because it changes no behavior"),
        optional("retire_capabilities", Bool)
            .about("Whether archiving may delete a spec when the change removes its last requirement"),
    ],
};

const INITIATIVE: Object = Object {
    name: "initiative",
    open: false,
    keys: &[required("store", ID).about("The id of the store"), required("id", ID).about("The id of the initiative")],
};

const ID: Shape = Form(is_kebab, "lowercase letters and digits with single hyphens between them");
const ROOT: Shape = Shape::Object(&FILE);

/// What may be where these keys lead, `None` for an item of a list.
pub(super) fn expected(path: &[Option<&str>]) -> Option<Expected> {
    shape::expected(&ROOT, path)
}

impl ChangeMetadata {
    /// Reads the file as far as it goes, with its findings in order. Whether the schema exists is not among them.
    pub fn read(yaml: &Yaml) -> (ChangeMetadata, Vec<ChangeFinding>) {
        let empty = "add `schema: spec-driven`";
        let mut findings = findings(yaml, &FILE, ChangeCheck::Metadata, OpenSpecLevel::Error, empty).findings;
        let Some(root) = &yaml.root else { return (ChangeMetadata::default(), findings) };
        // A key that it does not know is an error only here.
        if let Some(initiative) = root.get("initiative") {
            let inside = |finding: &&mut ChangeFinding| initiative.range.contains_range(finding.range);
            findings.iter_mut().filter(inside).for_each(|finding| finding.level = OpenSpecLevel::Error);
        }
        let metadata = ChangeMetadata {
            schema: word(root, "schema"),
            created: word(root, "created"),
            goal: word(root, "goal"),
            affected_areas: words(root, "affected_areas"),
            skip_specs: flag(root, "skip_specs"),
            retire_capabilities: flag(root, "retire_capabilities"),
            is_valid: findings.iter().all(|finding| finding.level == OpenSpecLevel::Warning),
        };
        (metadata, findings)
    }

    /// The finding for a schema that does not exist, where `known` are the names of those that do.
    pub fn unknown_schema(&self, known: &[&str]) -> Option<ChangeFinding> {
        unknown_schema(ChangeCheck::Metadata, self.schema.as_ref()?, known)
    }

    /// Whether the change needs no deltas, provided that its schema exists.
    pub fn skips_specs(&self) -> bool {
        self.is_valid && self.skip_specs.is_some_and(|flag| flag.value)
    }

    /// Whether archiving the change may delete a spec, provided that its schema exists.
    pub fn retires_capabilities(&self) -> bool {
        self.is_valid && self.retire_capabilities.is_some_and(|flag| flag.value)
    }

    /// The finding for `skip_specs` in a change that has files below `specs/`.
    pub fn skipped_but_there(&self, text: &str, has_files: bool) -> Option<ChangeFinding> {
        let flag = self.skip_specs.filter(|_| self.skips_specs() && has_files)?;
        let message = "`skip_specs` is set, but the change has files in `specs/`: remove `skip_specs`, or delete them";
        let removal = OpenSpecFix {
            title: "Remove `skip_specs`".to_owned(),
            edits: vec![(with_line(text, flag.range), String::new())],
        };
        Some(ChangeFinding::new(ChangeCheck::Metadata, OpenSpecLevel::Error, flag.range, message).fix(Some(removal)))
    }
}

fn flag(root: &Node, key: &str) -> Option<MetadataFlag> {
    let entry: &Entry = root.entry(key)?;
    Some(MetadataFlag { value: entry.value.as_bool()?, range: entry.range() })
}

fn is_date(text: &str) -> bool {
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    matches!(&parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

fn is_kebab(text: &str) -> bool {
    let word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split('-').all(word)
}
