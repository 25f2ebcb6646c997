//! Where the parts of a repository are, without git.
//!
//! A `.git` of the project can name any folder of the disk. One outside of the open folder is only believed when it is a worktree's: then
//! it names the project in turn, which writing to the project alone cannot achieve.

use camino::{Utf8Path, Utf8PathBuf};

use crate::workspace::{
    path::real,
    scan::{EntryKind, MAX_SIZE, ReadError, Root},
};

/// The longest file that only holds a path or a reference, in bytes.
const MAX_LINE: u64 = 4096;

/// How many references may name one another.
const MAX_REFERENCES: usize = 5;

/// How deep files lie in the folder of objects.
const MAX_DEPTH: usize = 3;

/// A repository that belongs to a project.
pub(super) struct Repository {
    /// What is this worktree's own.
    own: Root,
    /// What all worktrees share, objects and references, if it is elsewhere.
    common: Option<Root>,
}

impl Repository {
    /// The repository of the project at `root`; `folders` are all that are open.
    pub(super) fn at(root: &Utf8Path, folders: &[Utf8PathBuf]) -> Option<Repository> {
        let project = Root::open(root).ok()?;
        let own = match project.folder(Utf8Path::new(".git")) {
            Ok(own) => own,
            Err(_) => {
                let text = project.read_unlinked(Utf8Path::new(".git"), MAX_LINE).ok()?;
                Root::open(&path(root, text.strip_prefix("gitdir:")?)?).ok()?
            }
        };
        let common = match own.read(Utf8Path::new("commondir"), MAX_LINE) {
            Ok(text) => Some(Root::open(&path(own.path(), &text)?).ok()?),
            Err(ReadError::Gone) => None,
            Err(_) => return None,
        };
        let is_inside = |path: &Utf8Path| {
            path.starts_with(root) || folders.iter().any(|open| root.starts_with(open) && path.starts_with(open))
        };
        let repository = Repository { own, common };
        let inside = is_inside(repository.own.path()) && is_inside(repository.common().path());
        (inside || repository.is_worktree_at(root)).then_some(repository)
    }

    fn common(&self) -> &Root {
        self.common.as_ref().unwrap_or(&self.own)
    }

    /// Whether this is the worktree in `root`, by what the repository says.
    fn is_worktree_at(&self, root: &Utf8Path) -> bool {
        let names_root = || {
            let text = self.own.read_unlinked(Utf8Path::new("gitdir"), MAX_LINE).ok()?;
            path(self.own.path(), &text).map(|back| back == root.join(".git"))
        };
        let worktrees = self.common().path().join("worktrees");
        self.own.path().parent() == Some(&worktrees) && names_root().unwrap_or(false)
    }

    /// The id of the commit that `HEAD` means.
    pub(super) fn head(&self) -> Option<String> {
        let mut text = self.own.read(Utf8Path::new("HEAD"), MAX_LINE).ok()?;
        for _ in 0..MAX_REFERENCES {
            let Some(name) = text.strip_prefix("ref:").map(str::trim) else {
                return Some(text.trim_end().to_owned()).filter(|id| is_id(id));
            };
            let read = |root: &Root| root.read(Utf8Path::new(name), MAX_LINE).ok();
            text = read(&self.own).or_else(|| read(self.common())).or_else(|| self.packed(name))?;
        }
        None
    }

    fn packed(&self, name: &str) -> Option<String> {
        let packed = self.common().read(Utf8Path::new("packed-refs"), MAX_SIZE).ok()?;
        packed.lines().find_map(|line| line.strip_suffix(name)?.strip_suffix(' ').map(str::to_owned))
    }

    /// The folder to give git when references are kept in tables, unless its configuration would make git read further files.
    pub(super) fn with_tables(&self) -> Option<&Utf8Path> {
        self.common().list(Utf8Path::new("reftable")).ok()?;
        let includes = |root: &Root, name: &str| match root.read(Utf8Path::new(name), MAX_SIZE) {
            Ok(text) => text.to_lowercase().contains("include"),
            Err(ReadError::Gone) => false,
            Err(_) => true,
        };
        let includes = includes(self.common(), "config") || includes(&self.own, "config.worktree");
        (!includes).then(|| self.own.path())
    }

    /// The folder of objects; `None` when something in it leads elsewhere, or may never end.
    pub(super) fn objects(&self) -> Option<Utf8PathBuf> {
        let name = Utf8Path::new("objects");
        let shares = match self.common().read(Utf8Path::new("objects/info/alternates"), MAX_SIZE) {
            Ok(text) => text.lines().any(|line| !line.is_empty() && !line.starts_with('#')),
            Err(ReadError::Gone) => false,
            Err(_) => true,
        };
        let is_own = self.common().list(Utf8Path::new("")).ok()?.contains(&("objects".to_owned(), EntryKind::Folder));
        (is_own && !shares && is_plain(self.common(), name, MAX_DEPTH)).then(|| self.common().path().join(name))
    }
}

/// Whether a folder holds nothing but files and such folders.
fn is_plain(root: &Root, folder: &Utf8Path, depth: usize) -> bool {
    root.list(folder).is_ok_and(|entries| {
        entries.iter().all(|(name, kind)| match kind {
            EntryKind::File => true,
            EntryKind::Folder => depth > 0 && is_plain(root, &folder.join(name), depth - 1),
            _ => false,
        })
    })
}

/// The real path that a file in `folder` names.
fn path(folder: &Utf8Path, text: &str) -> Option<Utf8PathBuf> {
    real(folder.join(text.trim())).ok()
}

/// Whether a text is the whole id of an object.
pub(super) fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
