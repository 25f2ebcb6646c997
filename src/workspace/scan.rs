//! Reading a workspace folder: its projects, their files, links and documents. The only place that reads them from disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    sync::{Arc, Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::{WalkBuilder, WalkState};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Base, DocPath, Document, Files, Kind, Kinds, Resolved, Settings, files::Link};
use crate::model::backlog::Backlog;

/// The largest document that is read, in bytes.
pub const MAX_SIZE: u64 = 10 * 1024 * 1024;

/// The longest content of a file that stands for a symbolic link.
const MAX_LINK_FILE: u64 = 512;

/// Folders that are never looked into.
const SKIPPED: [&str; 4] = [".git", "node_modules", ".hg", ".svn"];

/// What starts a project, relative to its root.
const MARKS: [&str; 6] =
    [".git", ".claude", ".specify", "flowspec_workflow.yml", "memory/constitution.md", "backlog/config.yml"];

/// Reads every project in `folder`, a real, absolute path. `client` is laid over each project's own settings.
///
/// Nothing outside of the folder is read, whatever a link or a setting says. What cannot be read is left out or, for a document,
/// kept with the reason.
pub fn scan(folder: &Utf8Path, client: &Settings) -> Vec<Base> {
    let entries = walk(folder);
    let mut roots = project_roots(folder, &entries);
    roots.insert(folder.to_owned());
    // A project's entries are those that no deeper root holds.
    let mut by_root: BTreeMap<&Utf8Path, Vec<&Entry>> = roots.iter().map(|root| (&**root, Vec::new())).collect();
    for entry in &entries {
        let root = entry.path.ancestors().skip(1).find(|folder| roots.contains(*folder));
        if let Some(entries) = root.and_then(|root| by_root.get_mut(root)) {
            entries.push(entry);
        }
    }
    let only = by_root.len() == 1;
    (by_root.into_iter())
        .filter(|(root, entries)| only || !entries.is_empty() || *root != folder)
        .map(|(root, entries)| project(root, &entries, client))
        .collect()
}

struct Entry {
    path: Utf8PathBuf,
    kind: EntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    File,
    Folder,
    Link,
}

fn walk(folder: &Utf8Path) -> Vec<Entry> {
    let found = Mutex::new(Vec::new());
    let walker = WalkBuilder::new(folder)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.depth() == 0 || !SKIPPED.iter().skip(1).any(|name| entry.file_name() == *name))
        .threads(std::thread::available_parallelism().map_or(1, usize::from).min(4))
        .build_parallel();
    walker.run(|| {
        let mut batch = Batch { entries: Vec::new(), found: &found };
        Box::new(move |entry| {
            let Ok(entry) = entry.inspect_err(|error| tracing::debug!(%error, "skipped while scanning")) else {
                return WalkState::Continue;
            };
            let Some(file_type) = entry.file_type() else { return WalkState::Continue };
            let kind = match file_type {
                file_type if file_type.is_symlink() => EntryKind::Link,
                file_type if file_type.is_dir() => EntryKind::Folder,
                file_type if file_type.is_file() => EntryKind::File,
                _ => return WalkState::Continue,
            };
            let Ok(path) = Utf8PathBuf::try_from(entry.into_path()) else {
                tracing::warn!("skipped a file whose name is not UTF-8");
                return WalkState::Skip;
            };
            let skip = kind == EntryKind::Folder && path.file_name() == Some(SKIPPED[0]);
            batch.entries.push(Entry { path, kind });
            if skip { WalkState::Skip } else { WalkState::Continue }
        })
    });
    let mut entries = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    entries
}

/// What one thread of the walk found, handed over when it ends.
struct Batch<'a> {
    entries: Vec<Entry>,
    found: &'a Mutex<Vec<Entry>>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).append(&mut self.entries);
    }
}

fn project_roots(folder: &Utf8Path, entries: &[Entry]) -> FxHashSet<Utf8PathBuf> {
    let mut roots = FxHashSet::default();
    for entry in entries {
        let Some(mark) = MARKS.iter().find(|mark| entry.path.ends_with(mark)) else { continue };
        let Some(root) = entry.path.ancestors().nth(Utf8Path::new(mark).components().count()) else { continue };
        let Ok(inside) = root.strip_prefix(folder) else { continue };
        let in_dot_folder = inside.components().any(|part| part.as_str().starts_with('.'));
        if !in_dot_folder && !matches!(root.file_name(), Some("memory" | "templates")) {
            roots.insert(root.to_owned());
        }
    }
    roots
}

