//! The walk of a folder, in parallel.

use std::sync::{Mutex, PoisonError};

use super::{
    DIALECT_FOLDERS,
    ignores::{Ignores, Unread},
    read::{self, EntryKind, Root},
};
use crate::{model::Kind, workspace::ProjectPath};

/// Folders that are never looked into.
pub(in crate::workspace) const SKIPPED: [&str; 4] = [".git", "node_modules", ".hg", ".svn"];

/// What the walk found at one place.
#[derive(Debug)]
pub(super) struct WalkEntry {
    /// From the folder that was walked.
    pub(super) path: ProjectPath,
    pub(super) found: WalkFound,
}

#[derive(Debug)]
pub(super) enum WalkFound {
    Entry(EntryKind),
    /// What cannot be read although it decides what is read: a folder, or an ignore file.
    Unread(Kind, String),
}

/// Everything below a folder that is not ignored, sorted.
pub(super) fn walk(root: &Root) -> Vec<WalkEntry> {
    let found = Mutex::default();
    rayon::scope(|scope| visit(scope, Visit { root, found: &found }, Folder::default()));
    let mut entries: Vec<WalkEntry> = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    entries
}

#[derive(Clone, Copy)]
struct Visit<'a> {
    root: &'a Root,
    found: &'a Mutex<Vec<WalkEntry>>,
}

/// A folder that is to be listed.
#[derive(Default)]
struct Folder {
    path: ProjectPath,
    /// The rules that hold in the folder above.
    above: Ignores,
    /// Whether it is only looked into because of its name, although git ignores it.
    ignored: bool,
    /// Whether it is hidden or lies in a hidden folder; a dialect's own folder is not hidden by its name.
    hidden: bool,
}

fn visit<'a>(scope: &rayon::Scope<'a>, visit: Visit<'a>, folder: Folder) {
    let Visit { root, found } = visit;
    let listing = match root.list(&folder.path) {
        Ok(listing) => listing,
        Err(error) if read::is_absent(&error) => return,
        Err(error) => {
            let reason = format!("it cannot be listed: {error}");
            lock(found).push(WalkEntry { path: folder.path, found: WalkFound::Unread(Kind::Folder, reason) });
            return;
        }
    };
    // A checkout among hidden or ignored files, such as a worktree in `.claude/worktrees`, is another project.
    if (folder.ignored || folder.hidden) && listing.iter().any(|(name, _)| name == ".git") {
        return;
    }
    let mut unread = Vec::new();
    let ignores = folder.above.entering(root, &folder.path, &listing, &mut unread);
    let inside_hidden = folder.hidden || folder.path.file_name().is_some_and(|name| name.starts_with('.'));
    let mut entries = Vec::with_capacity(listing.len());
    for (name, kind) in listing {
        if SKIPPED.contains(&&*name) && name != SKIPPED[0] {
            continue;
        }
        let path = folder.path.join(&name);
        let (is_folder, is_dialect) = (kind == EntryKind::Folder, DIALECT_FOLDERS.contains(&&*name));
        let ignored = ignores.matches(&path, is_folder);
        if ignored && !(is_folder && is_dialect) {
            continue;
        }
        if is_folder && name != SKIPPED[0] {
            let below = Folder {
                path: path.clone(),
                above: ignores.clone(),
                ignored: folder.ignored || ignored,
                hidden: inside_hidden || name.starts_with('.') && !is_dialect,
            };
            scope.spawn(move |scope| self::visit(scope, visit, below));
        }
        entries.push(WalkEntry { path, found: WalkFound::Entry(kind) });
    }
    entries.extend(unread.into_iter().map(|Unread { path, reason }| WalkEntry {
        path,
        found: WalkFound::Unread(Kind::Settings, reason.to_string()),
    }));
    lock(found).append(&mut entries);
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
