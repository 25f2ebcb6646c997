//! `flowspec-lsp check`.

mod human;

use std::sync::Arc;

use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::{
    args::{Check, Format},
    output::{Output, Palette},
    paths,
    target::Target,
};
use crate::{
    rules::{self, Diagnostic, Fixes, Severity},
    workspace::{Document, Kind, Snapshot},
};

/// Checks, and fixes when that is asked for.
pub(super) fn run(args: &Check, palette: Palette) -> anyhow::Result<Output> {
    let folder = std::env::current_dir().context("there is no working folder")?;
    let folder = Utf8PathBuf::try_from(folder.canonicalize()?)?;
    let target = Target::read(&args.paths)?;
    let checked = check(&target, args, &folder);
    let report = Report { checked: &checked, folder: &folder };
    let text = match args.format {
        Format::Human => human::render(&report, args, palette),
        _ => anyhow::bail!("not yet"),
    };
    let failed = report.findings().any(|(_, found)| args.fail_on.is_reached_by(found.severity));
    let output = Output { text, notes: target.notes(), code: u8::from(failed) };
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
