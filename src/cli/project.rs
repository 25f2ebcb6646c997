//! The one project that a command is about.

use anyhow::bail;
use camino::Utf8Path;

use super::target::CheckTarget;
use crate::workspace::{Snapshot, scan};

/// Reads the project that `path` lies in.
///
/// # Errors
/// When the path does not exist, cannot be read, or lies in no project.
pub(super) fn read(path: &Utf8Path) -> anyhow::Result<Snapshot> {
    let target = CheckTarget::read(&[path.to_owned()])?;
    let real = path.canonicalize_utf8()?;
    // A folder may itself be the project, so the question is asked for something in it.
    let inside = if real.is_dir() { real.join("any") } else { real.clone() };
    let project = scan::project_root(&inside).and_then(|_| target.world.project(&real));
    let Some(project) = project.cloned() else {
        let place = if path == "." { "the working folder".to_owned() } else { format!("`{path}`") };
        bail!(
            "{place} is in no project: a project has .git, .claude, .specify, flowspec_workflow.yml, memory/constitution.md \
             or backlog/config.yml; name one with --project"
        );
    };
    // The process ends soon; giving back every document first would only take time.
    std::mem::forget(target);
    Ok(project)
}