fn project(root: &Utf8Path, entries: &[&Entry], client: &Settings) -> Base {
    let relative = |entry: &Entry| entry.path.strip_prefix(root).map(Utf8Path::to_owned).unwrap_or_default();
    let names = |kind: EntryKind| entries.iter().filter(move |entry| entry.kind == kind).map(|entry| relative(entry));
    let mut files: Vec<_> = names(EntryKind::File).collect();
    let mut links: BTreeMap<_, _> = names(EntryKind::Link)
        .map(|name| {
            let link = link(root, &name);
            (name, link)
        })
        .collect();

    let read = |name: &str| read(&root.join(name)).ok();
    let own = ["flowspec-lsp.toml", ".flowspec/flowspec-lsp.toml"].iter().find_map(|name| read(name));
    let settings = own.map(|text| Settings::parse(&text).0).unwrap_or_default().overlaid(client);
    let backlog = Backlog::PLACES
        .iter()
        .find_map(|place| Some(Backlog::read(Utf8Path::new(place), &read(place)?)))
        .unwrap_or_default();
    let kinds = Kinds::new(&backlog.folder, &settings.documents);
    let excluded = globs(&settings.exclude);
    if !excluded.is_empty() {
        files.retain(|file| !file.ancestors().any(|part| excluded.is_match(part)));
    }

    let candidates: Vec<_> = files.iter().filter(|file| kinds.of(file).is_some() || may_be_link_file(file)).collect();
    let mut texts: FxHashMap<Utf8PathBuf, Reading> = candidates
        .into_par_iter()
        .map(|file| (file.clone(), Reading::of(&root.join(file), kinds.of(file).is_some())))
        .collect();
    let all: FxHashSet<&Utf8Path> = files.iter().map(|file| &**file).collect();
    let stand_ins: Vec<_> =
        texts.iter().filter_map(|(file, read)| Some((file.clone(), read.link_file(file, &all, &links)?))).collect();
    for (file, target) in stand_ins {
        texts.remove(&file);
        links.insert(file, Link::Inside(target));
    }
    files.retain(|file| !links.contains_key(file));
    let files = Files::new(files, links).with_disk(root);

    let mut aliases: BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>> = BTreeMap::new();
    for alias in alias_names(&files) {
        if let Resolved::File(real) = files.resolve(&alias) {
            aliases.entry(real).or_default().push(alias);
        }
    }
    let mut base = Base { files, settings: Arc::new(settings), kinds, backlog, ..Base::empty(root.to_owned()) };
    let mut found: BTreeMap<Utf8PathBuf, Kind> =
        texts.keys().filter_map(|file| Some((file.clone(), base.kinds.of(file)?))).collect();
    for (real, names) in &aliases {
        if let Some(kind) = names.iter().filter_map(|name| base.kinds.of(name)).min() {
            found.entry(real.clone()).or_insert(kind);
        }
    }
    base.add(found, &aliases, &mut texts);
    base.add_wanted(&aliases);
    base
}

impl Base {
    fn add(
        &mut self,
        found: BTreeMap<Utf8PathBuf, Kind>,
        aliases: &BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>>,
        texts: &mut FxHashMap<Utf8PathBuf, Reading>,
    ) {
        let found: Vec<_> = found
            .into_iter()
            .map(|(file, kind)| {
                let read = texts.remove(&file);
                (file, kind, read)
            })
            .collect();
        let root = &self.root;
        let documents: Vec<_> = found
            .into_par_iter()
            .filter_map(|(file, kind, read)| {
                let path = root.join(&file);
                let mut names = vec![file.clone()];
                names.extend(aliases.get(&file).into_iter().flatten().cloned());
                let document = match read.unwrap_or_else(|| Reading::of(&path, true)) {
                    Reading::Text(text) => Document::new(DocPath::new(&path), kind, names, text),
                    Reading::Unreadable(reason) => Document::unreadable(DocPath::new(&path), kind, names, reason),
                    Reading::Gone => return None,
                };
                document.facts();
                Some((document.path.clone(), Arc::new(document)))
            })
            .collect();
        self.documents.extend(documents);
    }

    /// Reads what the documents refer to and what is no document by its place. Included files may include more.
    fn add_wanted(&mut self, aliases: &BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>>) {
        let mut tried = BTreeSet::new();
        loop {
            let mut wanted = self.all_wanted();
            wanted.retain(|file, kind| tried.insert((file.clone(), *kind)));
            if wanted.is_empty() {
                return;
            }
            self.add(wanted, aliases, &mut FxHashMap::default());
        }
    }

    /// The files that documents refer to, whose text matters and that are not read yet: included files are partials, and other
    /// Markdown files are read for the headings that links name.
    pub fn all_wanted(&self) -> BTreeMap<Utf8PathBuf, Kind> {
        let mut wanted = BTreeMap::new();
        for document in self.documents.values().filter(|document| document.kind != Kind::Other) {
            for (file, kind) in self.wanted(document) {
                let known = self.documents.get(&DocPath::new(self.root.join(&file))).map(|document| document.kind);
                if known.is_none_or(|known| kind < known && known == Kind::Other) {
                    let wanted = wanted.entry(file).or_insert(kind);
                    *wanted = kind.min(*wanted);
                }
            }
        }
        wanted
    }

