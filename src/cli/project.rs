//! The one project that a command is about.

use anyhow::bail;
use camino::Utf8Path;

use super::target::CheckTarget;
use crate::{
    model::{
        Dialect,
        dialect::{ProjectMark, SHARED_MARKS},
    },
    text::{list, plain},
    workspace::{Snapshot, path::real, scan},
};

/// The files by which a project is found. Of each dialect it is the first, or the line would be too long to read.
pub(super) fn marks() -> String {
    let own = Dialect::ALL.into_iter().filter_map(|dialect| dialect.idiom().marks.first());
    let marks = SHARED_MARKS.iter().take(2).chain(own).map(ProjectMark::name);
    format!("{} (and the like)", list(marks, "or"))
}

/// Reads the project that `path` lies in.
///
/// # Errors
/// When the path does not exist, cannot be read, or lies in no project.
pub(super) fn read(path: &Utf8Path) -> anyhow::Result<Snapshot> {
    let target = CheckTarget::read(&[path.to_owned()])?;
    let real = real(path)?;
    // A folder may itself be the project, so the question is asked for something in it.
    let inside = if real.is_dir() { real.join("any") } else { real.clone() };
    let project = scan::project_root(&inside).and_then(|_| target.world.project(&real));
    let Some(project) = project.cloned() else {
        let place = if path == "." { "here".to_owned() } else { format!("in `{}`", plain(path.as_str())) };
        bail!("no project found: looked for {} {place} and in the parent folders; use --project PATH", marks());
    };
    // The process ends soon; giving back every document first would only take time.
    std::mem::forget(target);
    Ok(project)
}
