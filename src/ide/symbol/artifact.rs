//! The paths of artifacts in the workflow file.

use camino::Utf8Path;

use super::{Access, Finder, Symbol};
use crate::{
    model::{Kind, machine::Artifact},
    workspace::{Resolved, Snapshot, artifact},
};

/// How many files one artifact leads to; `backlog/tasks/*.md` may be thousands.
const MOST: usize = 100;

pub(super) fn find(finder: &mut Finder<'_>) {
    let machine = finder.facts.summary.machine().filter(|_| finder.document.kind == Kind::Workflow);
    let Some(machine) = machine else { return };
    let mut add = |artifact: &Artifact, access| {
        let pattern = artifact.path.text.trim_start_matches("./");
        finder.word(artifact.path.range, access, Symbol::Artifact(pattern.to_owned()));
    };
    for transition in &machine.transitions {
        transition.input_artifacts.iter().for_each(|it| add(it, Access::Read));
        transition.output_artifacts.iter().for_each(|it| add(it, Access::Write));
    }
}

/// The files of the project that an artifact's path may mean, the first hundred.
pub(super) fn files<'a>(snapshot: &'a Snapshot, pattern: &str) -> impl Iterator<Item = &'a Utf8Path> {
    let exact = artifact::exact(snapshot, pattern);
    let real = match exact {
        Some(Resolved::File(ref real)) => snapshot.files().file(real),
        _ => None,
    };
    // A path without variables can still be a folder's.
    let fitting = if real.is_none() { artifact::matching(snapshot, pattern) } else { None };
    real.into_iter().chain(fitting.into_iter().flatten()).take(MOST)
}
