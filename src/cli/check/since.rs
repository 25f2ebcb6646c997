//! `--since`: only the findings that a commit does not have.

use std::sync::Arc;

use camino::Utf8Path;

use crate::{
    cli::target::CheckTarget,
    model::Kind,
    rules::{
        Diagnostic,
        earlier::{Earlier, similarity},
    },
    workspace::{DocPath, Document, Snapshot, World, git},
};

/// From here on a document is taken for another one that has moved, as git does.
const RENAMED: f32 = 0.5;

/// How many documents that are gone are compared with one that is new.
const MOST_COMPARED: usize = 100;

/// The projects at a commit.
pub(in crate::cli) struct Since {
    before: World,
}

impl Since {
    /// Reads the projects of which something is wanted as they were at `revision`.
    ///
    /// # Errors
    /// In git's words, when there is no such commit.
    pub(in crate::cli) fn read(target: &CheckTarget, revision: &str) -> anyhow::Result<Since> {
        let projects = target.world.projects();
        let mut bases = Vec::new();
        for project in projects.iter().filter(|project| target.wants_some_of(project)) {
            let below = |other: &&Snapshot| other.root() != project.root() && other.root().starts_with(project.root());
            let others: Vec<&Utf8Path> = projects.iter().filter(below).map(Snapshot::root).collect();
            let base = git::base_at(project, &others, revision);
            bases.push(base.map_err(|error| anyhow::anyhow!("`--since {revision}`: {error}"))?);
        }
        let mut before = World::default();
        before.load(bases);
        before.projects().iter().for_each(|project| drop(project.index()));
        Ok(Since { before })
    }

    /// The text of a document at the commit.
    pub(in crate::cli) fn text(&self, path: &DocPath) -> Option<&str> {
        self.before.projects().iter().find_map(|project| Some(project.document(path)?.text()))
    }

    /// Leaves the findings in a document of `now` that the commit does not have.
    pub(in crate::cli) fn retain_new(&self, now: &Snapshot, document: &Document, found: &mut Vec<Diagnostic>) {
        if found.is_empty() {
            return;
        }
        let Some(before) = self.before.projects().iter().find(|project| project.root() == now.root()) else { return };
        let earlier = before.document(&document.path).filter(|earlier| earlier.kind != Kind::Other);
        if let Some(earlier) = earlier.or_else(|| moved(before, now, document)) {
            Earlier::new(before, earlier, document.text()).retain_new(document, found);
        }
    }
}

/// The document that a new one was, among those that are gone.
fn moved<'a>(before: &'a Snapshot, now: &Snapshot, document: &Document) -> Option<&'a Arc<Document>> {
    let documents = before.documents();
    let is_gone =
        |it: &&&Arc<Document>| it.kind == document.kind && !it.is_history() && now.document(&it.path).is_none();
    let gone = documents.into_iter().filter(|it| is_gone(&it)).take(MOST_COMPARED);
    let compared = gone.map(|it| (similarity(it.text(), document.text()), it));
    let best = compared.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.filter(|(similar, _)| *similar >= RENAMED).map(|(_, it)| it)
}
