//! Every project and the open buffers. Changed only by the methods here, each of which is fast and never waits.

use std::{ops::Range, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use ropey::Rope;
use rustc_hash::FxHashMap;

use super::{Base, DocPath, Document, Files, ProjectPath, Snapshot, cancel::CancelFlag, snapshot::Overlay};
use crate::text::{self, Encoding, Position, Window};

/// Every project and the open buffers.
#[derive(Debug, Default)]
pub struct World {
    /// Sorted by root, longest first.
    projects: Vec<Snapshot>,
    /// Where the project of each root is, so that a key press costs the same in a workspace of a thousand projects.
    by_root: FxHashMap<String, usize>,
}

/// One change of a buffer, in the client's positions.
#[derive(Debug, Clone)]
pub struct Change {
    /// What is replaced; everything when absent.
    pub range: Option<Range<Position>>,
    /// By what.
    pub text: String,
}

impl World {
    /// Replaces all projects by those of a scan. Open buffers stay open, each in the project that now holds it, else in one that no
    /// scan has read.
    pub fn load(&mut self, bases: Vec<Base>) {
        let before = std::mem::take(&mut self.projects);
        self.projects = bases.into_iter().map(|base| project(base, true)).collect();
        self.arrange();
        self.open_again(&before);
    }

    /// The same projects without open buffers, to be changed and compared: what was read is shared, and each has an index of its own.
    pub fn copy(&self) -> World {
        let mut copy = World::default();
        copy.load(self.projects.iter().map(|project| project.base.shared()).collect());
        copy
    }

    /// Adds a project that a scan has read, when it has not read all of them yet.
    pub fn add(&mut self, base: Base) {
        let unread = |project: &mut Snapshot| !project.scanned;
        let before: Vec<_> = self.projects.extract_if(.., unread).collect();
        self.projects.push(project(base, true));
        self.arrange();
        self.open_again(&before);
    }

    fn open_again(&mut self, before: &[Snapshot]) {
        for document in before.iter().flat_map(|project| project.open.values()) {
            if let (Some(buffer), Some(version)) = (document.buffer(), document.version) {
                self.open(document.path.clone(), buffer.clone(), version);
            }
        }
    }

    /// Puts a reading of a project, after the files at `changed` have, in the place of the one that it was made from. `false` when that is
    /// not the newest one any more.
    pub fn refresh(&mut self, before: &Snapshot, base: Base, changed: &[Utf8PathBuf]) -> bool {
        let project = self.by_root.get(before.root().as_str()).and_then(|at| self.projects.get_mut(*at));
        let Some(project) = project.filter(|project| Arc::ptr_eq(&project.base, &before.base)) else { return false };
        project.revision += 1;
        project.base = Arc::new(base);
        if !project.late.is_empty() {
            Arc::make_mut(&mut project.late).try_again(changed);
        }
        true
    }

    /// Puts a packed reading of a project in the place of the one that it was made from: it says the same.
    pub fn pack(&mut self, before: &Snapshot, base: Base) {
        let project = self.by_root.get(before.root().as_str()).and_then(|at| self.projects.get_mut(*at));
        if let Some(project) = project.filter(|project| Arc::ptr_eq(&project.base, &before.base)) {
            project.base = Arc::new(base);
        }
    }

    /// Adds a project at `root` that no scan has read: it has the files that are opened in it, and what they refer to.
    fn establish(&mut self, root: Utf8PathBuf) {
        let mut base = Base::empty(root.clone());
        if root.has_root() {
            base.files = Arc::new(Files::default().with_disk(&root));
        }
        self.projects.push(project(base, false));
        self.arrange();
    }

    /// Sorts the projects.
    fn arrange(&mut self) {
        let key = |project: &Snapshot| (std::cmp::Reverse(project.root().as_str().len()), project.root().to_owned());
        self.projects.sort_by_cached_key(key);
        let roots = self.projects.iter().enumerate().map(|(at, project)| (project.root().as_str().to_owned(), at));
        self.by_root = roots.collect();
    }

    /// Drops the projects at roots that `keep` does not want, but none without a scan: these go with their last buffer.
    pub fn retain(&mut self, keep: impl Fn(&Utf8Path) -> bool) {
        self.projects.retain(|project| !project.scanned || keep(project.root()));
        self.arrange();
    }

    /// Takes over what [`Snapshot::catch_up`] has read, unless another scan has been loaded since. An edit that came meanwhile stays.
    pub fn adopt(&mut self, ahead: &Snapshot) {
        let project = self.by_root.get(ahead.root().as_str()).and_then(|at| self.projects.get_mut(*at));
        let Some(project) = project.filter(|project| Arc::ptr_eq(&project.base, &ahead.base)) else { return };
        project.revision += 1;
        project.late = Arc::clone(&ahead.late);
        for document in ahead.open.values() {
            project.reopen(&document.path, document.kind);
        }
    }

    /// Opens a buffer, or replaces it when it is open already. Its kind is that of the scan or of its place; one that has none is
    /// an ordinary text.
    pub fn open(&mut self, path: DocPath, buffer: Rope, version: i32) {
        let project = self.project_mut(&path);
        let known = project.late.documents.get(&path).or_else(|| project.base.documents.get(&path));
        let (kind, names) = match known {
            Some(document) => (document.kind, document.names.clone()),
            None => {
                let name = ProjectPath::inside(&project.base.root, &path);
                (project.kind_by_place(&path), name.into_iter().collect())
            }
        };
        let document = Document::open(path.clone(), kind, names, buffer, version);
        project.revision += 1;
        Arc::make_mut(&mut project.open).insert(path, Arc::new(document));
    }

    /// Applies changes to an open buffer, in order. `false` when it is not open.
    pub fn change(&mut self, path: &DocPath, version: i32, changes: Vec<Change>, encoding: Encoding) -> bool {
        let Some(open) = self.overlay_mut(path) else { return false };
        let Some(document) = open.get(path) else { return false };
        let mut buffer = document.buffer().cloned().unwrap_or_default();
        let windows = changes.into_iter().map(|change| match change.range {
            Some(range) => text::edit(&mut buffer, range, &change.text, encoding),
            None => text::replace(&mut buffer, &change.text),
        });
        let window = windows.reduce(Window::then);
        let window = window.unwrap_or_else(|| Window::none(text::size(&buffer)));
        let document = document.edited(buffer, version, window);
        open.insert(path.clone(), Arc::new(document));
        true
    }

    /// Closes a buffer: the disk holds again. `false` when it was not open.
    pub fn close(&mut self, path: &DocPath) -> bool {
        let closed = self.overlay_mut(path).is_some_and(|open| open.remove(path).is_some());
        let projects = self.projects.len();
        self.projects.retain(|project| project.scanned || !project.open.is_empty());
        if self.projects.len() < projects {
            self.arrange();
        }
        closed
    }

    /// Every project, the deepest roots first.
    pub fn projects(&self) -> &[Snapshot] {
        &self.projects
    }

    /// The project with this root.
    pub fn at(&self, root: &Utf8Path) -> Option<&Snapshot> {
        self.projects.get(*self.by_root.get(root.as_str())?)
    }

    /// The project that holds a path: the one with the deepest root above it.
    pub fn project(&self, path: &Utf8Path) -> Option<&Snapshot> {
        self.above(path).next()
    }

    /// The project whose findings of a document count: the deepest one that has it, for an outer project may include a file of an
    /// inner one.
    pub fn owner(&self, path: &DocPath) -> Option<&Snapshot> {
        self.above(path).find(|project| project.document(path).is_some())
    }

    /// The projects above a path, the deepest first. The one without a root is above the buffers that are no files.
    fn above<'a>(&'a self, path: &Utf8Path) -> impl Iterator<Item = &'a Snapshot> {
        let at = path.ancestors().filter_map(|folder| self.by_root.get(folder.as_str()));
        at.filter_map(|at| self.projects.get(*at))
    }

    /// Whether an outer project has read a path that is in an inner one, too.
    pub fn is_shared(&self, path: &DocPath) -> bool {
        self.above(path).skip(1).any(|project| project.document(path).is_some())
    }

    fn overlay_mut(&mut self, path: &DocPath) -> Option<&mut Overlay> {
        let root = self.above(path).find(|project| project.open.contains_key(path))?.root().as_str().to_owned();
        let project = self.projects.get_mut(*self.by_root.get(&root)?)?;
        project.revision += 1;
        Some(Arc::make_mut(&mut project.open))
    }

    /// The project that holds `path`, else a new one that is only the file's own folder.
    fn project_mut(&mut self, path: &DocPath) -> &mut Snapshot {
        let own = path.parent().filter(|folder| folder.has_root()).unwrap_or(Utf8Path::new(""));
        // Not one of a folder above that no scan has read, or it would matter which file was opened first.
        if !self.project(path).is_some_and(|project| project.scanned || project.root() == own) {
            self.establish(own.to_owned());
        }
        let at = path.ancestors().find_map(|folder| self.by_root.get(folder.as_str())).copied().unwrap_or_default();
        &mut self.projects[at]
    }
}

