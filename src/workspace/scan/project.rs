//! Reading one project: its settings, links and documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::AtomicUsize},
};

use camino::Utf8Path;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    read::{self, EntryKind, MAX_SIZE, ReadError, Root},
    walk::{WalkEntry, WalkFound},
};
use crate::{
    model::{Dialects, Kind, backlog::Backlog, spec_kit::is_old_feature},
    workspace::{
        Base, DocPath, Document, Files, Places, ProjectPath, Resolved, Settings, files::Symlink, link::lookup,
        path::real,
    },
};

/// The longest content of a file that stands for a symbolic link, in bytes.
const MAX_LINK_FILE: u64 = 512;

/// Reads the project at `name` in a workspace folder; `entries` are what the walk has found there, sorted. With `unpacked`, which
/// counts what is unpacked, its documents are packed.
pub(super) fn project(
    folder: &Root,
    name: &str,
    entries: &[&WalkEntry],
    client: &Settings,
    unpacked: Option<&Arc<AtomicUsize>>,
) -> Base {
    let nested;
    let root = if name.is_empty() {
        folder
    } else {
        match folder.folder(Utf8Path::new(name)) {
            Ok(root) => nested = root,
            Err(error) => return super::unopened(&folder.path().join(name), error),
        }
        &nested
    };
    let own = first(root, &["flowspec-lsp.toml", ".flowspec/flowspec-lsp.toml"]);
    let own = own.and_then(|(_, text)| text.ok());
    let settings = own.map(|text| Settings::parse(&text).0).unwrap_or_default().overlaid(client);
    let mut left = Left::default();
    let mut settings_of_board = Vec::new();
    for place in Backlog::PLACES {
        match first(root, &[place]) {
            Some((place, Ok(text))) => settings_of_board.push((place, text)),
            Some((place, Err(reason))) => drop(left.insert(place.into(), (Kind::Settings, reason.to_string()))),
            None => {}
        }
    }
    let has = |mark: &str| {
        let path = ProjectPath::new(name).join(mark);
        entries.binary_search_by(|entry| entry.path.as_str().cmp(path.as_str())).is_ok()
    };
    let below = |entry: &WalkEntry| ProjectPath::inside(Utf8Path::new(name), &entry.path);
    let is_old = || {
        let mut names = entries.iter().filter_map(|entry| below(entry));
        has("memory/constitution.md") && names.any(|name| is_old_feature(&name))
    };
    let dialects = Dialects::detect(has).or_old_spec_kit(is_old);
    let backlog = Backlog::find(settings_of_board, has);
    let places = Places::new(&backlog.folder, &settings.documents).used_by(dialects);
    let places = places.with_plugins(entries.iter().filter_map(|entry| below(entry)));
    let excluded = &settings.exclude;
    let is_excluded = |name: &Utf8Path| !excluded.is_empty() && name.ancestors().any(|part| excluded.is_match(part));

    let (mut files, mut links) = (Vec::new(), BTreeMap::new());
    for entry in entries {
        let Some(name) = below(entry) else { continue };
        match &entry.found {
            _ if is_excluded(&name) => {}
            WalkFound::Entry(EntryKind::File | EntryKind::Special) => files.push(name),
            WalkFound::Entry(EntryKind::Folder) => {
                left.extend(places.of(&name).map(|kind| (name, (kind, ReadError::Folder.to_string()))));
            }
            WalkFound::Entry(EntryKind::Link) => {
                let (link, reason) = link(root.path(), &name);
                left.extend(reason.and_then(|reason| {
                    let folder = || places.hold(&name).then_some(Kind::Folder);
                    let kind = places.of(&name).or_else(folder)?;
                    Some((name.clone(), (kind, reason.to_string())))
                }));
                links.insert(name, link);
            }
            WalkFound::Unread(kind, reason) => drop(left.insert(name, (*kind, reason.clone()))),
        }
    }
    let mut texts: FxHashMap<ProjectPath, Reading> = (files.par_iter())
        .filter_map(|file| {
            let document = places.of(file).is_some();
            (document || may_be_link_file(file)).then(|| (file.clone(), Reading::of(root, file, document)))
        })
        .collect();
    let stand_ins = link_files(&texts, &files, &links);
    texts.retain(|file, _| !stand_ins.contains_key(file));
    files.retain(|file| !stand_ins.contains_key(file));
    links.extend(stand_ins);
    let files = Arc::new(Files::new(files, links).with_disk(root.path()));

    let aliases = aliases(&files);
    let mut found: BTreeMap<ProjectPath, Kind> =
        texts.keys().filter_map(|file| Some((file.clone(), places.of(file)?))).collect();
    for (real, names) in &aliases {
        if let Some(kind) = names.iter().filter_map(|name| places.of(name)).min_by_key(|kind| kind.rank()) {
            found.entry(real.clone()).or_insert(kind);
        }
    }
    let path = root.path().to_owned();
    let mut base = Base { files, settings: Arc::new(settings), places, dialects, backlog, ..Base::empty(path) };
    base.leave(left);
    let reader = DocumentReader { root, aliases: &aliases, unpacked };
    base.add(&reader, found, &mut texts);
    base.add_wanted(&reader);
    base
}

