//! One project at one moment.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, atomic::AtomicUsize},
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

use super::{
    DocPath, Document, Files, Index, Late, Places, ProjectPath, Resolved, Settings, Summary,
    cancel::{Cancel, CancelFlag},
};
use crate::model::{Dialects, Kind, backlog::Backlog};

/// What a scan read of one project: the state of the disk.
#[derive(Debug)]
pub struct Base {
    /// The project's real, absolute path.
    pub root: Utf8PathBuf,
    /// Its files.
    pub files: Arc<Files>,
    /// Its settings, the client's laid over them.
    pub settings: Arc<Settings>,
    /// Which file is of which kind.
    pub places: Places,
    /// The dialects that it uses.
    pub dialects: Dialects,
    /// Backlog.md's settings.
    pub backlog: Backlog,
    /// The documents on disk.
    pub documents: FxHashMap<DocPath, Arc<Document>>,
    /// The texts of tasks as git last committed them.
    pub committed: Arc<FxHashMap<DocPath, Arc<str>>>,
    /// The id of that commit, when there are such texts to ask for.
    pub(super) head: Option<String>,
    /// See [`Snapshot::plain_files`].
    pub(super) plain: Arc<OnceLock<Vec<ProjectPath>>>,
    /// The index of the newest snapshot that was asked for one.
    pub(super) indexed: Mutex<Option<Indexed>>,
}

/// An index, and what tells whether it still holds.
#[derive(Debug, Clone)]
pub(super) struct Indexed {
    /// The summaries of all documents that the scan has not read: open buffers and late documents, sorted by path.
    summaries: Vec<(DocPath, Arc<Summary>)>,
    /// See [`Snapshot::revision`].
    revision: u64,
    index: Arc<Index>,
}

impl Base {
    /// A project without files.
    pub fn empty(root: Utf8PathBuf) -> Base {
        Base {
            root,
            files: Arc::default(),
            settings: Arc::default(),
            places: Places::default(),
            dialects: Dialects::default(),
            backlog: Backlog::default(),
            documents: FxHashMap::default(),
            committed: Arc::default(),
            head: None,
            plain: Arc::default(),
            indexed: Mutex::default(),
        }
    }

    /// Takes over the index of a reading with the same files, in which `changed` documents had other texts.
    pub(super) fn indexed_after(&mut self, other: &Base, changed: &[&Arc<Document>]) {
        let indexed = other.indexed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(mut indexed) = indexed else { return };
        // As if they had been open until now: the next index sees what is different.
        for document in changed {
            let known = indexed.summaries.binary_search_by(|(other, _)| other.cmp(&document.path));
            if let Err(at) = known {
                let summary = Arc::clone(document.summary());
                indexed.summaries.insert(at, (document.path.clone(), summary));
            }
        }
        self.indexed = Mutex::new(Some(indexed));
    }

    /// The same without what takes memory and can be worked out again of its documents; `unpacked` counts what is.
    pub(super) fn packed(&self, unpacked: &Arc<AtomicUsize>) -> Base {
        let mut base = self.shared();
        base.indexed = Mutex::new(self.indexed.lock().unwrap_or_else(PoisonError::into_inner).clone());
        for document in base.documents.values_mut() {
            if let Some(packed) = document.packed(unpacked) {
                *document = Arc::new(packed);
            }
        }
        base
    }

    /// The same project, to be changed: it shares everything but the index.
    pub(super) fn shared(&self) -> Base {
        Base {
            root: self.root.clone(),
            files: Arc::clone(&self.files),
            settings: Arc::clone(&self.settings),
            places: self.places.clone(),
            dialects: self.dialects,
            backlog: self.backlog.clone(),
            documents: self.documents.clone(),
            committed: Arc::clone(&self.committed),
            head: self.head.clone(),
            plain: Arc::clone(&self.plain),
            indexed: Mutex::default(),
        }
    }
}

/// The open buffers of a project.
pub(super) type Overlay = FxHashMap<DocPath, Arc<Document>>;

