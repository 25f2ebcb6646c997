//! The capabilities and changes of OpenSpec, by the paths of their files.

use std::{collections::BTreeMap, sync::Arc};

use super::Index;
use crate::{
    model::{OpenSpecKind, open_spec::DeltaOperation},
    workspace::{DocPath, Document},
};

/// The capabilities and changes of a project, and its own schemas.
#[derive(Debug, Clone, Default)]
pub struct OpenSpecIndex {
    /// Capabilities by their paths below `specs/`, those that only a change names among them.
    pub capabilities: BTreeMap<String, Capability>,
    /// Open changes by name.
    pub changes: BTreeMap<String, ChangeFolder>,
    /// Archived changes by the names of their folders, which begin with a date.
    pub archived: BTreeMap<String, ChangeFolder>,
    /// The project's own schemas by name.
    pub schemas: BTreeMap<String, DocPath>,
    /// `openspec/config.yaml`, or `config.yml` where that is not there.
    pub config: Option<DocPath>,
}

/// A capability: its spec and what changes make of it.
#[derive(Debug, Clone, Default)]
pub struct Capability {
    /// What it does today; `None` when only changes name it.
    pub spec: Option<DocPath>,
    /// The deltas of open changes, by the change's name.
    pub deltas: BTreeMap<String, DocPath>,
    /// The deltas of archived changes, by the name of the change's folder: the oldest first.
    pub history: BTreeMap<String, DocPath>,
}

/// What open changes make of the requirements of the capabilities: by capability, then by requirement.
pub type TouchedNames = BTreeMap<String, BTreeMap<String, Vec<RequirementTouch>>>;

/// What an open change makes of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementTouch {
    /// The change, by the name of its folder.
    pub change: String,
    /// What its delta does.
    pub operation: DeltaOperation,
    /// Whether it brings the name.
    pub brings: bool,
}

/// The files that show that a folder is that of a change.
pub const CHANGE_STARTS: [&str; 3] = ["proposal.md", "design.md", "tasks.md"];

/// The files of a change.
#[derive(Debug, Clone, Default)]
pub struct ChangeFolder {
    pub proposal: Option<DocPath>,
    pub design: Option<DocPath>,
    pub tasks: Option<DocPath>,
    pub metadata: Option<DocPath>,
    /// Its deltas by capability.
    pub deltas: BTreeMap<String, DocPath>,
    /// The Markdown files below its `specs/` that are no delta by their place, sorted.
    pub misplaced: Vec<DocPath>,
    /// Its other Markdown files, sorted.
    pub artifacts: Vec<DocPath>,
}

impl OpenSpecIndex {
    /// An open or archived change by the name of its folder.
    pub fn change(&self, name: &str, archived: bool) -> Option<&ChangeFolder> {
        if archived { self.archived.get(name) } else { self.changes.get(name) }
    }
}

impl ChangeFolder {
    /// The file that stands for it: the first that is there of proposal, tasks, design, metadata, deltas and others.
    pub fn home(&self) -> Option<&DocPath> {
        let files = [&self.proposal, &self.tasks, &self.design, &self.metadata].into_iter().flatten();
        files.chain(self.deltas.values()).chain(&self.misplaced).chain(&self.artifacts).next()
    }

    /// Whether it only wraps folders of changes, which the program does not read: nothing is in it but folders, and one has a proposal, a
    /// design or tasks at most three levels down.
    fn is_wrapper(&self, folder: &str) -> bool {
        let known = [&self.proposal, &self.design, &self.tasks, &self.metadata].into_iter().flatten();
        let is_empty = known.chain(self.deltas.values()).chain(&self.misplaced).next().is_none();
        let depths = self.artifacts.iter().filter_map(|path| {
            let (_, below) = path.as_str().rsplit_once(folder)?;
            Some((below.matches('/').count(), below.rsplit('/').next()?))
        });
        let begins = |(depth, file): (usize, &str)| (1..=3).contains(&depth) && CHANGE_STARTS.contains(&file);
        is_empty && depths.clone().all(|(depth, _)| depth > 0) && { depths }.any(begins)
    }
}

impl Index {
    /// Who touches what, from the summaries of the deltas.
    pub(super) fn make_touched(&mut self, documents: &[&Arc<Document>]) {
        let mut touched = TouchedNames::new();
        for document in documents {
            let Some(place) = document.open_spec().filter(|place| !place.archived) else { continue };
            let (Some(change), Some(capability)) = (place.change, place.capability) else { continue };
            let Some(summary) = document.summary().open_spec() else { continue };
            for (name, operation, brings) in &summary.touched {
                let touch = RequirementTouch { change: change.to_owned(), operation: *operation, brings: *brings };
                let names = touched.entry(capability.to_owned()).or_default();
                names.entry(name.clone()).or_default().push(touch);
            }
        }
        self.touched = Arc::new(touched);
    }

