//! Reading a workspace folder: its projects, their files, links and documents. The only place that reads them from disk.

pub(super) mod ignores;
mod memory;
mod project;
pub(super) mod read;
mod refresh;
#[cfg(test)]
mod tests;
mod walk;

pub use memory::{MemoryFiles, ReadTexts};
pub(super) use project::{may_be_link_file, read_late};
pub(super) use read::EntryKind;
pub use read::{MAX_SIZE, ReadError, Root, read};
pub(super) use walk::SKIPPED;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use self::{
    project::project,
    walk::{WalkEntry, walk},
};
use super::{
    Base, DocPath, Document, Places, Settings, Snapshot,
    git::{self, Commits},
};
use crate::model::{Kind, dialect::root_marks};

/// Folders that hold the files of a dialect. They are read even where git ignores them as a whole.
const DIALECT_FOLDERS: [&str; 7] = [".claude", ".specify", ".kiro", ".github", "openspec", "backlog", ".backlog"];

/// Reads workspace folders. It keeps what is expensive and stays true between two scans: the committed texts of tasks.
#[derive(Debug, Default)]
pub struct Scanner {
    commits: Commits,
    /// Counts the bytes of text that are unpacked; `None` when documents are not packed.
    unpacked: Option<Arc<AtomicUsize>>,
}

impl Scanner {
    /// One for a long session: its documents keep what others depend on, and work out everything else when they are asked for it.
    pub fn packing() -> Scanner {
        Scanner { unpacked: Some(Arc::default()), ..Scanner::default() }
    }

    /// How many bytes of the texts of packed documents are unpacked.
    pub fn unpacked(&self) -> usize {
        self.unpacked.as_ref().map_or(0, |unpacked| unpacked.load(Ordering::Relaxed))
    }

    /// Packs the documents of projects that are not open.
    pub fn pack(&self, projects: Vec<Snapshot>) -> Vec<(Snapshot, Base)> {
        let Some(unpacked) = &self.unpacked else { return Vec::new() };
        unpacked.store(0, Ordering::Relaxed);
        let packed = projects.into_par_iter().map(|project| {
            let base = project.base.packed(unpacked);
            (project, base)
        });
        packed.collect()
    }

    /// Reads every project in `folders`: all that are open, by their real, absolute paths. `client` is laid over each project's own
    /// settings.
    ///
    /// Nothing outside of the folders is read, whatever a link or a setting says. A document that cannot be read is kept with the reason.
    pub fn scan(&self, folders: &[Utf8PathBuf], client: &Settings) -> Vec<Base> {
        self.scan_from(folders, client, &Vec::new, &|_| ())
    }

    /// The same, but where there are several projects, those that hold one of the files that `open` names are read first, and each is handed
    /// to `early` as soon as it is read.
    pub fn scan_from(
        &self,
        folders: &[Utf8PathBuf],
        client: &Settings,
        open: &dyn Fn() -> Vec<DocPath>,
        early: &dyn Fn(Base),
    ) -> Vec<Base> {
        let deadline = Instant::now() + git::TIMEOUT;
        // Compiling the places takes about as long as a walk, which mostly waits.
        rayon::spawn(|| drop(Places::default()));
        let mut left: BTreeMap<Utf8PathBuf, Found> = folders.iter().flat_map(|folder| find(folder)).collect();
        let mut bases = Vec::new();
        if left.len() > 1 {
            for file in open() {
                let Some(root) = file.ancestors().find(|root| left.contains_key(*root)) else { continue };
                bases.extend(left.remove(root).map(|found| self.read(found, client)));
                self.commits.add(&mut bases, folders, deadline);
                bases.last().into_iter().for_each(|base| early(base.shared()));
            }
        }
        bases.extend(left.into_values().map(|found| self.read(found, client)));
        self.commits.add(&mut bases, folders, deadline);
        bases
    }

    fn read(&self, found: Found, client: &Settings) -> Base {
        match found {
            Found::Unopened(base) => *base,
            Found::Project { folder, name, entries } => {
                project(&folder, &name, &Vec::from_iter(&entries), client, self.unpacked.as_ref())
            }
        }
    }
}

/// A project before it is read.
enum Found {
    /// One of a folder that cannot be opened.
    Unopened(Box<Base>),
    /// One in `folder`, by its name there, with its files.
    Project { folder: Arc<Root>, name: String, entries: Vec<WalkEntry> },
}

/// The projects in one folder, by their roots.
fn find(folder: &Utf8Path) -> Vec<(Utf8PathBuf, Found)> {
    let root = match Root::open(folder) {
        Ok(root) => Arc::new(root),
        Err(error) => return vec![(folder.to_owned(), Found::Unopened(unopened(folder, error).into()))],
    };
    let entries = walk(&root);
    let names = project_roots(&entries).into_iter().map(str::to_owned);
    let mut by_name: BTreeMap<String, Vec<WalkEntry>> =
        names.chain([String::new()]).map(|it| (it, Vec::new())).collect();
    // A project's entries are those that no deeper root holds. Neighbors are mostly in one folder.
    let (mut last, mut of_last) = (None, String::new());
    for entry in entries {
        let folder = entry.path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        if last.as_deref() != Some(folder) {
            let above = Utf8Path::new(folder).ancestors().find(|above| by_name.contains_key(above.as_str()));
            of_last = above.map_or("", Utf8Path::as_str).to_owned();
            last = Some(folder.to_owned());
        }
        if let Some(of_project) = by_name.get_mut(&of_last) {
            of_project.push(entry);
        }
    }
    let found = by_name.into_iter().map(|(name, entries)| {
        let at = if name.is_empty() { folder.to_owned() } else { folder.join(&name) };
        (at, Found::Project { folder: Arc::clone(&root), name, entries })
    });
    found.collect()
}

/// Reads every project in one folder, once.
pub fn scan(folder: &Utf8Path, client: &Settings) -> Vec<Base> {
    Scanner::default().scan(&[folder.to_owned()], client)
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
        let folder_of = |mark: &'static str| {
            let folder = entry.path.as_str().strip_suffix(mark)?;
            (folder.is_empty() || folder.ends_with('/')).then_some((folder.trim_end_matches('/'), mark))
        };
        let Some((root, mark)) = root_marks().find_map(folder_of) else { continue };
        if !is_hidden(Utf8Path::new(root)) && may_be_root(Utf8Path::new(root), mark) {
            roots.insert(root);
        }
    }
    roots
}
