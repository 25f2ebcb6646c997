//! Which files a project has, and where a path leads when links are followed.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Mutex, OnceLock, PoisonError},
};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many links one path may lead through, as Linux allows.
const MAX_LINKS: usize = 40;

/// The files of one project, by their names relative to its root. Paths that the scan did not see (ignored by git, say) are looked up
/// on disk, once.
#[derive(Debug, Default)]
pub struct Files {
    files: BTreeSet<Utf8PathBuf>,
    folders: FxHashSet<Utf8PathBuf>,
    links: BTreeMap<Utf8PathBuf, Link>,
    by_lower_case: OnceLock<FxHashMap<String, Utf8PathBuf>>,
    disk: Option<Disk>,
}

/// Where a symbolic link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// To this path, relative to the project's root.
    Inside(Utf8PathBuf),
    /// Out of the project.
    Outside,
    /// To nothing.
    Dangling,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A file; its real path, relative to the project's root.
    File(Utf8PathBuf),
    /// A folder, likewise.
    Folder(Utf8PathBuf),
    /// Nothing.
    Missing,
    /// Something outside of the project, which is never looked at.
    Outside,
}

#[derive(Debug)]
struct Disk {
    root: Utf8PathBuf,
    seen: Mutex<FxHashMap<Utf8PathBuf, Resolved>>,
}

impl Files {
    /// The files that a scan saw. Folders are those that hold a file, and need not be given.
    pub fn new(files: impl IntoIterator<Item = Utf8PathBuf>, links: BTreeMap<Utf8PathBuf, Link>) -> Self {
        let files: BTreeSet<_> = files.into_iter().collect();
        let mut folders = FxHashSet::default();
        for file in &files {
            for folder in file.ancestors().skip(1) {
                if !folders.insert(folder.to_owned()) {
                    break;
                }
            }
        }
        Files { files, folders, links, ..Files::default() }
    }

    /// Also looks on the disk, below `root`, for paths that the scan did not see.
    pub fn with_disk(mut self, root: &Utf8Path) -> Self {
        self.disk = Some(Disk { root: root.to_owned(), seen: Mutex::default() });
        self
    }

    /// Every file, relative to the root, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &Utf8Path> {
        self.files.iter().map(|file| &**file)
    }

    /// Every file below a folder, sorted.
    pub fn below<'a>(&'a self, folder: &'a Utf8Path) -> impl Iterator<Item = &'a Utf8Path> {
        let from = self.files.range::<Utf8Path, _>((Bound::Included(folder), Bound::Unbounded));
        from.map(|file| &**file).take_while(move |file| file.starts_with(folder))
    }

    /// The links and where they lead, sorted.
    pub fn links(&self) -> &BTreeMap<Utf8PathBuf, Link> {
        &self.links
    }

    /// Where `path`, relative to the root, leads.
    pub fn resolve(&self, path: &Utf8Path) -> Resolved {
        let Some(path) = normalize(path) else { return Resolved::Outside };
        let path = match self.follow(path) {
            Ok(path) => path,
            Err(resolved) => return resolved,
        };
        if self.files.contains(&path) {
            Resolved::File(path)
        } else if path.as_str().is_empty() || self.folders.contains(&path) {
            Resolved::Folder(path)
        } else {
            self.disk.as_ref().map_or(Resolved::Missing, |disk| disk.resolve(path))
        }
    }

    /// The file whose name differs from `path`'s in nothing but case.
    pub fn differing_in_case(&self, path: &Utf8Path) -> Option<&Utf8Path> {
        let path = normalize(path)?;
        let by_lower_case = self.by_lower_case.get_or_init(|| {
            let mut files: Vec<_> = self.files.iter().chain(self.links.keys()).collect();
            files.sort_unstable_by(|a, b| b.cmp(a));
            files.into_iter().map(|file| (file.as_str().to_lowercase(), file.clone())).collect()
        });
        let found = by_lower_case.get(&path.as_str().to_lowercase())?;
        (*found != path).then_some(found)
    }

    /// Replaces the links in `path` by what they lead to.
    fn follow(&self, mut path: Utf8PathBuf) -> Result<Utf8PathBuf, Resolved> {
        if self.links.is_empty() {
            return Ok(path);
        }
        'links: for _ in 0..MAX_LINKS {
            let prefixes: Vec<_> = path.ancestors().filter(|prefix| !prefix.as_str().is_empty()).collect();
            for prefix in prefixes.into_iter().rev() {
                match self.links.get(prefix) {
                    None => {}
                    Some(Link::Outside) => return Err(Resolved::Outside),
                    Some(Link::Dangling) => return Err(Resolved::Missing),
                    Some(Link::Inside(target)) => {
                        let rest = path.strip_prefix(prefix).unwrap_or(Utf8Path::new(""));
                        path = if rest.as_str().is_empty() { target.clone() } else { target.join(rest) };
                        continue 'links;
                    }
                }
            }
            return Ok(path);
        }
        Err(Resolved::Missing)
    }
}

