//! `flowspec-lsp check`.

mod fix;
mod github;
mod human;
mod json;
mod sarif;

use std::sync::Arc;

use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use serde::Serialize;
use text_size::{TextRange, TextSize};

use super::{
    args::{Check, Format},
    output::{Output, Palette},
    paths,
    target::Target,
};
use crate::{
    rules::{self, Diagnostic, Fixes, Severity},
    text::{Encoding, LineIndex},
    workspace::{Document, Kind, Snapshot},
};

/// Checks, and fixes when that is asked for.
pub(super) fn run(args: &Check, palette: Palette) -> anyhow::Result<Output> {
    let folder = std::env::current_dir().context("there is no working folder")?;
    let folder = Utf8PathBuf::try_from(folder.canonicalize()?)?;
    let mut target = Target::read(&args.paths)?;
    let mut output = Output { notes: target.notes(), ..Output::default() };
    if args.diff {
        output.text = fix::diff(&fix::apply(&mut target, args, &folder), &folder);
        output.code = u8::from(!output.text.is_empty());
        return Ok(output);
    }
    if args.fix {
        let fixed = fix::apply(&mut target, args, &folder);
        let written = fix::write(fixed, &mut target, &folder, palette);
        let done = if args.format == Format::Human { &mut output.text } else { &mut output.notes };
        done.push_str(&written.done);
        output.notes.push_str(&written.refused);
        output.code = if written.refused.is_empty() { 0 } else { 2 };
    }
    let checked = check(&target, args, &folder);
    let report = Report { checked: &checked, folder: &folder };
    output.text.push_str(&match args.format {
        Format::Human => human::render(&report, args, palette),
        Format::Json => json::render(&report)?,
        Format::Sarif => sarif::render(&report)?,
        Format::Github => github::render(&report, args),
    });
    let failed = report.findings().any(|(_, found)| args.fail_on.is_reached_by(found.severity));
    output.code = output.code.max(u8::from(failed));
    // The process ends now; giving back every document first would only take time.
    std::mem::forget((checked, target));
    Ok(output)
}

/// One document and what was found in it.
#[derive(Debug)]
struct Checked {
    /// The project.
    project: Snapshot,
    /// The document.
    document: Arc<Document>,
    /// Its path as it is shown.
    path: Utf8PathBuf,
    /// What was found, in order.
    found: Vec<Diagnostic>,
}

/// Everything that was found, document by document.
#[derive(Debug, Clone, Copy)]
struct Report<'a> {
    /// The documents, sorted by path.
    checked: &'a [Checked],
    /// The working folder.
    folder: &'a Utf8Path,
}

impl<'a> Report<'a> {
    /// Every finding with its document.
    fn findings(&self) -> impl Iterator<Item = (&'a Checked, &'a Diagnostic)> {
        self.checked.iter().flat_map(|checked| checked.found.iter().map(move |found| (checked, found)))
    }

    /// How many findings have this severity.
    fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, found)| found.severity == severity).count()
    }

    /// How many findings `--fix` mends.
    fn fixable(&self) -> usize {
        self.findings().filter(|(_, found)| found.fixes.iter().any(|fix| fix.always)).count()
    }
}

/// A range for people and machines: lines and columns from 1, columns in characters; bytes from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Span {
    start: Place,
    end: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Place {
    line: u32,
    column: u32,
    byte: u32,
}

impl Span {
    fn new(text: &str, lines: &LineIndex, range: TextRange) -> Span {
        let place = |offset: TextSize| {
            let position = lines.position(text, offset, Encoding::Utf32);
            Place { line: position.line + 1, column: position.character + 1, byte: offset.into() }
        };
        Span { start: place(range.start()), end: place(range.end()) }
    }
}

fn check(target: &Target, args: &Check, folder: &Utf8Path) -> Vec<Checked> {
    let mut wanted = Vec::new();
    for project in target.world.projects() {
        // Made here once, so that no thread waits for another one that makes it.
        project.index();
        for document in project.documents() {
            if document.kind != Kind::Other && target.wants(project, document) {
                wanted.push((project, document));
            }
        }
    }
    wanted.sort_by(|(_, a), (_, b)| a.path.cmp(&b.path));
    wanted
        .into_par_iter()
        .map(|(project, document)| {
            let mut found = rules::check(project, &document.path, Fixes::Wanted);
            found.retain(|diagnostic| is_selected(diagnostic, args));
            let path = paths::relative(&document.path, folder);
            Checked { project: project.clone(), document: Arc::clone(document), path, found }
        })
        .collect()
}

/// Whether `--select` and `--ignore` let a finding pass.
fn is_selected(found: &Diagnostic, args: &Check) -> bool {
    (args.select.is_empty() || args.select.contains(&found.code)) && !args.ignore.contains(&found.code)
}

/// Whether a finding is shown to people and not only counted.
fn is_shown(found: &Diagnostic, args: &Check) -> bool {
    found.severity != Severity::Hint || args.shows_hints()
}
