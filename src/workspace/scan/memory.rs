//! Reading a project whose files are not on the disk: those of a commit, or of a test.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::{
    ReadError,
    project::{FileAliases, aliases},
};
use crate::{
    model::{Dialects, Kind, backlog::Backlog, spec_kit::is_old_feature},
    workspace::{Base, DocPath, Document, Files, Places, ProjectPath, Settings, files::Symlink},
};

/// Texts by the names of their files, or why they cannot be read.
pub type ReadTexts = Vec<(ProjectPath, Result<String, ReadError>)>;

/// The files of a project in memory.
pub struct MemoryFiles<'a> {
    /// Their names.
    pub files: BTreeSet<ProjectPath>,
    pub links: BTreeMap<ProjectPath, Symlink>,
    /// Reads the texts of some of them; what is gone is left out.
    pub read: &'a mut dyn FnMut(&[ProjectPath]) -> ReadTexts,
}

impl Base {
    /// Reads a project as a scan would, from files in memory. `root` is where it would be.
    pub fn in_memory(root: Utf8PathBuf, settings: Settings, memory: MemoryFiles<'_>) -> Base {
        let MemoryFiles { files, links, read } = memory;
        let has = |mark: &str| {
            let below = format!("{mark}/");
            let next = files.range::<str, _>((Bound::Included(&*below), Bound::Unbounded)).next();
            files.contains(mark) || next.is_some_and(|file| file.as_str().starts_with(&below))
        };
        let board: Vec<_> = Backlog::PLACES.into_iter().filter(|place| files.contains(*place)).collect();
        let board = read(&board.iter().map(ProjectPath::new).collect::<Vec<_>>());
        let board = board.iter().filter_map(|(name, text)| {
            let place = Backlog::PLACES.into_iter().find(|place| name == place)?;
            Some((place, text.as_ref().ok()?.clone()))
        });
        let backlog = Backlog::find(board, has);
        let is_old = || has("memory/constitution.md") && files.iter().any(|name| is_old_feature(name));
        let dialects = Dialects::detect(has).or_old_spec_kit(is_old);
        let places = Places::new(&backlog.folder, &settings.documents).used_by(dialects);
        let places = places.with_plugins(files.iter().cloned());
        let files = Arc::new(Files::new(files, links));
        let aliases = aliases(&files);
        let mut found: BTreeMap<ProjectPath, Kind> =
            files.iter().filter_map(|name| Some((name.into(), places.of(name)?))).collect();
        for (real, names) in &aliases {
            if let Some(kind) = names.iter().filter_map(|name| places.of(name)).min_by_key(|kind| kind.rank()) {
                found.entry(real.clone()).or_insert(kind);
            }
        }
        let settings = Arc::new(settings);
        let mut base = Base { files, settings, places, dialects, backlog, ..Base::empty(root) };
        let mut tried = BTreeSet::new();
        // Included files may include more.
        while !found.is_empty() {
            base.add_from_memory(found, &aliases, read);
            found = base.all_wanted();
            found.retain(|file, kind| tried.insert((file.clone(), *kind)));
        }
        base
    }

    fn add_from_memory(
        &mut self,
        found: BTreeMap<ProjectPath, Kind>,
        aliases: &FileAliases,
        read: &mut dyn FnMut(&[ProjectPath]) -> ReadTexts,
    ) {
        let excluded = |name: &Utf8Path| name.ancestors().any(|part| self.settings.exclude.is_match(part));
        let names: Vec<_> = found.keys().filter(|name| !excluded(name)).cloned().collect();
        let documents = read(&names).into_par_iter().filter_map(|(name, text)| {
            let path = DocPath::new(self.root.join(&name));
            let kind = *found.get(&name)?;
            let names = [&name].into_iter().chain(aliases.get(&name).into_iter().flatten()).cloned().collect();
            let document = match text {
                Ok(text) => Document::new(path, kind, names, text),
                Err(reason) => Document::unreadable(path, kind, names, reason.to_string()),
            };
            document.summary();
            Some((document.path.clone(), Arc::new(document)))
        });
        let documents: Vec<_> = documents.collect();
        self.documents.extend(documents);
    }
}
