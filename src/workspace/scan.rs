//! Reading a workspace folder: its projects, their files, links and documents. The only place that reads them from disk.

pub(super) mod ignores;
mod project;
pub(super) mod read;
mod refresh;
#[cfg(test)]
mod tests;
mod walk;

pub(super) use project::{may_be_link_file, read_late};
pub(super) use read::EntryKind;
pub use read::{MAX_SIZE, ReadError, Root, read};
pub(super) use walk::SKIPPED;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use self::{
    project::project,
    walk::{WalkEntry, walk},
};
use super::{Base, DocPath, Document, Settings, git::Commits};
use crate::model::{Kind, dialect::root_marks};

/// Folders that hold the files of a dialect. They are read even where git ignores them as a whole.
const DIALECT_FOLDERS: [&str; 7] = [".claude", ".specify", ".kiro", ".github", "openspec", "backlog", ".backlog"];

/// Reads workspace folders. It keeps what is expensive and stays true between two scans: the committed texts of tasks.
#[derive(Debug, Default)]
pub struct Scanner {
    commits: Commits,
}

impl Scanner {
    /// Reads every project in `folders`: all that are open, by their real, absolute paths. `client` is laid over each project's own
    /// settings.
    ///
    /// Nothing outside of the folders is read, whatever a link or a setting says. A document that cannot be read is kept with the reason.
    pub fn scan(&self, folders: &[Utf8PathBuf], client: &Settings) -> Vec<Base> {
        let mut bases: Vec<_> = folders.iter().flat_map(|folder| projects(folder, client)).collect();
        self.commits.add(&mut bases, folders);
        bases
    }
}

/// Reads every project in one folder, once.
pub fn scan(folder: &Utf8Path, client: &Settings) -> Vec<Base> {
    Scanner::default().scan(&[folder.to_owned()], client)
}

fn projects(folder: &Utf8Path, client: &Settings) -> Vec<Base> {
    let root = match Root::open(folder) {
        Ok(root) => root,
        Err(error) => return vec![unopened(folder, error)],
    };
    let entries = walk(&root);
    let mut roots = project_roots(&entries);
    roots.insert("");
    // A project's entries are those that no deeper root holds.
    let mut by_root: BTreeMap<&str, Vec<&WalkEntry>> = roots.into_iter().map(|root| (root, Vec::new())).collect();
    for entry in &entries {
        let mut above = entry.path.ancestors().skip(1).map(Utf8Path::as_str);
        if let Some(root) = above.find(|folder| by_root.contains_key(folder)) {
            by_root.entry(root).or_default().push(entry);
        }
    }
    let read = |(name, entries): (&str, Vec<&WalkEntry>)| project(&root, name, &entries, client);
    by_root.into_iter().map(read).collect()
}

/// The project of a folder that cannot be opened.
fn unopened(folder: &Utf8Path, error: std::io::Error) -> Base {
    let mut base = Base::empty(folder.to_owned());
    if !read::is_absent(&error) {
        let path = DocPath::new(folder);
        let document =
            Document::unreadable(path.clone(), Kind::Folder, Vec::new(), format!("it cannot be opened: {error}"));
        base.documents.insert(path, document.into());
    }
    base
}

/// The project that a file belongs to by its place: the nearest folder above it that is one. Never the user's home, which often
/// looks like a project and is none.
pub fn project_root(file: &Utf8Path) -> Option<&Utf8Path> {
    let home = std::env::home_dir();
    let marked = |folder: &&Utf8Path| {
        folder.file_name().is_some()
            && home.as_deref() != Some(folder.as_std_path())
            && root_marks().any(|mark| folder.join(mark).exists())
    };
    let mut marked: Vec<_> = file.ancestors().skip(1).filter(marked).collect();
    // A checkout among hidden files, such as a worktree in `.claude/worktrees`, is a project of its own.
    let is_checkout = |folder: &&Utf8Path| may_be_root(folder, ".git") && folder.join(".git").exists();
    if let Some(checkout) = marked.iter().position(is_checkout) {
        marked.truncate(checkout + 1);
    }
    let outermost = marked.last()?;
    let is_project = |root: &&Utf8Path| {
        let inside = root.strip_prefix(outermost).unwrap_or(root);
        !is_hidden(inside) && root_marks().any(|mark| may_be_root(root, mark) && root.join(mark).exists())
    };
    marked.iter().copied().find(is_project)
}

/// Whether a folder that has this mark may be a project and not only a part of one: `openspec` is a part, but `openspec` with
/// `openspec/specs` in it is a project.
fn may_be_root(folder: &Utf8Path, mark: &str) -> bool {
    let Some(name) = folder.file_name() else { return false };
    let is_part = DIALECT_FOLDERS.contains(&name) || matches!(name, "memory" | "templates");
    !is_part || Utf8Path::new(mark).starts_with(name)
}

fn is_hidden(path: &Utf8Path) -> bool {
    path.components().any(|part| part.as_str().starts_with('.'))
}

fn project_roots(entries: &[WalkEntry]) -> BTreeSet<&str> {
    let mut roots = BTreeSet::new();
    for entry in entries {
        let Some(mark) = root_marks().find(|mark| entry.path.ends_with(mark)) else { continue };
        let root = entry.path.ancestors().nth(Utf8Path::new(mark).components().count());
        let is_project = |root: &&Utf8Path| !is_hidden(root) && may_be_root(root, mark);
        roots.extend(root.filter(is_project).map(Utf8Path::as_str));
    }
    roots
}