    /// Needs nothing but paths, so that no edit changes it.
    pub(super) fn make_open_spec(&mut self, documents: &[&Arc<Document>]) {
        let mut index = OpenSpecIndex::default();
        for document in documents {
            let Some(place) = document.open_spec() else { continue };
            let path = || Some(document.path.clone());
            match place.kind {
                OpenSpecKind::Spec => {
                    let Some(name) = place.capability else { continue };
                    index.capabilities.entry(name.to_owned()).or_default().spec = path();
                }
                OpenSpecKind::Config => {
                    let is_preferred = document.name().extension() == Some("yaml");
                    if is_preferred || index.config.is_none() {
                        index.config = path();
                    }
                }
                OpenSpecKind::Schema => {
                    let folder = document.name().parent().and_then(|folder| folder.file_name());
                    index.schemas.extend(folder.map(|name| (name.to_owned(), document.path.clone())));
                }
                OpenSpecKind::Project => {}
                _ => index.add_to_change(document),
            }
        }
        // A schema of the project may put the files of a change into folders.
        if index.schemas.is_empty() {
            index.changes.retain(|name, change| !change.is_wrapper(&format!("/openspec/changes/{name}/")));
        }
        self.open_spec = Arc::new(index);
    }
}

impl OpenSpecIndex {
    fn add_to_change(&mut self, document: &Document) {
        let Some(place) = document.open_spec() else { return };
        let Some(name) = place.change else { return };
        let changes = if place.archived { &mut self.archived } else { &mut self.changes };
        let change = changes.entry(name.to_owned()).or_default();
        let path = document.path.clone();
        match (place.kind, place.capability) {
            (OpenSpecKind::Proposal, _) => change.proposal = Some(path),
            (OpenSpecKind::Design, _) => change.design = Some(path),
            (OpenSpecKind::Tasks, _) => change.tasks = Some(path),
            (OpenSpecKind::Metadata, _) => change.metadata = Some(path),
            (OpenSpecKind::Artifact, _) => change.artifacts.push(path),
            (_, None) => change.misplaced.push(path),
            (_, Some(capability)) => {
                change.deltas.insert(capability.to_owned(), path.clone());
                let capability = self.capabilities.entry(capability.to_owned()).or_default();
                let deltas = if place.archived { &mut capability.history } else { &mut capability.deltas };
                deltas.insert(name.to_owned(), path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use crate::fixture::Fixture;

    #[test]
    fn capabilities_and_changes() {
        let snapshot = Fixture::parse(
            "
//- /openspec/config.yml
schema: spec-driven
//- /openspec/config.yaml
schema: short
//- /openspec/schemas/short/schema.yaml
name: short
//- /openspec/specs/auth/spec.md
//- /openspec/specs/auth/login/spec.md
//- /openspec/changes/add-token/proposal.md
//- /openspec/changes/add-token/specs/auth/spec.md
//- /openspec/changes/add-token/specs/token.md
//- /openspec/changes/only-tasks/tasks.md
//- /openspec/changes/only-tasks/notes/a.md
//- /openspec/changes/archive/2026-01-02-old/specs/auth/spec.md
//- /openspec/changes/archive/2026-01-02-old/proposal.md
",
        )
        .snapshot();
        let index = &snapshot.index().open_spec;
        let mut shown = String::new();
        for (name, it) in &index.capabilities {
            let deltas: Vec<_> = it.deltas.keys().chain(it.history.keys()).map(String::as_str).collect();
            writeln!(shown, "{name}: spec {}, deltas of {}", it.spec.is_some(), deltas.join(", ")).unwrap();
        }
        for (name, it) in index.changes.iter().chain(&index.archived) {
            let home = it.home().map(|home| snapshot.relative(home)).unwrap();
            writeln!(
                shown,
                "{name}: {home}, {} deltas, {} misplaced, {} others",
                it.deltas.len(),
                it.misplaced.len(),
                it.artifacts.len()
            )
            .unwrap();
        }
        let config = index.config.as_ref().map(|config| snapshot.relative(config)).unwrap();
        writeln!(shown, "{config} {:?}", index.schemas.keys()).unwrap();
        expect![[r#"
            auth: spec true, deltas of add-token, 2026-01-02-old
            auth/login: spec true, deltas of 
            add-token: openspec/changes/add-token/proposal.md, 1 deltas, 1 misplaced, 0 others
            only-tasks: openspec/changes/only-tasks/tasks.md, 0 deltas, 0 misplaced, 1 others
            2026-01-02-old: openspec/changes/archive/2026-01-02-old/proposal.md, 1 deltas, 0 misplaced, 0 others
            openspec/config.yaml ["short"]
        "#]]
        .assert_eq(&shown);
    }
    #[test]
    fn folders_that_only_wrap_changes() {
        let names = |files: &[&str]| {
            let fixture: String = files.iter().map(|file| format!("//- /openspec/{file}\n")).collect();
            let snapshot = Fixture::parse(&fixture).snapshot();
            let index = snapshot.index();
            index.open_spec.changes.keys().cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&["changes/area/login/proposal.md", "changes/area/deep/er/out/tasks.md"]), "");
        for (files, reason) in [
            (&["changes/area/login/proposal.md", "changes/area/README.md"][..], "a file of its own"),
            (&["changes/area/login/proposal.md", "changes/area/.openspec.yaml"], "metadata"),
            (&["changes/area/login/proposal.md", "changes/area/specs/x/spec.md"], "a delta"),
            (&["changes/area/notes/a.md"], "nothing looks like a change"),
            (&["changes/area/1/2/3/4/proposal.md"], "the program does not look so deep"),
            (&["changes/area/rfc/proposal.md", "schemas/rfc/schema.yaml"], "a schema may say so"),
        ] {
            assert_eq!(names(files), "area", "{reason}");
        }
    }
}
