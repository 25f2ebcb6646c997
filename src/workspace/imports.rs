//! Files that instructions such as `CLAUDE.md` import, level by level.

use std::collections::{BTreeMap, VecDeque};

use camino::Utf8Path;

use super::{Base, DocPath, Document, ProjectPath, Resolved, Snapshot, link};
use crate::model::Kind;

/// How many levels of imports Claude Code and Gemini CLI load below the instructions that they find by their place.
pub const MAX_IMPORTS: usize = 5;

/// The instructions of a project that agents find by their place, and what they import, each with its level and with the document that
/// imports it on the shortest way.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ImportLevels {
    levels: BTreeMap<DocPath, (usize, Option<DocPath>)>,
}

impl ImportLevels {
    /// The level of a document, 0 for instructions that are found by their place; `None` when none of those leads to it.
    pub fn level(&self, path: &DocPath) -> Option<usize> {
        self.levels.get(path).map(|(level, _)| *level)
    }

    /// The documents on the shortest way to a document, the one that is found by its place first.
    pub fn way(&self, path: &DocPath) -> Vec<DocPath> {
        let importer = |path: &&DocPath| self.levels.get(*path).and_then(|(_, importer)| importer.as_ref());
        let mut way: Vec<_> = std::iter::successors(Some(path), importer).cloned().collect();
        way.reverse();
        way
    }
}

impl Snapshot {
    /// On which level of imports each document is. It looks at the summaries of all instructions.
    pub fn import_levels(&self) -> ImportLevels {
        let found = self.documents_of(Some(Kind::Instructions));
        let roots = found.into_iter().filter(|document| self.kind_by_place(&document.path) == Kind::Instructions);
        let mut next: VecDeque<&Document> = roots.map(|root| &**root).collect();
        let mut levels: BTreeMap<_, _> = next.iter().map(|root| (root.path.clone(), (0, None))).collect();
        while let Some(document) = next.pop_front() {
            let level = levels.get(&document.path).map_or(0, |(level, _)| *level);
            for path in &document.summary().imports {
                let Some(target) = self.imported(document, path) else { continue };
                if !levels.contains_key(&target.path) {
                    levels.insert(target.path.clone(), (level + 1, Some(document.path.clone())));
                    next.push_back(target);
                }
            }
        }
        ImportLevels { levels }
    }

    /// The document that an import leads to, when it has been read.
    pub fn imported(&self, document: &Document, path: &str) -> Option<&Document> {
        let file = self.base.imported(document, path)?;
        self.document(&self.path(&file)).map(|target| &**target)
    }
}

impl Base {
    /// The file that an import leads to: from the folder of the document, else from the root.
    pub(super) fn imported(&self, document: &Document, path: &str) -> Option<ProjectPath> {
        let in_folder = link::lookup(&self.files, &self.root, document, path);
        [in_folder, self.files.resolve(Utf8Path::new(path))].into_iter().find_map(|found| match found {
            Resolved::File(file) => Some(file),
            _ => None,
        })
    }
}
