//! Deltas that OpenSpec does not read because of where they are.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use crate::{
    model::open_spec::OpenSpecMeaning,
    workspace::{Document, ProjectPath, Snapshot},
};

/// A delta in a file that OpenSpec does not read, which keeps its change from being archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MisplacedDelta {
    /// The words that show what it is.
    pub range: TextRange,
    /// The path that it should have, relative to the root of the project; `None` where nothing says what capability it is about.
    pub target: Option<String>,
}

impl MisplacedDelta {
    /// What is wrong and what to do.
    pub fn message(&self) -> String {
        match &self.target {
            Some(file) => format!("OpenSpec does not read this file: move it to `{file}`"),
            None => {
                "OpenSpec does not read this file: move it into a folder that is named after its capability".to_owned()
            }
        }
    }
}

impl Snapshot {
    /// What a document is as a delta in the wrong place. Only `specs/CAPABILITY/spec.md` of a change is read; any other Markdown file there is
    /// left alone unless it looks like a delta.
    pub fn misplaced_delta(&self, document: &Document) -> Option<MisplacedDelta> {
        let place = document.open_spec().filter(|place| place.capability.is_none())?;
        let facts = document.facts();
        let Some(OpenSpecMeaning::Delta(delta, _)) = facts.meaning.open_spec() else { return None };
        let specs = format!("openspec/changes/{}/specs", place.change?);
        let below = document.name().strip_prefix(&specs).ok()?;
        let range = match delta.sections.first() {
            Some(section) => section.title,
            None if below == "spec.md" => facts.lines.line_range(document.text(), 0),
            None => return None,
        };
        let range = TextRange::at(range.start(), TextSize::of(document.text()[range].trim_end()));
        Some(MisplacedDelta { range, target: wanted(below).map(|path| format!("{specs}/{path}")) })
    }
}

/// Where a file below `specs/` belongs: `auth.md` is about `auth`. What `spec.md` is about cannot be told.
fn wanted(below: &Utf8Path) -> Option<String> {
    let (folder, stem) = (below.parent()?, below.file_stem()?);
    match stem {
        "spec" => None,
        _ => Some(ProjectPath::from(folder).join(stem).join("spec.md").to_string()),
    }
}
