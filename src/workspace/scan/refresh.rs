//! Taking in single files that have changed, without another scan.
//!
//! What comes out is what a scan would find, or nothing: whatever may change more than the files themselves is left to a scan.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{
    Scanner,
    project::{Reading, may_be_link_file, stands_for_link},
    read::Root,
};
use crate::{
    model::{Kind, dialect::marks, spec_kit::is_old_feature},
    workspace::{Base, DocPath, Document, Files, ProjectPath, Snapshot, files::Symlink, places::PLUGIN},
};

impl Scanner {
    /// A project after the files at `changed`, absolute paths, have been written, made or removed; `None` when only a scan can tell.
    /// `folders` are those that scans begin at.
    pub fn refresh(&self, project: &Snapshot, changed: &[Utf8PathBuf], folders: &[Utf8PathBuf]) -> Option<Base> {
        let base = &project.base;
        let root = Root::open(&base.root).ok()?;
        let mut next = Next { base, root: &root, folders, documents: Vec::new(), made: Vec::new(), gone: Vec::new() };
        for path in changed {
            next.take(&ProjectPath::inside(&base.root, path)?)?;
        }
        let refreshed = next.finish()?;
        let is_known = |path: &DocPath| base.head.is_none() || self.commits.knows(&base.root, path);
        let moving = changed
            .iter()
            .map(DocPath::new)
            .filter(|path| refreshed.documents.get(path).is_some_and(|it| it.is_moving()));
        moving.into_iter().all(|path| is_known(&path)).then_some(refreshed)
    }
}

/// A project, and how it will be different.
struct Next<'a> {
    base: &'a Base,
    root: &'a Root,
    folders: &'a [Utf8PathBuf],
    /// Documents that are new or have another text.
    documents: Vec<(ProjectPath, Kind, Reading)>,
    made: Vec<ProjectPath>,
    gone: Vec<ProjectPath>,
}

impl Next<'_> {
    /// Takes a file in.
    fn take(&mut self, name: &ProjectPath) -> Option<()> {
        let (base, files) = (self.base, &self.base.files);
        let kind = base.places.of(name);
        let is_mark =
            marks().any(|mark| name.as_str().ends_with(mark.name())) || is_old_feature(name) || name.ends_with(PLUGIN);
        let decides = kind == Some(Kind::Settings) || super::super::concern::decides(name);
        let metadata = base.root.join(name).symlink_metadata();
        let is_file = match &metadata {
            Ok(metadata) => metadata.is_file().then_some(true)?,
            Err(error) => super::read::is_absent(error).then_some(false)?,
        };
        let known = files.file(name).is_some();
        let through_links = files.links().iter().any(|(link, target)| {
            link == name || matches!(target, Symlink::Inside(target) if name.starts_with(target))
        });
        if decides
            || files.was_looked_up(name)
            || files.is_folder(name)
            || !known && (is_mark || through_links)
            || known != is_file && is_mark
        {
            return None;
        }
        match (known, is_file) {
            (false, false) => return Some(()),
            (true, false) => {
                self.gone.push(name.clone());
                return Some(());
            }
            (false, true) if !self.is_listed(name)? => return Some(()),
            (false, true) => self.made.push(name.clone()),
            (true, true) => {}
        }
        let before = base.documents.get(&DocPath::new(base.root.join(name)));
        let kind = before.map(|document| document.kind).or(kind);
        if kind.is_none() && !may_be_link_file(name) {
            return Some(());
        }
        let reading = Reading::of(self.root, name, kind.is_some());
        match reading {
            Reading::Gone if kind.is_some() => return None,
            Reading::Text(ref text) if stands_for_link(text) => return None,
            _ => {}
        }
        if let Some(kind) = kind {
            self.documents.push((name.clone(), kind, reading));
        }
        Some(())
    }

    /// Whether a scan would list a new file; `None` when that takes a scan to know.
    fn is_listed(&self, name: &Utf8Path) -> Option<bool> {
        let base = self.base;
        let excluded = &base.settings.exclude;
        if !excluded.is_empty() && name.ancestors().any(|part| excluded.is_match(part)) {
            return Some(false);
        }
        let folder = name.parent().filter(|folder| folder.as_str().is_empty() || base.files.is_folder(folder))?;
        let has_rules = |folder: &Utf8Path| {
            let rules = [".gitignore", ".ignore", ".git"].map(|rules| ProjectPath::from(folder).join(rules));
            !folder.as_str().is_empty() && rules.iter().any(|rules| base.files.file(rules).is_some())
        };
        // Rules further up count for a project in a project.
        let is_outermost = self.folders.contains(&base.root);
        (is_outermost && !folder.ancestors().any(has_rules)).then(|| !base.files.is_ignored(name))
    }

    fn finish(self) -> Option<Base> {
        let base = self.base;
        let mut next = base.shared();
        let mut changed = Vec::new();
        let mut is_new = false;
        if !(self.made.is_empty() && self.gone.is_empty()) {
            let files = base.files.iter().map(ProjectPath::from).filter(|file| !self.gone.contains(file));
            let files = Files::new(files.chain(self.made), base.files.links().clone());
            next.files = Arc::new(files.with_disk(&base.root).with_questions_of(&base.files));
            next.plain = Arc::default();
            let emptied = |file: &ProjectPath| {
                file.parent().is_some_and(|it| !it.as_str().is_empty() && !next.files.is_folder(it))
            };
            if self.gone.iter().any(emptied) {
                return None;
            }
            for file in &self.gone {
                let document = next.documents.remove(&DocPath::new(base.root.join(file)));
                if document.is_some_and(|document| refers(&document) != Refers::default()) {
                    return None;
                }
            }
        }
        for (name, kind, reading) in self.documents {
            let path = DocPath::new(base.root.join(&name));
            let before = base.documents.get(&path);
            let names = before.map_or_else(|| vec![name], |before| before.names.clone());
            let document = Arc::new(reading.document(path.clone(), kind, names)?);
            // What it refers to would have to be read, or would be read no longer.
            if before.map(|before| refers(before)).unwrap_or_default() != refers(&document) {
                return None;
            }
            changed.extend(before);
            is_new |= before.is_none();
            next.documents.insert(path, document);
        }
        let has_other_files = !Arc::ptr_eq(&next.files, &base.files);
        if !is_new && !has_other_files {
            next.indexed_after(base, &changed);
        }
        // A file that was missing may be wanted.
        let wants_more = has_other_files && !next.all_wanted().is_empty();
        (!wants_more).then_some(next)
    }
}

