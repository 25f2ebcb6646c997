//! Reading a workspace folder: its projects, their files, links and documents. The only place that reads them from disk.

mod project;
mod read;
#[cfg(test)]
mod tests;

pub use project::read_late;
pub use read::{MAX_SIZE, ReadError, read};

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use ignore::{WalkBuilder, WalkState};

use self::project::project;
use super::{Base, Document, Kind, Settings, git};

/// Folders that are never looked into.
const SKIPPED: [&str; 4] = [".git", "node_modules", ".hg", ".svn"];

/// What starts a project, relative to its root.
const MARKS: [&str; 6] =
    [".git", ".claude", ".specify", "flowspec_workflow.yml", "memory/constitution.md", "backlog/config.yml"];

/// Reads every project in `folder`, a real, absolute path. `client` is laid over each project's own settings.
///
/// Nothing outside of the folder is read, whatever a link or a setting says. What cannot be read is left out or, for a document,
/// kept with the reason.
pub fn scan(folder: &Utf8Path, client: &Settings) -> Vec<Base> {
    let entries = walk(folder);
    let mut roots = project_roots(folder, &entries);
    roots.insert(folder.as_str().to_owned());
    if roots.len() == 1 {
        return vec![with_commits(project(folder, &entries.iter().collect::<Vec<_>>(), client), folder)];
    }
    // A project's entries are those that no deeper root holds.
    let mut by_root: BTreeMap<&str, Vec<&Entry>> = roots.iter().map(|root| (&**root, Vec::new())).collect();
    for entry in &entries {
        let mut parent = entry.path.as_str();
        while let Some(at) = parent.rfind('/') {
            parent = &parent[..at];
            if let Some(entries) = by_root.get_mut(parent) {
                entries.push(entry);
                break;
            }
        }
    }
    let read = |(root, entries): (&str, Vec<&Entry>)| project(Utf8Path::new(root), &entries, client);
    by_root.into_iter().map(|project| with_commits(read(project), folder)).collect()
}

/// Adds the committed texts of the tasks that carry a workflow state; others have no transition to judge.
fn with_commits(mut base: Base, workspace: &Utf8Path) -> Base {
    let state =
        |document: &Document| document.facts().summary.task.as_ref().is_some_and(|task| !task.states.is_empty());
    let tasks = base.documents.values().filter(|document| document.kind == Kind::Task && state(document));
    let tasks: Vec<_> = tasks.map(|document| document.path.clone()).collect();
    base.committed = git::committed(&base.root, workspace, &tasks);
    base
}

/// The project that a file belongs to by its place: the nearest folder above it that is one. Never the user's home, which often
/// looks like a project and is none.
pub fn project_root(file: &Utf8Path) -> Option<&Utf8Path> {
    let home = std::env::home_dir();
    let marked = |folder: &&Utf8Path| {
        folder.file_name().is_some()
            && home.as_deref() != Some(folder.as_std_path())
            && MARKS.iter().any(|mark| folder.join(mark).exists())
    };
    let marked: Vec<_> = file.ancestors().skip(1).filter(marked).collect();
    let outermost = marked.last()?;
    let is_project = |root: &&Utf8Path| {
        let inside = root.strip_prefix(outermost).unwrap_or(root);
        !inside.components().any(|part| part.as_str().starts_with('.'))
            && !matches!(root.file_name(), Some("memory" | "templates"))
    };
    marked.iter().copied().find(is_project)
}

struct Entry {
    path: Utf8PathBuf,
    kind: EntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    File,
    Folder,
    Link,
}

fn walk(folder: &Utf8Path) -> Vec<Entry> {
    let found = Mutex::new(Vec::new());
    let walker = WalkBuilder::new(folder)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.depth() == 0 || !SKIPPED.iter().skip(1).any(|name| entry.file_name() == *name))
        .threads(std::thread::available_parallelism().map_or(1, usize::from).min(4))
        .build_parallel();
    walker.run(|| {
        let mut batch = Batch { entries: Vec::new(), found: &found };
        Box::new(move |entry| {
            let Ok(entry) = entry.inspect_err(|error| tracing::debug!(%error, "skipped while scanning")) else {
                return WalkState::Continue;
            };
            let Some(file_type) = entry.file_type() else { return WalkState::Continue };
            let kind = match file_type {
                file_type if file_type.is_symlink() => EntryKind::Link,
                file_type if file_type.is_dir() => EntryKind::Folder,
                file_type if file_type.is_file() => EntryKind::File,
                _ => return WalkState::Continue,
            };
            let Ok(path) = Utf8PathBuf::try_from(entry.into_path()) else {
                tracing::warn!("skipped a file whose name is not UTF-8");
                return WalkState::Skip;
            };
            let skip = kind == EntryKind::Folder && path.file_name() == Some(SKIPPED[0]);
            batch.entries.push(Entry { path, kind });
            if skip { WalkState::Skip } else { WalkState::Continue }
        })
    });
    let mut entries = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    entries.sort_unstable_by(|a, b| a.path.as_str().cmp(b.path.as_str()));
    entries
}

/// What one thread of the walk found, handed over when it ends.
struct Batch<'a> {
    entries: Vec<Entry>,
    found: &'a Mutex<Vec<Entry>>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).append(&mut self.entries);
    }
}

fn project_roots(folder: &Utf8Path, entries: &[Entry]) -> BTreeSet<String> {
    let mut roots = BTreeSet::new();
    for entry in entries {
        let path = entry.path.as_str();
        let mark = MARKS.iter().find_map(|mark| path.strip_suffix(mark)?.strip_suffix('/'));
        let Some(root) = mark.filter(|root| root.len() >= folder.as_str().len()) else { continue };
        let in_dot_folder = root[folder.as_str().len()..].contains("/.");
        if !in_dot_folder && !root.ends_with("/memory") && !root.ends_with("/templates") {
            roots.insert(root.to_owned());
        }
    }
    roots
}
