//! Which files a project has, and where a path leads when links are followed.

use std::{
    collections::BTreeMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    ProjectPath,
    path::{is_below, real},
    scan::{Root, ignores::Ignores},
};

/// How many links one path may lead through, as Linux allows.
const MAX_LINKS: usize = 40;

/// The files of one project, by their names relative to its root. Paths that the scan did not see (ignored by git, say) are looked up
/// on disk, once.
#[derive(Debug, Default)]
pub struct Files {
    /// Sorted by their bytes, not by component.
    files: Vec<ProjectPath>,
    folders: FxHashSet<String>,
    links: BTreeMap<ProjectPath, Symlink>,
    by_name: OnceLock<FxHashMap<String, Vec<usize>>>,
    by_lower_case: OnceLock<FxHashMap<String, ProjectPath>>,
    disk: Option<Disk>,
}

/// Where a symbolic link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symlink {
    /// To this path, relative to the project's root.
    Inside(ProjectPath),
    /// Out of the project.
    Outside,
    /// To nothing.
    Dangling,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A file; its real path, relative to the project's root.
    File(ProjectPath),
    /// A folder, likewise.
    Folder(ProjectPath),
    /// Nothing.
    Missing,
    /// Something outside of the project, which is never looked at.
    Outside,
}

#[derive(Debug)]
struct Disk {
    root: Utf8PathBuf,
    seen: Mutex<FxHashMap<ProjectPath, Resolved>>,
    /// What earlier files were asked for, so that its changes still matter.
    asked: FxHashSet<ProjectPath>,
    ignored: OnceLock<Ignores>,
}

impl Files {
    /// The files that a scan saw. Folders are those that hold a file, and need not be given.
    pub fn new(files: impl IntoIterator<Item = ProjectPath>, links: BTreeMap<ProjectPath, Symlink>) -> Self {
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        files.dedup();
        let mut folders = FxHashSet::default();
        for file in &files {
            // Of a folder that is known those above are, too.
            let above = file.ancestors().skip(1).map(Utf8Path::as_str).filter(|folder| !folder.is_empty());
            above.into_iter().take_while(|folder| folders.insert((*folder).to_owned())).for_each(drop);
        }
        Files { files, folders, links, ..Files::default() }
    }

    /// Also looks on the disk, below `root`, for paths that the scan did not see.
    pub fn with_disk(mut self, root: &Utf8Path) -> Self {
        self.disk = Some(Disk {
            root: root.to_owned(),
            seen: Mutex::default(),
            asked: FxHashSet::default(),
            ignored: OnceLock::new(),
        });
        self
    }

    /// Remembers for what `before` was asked, but not what was there.
    pub(super) fn with_questions_of(mut self, before: &Files) -> Self {
        if let (Some(disk), Some(before)) = (&mut self.disk, &before.disk) {
            let seen = before.seen.lock().unwrap_or_else(PoisonError::into_inner);
            disk.asked = before.asked.iter().chain(seen.keys()).cloned().collect();
        }
        self
    }

