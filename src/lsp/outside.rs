//! The projects of open files outside of the workspace folders.

use crate::workspace::DocPath;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};

/// The projects of open files outside of the workspace folders: each is there as long as a file of it is open.
#[derive(Debug, Default)]
pub struct OutsideProjects(BTreeMap<Utf8PathBuf, OutsideProject>);

#[derive(Debug, Default)]
struct OutsideProject {
    /// The open files whose project it is.
    files: BTreeSet<DocPath>,
    /// Whether a scan has read it.
    read: bool,
}

impl OutsideProjects {
    /// Notes that a file of the project at `root` is open. Returns whether the project has to be read.
    pub fn opened(&mut self, root: Utf8PathBuf, file: DocPath) -> bool {
        let read = self.0.iter().any(|(other, project)| project.read && root.starts_with(other));
        let project = self.0.entry(root).or_insert_with(|| OutsideProject { read, ..OutsideProject::default() });
        project.files.insert(file);
        !project.read
    }

    /// Replaces all files by these, each with the root of its project unless it is in a workspace folder.
    pub fn replace(&mut self, files: Vec<(Option<Utf8PathBuf>, DocPath)>) {
        let before = std::mem::take(&mut self.0);
        for (root, file) in files {
            let Some(root) = root else { continue };
            let read = before.get(&root).is_some_and(|project| project.read);
            self.0
                .entry(root)
                .or_insert_with(|| OutsideProject { read, ..OutsideProject::default() })
                .files
                .insert(file);
        }
    }

    /// Notes that a file is closed. Returns whether a project has gone with it.
    pub fn closed(&mut self, file: &DocPath) -> bool {
        let before = self.0.len();
        self.0.retain(|_, project| !(project.files.remove(file) && project.files.is_empty()));
        self.0.len() < before
    }

    /// The roots of the projects.
    pub fn roots(&self) -> BTreeSet<Utf8PathBuf> {
        self.0.keys().cloned().collect()
    }

    /// Notes that a scan has read the projects at these roots.
    pub fn read(&mut self, roots: &BTreeSet<Utf8PathBuf>) {
        self.0.iter_mut().filter(|(root, _)| roots.contains(*root)).for_each(|(_, project)| project.read = true);
    }

    /// Whether a file is open whose project no scan has read yet.
    pub fn is_waiting(&self) -> bool {
        self.0.values().any(|project| !project.read)
    }

    /// Whether a path belongs to one of the projects.
    pub fn hold(&self, path: &Utf8Path) -> bool {
        self.0.keys().any(|root| path.starts_with(root))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_goes_with_its_last_open_file() {
        let mut outside = OutsideProjects::default();
        assert!(outside.opened("/p".into(), DocPath::new("/p/a.md")));
        assert!(outside.opened("/p".into(), DocPath::new("/p/b.md")), "not read yet");
        assert!(outside.is_waiting());
        outside.read(&outside.roots());
        assert!(!outside.opened("/p/inner".into(), DocPath::new("/p/inner/c.md")), "read with the outer one");
        assert!(!outside.is_waiting());
        assert!(!outside.closed(&DocPath::new("/p/a.md")));
        assert!(outside.closed(&DocPath::new("/p/b.md")));
        assert!(!outside.hold(Utf8Path::new("/p/x")) && outside.hold(Utf8Path::new("/p/inner/x")));
    }
}
