//! `flowspec-lsp check`.

pub(super) mod agent;
#[cfg(debug_assertions)]
mod faults;
mod fix;
mod github;
mod human;
mod json;
mod patch;
mod sarif;
pub(super) mod since;

use std::{
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use serde::Serialize;
use text_size::{TextRange, TextSize};

use self::since::Since;
use super::{
    args::{CheckArgs, Format},
    output::{Output, Palette, to_stdout, unless_terminal},
    paths,
    project::marks,
    target::CheckTarget,
};
use crate::{
    model::{Dialects, Kind},
    rules::{self, Diagnostic, Fixes, Severity},
    text::{Encoding, LineIndex, plain_line},
    workspace::{Document, Snapshot, path::real},
};

/// Checks, and fixes when that is asked for.
pub(super) fn run(args: &CheckArgs, palette: Palette) -> anyhow::Result<Output> {
    let folder = std::env::current_dir().context("there is no working folder")?;
    let folder = real(folder)?;
    let mut target = CheckTarget::read(&args.paths)?;
    let since = args.since.as_deref().map(|revision| Since::read(&target, revision)).transpose()?;
    let keep = |project: &Snapshot, document: &Document, found: &mut Vec<Diagnostic>| {
        found.retain(|diagnostic| is_selected(diagnostic, args));
        since.iter().for_each(|since| since.retain_new(project, document, found));
    };
    let mut output = Output { notes: target.notes(), ..Output::default() };
    if args.diff {
        let diff = fix::diff(&fix::apply(&mut target, &keep, &folder), &folder);
        output.code = u8::from(!diff.is_empty());
        output.text = unless_terminal(&diff).into_owned();
        return Ok(output);
    }
    let mut fixed = String::new();
    if args.fix {
        let written = fix::write(fix::apply(&mut target, &keep, &folder), &mut target, &folder, palette);
        let done = if args.format == Format::Human { &mut fixed } else { &mut output.notes };
        done.push_str(&written.done);
        output.notes.push_str(&written.refused);
        output.code = written.code;
    }
    let checked = check(&target, &keep, &folder);
    if checked.is_empty() && !target.is_in_project() {
        output
            .notes
            .push_str(&format!("note: no project found: looked for {} here and in the parent folders\n", marks()));
    }
    let report = Report { checked: &checked, folder: &folder, dialects: target.dialects() };
    to_stdout(|stdout| {
        stdout.write_all(fixed.as_bytes())?;
        match args.format {
            Format::Human => human::write(stdout, &report, args, palette),
            Format::Json => json::write(stdout, &report),
            Format::Sarif => sarif::write(stdout, &report),
            Format::Github => github::write(stdout, &report, args),
            Format::Agent => agent::write(stdout, &report, args),
        }
    })?;
    for checked in checked.iter().filter(|checked| checked.failed) {
        let path = plain_line(checked.path.as_str());
        let error = palette.bad("error");
        output.notes.push_str(&format!(
            "{error}: `{path}` was not checked: a rule failed, which is a bug in flowspec-lsp: report it\n"
        ));
        output.code = output.code.max(2);
    }
    let failed = report.findings().any(|(_, found)| args.fail_on.is_reached_by(found.severity));
    output.code = output.code.max(u8::from(failed));
    // The process ends now; giving back every document first would only take time.
    std::mem::forget((checked, target));
    Ok(output)
}

/// No fix that puts in more bytes is printed as a whole, so that 20 copies of 8 MB do not make 300 MB of JSON.
const MOST_FIX: usize = 256 * 1024;

/// One document and what was found in it.
#[derive(Debug)]
pub(super) struct Checked {
    /// The project.
    project: Snapshot,
    /// The document.
    document: Arc<Document>,
    /// Its path as it is shown.
    path: Utf8PathBuf,
    /// What was found, in order.
    pub(super) found: Vec<Diagnostic>,
    /// Whether a rule panicked, so that nothing is known.
    failed: bool,
}

/// Everything that was found, document by document.
#[derive(Debug, Clone, Copy)]
struct Report<'a> {
    /// The documents, sorted by path.
    checked: &'a [Checked],
    /// The working folder.
    folder: &'a Utf8Path,
    /// The dialects that the projects use.
    dialects: Dialects,
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

/// Leaves those of the findings in a document that are asked for.
pub(super) type Keep<'a> = dyn Fn(&Snapshot, &Document, &mut Vec<Diagnostic>) + Sync + 'a;

/// Checks what is asked for.
pub(super) fn check(target: &CheckTarget, keep: &Keep<'_>, folder: &Utf8Path) -> Vec<Checked> {
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
            let path = paths::relative(&document.path, folder);
            // A rule that panics costs one document: what it looked at is never changed.
            let found = catch_unwind(AssertUnwindSafe(|| {
                #[cfg(debug_assertions)]
                faults::panic_at(&path);
                let mut found = rules::check(project, &document.path, Fixes::Wanted);
                keep(project, document, &mut found);
                found
            }));
            let failed = found.is_err();
            let mut found = found.unwrap_or_default();
            for fix in found.iter_mut().flat_map(|found| &mut found.fixes).filter(|fix| !fix.always) {
                fix.leave_out_large_edits(MOST_FIX);
            }
            Checked { project: project.clone(), document: Arc::clone(document), path, found, failed }
        })
        .collect()
}

/// Whether `--select` and `--ignore` let a finding pass.
fn is_selected(found: &Diagnostic, args: &CheckArgs) -> bool {
    (args.select.is_empty() || args.select.contains(&found.code)) && !args.ignore.contains(&found.code)
}

/// Whether a finding is shown to people and not only counted.
fn is_shown(found: &Diagnostic, args: &CheckArgs) -> bool {
    found.severity != Severity::Hint || args.shows_hints()
}