fn project(base: Base, scanned: bool) -> Snapshot {
    Snapshot {
        base: Arc::new(base),
        open: Arc::default(),
        late: Arc::default(),
        revision: 0,
        scanned,
        cancelled: CancelFlag::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    fn base(root: &str, documents: &[&str]) -> Base {
        let mut base = Base::empty(root.into());
        for name in documents {
            let path = DocPath::new(base.root.join(name));
            let document = Document::new(path.clone(), Kind::Command, vec![(*name).into()], "disk");
            base.documents.insert(path, Arc::new(document));
        }
        base
    }

    fn text(world: &World, path: &DocPath) -> Option<String> {
        Some(world.project(path)?.document(path)?.text().to_owned())
    }

    #[test]
    fn a_buffer_overrides_the_disk_until_it_is_closed() {
        let mut world = World::default();
        world.load(vec![base("/w", &[".claude/commands/a.md"])]);
        let path = DocPath::new("/w/.claude/commands/a.md");
        world.open(path.clone(), Rope::from_str("buffer"), 1);
        assert_eq!(text(&world, &path).as_deref(), Some("buffer"));
        world.load(vec![base("/w", &[".claude/commands/a.md"])]);
        assert_eq!(text(&world, &path).as_deref(), Some("buffer"));
        assert!(world.close(&path));
        assert!(!world.close(&path));
        assert_eq!(text(&world, &path).as_deref(), Some("disk"));
    }

    #[test]
    fn several_changes_apply_in_order() {
        let mut world = World::default();
        let path = DocPath::new("/w/a.md");
        world.open(path.clone(), Rope::from_str("one\n"), 1);
        let at = |line, character| Position { line, character };
        let changes = vec![
            Change { range: Some(at(1, 0)..at(1, 0)), text: "two\n".into() },
            Change { range: Some(at(1, 0)..at(1, 3)), text: "2".into() },
            Change { range: Some(at(9, 9)..at(99, 99)), text: "end".into() },
        ];
        assert!(world.change(&path, 2, changes, Encoding::Utf16));
        assert_eq!(text(&world, &path).as_deref(), Some("one\n2\nend"));
        assert!(!world.change(&DocPath::new("/w/b.md"), 2, Vec::new(), Encoding::Utf16));
    }

    #[test]
    fn an_older_snapshot_does_not_replace_the_index_of_a_newer_one() {
        let mut world = World::default();
        world.load(vec![base("/w", &[".claude/commands/a.md"])]);
        let path = DocPath::new("/w/.claude/commands/a.md");
        world.open(path.clone(), Rope::from_str("{{INCLUDE:a}}"), 1);
        let older = world.projects()[0].clone();
        world.open(path, Rope::from_str("{{INCLUDE:b}}"), 2);
        let newer = world.projects()[0].clone();
        let index = newer.index();
        assert!(!std::sync::Arc::ptr_eq(&older.index(), &index));
        assert!(std::sync::Arc::ptr_eq(&newer.index(), &index));
    }

    #[test]
    fn a_path_belongs_to_the_deepest_project() {
        let mut world = World::default();
        world.load(vec![base("/w", &[]), base("/w/sub", &[])]);
        let root = |path: &str| world.project(Utf8Path::new(path)).map(|project| project.root().to_owned());
        assert_eq!(root("/w/sub/a.md").as_deref(), Some(Utf8Path::new("/w/sub")));
        assert_eq!(root("/w/subway/a.md").as_deref(), Some(Utf8Path::new("/w")));
        assert_eq!(root("/x/a.md"), None);
    }

    #[test]
    fn what_is_no_file_has_a_project_of_its_own() {
        let mut world = World::default();
        let untitled = DocPath::new("untitled:Untitled-1");
        world.open(untitled.clone(), Rope::from_str("x"), 1);
        world.open(DocPath::new("/elsewhere/a.md"), Rope::from_str("y"), 1);
        world.load(vec![base("/w", &[])]);
        let roots: Vec<_> = world.projects().iter().map(|project| project.root().as_str()).collect();
        assert_eq!(roots, ["/elsewhere", "/w", ""]);
        assert_eq!(text(&world, &untitled).as_deref(), Some("x"));
    }
}