/// One project at one moment: the disk, and the open buffers laid over it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(super) base: Arc<Base>,
    pub(super) open: Arc<Overlay>,
    pub(super) late: Arc<Late>,
    /// Counts the changes of this project since the scan.
    pub(super) revision: u64,
    /// Whether a scan has read it. One that was made for an opened file has nothing but what is open.
    pub(super) scanned: bool,
    pub(super) cancelled: CancelFlag,
}

impl Snapshot {
    /// The same for a computation that dropping `cancel` stops.
    #[must_use]
    pub fn stopped_by(self, cancel: &Cancel) -> Snapshot {
        Snapshot { cancelled: cancel.flag(), ..self }
    }

    /// Whether the result is not needed any more: what goes over documents or occurrences looks at this and ends early, with whatever
    /// it has.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.is_set()
    }

    /// Whether a scan has read it, so that it has more than what is open.
    pub fn is_scanned(&self) -> bool {
        self.scanned
    }

    /// The project's root, absolute.
    pub fn root(&self) -> &Utf8Path {
        &self.base.root
    }

    /// The files of the project.
    pub fn files(&self) -> &Files {
        &self.base.files
    }

    /// The same, for those who keep them to see whether there are others now.
    pub fn files_shared(&self) -> &Arc<Files> {
        &self.base.files
    }

    /// The Markdown files whose place gives them no kind, sorted, by their names relative to the root. Asking the globs for every file
    /// takes milliseconds, so that it is done once after a scan.
    pub fn plain_files(&self) -> &[ProjectPath] {
        self.base.plain.get_or_init(|| {
            let markdown = self.base.files.iter().filter(|file| file.extension() == Some("md"));
            markdown.filter(|file| self.base.places.of(file).is_none()).map(ProjectPath::from).collect()
        })
    }

    /// The dialects that the project uses.
    pub fn dialects(&self) -> Dialects {
        self.base.dialects
    }

    /// The settings that hold.
    pub fn settings(&self) -> &Settings {
        &self.base.settings
    }

    /// Which file is of which kind by its place.
    pub fn places(&self) -> &Places {
        &self.base.places
    }

    /// Backlog.md's settings.
    pub fn backlog(&self) -> &Backlog {
        &self.base.backlog
    }

    /// The text of a task as git last committed it.
    pub fn committed(&self, path: &DocPath) -> Option<&str> {
        self.base.committed.get(path).map(|text| &**text)
    }

    /// A document, the open buffer rather than the disk.
    pub fn document(&self, path: &DocPath) -> Option<&Arc<Document>> {
        self.open.get(path).or_else(|| self.late.documents.get(path)).or_else(|| self.base.documents.get(path))
    }

    /// A document to be looked at once. What is worked out of one that is not open goes with it, so that a look at all documents takes
    /// the memory of one.
    pub fn document_aside(&self, path: &DocPath) -> Option<Arc<Document>> {
        self.document(path).map(Document::aside)
    }

    /// Every document, sorted by path.
    pub fn documents(&self) -> Vec<&Arc<Document>> {
        self.documents_of(None)
    }

    /// The same, of one kind when one is given.
    pub(super) fn documents_of(&self, kind: Option<Kind>) -> Vec<&Arc<Document>> {
        let late = &self.late.documents;
        let is_meant = |document: &&Arc<Document>| kind.is_none_or(|kind| document.kind == kind);
        let base = self.base.documents.values().filter(is_meant).filter(|it| !late.contains_key(&it.path));
        let closed = base.chain(late.values()).filter(|document| !self.open.contains_key(&document.path));
        let mut documents: Vec<_> = closed.chain(self.open.values()).filter(is_meant).collect();
        documents.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        documents
    }

    /// A folder that cannot be read and in which a document of this kind may be, by its place.
    pub fn unread_folder(&self, kind: Kind) -> Option<&Document> {
        let folders = self.base.documents.values().filter(|document| document.kind == Kind::Folder);
        let may_hold = |folder: &&Arc<Document>| self.places().may_hold(self.relative(&folder.path), kind);
        folders.filter(may_hold).min_by(|a, b| a.path.cmp(&b.path)).map(|folder| &**folder)
    }

    /// The open buffers, sorted by path.
    pub fn open_documents(&self) -> Vec<&Arc<Document>> {
        let mut documents: Vec<_> = self.open.values().collect();
        documents.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        documents
    }

    /// Whether it has open buffers.
    pub fn has_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The path of a file by its name relative to the root, links not followed.
    pub fn path(&self, relative: &Utf8Path) -> DocPath {
        DocPath::new(self.base.root.join(relative))
    }

    /// The path relative to the root, or as it is when it is not inside.
    pub fn relative<'a>(&self, path: &'a Utf8Path) -> &'a Utf8Path {
        path.strip_prefix(&self.base.root).unwrap_or(path)
    }

    /// Where the path of an include leads, which is always relative to the root.
    pub fn resolve(&self, path: &Utf8Path) -> Resolved {
        self.base.files.resolve(path)
    }

    /// The document that the path of an include leads to, when it has been read.
    pub fn included(&self, path: &str) -> Option<&Arc<Document>> {
        match self.resolve(Utf8Path::new(path)) {
            Resolved::File(real) => self.document(&self.path(&real)),
            _ => None,
        }
    }

    /// Who defines what. Built again only when a summary differs from those of the last index; until then it is the same `Arc`.
    pub fn index(&self) -> Arc<Index> {
        let summaries = self.summaries();
        let known = |indexed: &Option<Indexed>| {
            let indexed = indexed.as_ref().filter(|indexed| indexed.summaries == summaries);
            indexed.map(|indexed| Arc::clone(&indexed.index))
        };
        if let Some(index) = known(&self.indexed()) {
            return index;
        }
        // Not under the lock: a slow request must not hold up the publisher, which may ask for a newer one.
        let before = self.indexed().clone();
        let index = match &before {
            Some(before) => self.index_after(before, &summaries),
            None => Arc::new(Index::new(&self.documents(), &self.base)),
        };
        let mut indexed = self.indexed();
        if let Some(index) = known(&indexed) {
            return index;
        }
        if indexed.as_ref().is_none_or(|indexed| indexed.revision <= self.revision) {
            *indexed = Some(Indexed { summaries, revision: self.revision, index: Arc::clone(&index) });
        }
        index
    }

    /// The index, given an earlier one and the summaries of the documents that the scan has not read.
    fn index_after(&self, before: &Indexed, summaries: &[(DocPath, Arc<Summary>)]) -> Arc<Index> {
        let find = |list: &[(DocPath, Arc<Summary>)], path: &DocPath| {
            let at = list.binary_search_by(|(other, _)| other.cmp(path)).ok()?;
            Some(Arc::clone(&list[at].1))
        };
        let read = |path: &DocPath| self.base.documents.get(path).map(|it| Arc::clone(it.summary()));
        let paths: BTreeSet<&DocPath> = before.summaries.iter().chain(summaries).map(|(path, _)| path).collect();
        let changes: Vec<_> = paths
            .into_iter()
            .map(|path| {
                let then = find(&before.summaries, path).or_else(|| read(path));
                let now = find(summaries, path).or_else(|| read(path));
                (then, now)
            })
            .filter(|(then, now)| then != now)
            .collect();
        let changes: Vec<_> = changes.iter().map(|(then, now)| (then.as_deref(), now.as_deref())).collect();
        let changed = before.index.changed(&changes, |kind| self.documents_of(kind), &self.base);
        changed.map_or_else(|| Arc::clone(&before.index), Arc::new)
    }

    fn indexed(&self) -> MutexGuard<'_, Option<Indexed>> {
        self.base.indexed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn summaries(&self) -> Vec<(DocPath, Arc<Summary>)> {
        let late = self.late.documents.values().filter(|document| !self.open.contains_key(&document.path));
        let documents = self.open.values().chain(late);
        let mut summaries: Vec<_> =
            documents.map(|document| (document.path.clone(), Arc::clone(document.summary()))).collect();
        summaries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        summaries
    }
}
