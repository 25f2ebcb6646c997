//! Which changes on disk concern a project, so that a build or an installation next to it does not make it be read again.

use camino::Utf8Path;

use super::{DocPath, Files, ProjectPath, Snapshot, World, files::Symlink, path::is_below, scan::may_be_link_file};
use crate::model::backlog::Backlog;

/// Files that decide what is read, wherever they are.
const DECIDING: [&str; 2] = [".gitignore", ".ignore"];

impl World {
    /// Whether a project is at a path or below it, so that it goes with that folder.
    pub fn has_root_below(&self, path: &Utf8Path) -> bool {
        self.projects().iter().any(|project| is_below(project.root().as_str(), path.as_str()))
    }
}

impl Snapshot {
    /// Whether a scan could find something else now that `path` has changed: an absolute path whose folder is a real one. Looks at
    /// the disk.
    pub fn is_concerned(&self, path: &Utf8Path) -> bool {
        let Some(name) = ProjectPath::inside(self.root(), path) else { return false };
        let name = &*name;
        if let Some(inside) = inside_git(name) {
            return matches!(inside.as_str(), "" | "HEAD" | "logs/HEAD" | "info/exclude")
                || inside.as_str().ends_with("/logs/HEAD");
        }
        let files = self.files();
        // What was asked for matters even where git ignores it.
        if files.was_looked_up(name) {
            return true;
        }
        let excluded = &self.settings().exclude;
        if files.is_skipped(name) || !excluded.is_empty() && name.ancestors().any(|part| excluded.is_match(part)) {
            return false;
        }
        decides(name)
            || self.places().of(name).is_some()
            || self.document(&DocPath::new(path)).is_some()
            || may_be_link_file(name)
            || Seen::by_scan(files, name) != Seen::on_disk(path)
    }
}

/// Whether a file decides what is read, by its name from the root of the project.
pub(super) fn decides(name: &Utf8Path) -> bool {
    inside_git(name).is_some()
        || DECIDING.iter().any(|deciding| name.file_name() == Some(deciding))
        || Backlog::PLACES.iter().any(|place| name == *place)
}

/// The path from the repository's own folder, when it is in one.
fn inside_git(name: &Utf8Path) -> Option<&Utf8Path> {
    let own = name.ancestors().find(|part| part.file_name() == Some(".git"))?;
    name.strip_prefix(own).ok()
}

/// What is at a path.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    File,
    Folder,
    Link,
    Nothing,
}

impl Seen {
    fn by_scan(files: &Files, name: &Utf8Path) -> Seen {
        match files.links().get(name.as_str()) {
            Some(Symlink::Inside(_) | Symlink::Outside | Symlink::Dangling) => Seen::Link,
            None if files.file(name).is_some() => Seen::File,
            None if files.is_folder(name) => Seen::Folder,
            None => Seen::Nothing,
        }
    }

    fn on_disk(path: &Utf8Path) -> Seen {
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => Seen::Link,
            Ok(metadata) if metadata.is_dir() => Seen::Folder,
            Ok(_) => Seen::File,
            Err(_) => Seen::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;
    use tempfile::TempDir;

    use super::*;
    use crate::workspace::{Settings, path::real, scan};

    struct Folder {
        _keep: TempDir,
        root: Utf8PathBuf,
    }

    impl Folder {
        fn new(files: &[&str]) -> Folder {
            let keep = TempDir::new().unwrap();
            let root = real(keep.path()).unwrap();
            let folder = Folder { _keep: keep, root };
            files.iter().for_each(|name| folder.write(name, ""));
            folder
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }

        fn world(&self) -> World {
            let mut world = World::default();
            world.load(scan::scan(&self.root, &Settings::default()));
            world
        }
    }

    #[track_caller]
    fn check(world: &World, folder: &Folder, names: &[&str], concerned: bool) {
        for name in names {
            let path = DocPath::new(folder.root.join(name));
            let found = world.has_root_below(&path) || world.project(&path).unwrap().is_concerned(&path);
            assert_eq!(found, concerned, "{name}");
        }
    }

    #[test]
    fn what_decides_what_is_read_concerns_a_project() {
        let folder = Folder::new(&["README.md", "src/main.rs"]);
        let world = folder.world();
        let deciding = [
            ".gitignore",
            "sub/.ignore",
            "flowspec-lsp.toml",
            "backlog/config.yml",
            "flowspec_workflow.yml",
            ".claude/commands/a.md",
            ".git",
            ".git/HEAD",
            ".git/logs/HEAD",
            ".git/info/exclude",
            "sub/.git",
            ".git/modules/a/logs/HEAD",
        ];
        check(&world, &folder, &deciding, true);
    }

    #[test]
    fn what_comes_or_goes_concerns_a_project() {
        let folder = Folder::new(&["README.md", "src/main.rs", "docs/a.png"]);
        let world = folder.world();
        check(&world, &folder, &["README.md", "src/main.rs", "src", "gone.txt"], false);
        folder.write("new/b.png", "");
        std::fs::remove_dir_all(folder.root.join("src")).unwrap();
        check(&world, &folder, &["new/b.png", "new", "src", "src/main.rs"], true);
    }

    #[test]
    fn what_is_ignored_concerns_nothing_until_something_refers_to_it() {
        let folder = Folder::new(&["README.md"]);
        folder.write(".gitignore", "target/\n/out\n");
        let world = folder.world();
        let ignored = [
            "target/debug/a.o",
            "out/x.md",
            "node_modules/a/README.md",
            ".git/objects/ab/cd",
            ".git/index.lock",
            ".git/refs/heads/main",
            ".hg/store",
            "sub/node_modules/a.js",
        ];
        ignored.iter().for_each(|name| folder.write(name, ""));
        check(&world, &folder, &ignored, false);
        let project = &world.projects()[0];
        project.resolve(Utf8Path::new("target/doc/a.md"));
        project.resolve(Utf8Path::new("node_modules/a/README.md"));
        check(&world, &folder, &["target/doc/a.md", "target/doc", "node_modules/a/README.md"], true);
        check(&world, &folder, &["target/debug/a.o", "node_modules/b"], false);
    }

    #[test]
    fn a_project_that_goes_with_a_folder_above_it_is_noticed() {
        let folder = Folder::new(&["README.md", "sub/inner/.claude/commands/a.md"]);
        let world = folder.world();
        assert_eq!(world.projects().len(), 2);
        std::fs::remove_dir_all(folder.root.join("sub")).unwrap();
        check(&world, &folder, &["sub", "sub/inner"], true);
    }
}
