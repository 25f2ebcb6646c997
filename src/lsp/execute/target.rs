//! What a command is about: a document, a task, a project. Looking for it may ask the disk, so that it is done on a worker.

use super::Call;
use crate::{
    lsp::{from_proto, view::View},
    model::{Dialect, Kind},
    workflow::preflight::tasks_named,
    workspace::{DocPath, Document, ProjectPath, Snapshot, scan},
};
use camino::Utf8Path;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};

impl Call {
    /// The task that the argument `name` names by its id, its file or its URI; without one, the only task that is open.
    pub(super) fn task(&self, name: &'static str) -> Result<View> {
        let Some(named) = self.text(name)? else {
            return self.only_open(Kind::Task, name, "a task by its id, its file or its URI");
        };
        if let Some(view) = self.by_place(&named) {
            return match view.snapshot.document(&view.path) {
                Some(document) if document.kind == Kind::Task => Ok(view),
                _ => Err(self.invalid(format!("`{named}` is not a task"))),
            };
        }
        let projects = self.session.lock().world.projects().to_vec();
        let found = projects.iter().flat_map(|project| tasks_named(project, &named));
        let found: Vec<Arc<Document>> = found.collect();
        match found.as_slice() {
            [task] => self.view(&task.path).ok_or_else(|| self.invalid(format!("there is no task `{named}`"))),
            [] => Err(self.invalid(format!("there is no task `{named}`"))),
            [one, other, ..] => Err(self.invalid(format!(
                "there are {} tasks `{named}`: name one by its file, as in `{}` or `{}`",
                found.len(),
                one.path,
                other.path
            ))),
        }
    }

    /// The task, the open change of OpenSpec, the feature of Spec Kit or the spec of Kiro that the argument `name` names: all but the task by
    /// their names or by any of their files.
    pub(super) fn item(&self, name: &'static str) -> Result<View> {
        let Some(named) = self.text(name)? else { return self.task(name) };
        let in_change = |view: &View| {
            let Some(document) = view.snapshot.document(&view.path) else { return false };
            document.spec_kit().is_some_and(|place| place.feature.is_some())
                || document.kiro().is_some_and(|place| place.spec.is_some())
                || document.open_spec().is_some_and(|place| place.change.is_some() && !place.archived)
        };
        if let Some(view) = self.by_place(&named).or_else(|| self.by_path(&named)).filter(in_change) {
            return Ok(view);
        }
        let projects = self.session.lock().world.projects().to_vec();
        let feature = |project: &Snapshot| project.feature(&project.feature_named(&named)?);
        let item = |project: &Snapshot| {
            let other = || feature(project).or_else(|| project.spec(&named));
            Some(project.change(&named).or_else(other)?.home)
        };
        let homes = projects.iter().filter_map(item);
        match homes.collect::<Vec<_>>().as_slice() {
            [] => {
                let uses_changes = |project: &Snapshot| project.index().dialects.speak(Dialect::OpenSpec);
                let is_unknown = self.by_place(&named).is_none()
                    && projects.iter().any(uses_changes)
                    && projects.iter().all(|project| tasks_named(project, &named).is_empty());
                match is_unknown {
                    true => Err(self.invalid(format!("there is no task or open change `{named}`"))),
                    false => self.task(name),
                }
            }
            [home] => {
                let gone = || self.invalid(format!("there is no change, feature or spec `{named}`"));
                self.view(home).ok_or_else(gone)
            }
            [one, other, ..] => Err(self.invalid(format!(
                "several projects have a change, a feature or a spec `{named}`: name one by its file, as in `{one}` or `{other}`"
            ))),
        }
    }

    /// The document of a kind that the argument `name` names by its URI or its path; without one, the only one that is open.
    pub(super) fn document(&self, name: &'static str, kind: Kind) -> Result<View> {
        match self.text(name)? {
            None => self.only_open(kind, name, "the document by its URI or its path"),
            Some(named) => {
                let view = self.by_place(&named).or_else(|| self.by_path(&named));
                view.ok_or_else(|| self.invalid(format!("no project holds `{named}`")))
            }
        }
    }