/// The paths in a document whose files are read because of it.
type Refers = (Vec<String>, Vec<String>);

fn refers(document: &Document) -> Refers {
    let summary = document.summary();
    (summary.includes.clone(), summary.anchored.clone())
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;
    use tempfile::TempDir;

    use super::*;
    use crate::workspace::{Settings, World, scan::scan};

    struct Project {
        _keep: TempDir,
        root: Utf8PathBuf,
        world: World,
    }

    impl Project {
        fn new(files: &[(&str, &str)]) -> Project {
            let keep = TempDir::new().unwrap();
            let root = crate::workspace::path::real(keep.path()).unwrap();
            let mut project = Project { _keep: keep, root, world: World::default() };
            files.iter().for_each(|(name, text)| project.write(name, text));
            project.world.load(scan(&project.root, &Settings::default()));
            project
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }

        /// What a refresh gives, compared with a scan.
        #[track_caller]
        fn check(&self, names: &[&str], expected: bool) {
            let changed: Vec<_> = names.iter().map(|name| self.root.join(name)).collect();
            let folders = [self.root.clone()];
            let refreshed = Scanner::default().refresh(&self.world.projects()[0], &changed, &folders);
            assert_eq!(refreshed.is_some(), expected, "{names:?}");
            let Some(refreshed) = refreshed else { return };
            let scanned = scan(&self.root, &Settings::default()).remove(0);
            let files = |base: &Base| base.files.iter().map(Utf8Path::to_owned).collect::<Vec<_>>();
            assert_eq!(files(&refreshed), files(&scanned));
            let documents = |base: &Base| {
                let all = base
                    .documents
                    .values()
                    .map(|it| (it.path.clone(), it.kind, it.names.clone(), it.text().to_owned()));
                let mut all: Vec<_> = all.collect();
                all.sort();
                all
            };
            assert_eq!(documents(&refreshed), documents(&scanned));
        }
    }

    const PROJECT: &[(&str, &str)] = &[
        (".gitignore", "/out\n*.log\n"),
        (".claude/commands/a.md", "{{INCLUDE:partials/p.md}}\n[x](../../docs/d.md#x)\n"),
        ("partials/p.md", "x\n"),
        ("docs/d.md", "# X\n"),
        ("backlog/tasks/task-1 - A.md", "---\nid: task-1\n---\n"),
        ("src/main.rs", ""),
        ("sub/.gitignore", "y\n"),
        ("sub/x", ""),
    ];

    #[test]
    fn a_text_that_changes_is_read_again() {
        let project = Project::new(PROJECT);
        project.write("partials/p.md", "y\n");
        project.write("docs/d.md", "# Y\n");
        project.write("backlog/tasks/task-1 - A.md", "---\nid: task-2\n---\n");
        project.check(&["partials/p.md", "docs/d.md", "backlog/tasks/task-1 - A.md", "src/main.rs"], true);
    }

    #[test]
    fn files_come_and_go() {
        let project = Project::new(PROJECT);
        project.write("backlog/tasks/task-2 - B.md", "---\nid: task-2\n---\n");
        project.write("src/lib.rs", "");
        project.write("src/a.log", "");
        project.check(&["backlog/tasks/task-2 - B.md", "src/lib.rs", "src/a.log", "src/gone.rs"], true);
        std::fs::remove_file(project.root.join("backlog/tasks/task-2 - B.md")).unwrap();
        project.check(&["backlog/tasks/task-2 - B.md", "src/lib.rs"], true);
    }

    #[test]
    fn what_changes_more_is_left_to_a_scan() {
        for (name, text) in [
            (".gitignore", ""),
            ("flowspec-lsp.toml", ""),
            ("backlog/config.yml", ""),
            ("flowspec_workflow.yml", ""),
            // The project shows another dialect now.
            (".flowspec-light-mode", ""),
            // Another file is to be read now.
            (".claude/commands/a.md", "{{INCLUDE:src/main.rs}}\n"),
            // A new folder may be a project.
            ("new/a.md", ""),
            // Below ignore rules of its own.
            ("sub/y", ""),
        ] {
            let project = Project::new(PROJECT);
            project.write(name, text);
            project.check(&[name], false);
        }
        let project = Project::new(PROJECT);
        std::fs::remove_file(project.root.join("src/main.rs")).unwrap();
        project.check(&["src/main.rs"], false);
    }

    #[test]
    fn a_file_that_was_missed_is_left_to_a_scan() {
        let project =
            Project::new(&[(".claude/commands/a.md", "{{INCLUDE:partials/gone.md}}\n"), ("partials/x.txt", "")]);
        project.world.projects()[0].resolve(Utf8Path::new("partials/gone.md"));
        project.write("partials/gone.md", "x\n");
        project.check(&["partials/gone.md"], false);
    }
}
