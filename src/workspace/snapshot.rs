//! One project at one moment.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

use super::{DocPath, Document, Files, Index, Kind, Kinds, Resolved, Settings, Summary};
use crate::model::backlog::Backlog;

/// What a scan read of one project: the state of the disk.
#[derive(Debug)]
pub struct Base {
    /// The project's real, absolute path.
    pub root: Utf8PathBuf,
    /// Its files.
    pub files: Files,
    /// Its settings, the client's laid over them.
    pub settings: Arc<Settings>,
    /// Which file is of which kind.
    pub kinds: Kinds,
    /// Backlog.md's settings.
    pub backlog: Backlog,
    /// The documents on disk.
    pub documents: FxHashMap<DocPath, Arc<Document>>,
    /// The texts of tasks as git last committed them.
    pub committed: FxHashMap<DocPath, Arc<str>>,
    /// See [`Snapshot::plain_files`].
    pub(super) plain: OnceLock<Vec<Utf8PathBuf>>,
    /// The index of the last snapshot that was asked for one, with the summaries that it was made from.
    pub(super) indexed: Mutex<Option<(MadeFrom, Arc<Index>)>>,
}

/// The summaries of the open buffers that an index was made from.
pub(super) type MadeFrom = Vec<(DocPath, Arc<Summary>)>;

impl Base {
    /// A project without files.
    pub fn empty(root: Utf8PathBuf) -> Base {
        Base {
            root,
            files: Files::default(),
            settings: Arc::default(),
            kinds: Kinds::default(),
            backlog: Backlog::default(),
            documents: FxHashMap::default(),
            committed: FxHashMap::default(),
            plain: OnceLock::new(),
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
    /// Files on disk that only open buffers refer to, read after the scan.
    pub(super) late: Arc<Overlay>,
}

impl Snapshot {
    /// The project's root, absolute.
    pub fn root(&self) -> &Utf8Path {
        &self.base.root
    }

    /// The files of the project.
    pub fn files(&self) -> &Files {
        &self.base.files
    }

    /// The Markdown files whose place gives them no kind, sorted, by their names relative to the root. Asking the globs for every file
    /// takes milliseconds, so that it is done once after a scan.
    pub fn plain_files(&self) -> &[Utf8PathBuf] {
        self.base.plain.get_or_init(|| {
            let markdown = self.base.files.iter().filter(|file| file.extension() == Some("md"));
            markdown.filter(|file| self.base.kinds.of(file).is_none()).map(Utf8Path::to_owned).collect()
        })
    }

    /// The settings that hold.
    pub fn settings(&self) -> &Settings {
        &self.base.settings
    }

    /// Which file is of which kind by its place.
    pub fn kinds(&self) -> &Kinds {
        &self.base.kinds
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
        self.open.get(path).or_else(|| self.late.get(path)).or_else(|| self.base.documents.get(path))
    }

    /// Every document, sorted by path.
    pub fn documents(&self) -> Vec<&Arc<Document>> {
        let base = self.base.documents.values().filter(|document| !self.late.contains_key(&document.path));
        let closed = base.chain(self.late.values()).filter(|document| !self.open.contains_key(&document.path));
        let mut documents: Vec<_> = closed.chain(self.open.values()).collect();
        documents.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        documents
    }

    /// A folder that cannot be read and in which a document of this kind may be, by its place.
    pub fn unread_folder(&self, kind: Kind) -> Option<&Document> {
        let folders = self.base.documents.values().filter(|document| document.kind == Kind::Folder);
        let may_hold = |folder: &&Arc<Document>| self.kinds().may_hold(self.relative(&folder.path), kind);
        folders.filter(may_hold).min_by(|a, b| a.path.cmp(&b.path)).map(|folder| &**folder)
    }

    /// The open buffers, sorted by path.
    pub fn open_documents(&self) -> Vec<&Arc<Document>> {
        let mut documents: Vec<_> = self.open.values().collect();
        documents.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        documents
    }

    /// The files that open buffers refer to, whose text matters and that are not read yet, by their names relative to the root.
    pub fn unread(&self) -> Vec<(Utf8PathBuf, Kind)> {
        let mut wanted: Vec<_> = self.open.values().flat_map(|document| self.base.wanted(document)).collect();
        wanted.retain(|(file, kind)| {
            let known = self.document(&self.path(file)).map(|document| document.kind);
            known.is_none_or(|known| known == Kind::Other && *kind != Kind::Other)
        });
        wanted.sort();
        wanted.dedup();
        wanted
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

    /// Who defines what. Made anew only when a summary differs from those of the last index.
    pub fn index(&self) -> Arc<Index> {
        let open = self
            .open_documents()
            .into_iter()
            .map(|document| (document.path.clone(), document.facts().summary.clone()))
            .collect();
        let mut indexed = self.base.indexed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((made_from, index)) = &*indexed
            && *made_from == open
        {
            return index.clone();
        }
        let index = Arc::new(Index::new(&self.documents(), &self.base.root, &self.base.files));
        *indexed = Some((open, index.clone()));
        index
    }
}