    /// The files that a document refers to and whose text matters.
    fn wanted<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = (Utf8PathBuf, Kind)> + 'a {
        let facts = document.facts();
        let includes = facts.summary.includes.iter().filter_map(|path| match self.files.resolve(Utf8Path::new(path)) {
            Resolved::File(file) => Some((file, Kind::Partial)),
            _ => None,
        });
        let linked = facts.markdown.links.iter().filter_map(|link| {
            let (path, anchor) = link.destination.split_once('#')?;
            let is_markdown =
                Utf8Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
            if anchor.is_empty() || !is_markdown || path.contains("://") {
                return None;
            }
            match self.files.resolve(&document.name().parent()?.join(path)) {
                Resolved::File(file) => Some((file, Kind::Other)),
                _ => None,
            }
        });
        includes.chain(linked)
    }
}

/// What became of reading a file.
enum Reading {
    Text(String),
    Unreadable(String),
    Gone,
}

impl Reading {
    /// Reads a file; one that is no document is only read when it is small enough to stand for a link.
    fn of(path: &Utf8Path, document: bool) -> Reading {
        if !document && !path.metadata().is_ok_and(|metadata| metadata.len() <= MAX_LINK_FILE) {
            return Reading::Gone;
        }
        match read(path) {
            Ok(text) => Reading::Text(text),
            Err(ReadError::Gone) => Reading::Gone,
            Err(error) => Reading::Unreadable(error.to_string()),
        }
    }

    /// Where a file leads whose whole text is the target of a symbolic link, as git writes links where it must not make them.
    fn link_file(
        &self,
        file: &Utf8Path,
        files: &FxHashSet<&Utf8Path>,
        links: &BTreeMap<Utf8PathBuf, Link>,
    ) -> Option<Utf8PathBuf> {
        let Reading::Text(text) = self else { return None };
        if text.len() as u64 > MAX_LINK_FILE || !text.contains('/') || text.contains(['\n', '\r', ' ']) {
            return None;
        }
        let target = super::files::normalize(&file.parent()?.join(text))?;
        let leads_somewhere = files.contains(&*target)
            || links.contains_key(&target)
            || files.iter().any(|file| file.starts_with(&target));
        (text.starts_with("../") || leads_somewhere).then_some(target)
    }
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not there, or may not be read.
    #[error("it cannot be opened")]
    Gone,
    /// It is longer than [`MAX_SIZE`].
    #[error("it is larger than {} MB", MAX_SIZE / 1024 / 1024)]
    TooLarge,
    /// Its bytes are not UTF-8; the offset of the first that is not, from 0.
    #[error("it is not UTF-8 (byte {0})")]
    NotUtf8(usize),
}

/// Reads a regular file as UTF-8.
///
/// # Errors
/// When it cannot be opened, is no regular file, is longer than [`MAX_SIZE`] or is not UTF-8.
pub fn read(path: &Utf8Path) -> Result<String, ReadError> {
    let metadata = path.metadata().map_err(|_| ReadError::Gone)?;
    if !metadata.is_file() {
        return Err(ReadError::Gone);
    }
    if metadata.len() > MAX_SIZE {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    let file = std::fs::File::open(path).map_err(|_| ReadError::Gone)?;
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Gone)?;
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8(error.utf8_error().valid_up_to()))
}

fn link(root: &Utf8Path, name: &Utf8Path) -> Link {
    let Ok(real) = root.join(name).canonicalize_utf8() else { return Link::Dangling };
    real.strip_prefix(root).map_or(Link::Outside, |inside| Link::Inside(inside.to_owned()))
}

/// Whether git may have written a link as a file here: among commands, prompts and agents, where links are common.
fn may_be_link_file(file: &Utf8Path) -> bool {
    let hidden = file.as_str().starts_with(".claude/") || file.as_str().starts_with(".github/");
    hidden && matches!(file.extension(), None | Some("md"))
}

/// Every further name of a file that links give: links to files, and each file below a link to a folder.
fn alias_names(files: &Files) -> Vec<Utf8PathBuf> {
    let mut names = Vec::new();
    for (name, link) in files.links() {
        let Link::Inside(_) = link else { continue };
        match files.resolve(name) {
            Resolved::File(_) => names.push(name.clone()),
            Resolved::Folder(folder) if !name.starts_with(&folder) => {
                let below = files.below(&folder).filter_map(|file| file.strip_prefix(&folder).ok());
                names.extend(below.map(|rest| name.join(rest)));
            }
            _ => {}
        }
    }
    names.sort_unstable();
    names
}

/// The globs that are ones; the others are the settings file's own diagnostics.
pub(crate) fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build() {
            builder.add(glob);
        }
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}
