//! Every project and the open buffers. Changed only by the methods here, each of which is fast and never waits.

use std::{ops::Range, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use ropey::Rope;

use super::{Base, DocPath, Document, Kind, Snapshot, files::with_slashes, snapshot::Overlay};
use crate::text::{self, Encoding, Position, Window};

/// Every project and the open buffers.
#[derive(Debug, Default)]
pub struct World {
    /// Sorted by root, longest first, so that the first one that holds a path is its project.
    projects: Vec<Snapshot>,
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
    /// Replaces all projects by those of a scan. Open buffers stay open, each in the project that now holds it, else in one like
    /// before that no scan has read.
    pub fn load(&mut self, bases: Vec<Base>) {
        let before = std::mem::take(&mut self.projects);
        bases.into_iter().for_each(|base| self.insert(base));
        for project in before {
            for document in project.open.values() {
                if !self.projects.iter().any(|project| holds(project, &document.path)) {
                    self.establish(project.root().to_owned());
                }
                if let (Some(buffer), Some(version)) = (document.buffer(), document.version) {
                    self.open(document.path.clone(), document.kind, buffer.clone(), version);
                }
            }
        }
    }

    /// Adds a project at `root` that no scan has read: it has the files that are opened in it, and what they refer to.
    fn establish(&mut self, root: Utf8PathBuf) {
        let mut base = Base::empty(root.clone());
        if root.is_absolute() {
            base.files = base.files.with_disk(&root);
        }
        self.insert(base);
    }

    fn insert(&mut self, base: Base) {
        let key = |root: &Utf8Path| (std::cmp::Reverse(root.as_str().len()), root.to_owned());
        let at = self.projects.partition_point(|project| key(project.root()) < key(&base.root));
        self.projects.insert(at, Snapshot { base: Arc::new(base), open: Arc::default(), late: Arc::default() });
    }

    /// Adds documents that were read for [`Snapshot::unread`], until the next load.
    pub fn add(&mut self, documents: Vec<Document>) {
        for document in documents {
            let project = self.project_mut(&document.path);
            Arc::make_mut(&mut project.late).insert(document.path.clone(), Arc::new(document));
        }
    }

    /// Opens a buffer, or replaces it when it is open already. `fallback` is its kind where neither its place nor the disk tells.
    pub fn open(&mut self, path: DocPath, fallback: Kind, buffer: Rope, version: i32) {
        let project = self.project_mut(&path);
        let relative = path.strip_prefix(&project.base.root).ok();
        let relative = relative.map(|relative| with_slashes(relative, std::path::MAIN_SEPARATOR));
        let (kind, names) = match project.base.documents.get(&path) {
            Some(document) => (document.kind, document.names.clone()),
            None => {
                let kind = relative.as_deref().and_then(|relative| project.base.kinds.of(relative)).unwrap_or(fallback);
                (kind, relative.into_iter().collect())
            }
        };
        let document = Document::open(path.clone(), kind, names, buffer, version);
        Arc::make_mut(&mut project.open).insert(path, Arc::new(document));
    }

    /// Applies changes to an open buffer, in order. `false` when it is not open.
    pub fn change(&mut self, path: &DocPath, version: i32, changes: Vec<Change>, encoding: Encoding) -> bool {
        let Some(open) = self.overlay_of(path) else { return false };
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
        self.overlay_of(path).is_some_and(|open| open.remove(path).is_some())
    }

    /// Every project, the deepest roots first.
    pub fn projects(&self) -> &[Snapshot] {
        &self.projects
    }

    /// The project that holds a path.
    pub fn project(&self, path: &Utf8Path) -> Option<&Snapshot> {
        self.projects.iter().find(|project| holds(project, path))
    }

    fn overlay_of(&mut self, path: &DocPath) -> Option<&mut Overlay> {
        let project = self.projects.iter_mut().find(|project| project.open.contains_key(path))?;
        Some(Arc::make_mut(&mut project.open))
    }

    /// The project that holds `path`, else a new one that is only the file's own folder.
    fn project_mut(&mut self, path: &DocPath) -> &mut Snapshot {
        if !self.projects.iter().any(|project| holds(project, path)) {
            self.establish(path.parent().filter(|folder| folder.is_absolute()).unwrap_or(Utf8Path::new("")).to_owned());
        }
        let at = self.projects.iter().position(|project| holds(project, path)).unwrap_or_default();
        &mut self.projects[at]
    }
}

/// Whether a path belongs to a project. The one without a root holds the buffers that are no files.
fn holds(project: &Snapshot, path: &Utf8Path) -> bool {
    path.starts_with(project.root()) && project.root().is_absolute() == path.is_absolute()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        world.open(path.clone(), Kind::Other, Rope::from_str("buffer"), 1);
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
        world.open(path.clone(), Kind::Command, Rope::from_str("one\n"), 1);
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
        world.open(untitled.clone(), Kind::Command, Rope::from_str("x"), 1);
        world.open(DocPath::new("/elsewhere/a.md"), Kind::Command, Rope::from_str("y"), 1);
        world.load(vec![base("/w", &[])]);
        let roots: Vec<_> = world.projects().iter().map(|project| project.root().as_str()).collect();
        assert_eq!(roots, ["/elsewhere", "/w", ""]);
        assert_eq!(text(&world, &untitled).as_deref(), Some("x"));
    }
}
