//! What a command is about: a document, a task, a project.

use super::Call;
use crate::{
    lsp::{from_proto, session::View},
    workflow::preflight::tasks_named,
    workspace::{DocPath, Document, Kind},
};
use camino::Utf8Path;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;

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

    /// The only open document of a kind; `what` says what else can be named.
    fn only_open(&self, kind: Kind, name: &str, what: &str) -> Result<View> {
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
            return self.session.view(&named.to_owned().into());
        }
        let path = Utf8Path::new(named);
        if path.is_absolute() { self.view(&DocPath::new(from_proto::real(path))) } else { None }
    }

    fn view(&self, path: &DocPath) -> Option<View> {
        self.session.view_of(path)
    }
}
