//! `flowspec-lsp hook`: what an agent is told after its edit, at the end of its turn, or before a command runs.
//!
//! An agent is never held up by an error of ours: whatever goes wrong is one line on stderr and exit code 0.

mod answer;
mod payload;
#[cfg(test)]
mod tests;

use std::{
    io::{self, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use ropey::Rope;

use self::payload::{Event, FileEdit, Payload};
use super::{
    args::HookArgs,
    check::{self, agent::lines, since::Since},
    output::Output,
    preflight,
    target::CheckTarget,
};
use crate::{
    model::Kind,
    rules::{Diagnostic, Severity, earlier::Earlier},
    workflow::preflight::{Outcome, Request},
    workspace::{DocPath, Document, Snapshot, World, link, path::real, scan},
};

/// The longest payload that is read, in bytes.
const LONGEST: u64 = 64 * 1024 * 1024;

/// How many findings are told at once.
const MOST: usize = 20;

/// Reads what happened from stdin and answers.
pub(super) fn run(args: &HookArgs) -> anyhow::Result<Output> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LONGEST).read_to_end(&mut bytes);
    let answered = catch_unwind(AssertUnwindSafe(|| -> anyhow::Result<_> {
        read.context("stdin cannot be read")?;
        let payload = Payload::read(&bytes, args.agent)?;
        Ok(tell(&payload)?.map(|text| answer::answer(&payload, &text)))
    }));
    let failed = |reason: String| Output { notes: format!("flowspec-lsp hook: {reason}\n"), ..Output::default() };
    Ok(match answered {
        Ok(Ok(answer)) => answer.unwrap_or_default(),
        Ok(Err(error)) => failed(format!("{error:#}").replace('\n', " ")),
        Err(_) => failed("this is a bug in flowspec-lsp: report it".to_owned()),
    })
}

/// What there is to say; `None` for nothing.
fn tell(payload: &Payload) -> anyhow::Result<Option<String>> {
    let folder = match &payload.folder {
        Some(folder) => folder.clone(),
        None => Utf8PathBuf::try_from(std::env::current_dir()?)?,
    };
    let folder = real(&folder).with_context(|| format!("`{folder}` cannot be read"))?;
    // Outside of a project, such as in a home folder, nothing is read: it may hold everything that a user has.
    let Some(root) = scan::project_root(&folder.join("any")).map(Utf8Path::to_owned) else { return Ok(None) };
    match &payload.event {
        Event::Edited(edits) => edited(&root, &folder, edits),
        Event::Stopped => changed(&folder),
        Event::Prompted { command, arguments } => refused(&folder, command, arguments),
        Event::Other => Ok(None),
    }
}

/// What edits have broken or touched.
fn edited(root: &Utf8Path, folder: &Utf8Path, edits: &[FileEdit]) -> anyhow::Result<Option<String>> {
    let inside = |edit: &&FileEdit| edit.path(folder).is_some_and(|path| path.starts_with(root));
    let edits: Vec<&FileEdit> = edits.iter().filter(inside).collect();
    if edits.is_empty() {
        return Ok(None);
    }
    let mut target = CheckTarget::read(&[root.to_owned()])?;
    let mut before = target.world.copy();
    let mut touched = Vec::new();
    let mut since = None;
    for edit in edits {
        let Some(path) = edit.path(folder).map(DocPath::new) else { continue };
        let now = target.world.project(&path).and_then(|project| project.document(&path)).map(|it| it.text());
        let text = edit.before(now.unwrap_or_default()).unwrap_or_else(|| {
            // What was there is not said: it is compared with the last commit, if there is one.
            let since = since.get_or_insert_with(|| Since::read(&target, "HEAD").ok());
            since.as_ref().and_then(|since| since.text(&path)).unwrap_or_default().to_owned()
        });
        before.open(path.clone(), Rope::from_str(&text), 0);
        touched.push(path);
    }
    before.projects().iter().for_each(|project| drop(project.index()));
    if touched.iter().all(|path| concerns_itself(&target.world, &before, path)) {
        target.narrow(&touched);
    }
    let keep = |project: &Snapshot, document: &Document, found: &mut Vec<Diagnostic>| {
        found.retain(|it| it.severity != Severity::Hint);
        let Some((before, earlier)) = earlier(&before, project, document).filter(|_| !found.is_empty()) else { return };
        let earlier = Earlier::new(before, earlier, document.text());
        if touched.contains(&document.path) {
            earlier.retain_touched(document, found);
        } else {
            earlier.retain_new(document, found);
        }
    };
    Ok(found(&target, &keep, folder))
}

/// Whether an edit of a document can have changed nothing in others.
fn concerns_itself(now: &World, before: &World, path: &DocPath) -> bool {
    let document = |world: &World| world.project(path).and_then(|project| project.document(path)).cloned();
    let (Some(now), Some(before)) = (document(now), document(before)) else { return false };
    // Copies repeat the text of a command, and of what it includes.
    let has_copies = matches!(now.kind, Kind::Command | Kind::Partial);
    !has_copies && now.summary() == before.summary() && link::anchors(&now) == link::anchors(&before)
}

fn earlier<'a>(before: &'a World, now: &Snapshot, document: &Document) -> Option<(&'a Snapshot, &'a Document)> {
    let project = before.projects().iter().find(|project| project.root() == now.root())?;
    Some((project, project.document(&document.path)?))
}

/// What is wrong that is not in the last commit.
fn changed(folder: &Utf8Path) -> anyhow::Result<Option<String>> {
    let target = CheckTarget::read(&[folder.to_owned()])?;
    let since = Since::read(&target, "HEAD")?;
    let keep = |project: &Snapshot, document: &Document, found: &mut Vec<Diagnostic>| {
        found.retain(|it| it.severity != Severity::Hint);
        since.retain_new(project, document, found);
    };
    Ok(found(&target, &keep, folder))
}

fn found(target: &CheckTarget, keep: &check::Keep<'_>, folder: &Utf8Path) -> Option<String> {
    let checked = check::check(target, keep, folder);
    let found = checked.iter().flat_map(|checked| checked.found.iter().map(move |found| (checked, found)));
    Some(lines(found.collect(), Some(MOST))).filter(|text| !text.is_empty())
}

/// Why a command must not run. What is no command of the project may be anything else.
fn refused(folder: &Utf8Path, command: &str, arguments: &str) -> anyhow::Result<Option<String>> {
    let Ok(project) = super::project::read(folder) else { return Ok(None) };
    let request = Request {
        command: command.to_owned(),
        arguments: arguments.to_owned(),
        feature_directory: Request::feature_directory(),
        task: None,
        answers: Default::default(),
    };
    let verdict = crate::workflow::preflight::preflight(&project, &request);
    Ok((verdict.outcome == Outcome::Block).then(|| preflight::agent(&verdict)))
}
