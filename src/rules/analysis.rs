//! The current findings of every document, kept up to date edit by edit.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Diagnostic, Fixes, check};
use crate::workspace::{DocPath, Index, Kind, Snapshot, Summary};

/// The findings of one project's documents, and which of them an edit makes doubtful.
///
/// An edit that leaves a document's summary as it was concerns the document itself, the expanded copies that repeat its text, and
/// the documents whose findings point into it. Any other edit concerns the whole project.
#[derive(Debug, Default)]
pub struct Analysis {
    found: BTreeMap<DocPath, Arc<[Diagnostic]>>,
    summaries: BTreeMap<DocPath, Arc<Summary>>,
    doubtful: BTreeSet<DocPath>,
}

impl Analysis {
    /// Takes note that `changed` may differ in `snapshot` from what was last seen: edited, opened, closed, made or removed. Those
    /// whose findings may differ now are [`Analysis::doubtful`], and those that are gone have none any more.
    ///
    /// Returns the documents that lost their findings because they are gone.
    pub fn update(&mut self, snapshot: &Snapshot, changed: &[DocPath]) -> Vec<DocPath> {
        let mut gone = Vec::new();
        let mut everything = false;
        for path in changed {
            let summary = snapshot.document(path).map(|document| document.facts().summary.clone());
            everything |= self.summaries.get(path) != summary.as_ref();
            match summary {
                Some(summary) => drop(self.summaries.insert(path.clone(), summary)),
                None => drop(self.summaries.remove(path)),
            }
        }
        if everything {
            let documents = snapshot.documents();
            self.doubtful.extend(documents.iter().map(|document| document.path.clone()));
            let present: BTreeSet<_> = documents.iter().map(|document| &document.path).collect();
            self.summaries.retain(|path, _| present.contains(path));
            self.found.retain(|path, found| {
                present.contains(path) || {
                    if !found.is_empty() {
                        gone.push(path.clone())
                    };
                    false
                }
            });
            self.doubtful.retain(|path| present.contains(path));
        } else {
            let index = snapshot.index();
            for path in changed {
                self.doubtful.insert(path.clone());
                self.doubtful.extend(copies(snapshot, &index, path));
                let pointing = self
                    .found
                    .iter()
                    .filter(|(_, found)| found.iter().any(|it| it.related.iter().any(|it| it.path == *path)));
                self.doubtful.extend(pointing.map(|(path, _)| path.clone()));
            }
        }
        gone
    }

    /// The documents whose findings may have changed, sorted.
    pub fn doubtful(&self) -> impl Iterator<Item = &DocPath> {
        self.doubtful.iter()
    }

    /// Checks one document again; its findings when they differ from the ones before.
    pub fn recheck(&mut self, snapshot: &Snapshot, path: &DocPath) -> Option<Arc<[Diagnostic]>> {
        self.doubtful.remove(path);
        let found: Arc<[Diagnostic]> = check(snapshot, path, Fixes::Skipped).into();
        let before = self.found.get(path).map_or(&[][..], |found| found);
        if *before == *found {
            return None;
        }
        self.found.insert(path.clone(), found.clone());
        Some(found)
    }

    /// The findings of every document that has been checked.
    pub fn found(&self) -> &BTreeMap<DocPath, Arc<[Diagnostic]>> {
        &self.found
    }
}

/// The expanded copies that repeat the text of `path`: of itself, or of a command that includes it, at any depth.
fn copies(snapshot: &Snapshot, index: &Index, path: &DocPath) -> Vec<DocPath> {
    // Whatever its kind: a command may include a constitution.
    let included = index.includers.contains_key(path);
    let is_command = snapshot.document(path).is_some_and(|document| document.kind == Kind::Command);
    if index.sources.is_empty() || !(included || is_command) {
        return Vec::new();
    }
    let mut reached = BTreeSet::from([path]);
    let mut next = vec![path];
    while let Some(path) = next.pop() {
        for includer in index.includers.get(path).into_iter().flatten() {
            if reached.insert(includer) {
                next.push(includer);
            }
        }
    }
    index.sources.iter().filter(|(_, source)| reached.contains(source)).map(|(copy, _)| copy.clone()).collect()
}
