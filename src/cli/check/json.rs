//! Findings as JSON, in the shape that `docs/output.md` promises.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use text_size::TextRange;

use super::{Checked, Report, Span};
use crate::{
    cli::{json, paths::relative},
    rules::{Diagnostic, Fix, Related, Severity},
    workspace::{DocPath, Edit},
};

/// Writes what `check --format json` prints, finding by finding.
pub(super) fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let output = Output {
        version: 1,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        dialects: report.dialects.found().map(|dialect| dialect.idiom().name).collect(),
        summary: Summary {
            documents: report.checked.len(),
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            infos: report.count(Severity::Info),
            hints: report.count(Severity::Hint),
            fixable: report.fixable(),
        },
        findings: Findings(report),
    };
    json::write(out, &output)
}

/// All findings. Each is described when it is written.
struct Findings<'a>(&'a Report<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings().map(|(checked, found)| Finding::new(self.0, checked, found)))
    }
}

#[derive(Serialize)]
struct Output<'a> {
    /// Goes up when a field is removed or means something else.
    version: u32,
    tool: Tool,
    dialects: Vec<&'static str>,
    summary: Summary,
    findings: Findings<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    hints: usize,
    fixable: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place,
    related: Vec<Note<'a>>,
    fixes: Vec<Cure<'a>>,
}

#[derive(Serialize)]
struct Place {
    path: String,
    range: Span,
}

#[derive(Serialize)]
struct Note<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Cure<'a> {
    title: &'a str,
    always: bool,
    edits: Vec<Change<'a>>,
    /// The edits are too large.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    omitted: bool,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Change<'a> {
    Replace {
        #[serde(flatten)]
        place: Place,
        text: &'a str,
    },
    Create {
        path: String,
        text: &'a str,
    },
    Rename {
        path: String,
        to: String,
    },
}

impl<'a> Finding<'a> {
    fn new(report: &Report<'_>, checked: &Checked, found: &'a Diagnostic) -> Self {
        let place = Place {
            path: checked.path.to_string(),
            range: Span::new(checked.document.text(), &checked.document.facts().lines, found.range),
        };
        let related = found.related.iter().filter_map(|related| Note::new(report, checked, related)).collect();
        let fixes = found.fixes.iter().filter_map(|fix| Cure::new(report, checked, fix)).collect();
        Finding { code: found.code, severity: found.severity.name(), message: &found.message, place, related, fixes }
    }
}

impl Place {
    fn new(report: &Report<'_>, checked: &Checked, path: &DocPath, range: TextRange) -> Option<Self> {
        let document = checked.project.document(path)?;
        let range = Span::new(document.text(), &document.facts().lines, range);
        Some(Place { path: relative(path, report.folder).into_string(), range })
    }
}

impl<'a> Note<'a> {
    fn new(report: &Report<'_>, checked: &Checked, related: &'a Related) -> Option<Self> {
        let place = Place::new(report, checked, &related.path, related.range)?;
        Some(Note { message: &related.message, place })
    }
}

impl<'a> Cure<'a> {
    /// All edits of a fix, or nothing: half a fix is none.
    fn new(report: &Report<'_>, checked: &Checked, fix: &'a Fix) -> Option<Self> {
        let edits = fix.edits.iter().map(|edit| match edit {
            Edit::Replace { path, range, text } => {
                Some(Change::Replace { place: Place::new(report, checked, path, *range)?, text })
            }
            Edit::Create { path, text } => {
                Some(Change::Create { path: relative(path, report.folder).into_string(), text })
            }
            Edit::Rename { from, to } => {
                let [path, to] = [from, to].map(|path| relative(path, report.folder).into_string());
                Some(Change::Rename { path, to })
            }
        });
        let edits = edits.collect::<Option<_>>()?;
        Some(Cure { title: &fix.title, always: fix.always, edits, omitted: fix.edits.is_empty() })
    }
}
