//! Every project and the open buffers. Changed only by the methods here, each of which is fast and never waits.

use std::{ops::Range, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use ropey::Rope;

use super::{Base, DocPath, Document, Kind, Snapshot, snapshot::Overlay};
use crate::text::{self, Encoding, Position};

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
    /// Replaces all projects by those of a scan. Open buffers stay open, each in the project that now holds it.
    pub fn load(&mut self, bases: Vec<Base>) {
        let open: Vec<_> =
            self.projects.drain(..).flat_map(|project| project.open.values().cloned().collect::<Vec<_>>()).collect();
        self.projects = bases.into_iter().map(|base| Snapshot { base: Arc::new(base), open: Arc::default() }).collect();
        self.sort();
        for document in open {
            if let (Some(buffer), Some(version)) = (document.buffer(), document.version) {
                self.open(document.path.clone(), document.kind, buffer.clone(), version);
            }
        }
    }

    /// Opens a buffer, or replaces it when it is open already. `fallback` is its kind where neither its place nor the disk tells.
    pub fn open(&mut self, path: DocPath, fallback: Kind, buffer: Rope, version: i32) {
        let project = self.project_mut(&path);
        let relative = path.strip_prefix(&project.base.root).ok().map(Utf8Path::to_owned);
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
        for change in changes {
            match change.range {
                Some(range) => text::edit(&mut buffer, range, &change.text, encoding),
                None => buffer = Rope::from_str(&change.text),
            }
        }
        let document = Document::open(path.clone(), document.kind, document.names.clone(), buffer, version);
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
        let found = self.projects.iter().position(|project| holds(project, path));
        let at = found.unwrap_or_else(|| {
            let root =
                path.parent().filter(|folder| folder.is_absolute()).map_or(Utf8PathBuf::new(), Utf8Path::to_owned);
            let mut base = Base::empty(root.clone());
            if root.is_absolute() {
                base.files = base.files.with_disk(&root);
            }
            self.projects.push(Snapshot { base: Arc::new(base), open: Arc::default() });
            self.sort();
            self.projects.iter().position(|project| project.root() == root).unwrap_or_default()
        });
        &mut self.projects[at]
    }

    fn sort(&mut self) {
        self.projects
            .sort_by(|a, b| b.root().as_str().len().cmp(&a.root().as_str().len()).then_with(|| a.root().cmp(b.root())));
    }
}

/// Whether a path belongs to a project. The one without a root holds the buffers that are no files.
fn holds(project: &Snapshot, path: &Utf8Path) -> bool {
    path.starts_with(project.root()) && project.root().is_absolute() == path.is_absolute()
}
