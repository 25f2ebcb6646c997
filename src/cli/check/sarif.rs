//! Findings as SARIF 2.1.0, for code scanning.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use camino::Utf8Path;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use text_size::TextRange;

use super::{Checked, Report, Span};
use crate::{
    cli::{
        json,
        paths::{relative, uri},
    },
    rules::{self, Diagnostic, Fix, Rule, Severity},
    workspace::{DocPath, Edit},
};

/// Writes what `check --format sarif` prints, result by result.
pub(super) fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules::rules().map(describe).collect::<Vec<_>>(),
    });
    let sarif = Sarif {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: json!({ "driver": driver }), column_kind: "unicodeCodePoints", results: Results(report) }],
    };
    json::write(out, &sarif)
}

#[derive(Serialize)]
struct Sarif<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    column_kind: &'static str,
    results: Results<'a>,
}

/// All findings. Each is described when it is written.
struct Results<'a>(&'a Report<'a>);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let index: HashMap<_, _> = rules::rules().enumerate().map(|(at, rule)| (rule.code, at)).collect();
        let mut seen = HashMap::new();
        serializer.collect_seq(self.0.findings().map(|(checked, found)| {
            let mut result = result(self.0, checked, found);
            result["ruleIndex"] = json!(index.get(found.code));
            let fingerprint = fingerprint(checked, found);
            let nth = seen.entry(fingerprint).and_modify(|nth| *nth += 1).or_insert(0);
            result["partialFingerprints"] = json!({ "flowspec/v1": format!("{fingerprint:016x}:{nth}") });
            result
        }))
    }
}

fn describe(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "enabled": !rule.off, "level": level(rule.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn result(report: &Report<'_>, checked: &Checked, found: &Diagnostic) -> Value {
    let place = |path: &DocPath, range| location(report, checked, path, range);
    let related = found.related.iter().filter_map(|related| {
        let location = place(&related.path, related.range)?;
        Some(json!({ "physicalLocation": location, "message": { "text": related.message } }))
    });
    let mut result = json!({
        "ruleId": found.code,
        "level": level(found.severity),
        "message": { "text": found.message },
        "locations": [{ "physicalLocation": place(&checked.document.path, found.range) }],
    });
    let related: Vec<_> = related.collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    let (printed, omitted): (Vec<_>, Vec<_>) = found.fixes.iter().partition(|fix| !fix.edits.is_empty());
    if !omitted.is_empty() {
        result["properties"] = json!({ "omittedFixes": omitted.len() });
    }
    let fixes: Vec<_> = printed.into_iter().filter_map(|fix| describe_fix(report, checked, fix)).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result
}

fn location(report: &Report<'_>, checked: &Checked, path: &DocPath, range: TextRange) -> Option<Value> {
    Some(json!({ "artifactLocation": artifact(report, path), "region": region(checked, path, range)? }))
}

fn artifact(report: &Report<'_>, path: &Utf8Path) -> Value {
    json!({ "uri": uri(&relative(path, report.folder)) })
}

fn region(checked: &Checked, path: &DocPath, range: TextRange) -> Option<Value> {
    let document = checked.project.document(path)?;
    let Span { start, end } = Span::new(document.text(), &document.facts().lines, range);
    Some(json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }))
}

/// A fix as changes of files. One that makes or renames a file has no form in SARIF and is left out.
fn describe_fix(report: &Report<'_>, checked: &Checked, fix: &Fix) -> Option<Value> {
    let changes = fix.edits.iter().map(|edit| match edit {
        Edit::Create { .. } | Edit::Rename { .. } => None,
        Edit::Replace { path, range, text } => {
            let deleted = region(checked, path, *range)?;
            let replacement = json!({ "deletedRegion": deleted, "insertedContent": { "text": text } });
            Some(json!({ "artifactLocation": artifact(report, path), "replacements": [replacement] }))
        }
    });
    let changes: Vec<_> = changes.collect::<Option<_>>()?;
    Some(json!({ "description": { "text": fix.title }, "artifactChanges": changes }))
}

/// What stays the same while lines are added above a finding: its rule, its file's name in the project and the words at fault.
fn fingerprint(checked: &Checked, found: &Diagnostic) -> u64 {
    let document = &checked.document;
    let words = document.text().get(std::ops::Range::from(found.range)).unwrap_or_default();
    [found.code, document.name().as_str(), words].into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, part| {
        // FNV-1a, because code scanning compares it between versions of this program.
        part.bytes().chain([0]).fold(hash, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    })
}