    /// The constitution that the argument `name` names, or that of the project of the document that it names; without one, that of the
    /// only project that has one.
    pub(super) fn constitution(&self, name: &'static str) -> Result<(View, Arc<Document>)> {
        let views = match self.text(name)? {
            Some(_) => vec![self.document(name, Kind::Constitution)?],
            None => self.roots(),
        };
        let of = |view: &View| {
            let named = view.snapshot.document(&view.path).filter(|document| document.kind == Kind::Constitution);
            let path =
                named.map(|document| document.path.clone()).or_else(|| view.snapshot.index().constitution.clone())?;
            let document = view.snapshot.document(&path)?.clone();
            Some((View { path, ..view.clone() }, document))
        };
        let mut found: Vec<_> = views.iter().filter_map(of).collect();
        match (found.pop(), found.is_empty()) {
            (Some(found), true) => Ok(found),
            (None, _) => Err(self.invalid("there is no constitution: create one with flowspec.initConstitution")),
            (Some(_), false) => Err(self.several(name)),
        }
    }

    /// The project of the document or folder that the argument `name` names; without one, the only project.
    pub(super) fn project(&self, name: &'static str) -> Result<View> {
        // A text that the server shows as a file is a part of what is open, wherever it lies.
        let is_shown = |named: &String| self.by_place(named).is_some_and(|view| self.session.shown.hold(&view.path));
        if let Some(named) = self.text(name)?.filter(|named| !is_shown(named)) {
            let view = self.by_place(&named).or_else(|| self.by_path(&named));
            let view = view.filter(|view| self.is_project(&view.snapshot));
            return view.ok_or_else(|| self.invalid(format!("no project holds `{named}`")));
        }
        let mut roots = self.roots();
        match (roots.pop(), roots.is_empty()) {
            (Some(root), true) => Ok(root),
            (None, _) => Err(self.invalid("no project is open: open a folder or a file")),
            (Some(_), false) => Err(self.several(name)),
        }
    }

    fn several(&self, name: &str) -> Error {
        self.invalid(format!("several projects are open, and the argument `{name}` is missing: name a file of one"))
    }

    /// The folder of every project.
    fn roots(&self) -> Vec<View> {
        let projects = self.session.lock().world.projects().to_vec();
        let projects = projects.iter().filter(|project| self.is_project(project));
        projects.filter_map(|project| self.view(&DocPath::new(project.root()))).collect()
    }

    /// Whether this is a project, and not just the folder of a file that was opened outside of the workspace.
    fn is_project(&self, project: &Snapshot) -> bool {
        let root = project.root();
        let opened = self.session.lock().folders.iter().any(|folder| root.starts_with(folder));
        // The question is asked for something in the folder.
        opened || scan::project_root(&root.join("any")) == Some(root)
    }

    /// The document of a path from the root of a project that has it.
    fn by_path(&self, named: &str) -> Option<View> {
        let relative = ProjectPath::written(named)?;
        let projects = self.session.lock().world.projects().to_vec();
        let mut paths = projects.iter().map(|project| project.path(&relative));
        let path = paths.find(|path| projects.iter().any(|project| project.document(path).is_some()))?;
        self.view(&path)
    }

    /// The only open document of a kind; `what` says what else can be named.
    pub(super) fn only_open(&self, kind: Kind, name: &str, what: &str) -> Result<View> {
        let projects = self.session.lock().world.projects().to_vec();
        let open =
            projects.iter().flat_map(|project| project.open_documents()).filter(|document| document.kind == kind);
        let open: Vec<DocPath> = open.map(|document| document.path.clone()).collect();
        let only = if let [path] = open.as_slice() { self.view(path) } else { None };
        only.ok_or_else(|| self.invalid(format!("the argument `{name}` is missing: name {what}")))
    }

    /// The document of a URI or of an absolute path.
    fn by_place(&self, named: &str) -> Option<View> {
        if named.contains("://") {
            return self.session.view(&named.to_owned().into()).map(View::caught_up);
        }
        let path = Utf8Path::new(named);
        if path.is_absolute() { self.view(&DocPath::new(from_proto::real(path))) } else { None }
    }

    fn view(&self, path: &DocPath) -> Option<View> {
        self.session.view_of(path).map(View::caught_up)
    }
}
