//! What the paths on the command line mean: which folders to read, and which of their documents to report.

use std::collections::BTreeSet;

use anyhow::{Context, anyhow, bail};
use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    model::{Dialects, Kind},
    text::plain_line,
    workspace::{
        DocPath, Document, Resolved, Settings, Snapshot, World, path,
        scan::{self, Root, Scanner},
    },
};

/// The projects that were read, and what of them is wanted.
#[derive(Debug)]
pub(super) struct CheckTarget {
    /// The projects.
    pub(super) world: World,
    /// The real paths of what was asked for.
    wanted: Vec<Utf8PathBuf>,
    /// Named files that are no documents, as they were named.
    ignored: Vec<Utf8PathBuf>,
}

impl CheckTarget {
    /// Reads the projects that `paths` lie in, each once.
    ///
    /// # Errors
    /// When a path does not exist or cannot be read.
    pub(super) fn read(paths: &[Utf8PathBuf]) -> anyhow::Result<CheckTarget> {
        let mut wanted = Vec::new();
        let mut folders = BTreeSet::new();
        for path in paths {
            let real = real(path)?;
            folders.insert(folder_to_read(&real));
            wanted.push(real);
        }
        let mut bases = Scanner::default().scan(&Vec::from_iter(folders), &Settings::default());
        bases.sort_by(|a, b| a.root.cmp(&b.root));
        bases.dedup_by(|a, b| a.root == b.root);
        let mut world = World::default();
        world.load(bases);
        let mut target = CheckTarget { world, wanted, ignored: Vec::new() };
        target.stand_ins();
        target.ignored = target.not_documents(paths);
        Ok(target)
    }

    /// Whether findings in a document are asked for: by its own path or that of a link to it.
    pub(super) fn wants(&self, project: &Snapshot, document: &Document) -> bool {
        self.wanted.iter().any(|wanted| {
            document.path.starts_with(wanted)
                || document.names.iter().skip(1).any(|name| project.root().join(name).starts_with(wanted))
        })
    }

    /// Asks for findings in these documents only, by their real paths.
    pub(super) fn narrow(&mut self, documents: &[DocPath]) {
        self.wanted = documents.iter().map(|path| path.to_path_buf()).collect();
    }

    /// Whether anything that was asked for lies in a project.
    pub(super) fn is_in_project(&self) -> bool {
        self.wanted.iter().any(|wanted| scan::project_root(&wanted.join("any")).is_some())
    }

    /// Whether findings in any document of a project may be asked for.
    pub(super) fn wants_some_of(&self, project: &Snapshot) -> bool {
        let root = project.root();
        self.wanted.iter().any(|it| it.starts_with(root) || root.starts_with(it))
    }

    /// The dialects of the projects that findings are asked for.
    pub(super) fn dialects(&self) -> Dialects {
        let projects = self.world.projects().iter().filter(|project| self.wants_some_of(project));
        projects.flat_map(|project| project.dialects().found()).collect()
    }

    /// What to say of named files that are not checked.
    pub(super) fn notes(&self) -> String {
        let note = |path: &Utf8PathBuf| {
            format!(
                "note: `{}` is not checked; `documents` in flowspec-lsp.toml can say what kind of document it is\n",
                plain_line(path.as_str())
            )
        };
        self.ignored.iter().map(note).collect()
    }

    /// A named file that stands for a symbolic link means what it leads to.
    fn stand_ins(&mut self) {
        let CheckTarget { world, wanted, .. } = self;
        for wanted in wanted {
            let Some(project) = world.project(wanted) else { continue };
            if let Resolved::File(real) | Resolved::Folder(real) = project.resolve(project.relative(wanted)) {
                *wanted = project.path(&real).to_path_buf();
            }
        }
    }

    fn not_documents(&self, paths: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
        let is_document = |path: &Utf8Path| {
            let documents = self.world.project(path).map(Snapshot::documents).unwrap_or_default();
            documents.iter().any(|document| *document.path == *path && document.kind != Kind::Other)
        };
        let named = paths.iter().zip(&self.wanted);
        named.filter(|(_, real)| real.is_file() && !is_document(real)).map(|(path, _)| path.clone()).collect()
    }
}

/// The real path of what was named, after a look whether it can be read.
fn real(named: &Utf8Path) -> anyhow::Result<Utf8PathBuf> {
    if let Err(error) = named.symlink_metadata()
        && error.kind() == std::io::ErrorKind::NotFound
    {
        bail!("`{named}` does not exist: name a file or folder that exists");
    }
    let cannot = || format!("`{named}` cannot be read: check its permissions and where it leads if it is a link");
    let real = path::real(named).with_context(cannot)?;
    if real.is_dir() {
        real.read_dir_utf8().with_context(cannot)?;
    } else if let (Some(folder), Some(name)) = (real.parent(), real.file_name()) {
        let probed = Root::open(folder).with_context(cannot)?.probe(Utf8Path::new(name));
        probed.map_err(|reason| anyhow!("`{named}` cannot be read: {reason}"))?;
    }
    Ok(real)
}

/// The folder to read for a real path: the project around it, else itself or the folder that it is in.
fn folder_to_read(real: &Utf8Path) -> Utf8PathBuf {
    let folder = if real.is_dir() { real } else { real.parent().unwrap_or(real) };
    // A folder may itself be the project, so the question is asked for something in it.
    scan::project_root(&folder.join("any")).unwrap_or(folder).to_owned()
}