/// What is in the place of a document, or decides what is one, and cannot be read: its kind and the reason, by its name.
type Left = BTreeMap<ProjectPath, (Kind, String)>;

/// The first of these files that is there, and its text.
fn first<'a>(root: &Root, names: &[&'a str]) -> Option<(&'a str, Result<String, ReadError>)> {
    names.iter().find_map(|name| match root.read(Utf8Path::new(name), MAX_SIZE) {
        Err(ReadError::Gone) => None,
        result => Some((*name, result)),
    })
}

/// Reads one file after the scan, by its name relative to the root; `None` when it is gone.
pub(in crate::workspace) fn read_late(root: &Root, path: DocPath, kind: Kind, name: ProjectPath) -> Option<Document> {
    let reading = Reading::of(root, &name, true);
    reading.document(path, kind, vec![name])
}

/// The further names of files, by their real names.
pub(super) type FileAliases = FxHashMap<ProjectPath, Vec<ProjectPath>>;

/// Reads documents of one project.
struct DocumentReader<'a> {
    root: &'a Root,
    aliases: &'a FileAliases,
    unpacked: Option<&'a Arc<AtomicUsize>>,
}

impl DocumentReader<'_> {
    /// A document, with what others depend on; `None` when it is gone. `reading` is what was read of it already.
    fn read(&self, reading: Option<Reading>, file: ProjectPath, kind: Kind) -> Option<Document> {
        let reading = reading.unwrap_or_else(|| Reading::of(self.root, &file, true));
        let others = self.aliases.get(&file).into_iter().flatten().cloned();
        let path = DocPath::new(self.root.path().join(&file));
        let document = reading.document(path, kind, [file].into_iter().chain(others).collect())?;
        // The facts are read here, where there are several threads.
        document.summary();
        match self.unpacked.and_then(|unpacked| document.packed(unpacked)) {
            Some(packed) => Some(packed),
            None => Some(document),
        }
    }
}

impl Base {
    /// Adds documents that are there and cannot be read.
    fn leave(&mut self, left: Left) {
        for (name, (kind, reason)) in left {
            let is_root = name.as_str().is_empty();
            let path = if is_root { DocPath::new(&self.root) } else { DocPath::new(self.root.join(&name)) };
            let names = Vec::from_iter((!is_root).then_some(name));
            let document = Document::unreadable(path.clone(), kind, names, reason);
            self.documents.insert(path, Arc::new(document));
        }
    }

    /// Reads documents, as far as `texts` does not hold them.
    fn add(
        &mut self,
        reader: &DocumentReader<'_>,
        found: BTreeMap<ProjectPath, Kind>,
        texts: &mut FxHashMap<ProjectPath, Reading>,
    ) {
        let found: Vec<_> = found.into_iter().map(|(file, kind)| (texts.remove(&file), file, kind)).collect();
        let documents: Vec<_> = found
            .into_par_iter()
            .filter_map(|(reading, file, kind)| {
                let document = reader.read(reading, file, kind)?;
                Some((document.path.clone(), Arc::new(document)))
            })
            .collect();
        self.documents.extend(documents);
    }

    /// Reads what the documents refer to and what is no document by its place. Included files may include more.
    fn add_wanted(&mut self, reader: &DocumentReader<'_>) {
        let mut tried = BTreeSet::new();
        loop {
            let mut wanted = self.all_wanted();
            wanted.retain(|file, kind| tried.insert((file.clone(), *kind)));
            if wanted.is_empty() {
                return;
            }
            self.add(reader, wanted, &mut FxHashMap::default());
        }
    }

    /// The files that documents refer to, whose text matters and that are not read yet: included files are partials, and other
    /// Markdown files are read for the headings that links name.
    pub fn all_wanted(&self) -> BTreeMap<ProjectPath, Kind> {
        let mut wanted = BTreeMap::new();
        for document in self.documents.values().filter(|document| document.kind != Kind::Other) {
            for (file, kind) in self.wanted(document) {
                let known = self.documents.get(&DocPath::new(self.root.join(&file))).map(|document| document.kind);
                if known.is_none_or(|known| known == Kind::Other && kind != Kind::Other) {
                    let wanted = wanted.entry(file).or_insert(kind);
                    *wanted = kind.preferred(*wanted);
                }
            }
        }
        wanted
    }

