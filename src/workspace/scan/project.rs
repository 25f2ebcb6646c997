//! Reading one project: its settings, links and documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Entry, EntryKind,
    read::{self, ReadError},
};
use crate::{
    model::backlog::Backlog,
    workspace::{
        Base, DocPath, Document, Files, Kind, Kinds, Resolved, Settings, Snapshot,
        files::{Link, normalize},
    },
};

/// The longest content of a file that stands for a symbolic link, in bytes.
const MAX_LINK_FILE: usize = 512;

/// Reads the project at `root` whose `entries` the walk has found.
pub(super) fn project(root: &Utf8Path, entries: &[&Entry], client: &Settings) -> Base {
    let text = |name: &str| read::read(&root.join(name)).ok();
    let own = ["flowspec-lsp.toml", ".flowspec/flowspec-lsp.toml"].into_iter().find_map(text);
    let settings = own.map(|text| Settings::parse(&text).0).unwrap_or_default().overlaid(client);
    let backlog =
        Backlog::PLACES.into_iter().find_map(|place| Some(Backlog::read(Utf8Path::new(place), &text(place)?)));
    let backlog = backlog.unwrap_or_default();
    let kinds = Kinds::new(&backlog.folder, &settings.documents);
    let excluded = &settings.exclude;
    let is_excluded =
        |name: &str| !excluded.is_empty() && Utf8Path::new(name).ancestors().any(|part| excluded.is_match(part));

    let (mut files, mut links) = (Vec::new(), BTreeMap::new());
    for entry in entries {
        let name = entry.path.as_str().get(root.as_str().len()..).unwrap_or("").trim_start_matches('/');
        match entry.kind {
            EntryKind::Folder => {}
            _ if is_excluded(name) => {}
            EntryKind::File => files.push(Utf8PathBuf::from(name)),
            EntryKind::Link => drop(links.insert(name.to_owned(), link(root, name))),
        }
    }
    let mut texts: FxHashMap<&str, Reading> = (files.par_iter())
        .filter_map(|file| {
            let document = kinds.of(file).is_some();
            (document || may_be_link_file(file)).then(|| (file.as_str(), Reading::of(&root.join(file), document)))
        })
        .collect();
    let stand_ins = link_files(&texts, &files, &links);
    texts.retain(|file, _| !stand_ins.contains_key(*file));
    let mut texts: FxHashMap<String, Reading> =
        texts.into_iter().map(|(file, reading)| (file.to_owned(), reading)).collect();
    files.retain(|file| !stand_ins.contains_key(file.as_str()));
    links.extend(stand_ins);
    let files = Files::new(files, links).with_disk(root);

    let aliases = aliases(&files);
    let mut found: BTreeMap<String, Kind> =
        texts.keys().filter_map(|file| Some((file.clone(), kinds.of(Utf8Path::new(file))?))).collect();
    for (real, names) in &aliases {
        if let Some(kind) = names.iter().filter_map(|name| kinds.of(name)).min() {
            found.entry(real.clone()).or_insert(kind);
        }
    }
    let mut base = Base { files, settings: Arc::new(settings), kinds, backlog, ..Base::empty(root.to_owned()) };
    base.add(found, &aliases, &mut texts);
    base.add_wanted(&aliases);
    base
}

/// Reads the files that open buffers refer to; see [`Snapshot::unread`]. What cannot be read is left out.
pub fn read_late(snapshot: &Snapshot) -> Vec<Document> {
    let unread = snapshot.unread().into_iter();
    let read = |(file, kind): (Utf8PathBuf, Kind)| {
        let path = snapshot.path(&file);
        Some(Document::new(path.clone(), kind, vec![file], read::read(&path).ok()?))
    };
    unread.filter_map(read).collect()
}

/// The further names of files, by their real names.
type Aliases = FxHashMap<String, Vec<Utf8PathBuf>>;

impl Base {
    /// Reads documents, as far as `texts` does not hold them.
    fn add(&mut self, found: BTreeMap<String, Kind>, aliases: &Aliases, texts: &mut FxHashMap<String, Reading>) {
        let found: Vec<_> = found.into_iter().map(|(file, kind)| (texts.remove(&file), file, kind)).collect();
        let root = &self.root;
        let documents: Vec<_> = found
            .into_par_iter()
            .filter_map(|(reading, file, kind)| {
                let path = root.join(&file);
                let reading = reading.unwrap_or_else(|| Reading::of(&path, true));
                let others = aliases.get(&file).into_iter().flatten().cloned();
                let names = [Utf8PathBuf::from(&file)].into_iter().chain(others).collect();
                let path = DocPath::new(path);
                let document = match reading {
                    Reading::Text(text) => Document::new(path, kind, names, text),
                    Reading::Unreadable(reason) => Document::unreadable(path, kind, names, reason),
                    Reading::Gone => return None,
                };
                document.facts();
                Some((document.path.clone(), Arc::new(document)))
            })
            .collect();
        self.documents.extend(documents);
    }