    /// Every file, relative to the root, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &Utf8Path> {
        self.files.iter().map(|file| &**file)
    }

    /// Every file below a folder, sorted, by its path from there.
    pub fn below<'a>(&'a self, folder: &Utf8Path) -> impl Iterator<Item = &'a Utf8Path> {
        let folder = if folder.as_str().is_empty() { String::new() } else { format!("{folder}/") };
        let files = self.starting_with(&folder);
        files.map(move |file| Utf8Path::new(&file.as_str()[folder.len()..]))
    }

    /// Every file whose path starts with these letters, sorted.
    pub fn starting_with<'a>(&'a self, start: &str) -> impl Iterator<Item = &'a Utf8Path> + use<'a> {
        let from = self.files.partition_point(|file| file.as_str() < start);
        let files = &self.files[from..];
        let count = files.partition_point(|file| file.as_str().starts_with(start));
        files[..count].iter().map(|file| &**file)
    }

    /// The files whose paths are next to this one in the alphabet, up to `reach` on either side.
    pub fn around(&self, path: &str, reach: usize) -> impl Iterator<Item = &Utf8Path> {
        let at = self.files.partition_point(|file| file.as_str() < path);
        let around = at.saturating_sub(reach)..(at + reach).min(self.files.len());
        self.files[around].iter().map(|file| &**file)
    }

    /// The file of exactly this path, links not followed.
    pub fn file(&self, path: &Utf8Path) -> Option<&Utf8Path> {
        let at = self.files.binary_search_by(|file| file.as_str().cmp(path.as_str())).ok()?;
        Some(&self.files[at])
    }

    /// The files of this file name in any folder, sorted by path.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Utf8Path> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: FxHashMap<_, Vec<_>> = FxHashMap::default();
            for (at, file) in self.files.iter().enumerate() {
                by_name.entry(file.file_name().unwrap_or_default().to_owned()).or_default().push(at);
            }
            by_name
        });
        by_name.get(name).into_iter().flatten().map(|at| &*self.files[*at])
    }

    /// The links and where they lead, sorted.
    pub fn links(&self) -> &BTreeMap<ProjectPath, Symlink> {
        &self.links
    }

    /// Where `path`, relative to the root, leads.
    pub fn resolve(&self, path: &Utf8Path) -> Resolved {
        let Some(path) = ProjectPath::written(path) else { return Resolved::Outside };
        self.resolve_name(path)
    }

    /// Where a path that starts from `folder` of the project leads.
    pub fn resolve_in(&self, folder: &Utf8Path, path: &str) -> Resolved {
        ProjectPath::written_in(folder, path).map_or(Resolved::Outside, |path| self.resolve_name(path))
    }

    fn resolve_name(&self, path: ProjectPath) -> Resolved {
        let path = match self.follow(path) {
            Ok(path) => path,
            Err(resolved) => return resolved,
        };
        if self.file(&path).is_some() {
            Resolved::File(path)
        } else if path.as_str().is_empty() || self.folders.contains(path.as_str()) {
            Resolved::Folder(path)
        } else {
            self.disk.as_ref().map_or(Resolved::Missing, |disk| disk.resolve(path))
        }
    }

    /// Whether a scan leaves out a file of this name, by the ignore rules in the project's root. Without a disk nothing is ignored.
    pub fn is_ignored(&self, path: &Utf8Path) -> bool {
        let (Some(path), Some(disk)) = (ProjectPath::written(path), &self.disk) else { return false };
        disk.ignored().hides(&path)
    }

    /// Whether a scan passes over a path because of a folder above it: one that is never looked into, or that the ignore rules in the
    /// project's root name.
    pub fn is_skipped(&self, path: &Utf8Path) -> bool {
        let ignores = self.disk.as_ref().map(Disk::ignored);
        path.components().any(|part| super::scan::SKIPPED.contains(&part.as_str()))
            || path.parent().is_some_and(|folder| ignores.is_some_and(|ignores| ignores.pass_over(folder)))
    }

    /// Whether the scan has seen a file in this folder.
    pub fn is_folder(&self, path: &Utf8Path) -> bool {
        self.folders.contains(path.as_str())
    }

    /// Whether the disk was asked for a path that the scan did not see, or for one above or below it.
    pub fn was_looked_up(&self, path: &Utf8Path) -> bool {
        let Some(disk) = &self.disk else { return false };
        let seen = disk.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let path = path.as_str();
        let mut asked = seen.keys().chain(&disk.asked);
        asked.any(|known| is_below(known.as_str(), path) || is_below(path, known.as_str()))
    }

    /// How many paths the disk was asked for.
    pub fn looked_up(&self) -> usize {
        self.disk.as_ref().map_or(0, |disk| disk.seen.lock().unwrap_or_else(PoisonError::into_inner).len())
    }

    /// The file whose name differs from `path`'s in nothing but case.
    pub fn differing_in_case(&self, path: &Utf8Path) -> Option<&Utf8Path> {
        let path = ProjectPath::written(path)?;
        let by_lower_case = self.by_lower_case.get_or_init(|| {
            let mut files: Vec<_> = self.files.iter().chain(self.links.keys()).cloned().collect();
            // The first of those that differ only in case wins, being the last to be put in.
            files.sort_unstable_by(|a, b| b.as_str().cmp(a.as_str()));
            files.into_iter().map(|file| (file.as_str().to_lowercase(), file)).collect()
        });
        let found = by_lower_case.get(&path.as_str().to_lowercase())?;
        (*found != path).then_some(&**found)
    }

    /// Replaces the links in `path` by what they lead to.
    fn follow(&self, mut path: ProjectPath) -> Result<ProjectPath, Resolved> {
        for _ in 0..MAX_LINKS {
            let Some((link, rest)) = self.first_link(&path) else { return Ok(path) };
            path = match link {
                Symlink::Outside => return Err(Resolved::Outside),
                Symlink::Dangling => return Err(Resolved::Missing),
                Symlink::Inside(target) => target.join(rest),
            };
        }
        Err(Resolved::Missing)
    }

    /// The shortest leading part of `path` that is a link, and the rest after it.
    fn first_link<'a>(&self, path: &'a ProjectPath) -> Option<(&Symlink, &'a str)> {
        if self.links.is_empty() {
            return None;
        }
        path.leading().find_map(|(part, rest)| Some((self.links.get(part)?, rest)))
    }
}

impl Disk {
    fn ignored(&self) -> &Ignores {
        self.ignored.get_or_init(|| Root::open(&self.root).map(|root| Ignores::of(&root)).unwrap_or_default())
    }

    fn resolve(&self, path: ProjectPath) -> Resolved {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(resolved) = seen.get(&path) {
            return resolved.clone();
        }
        let resolved = self.look(&path);
        seen.insert(path, resolved.clone());
        resolved
    }

    fn look(&self, path: &Utf8Path) -> Resolved {
        let Ok(real) = real(self.root.join(path)) else { return Resolved::Missing };
        let Some(inside) = ProjectPath::inside(&self.root, &real) else { return Resolved::Outside };
        match real.metadata() {
            Ok(metadata) if metadata.is_dir() => Resolved::Folder(inside),
            // A pipe exists, too: reading it reports that it is not a file.
            Ok(_) => Resolved::File(inside),
            Err(_) => Resolved::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let links = [
            (".claude/commands/flow", Symlink::Inside("templates/commands/flow".into())),
            ("here.md", Symlink::Inside(".claude/commands/flow/plan.md".into())),
            ("etc", Symlink::Outside),
            ("gone.md", Symlink::Dangling),
            ("a", Symlink::Inside("b".into())),
            ("b", Symlink::Inside("a".into())),
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