    /// The files that a document refers to and whose text matters.
    pub(in crate::workspace) fn wanted<'a>(
        &'a self,
        document: &'a Document,
    ) -> impl Iterator<Item = (ProjectPath, Kind)> + 'a {
        let summary = document.summary();
        let includes = summary.includes.iter().filter_map(|path| match self.files.resolve(Utf8Path::new(path)) {
            Resolved::File(file) => Some((file, Kind::Partial)),
            _ => None,
        });
        let linked = summary.anchored.iter().filter_map(|path| {
            let is_markdown =
                Utf8Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
            match is_markdown.then(|| lookup(&self.files, &self.root, document, path))? {
                Resolved::File(file) => Some((file, Kind::Other)),
                _ => None,
            }
        });
        let imports = summary.imports.iter().filter_map(|path| self.imported(document, path));
        let imports = imports.map(|file| (file, Kind::Instructions));
        includes.chain(linked).chain(imports)
    }
}

/// What became of reading a file.
pub(super) enum Reading {
    Text(String),
    Unreadable(String),
    Gone,
}

impl Reading {
    /// Reads a file; one that is no document is only read when it is small enough to stand for a link.
    pub(super) fn of(root: &Root, name: &Utf8Path, document: bool) -> Reading {
        match root.read(name, if document { MAX_SIZE } else { MAX_LINK_FILE }) {
            Ok(text) => Reading::Text(text),
            Err(ReadError::Gone) => Reading::Gone,
            Err(_) if !document => Reading::Gone,
            Err(error) => Reading::Unreadable(error.to_string()),
        }
    }

    /// The document that was read, if there is one.
    pub(super) fn document(self, path: DocPath, kind: Kind, names: Vec<ProjectPath>) -> Option<Document> {
        match self {
            Reading::Text(text) => Some(Document::new(path, kind, names, text)),
            Reading::Unreadable(reason) => Some(Document::unreadable(path, kind, names, reason)),
            Reading::Gone => None,
        }
    }
}

/// Where a symbolic link leads, and why what it leads to is not read.
fn link(root: &Utf8Path, name: &Utf8Path) -> (Symlink, Option<ReadError>) {
    match real(root.join(name)) {
        Ok(real) => match ProjectPath::inside(root, &real) {
            Some(inside) => (Symlink::Inside(inside), None),
            None => (Symlink::Outside, Some(ReadError::Outside)),
        },
        Err(error) if read::is_absent(&error) => (Symlink::Dangling, None),
        Err(error) => (Symlink::Dangling, Some(error.into())),
    }
}

/// Whether git may have written a link as a file here: among commands, prompts and agents, where links are common.
pub(in crate::workspace) fn may_be_link_file(file: &Utf8Path) -> bool {
    let hidden = file.as_str().starts_with(".claude/") || file.as_str().starts_with(".github/");
    hidden && matches!(file.extension(), None | Some("md"))
}

/// Whether a text may be the target of a link and nothing else.
pub(super) fn stands_for_link(text: &str) -> bool {
    text.len() as u64 <= MAX_LINK_FILE && text.contains('/') && !text.contains(char::is_whitespace)
}

/// The files whose whole text is the target of a symbolic link, as git writes links where it must not make them, and their targets.
fn link_files(
    texts: &FxHashMap<ProjectPath, Reading>,
    files: &[ProjectPath],
    links: &BTreeMap<ProjectPath, Symlink>,
) -> BTreeMap<ProjectPath, Symlink> {
    let mut targets = BTreeMap::new();
    for (file, reading) in texts {
        let Reading::Text(text) = reading else { continue };
        if !stands_for_link(text) {
            continue;
        }
        let target = ProjectPath::written_in(&file.folder(), text);
        targets.extend(target.map(|target| (file, (text.starts_with("../"), target))));
    }
    if targets.is_empty() {
        return BTreeMap::new();
    }
    let known: FxHashSet<&str> = files.iter().flat_map(|file| file.ancestors()).map(Utf8Path::as_str).collect();
    let is_link =
        |climbs: bool, target: &ProjectPath| climbs || known.contains(target.as_str()) || links.contains_key(target);
    let targets = targets.into_iter().filter(|(_, (climbs, target))| is_link(*climbs, target));
    targets.map(|(file, (_, target))| (file.clone(), Symlink::Inside(target))).collect()
}

/// The names that links give to files: links to files, and each file below a link to a folder.
///
/// Of the links to one folder only the first few count: a name for each link and each file below would be their product.
pub(super) fn aliases(files: &Files) -> FileAliases {
    const MOST: usize = 32;
    let mut aliases = FileAliases::default();
    let mut links_to: FxHashMap<ProjectPath, usize> = FxHashMap::default();
    for (name, link) in files.links() {
        let Symlink::Inside(_) = link else { continue };
        match files.resolve(name) {
            Resolved::File(real) => aliases.entry(real).or_default().push(name.clone()),
            // A link to a folder that it lies in would give names without end.
            Resolved::Folder(folder) if !name.starts_with(&folder) => {
                let links = links_to.entry(folder.clone()).or_default();
                *links += 1;
                if *links > MOST {
                    continue;
                }
                for rest in files.below(&folder) {
                    aliases.entry(folder.join(rest)).or_default().push(name.join(rest));
                }
            }
            _ => {}
        }
    }
    aliases
}