    /// Reads what the documents refer to and what is no document by its place. Included files may include more.
    fn add_wanted(&mut self, aliases: &Aliases) {
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
    pub fn all_wanted(&self) -> BTreeMap<String, Kind> {
        let mut wanted = BTreeMap::new();
        for document in self.documents.values().filter(|document| document.kind != Kind::Other) {
            for (file, kind) in self.wanted(document) {
                let known = self.documents.get(&DocPath::new(self.root.join(&file))).map(|document| document.kind);
                if known.is_none_or(|known| kind < known && known == Kind::Other) {
                    let wanted = wanted.entry(file.into_string()).or_insert(kind);
                    *wanted = kind.min(*wanted);
                }
            }
        }
        wanted
    }

    /// The files that a document refers to and whose text matters.
    pub(in crate::workspace) fn wanted<'a>(
        &'a self,
        document: &'a Document,
    ) -> impl Iterator<Item = (Utf8PathBuf, Kind)> + 'a {
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
        if !document && !path.metadata().is_ok_and(|metadata| metadata.len() <= MAX_LINK_FILE as u64) {
            return Reading::Gone;
        }
        match read::read(path) {
            Ok(text) => Reading::Text(text),
            Err(ReadError::Gone) => Reading::Gone,
            Err(error) => Reading::Unreadable(error.to_string()),
        }
    }
}

/// Where a symbolic link leads.
fn link(root: &Utf8Path, name: &str) -> Link {
    let Ok(real) = root.join(name).canonicalize_utf8() else { return Link::Dangling };
    real.strip_prefix(root).map_or(Link::Outside, |inside| Link::Inside(inside.to_owned()))
}

/// Whether git may have written a link as a file here: among commands, prompts and agents, where links are common.
fn may_be_link_file(file: &Utf8Path) -> bool {
    let hidden = file.as_str().starts_with(".claude/") || file.as_str().starts_with(".github/");
    hidden && matches!(file.extension(), None | Some("md"))
}

/// The files whose whole text is the target of a symbolic link, as git writes links where it must not make them, and their targets.
fn link_files(
    texts: &FxHashMap<&str, Reading>,
    files: &[Utf8PathBuf],
    links: &BTreeMap<String, Link>,
) -> BTreeMap<String, Link> {
    let mut targets = BTreeMap::new();
    for (&file, reading) in texts {
        let Reading::Text(text) = reading else { continue };
        if text.len() > MAX_LINK_FILE || !text.contains('/') || text.contains(char::is_whitespace) {
            continue;
        }
        let target = Utf8Path::new(file).parent().and_then(|folder| normalize(&folder.join(text)));
        targets.extend(target.map(|target| (file, (text.starts_with("../"), target))));
    }
    if targets.is_empty() {
        return BTreeMap::new();
    }
    let known: FxHashSet<&str> = files.iter().flat_map(|file| file.ancestors()).map(Utf8Path::as_str).collect();
    let is_link = |climbs: bool, target: &Utf8Path| {
        climbs || known.contains(target.as_str()) || links.contains_key(target.as_str())
    };
    let targets = targets.into_iter().filter(|(_, (climbs, target))| is_link(*climbs, target));
    targets.map(|(file, (_, target))| (file.to_owned(), Link::Inside(target))).collect()
}

/// The names that links give to files: links to files, and each file below a link to a folder.
///
/// Of the links to one folder only the first few count: a name for each link and each file below would be their product.
fn aliases(files: &Files) -> Aliases {
    const MOST: usize = 32;
    let mut aliases = Aliases::default();
    let mut links_to: FxHashMap<Utf8PathBuf, usize> = FxHashMap::default();
    for (name, link) in files.links() {
        let Link::Inside(_) = link else { continue };
        let name = Utf8Path::new(name);
        match files.resolve(name) {
            Resolved::File(real) => aliases.entry(real.into_string()).or_default().push(name.to_owned()),
            // A link to a folder that it lies in would give names without end.
            Resolved::Folder(folder) if !name.starts_with(&folder) => {
                let links = links_to.entry(folder.clone()).or_default();
                *links += 1;
                if *links > MOST {
                    continue;
                }
                for rest in files.below(&folder) {
                    aliases.entry(folder.join(rest).into_string()).or_default().push(name.join(rest));
                }
            }
            _ => {}
        }
    }
    aliases
}
