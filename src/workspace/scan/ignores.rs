//! Ignore rules: `.gitignore`, `.ignore` and `.git/info/exclude`, as far as they are regular files inside the folder that is read.
//!
//! What the user's own git configuration or a folder further up ignores does not count, so that findings are the same everywhere.

use std::sync::Arc;

use camino::Utf8Path;
use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

use super::{
    DIALECT_FOLDERS,
    read::{EntryKind, ReadError, Root},
};
use crate::workspace::ProjectPath;

/// The largest ignore file that is read, in bytes. Each of its lines may cost a thousand times its length.
const MAX_SIZE: u64 = 256 * 1024;

/// The rules that hold in a folder.
#[derive(Debug, Clone, Default)]
pub(in crate::workspace) struct Ignores {
    /// Those of `.ignore` files, which go before all others.
    plain: Option<Arc<Rules>>,
    /// Those of `.gitignore` files and `.git/info/exclude`.
    git: Option<Arc<Rules>>,
}

/// The rules of one file, and those that hold where it has none.
#[derive(Debug)]
struct Rules {
    own: Gitignore,
    above: Option<Arc<Rules>>,
}

/// An ignore file that cannot be read.
pub(super) struct Unread {
    pub(super) path: ProjectPath,
    pub(super) reason: ReadError,
}

impl Ignores {
    /// The rules of the folder that a root is, by itself.
    pub(in crate::workspace) fn of(root: &Root) -> Ignores {
        let listing = root.list(Utf8Path::new("")).unwrap_or_default();
        Ignores::default().entering(root, &ProjectPath::default(), &listing, &mut Vec::new())
    }

    /// The rules that hold in a folder below one where these hold. In a repository of its own no rule of git from above does.
    pub(super) fn entering(
        &self,
        root: &Root,
        folder: &ProjectPath,
        listing: &[(String, EntryKind)],
        unread: &mut Vec<Unread>,
    ) -> Ignores {
        let mut rules = self.clone();
        let mut read = |name: &str, above: &mut Option<Arc<Rules>>| {
            let path = folder.join(name);
            match root.read_unlinked(&path, MAX_SIZE) {
                Ok(text) => {
                    let own = parse(folder, &text);
                    if !own.is_empty() {
                        *above = Some(Arc::new(Rules { own, above: above.take() }));
                    }
                }
                Err(ReadError::Gone) => {}
                Err(reason) => unread.push(Unread { path, reason }),
            }
        };
        let find = |name: &str| listing.iter().find(|(entry, _)| entry == name).map(|(_, kind)| kind);
        match find(".git") {
            Some(EntryKind::Folder) => {
                rules.git = None;
                read(".git/info/exclude", &mut rules.git);
            }
            Some(_) => rules.git = None,
            None => {}
        }
        if find(".gitignore").is_some() {
            read(".gitignore", &mut rules.git);
        }
        if find(".ignore").is_some() {
            read(".ignore", &mut rules.plain);
        }
        rules
    }

    /// Whether the rules name an entry of the folder where they hold, or of one below; its path is from the root.
    pub(super) fn matches(&self, path: &Utf8Path, is_folder: bool) -> bool {
        // Spec Kit keeps it out of the repository, and its scripts read it.
        if !is_folder && path.ends_with(".specify/feature.json") {
            return false;
        }
        [&self.plain, &self.git]
            .into_iter()
            .find_map(|rules| Rules::verdict(rules.as_ref(), path, is_folder))
            .unwrap_or(false)
    }

    /// Whether a walk that begins where the rules hold leaves out a file.
    pub(in crate::workspace) fn hides(&self, file: &Utf8Path) -> bool {
        self.matches(file, false) || file.parent().is_some_and(|folder| self.pass_over(folder))
    }

    /// Whether a walk that begins where the rules hold does not come to a folder.
    pub(in crate::workspace) fn pass_over(&self, folder: &Utf8Path) -> bool {
        let parts = folder.ancestors().filter(|part| !part.as_str().is_empty());
        parts.into_iter().any(|part| {
            let spared = part.file_name().is_some_and(|name| DIALECT_FOLDERS.contains(&name));
            !spared && self.matches(part, true)
        })
    }
}

impl Rules {
    fn verdict(rules: Option<&Arc<Rules>>, path: &Utf8Path, is_folder: bool) -> Option<bool> {
        let mut next = rules;
        while let Some(rules) = next {
            match rules.own.matched(path, is_folder) {
                Match::Ignore(_) => return Some(true),
                Match::Whitelist(_) => return Some(false),
                Match::None => next = rules.above.as_ref(),
            }
        }
        None
    }
}

/// The rules of a text; a line that is none is skipped, as git does.
fn parse(folder: &Utf8Path, text: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        if let Err(error) = builder.add_line(None, line) {
            tracing::debug!(%error, "skipped a line of an ignore file in `{folder}`");
        }
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
