//! Documents that are read after the scan, because only open buffers refer to them.
//!
//! They are a function of the scan and the open buffers, as if the scan had seen the buffers in place of the files: an included file
//! is a partial, what it includes is read too, and a file that nothing refers to any more is dropped.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};

use super::{
    DocPath, Document, ProjectPath, Snapshot,
    scan::{self, Root},
    snapshot::Overlay,
};
use crate::model::Kind;

/// What was read for the open buffers of a project.
#[derive(Debug, Clone, Default)]
pub struct Late {
    pub(super) documents: Overlay,
    /// Files that could not be found when they were to be read; not tried again before the next scan.
    gone: BTreeSet<DocPath>,
}

impl Late {
    /// Whether nothing was read or looked for.
    pub(super) fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.gone.is_empty()
    }

    /// Has files that have changed read again, and what could not be found looked for again.
    pub(super) fn try_again(&mut self, changed: &[Utf8PathBuf]) {
        self.gone.clear();
        for path in changed {
            self.documents.remove(&DocPath::new(path));
        }
    }
}

/// The difference between the documents that open buffers refer to and those that are there.
#[derive(Debug, Default)]
struct Difference {
    /// Files to read, by their names relative to the root.
    read: Vec<(ProjectPath, Kind)>,
    /// Late documents that nothing refers to any more.
    dropped: Vec<DocPath>,
    /// Open buffers that are of another kind now.
    reopened: Vec<(DocPath, Kind)>,
}

impl Difference {
    fn is_empty(&self) -> bool {
        self.read.is_empty() && self.dropped.is_empty() && self.reopened.is_empty()
    }
}

impl Snapshot {
    /// Whether [`Snapshot::catch_up`] has something to do. Looks at open buffers and late documents only.
    pub fn is_behind(&self) -> bool {
        let has_some = !self.open.is_empty() || !self.late.documents.is_empty();
        has_some && !self.difference().is_empty()
    }

    /// Reads what open buffers refer to from disk, at any depth. Returns the documents that have changed.
    pub fn catch_up(&mut self) -> Vec<DocPath> {
        let mut changed = Vec::new();
        loop {
            let difference = self.difference();
            if difference.is_empty() {
                return changed;
            }
            self.close_gap(difference, &mut changed);
        }
    }

    fn close_gap(&mut self, difference: Difference, changed: &mut Vec<DocPath>) {
        let late = Arc::make_mut(&mut self.late);
        for path in difference.dropped {
            late.documents.remove(&path);
            changed.push(path);
        }
        let root = if difference.read.is_empty() { None } else { Root::open(&self.base.root).ok() };
        for (file, kind) in difference.read {
            let path = DocPath::new(self.base.root.join(&file));
            match root.as_ref().and_then(|root| scan::read_late(root, path.clone(), kind, file)) {
                Some(document) => drop(late.documents.insert(path.clone(), Arc::new(document))),
                None => drop(late.gone.insert(path.clone())),
            }
            changed.push(path);
        }
        for (path, kind) in difference.reopened {
            self.reopen(&path, kind);
            changed.push(path);
        }
    }

    /// Reads an open buffer as another kind of document.
    pub(super) fn reopen(&mut self, path: &DocPath, kind: Kind) {
        let reopened = self.open.get(path).filter(|document| document.kind != kind).and_then(|it| it.reopened(kind));
        if let Some(document) = reopened {
            Arc::make_mut(&mut self.open).insert(path.clone(), Arc::new(document));
        }
    }

    fn difference(&self) -> Difference {
        let wanted = self.wanted();
        let mut difference = Difference::default();
        let late = &self.late.documents;
        let has = |path: &DocPath, kind: Kind| late.get(path).is_some_and(|document| document.kind == kind);
        let is_wanted = |path: &DocPath| wanted.get(path).is_some_and(|(_, kind)| has(path, *kind));
        difference.dropped = late.keys().filter(|path| !is_wanted(path)).cloned().collect();
        difference.dropped.sort_unstable();
        for document in self.open_documents() {
            let path = &document.path;
            let kind = wanted.get(path).map_or_else(|| self.own_kind(path).unwrap_or(Kind::Other), |(_, kind)| *kind);
            if document.kind != kind {
                difference.reopened.push((path.clone(), kind));
            }
        }
        for (path, (file, kind)) in wanted {
            if !self.open.contains_key(&path) && !has(&path, kind) && !self.late.gone.contains(&path) {
                difference.read.push((file, kind));
            }
        }
        difference
    }

    /// The files whose kind comes from an open buffer that refers to them, with their names relative to the root.
    fn wanted(&self) -> BTreeMap<DocPath, (ProjectPath, Kind)> {
        let own_kind = |document: &Document| self.own_kind(&document.path).unwrap_or(Kind::Other);
        let mut next: Vec<_> = self.open.values().map(|document| (&**document, own_kind(document))).collect();
        let mut wanted: BTreeMap<DocPath, (ProjectPath, Kind)> = BTreeMap::new();
        while let Some((document, kind)) = next.pop() {
            for (file, target) in self.base.wanted(document) {
                let path = self.path(&file);
                // A buffer that was a partial still has includes when it is none any more.
                let live = kind != Kind::Other || target == Kind::Other;
                let is_known = self.own_kind(&path).is_some_and(|own| own != Kind::Other || target == Kind::Other);
                if !live || is_known || wanted.get(&path).is_some_and(|(_, known)| known.preferred(target) == *known) {
                    continue;
                }
                let read = self.document(&path).filter(|read| target != Kind::Other && read.kind == target);
                next.extend(read.map(|read| (&**read, target)));
                wanted.insert(path, (file, target));
            }
        }
        wanted
    }

    /// The kind that a document has whatever open buffers refer to; `None` when neither the scan nor an open buffer knows it.
    pub(super) fn own_kind(&self, path: &DocPath) -> Option<Kind> {
        let scanned = self.base.documents.get(path).map(|document| document.kind);
        scanned.or_else(|| self.open.contains_key(path).then(|| self.kind_by_place(path)))
    }

    pub(super) fn kind_by_place(&self, path: &Utf8Path) -> Kind {
        let name = path.strip_prefix(&self.base.root).ok();
        name.and_then(|name| self.base.places.of(name)).unwrap_or(Kind::Other)
    }
}