impl Disk {
    fn resolve(&self, path: Utf8PathBuf) -> Resolved {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(resolved) = seen.get(&path) {
            return resolved.clone();
        }
        let resolved = self.look(&path);
        seen.insert(path, resolved.clone());
        resolved
    }

    fn look(&self, path: &Utf8Path) -> Resolved {
        let Ok(real) = self.root.join(path).canonicalize_utf8() else { return Resolved::Missing };
        let Ok(inside) = real.strip_prefix(&self.root) else { return Resolved::Outside };
        match real.metadata() {
            Ok(metadata) if metadata.is_dir() => Resolved::Folder(inside.to_owned()),
            Ok(metadata) if metadata.is_file() => Resolved::File(inside.to_owned()),
            _ => Resolved::Missing,
        }
    }
}

/// The path without `.` and `..`; `None` when it leaves the root or is absolute.
pub fn normalize(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let mut normal = Utf8PathBuf::with_capacity(path.as_str().len());
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            Utf8Component::Normal(part) => normal.push(part),
            Utf8Component::RootDir | Utf8Component::Prefix(_) => return None,
        }
    }
    Some(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let links = [
            (".claude/commands/flow", Link::Inside("templates/commands/flow".into())),
            ("here.md", Link::Inside(".claude/commands/flow/plan.md".into())),
            ("etc", Link::Outside),
            ("gone.md", Link::Dangling),
            ("a", Link::Inside("b".into())),
            ("b", Link::Inside("a".into())),
        ];
        let links = links.into_iter().map(|(name, link)| (name.into(), link)).collect();
        Files::new(["templates/commands/flow/plan.md".into(), "README.md".into()], links)
    }

    #[test]
    fn paths_lead_through_links_to_one_real_file() {
        let files = files();
        let plan = Resolved::File("templates/commands/flow/plan.md".into());
        for (path, resolved) in [
            ("templates/commands/flow/plan.md", plan.clone()),
            (".claude/commands/flow/plan.md", plan.clone()),
            ("./templates/x/../commands/flow/plan.md", plan.clone()),
            ("here.md", plan),
            (".claude/commands/flow", Resolved::Folder("templates/commands/flow".into())),
            ("templates", Resolved::Folder("templates".into())),
            ("etc/passwd", Resolved::Outside),
            ("../x.md", Resolved::Outside),
            ("/etc/passwd", Resolved::Outside),
            ("gone.md", Resolved::Missing),
            ("a/x.md", Resolved::Missing),
            ("nothing.md", Resolved::Missing),
        ] {
            assert_eq!(files.resolve(Utf8Path::new(path)), resolved, "{path}");
        }
    }

    #[test]
    fn a_name_in_another_case_is_found() {
        let files = files();
        assert_eq!(files.differing_in_case(Utf8Path::new("readme.MD")), Some(Utf8Path::new("README.md")));
        assert_eq!(files.differing_in_case(Utf8Path::new("README.md")), None);
    }
}
