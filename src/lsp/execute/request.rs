//! What somebody wants to run.

use super::Call;
use crate::{
    lsp::{ask::choose, view::View},
    model::Kind,
    workflow::{
        offers::{Act, offers},
        preflight::{Answers, Request},
    },
    workspace::{DocPath, Snapshot},
};
use camino::{Utf8Path, Utf8PathBuf};
use text_size::TextRange;
use tower_lsp::jsonrpc::Result;

impl Call {
    /// The project, and the workflow command of the arguments. Without a command it is one that the menu of the task, or of the only
    /// open document, offers; `None` when the user chose none.
    pub(super) async fn request(&self) -> Result<Option<(Utf8PathBuf, Request)>> {
        let (command, arguments) = (self.text("command")?, self.text("arguments")?.unwrap_or_default());
        let answers = Answers { go_on: self.flag("yes")?.then_some(true), keyword: self.text("keyword")? };
        let task = self.text("task")?.map(|_| self.task("task")).transpose()?;
        let task = task.map(|view| (view.snapshot, view.path));
        let (root, command, task) = match (command, task) {
            (Some(command), Some((project, task))) => {
                (project.root().to_owned(), command, Some(relative(&project, &task)))
            }
            (Some(command), None) => (self.only_project()?, command, None),
            (None, _) => {
                let view = self.menu()?;
                let Some((command, task)) = self.choose_from(&view).await? else { return Ok(None) };
                let task = task.map(|task| relative(&view.snapshot, &task));
                (view.snapshot.root().to_owned(), command, task)
            }
        };
        Ok(Some((root, Request { command, task, arguments, answers })))
    }

    /// The document whose menu offers commands.
    fn menu(&self) -> Result<View> {
        if self.text("task")?.is_some() {
            return self.task("task");
        }
        let open = self.only_open(Kind::Task, "command", "").or_else(|_| self.only_open(Kind::Command, "command", ""));
        open.map_err(|_| {
            self.invalid(
                "the argument `command` is missing: name one, as in `/flow:implement`, or take it from the code actions of a task",
            )
        })
    }

    /// A command that a document offers, and the task that it is for: the only one, else the one that the user chooses.
    async fn choose_from(&self, view: &View) -> Result<Option<(String, Option<DocPath>)>> {
        let offers = offers(&view.snapshot, &view.path, TextRange::default(), true);
        let possible = offers.into_iter().filter(|offer| offer.refused.is_none());
        let (titles, mut runs): (Vec<String>, Vec<_>) = possible
            .filter_map(|offer| match offer.act {
                Act::Run { command, task, .. } => Some((offer.title, (command, task))),
                _ => None,
            })
            .unzip();
        if runs.len() < 2 {
            let nothing =
                || self.invalid(format!("nothing can run from `{}` as it is", relative(&view.snapshot, &view.path)));
            return runs.pop().map(Some).ok_or_else(nothing);
        }
        let options: Vec<&str> = titles.iter().map(String::as_str).collect();
        let chosen = choose(&self.session, "Which command?", &options).await.map_err(|_| {
            let list: String = titles.iter().map(|title| format!("\n  {title}")).collect();
            self.invalid(format!("the argument `command` is missing: name one, or take it from the code actions{list}"))
        })?;
        Ok(chosen.filter(|at| *at < runs.len()).map(|at| runs.swap_remove(at)))
    }

    fn only_project(&self) -> Result<Utf8PathBuf> {
        let projects = self.session.lock().world.projects().to_vec();
        let on_disk = || projects.iter().filter(|project| project.root().is_absolute());
        let mut roots: Vec<&Utf8Path> = on_disk().map(Snapshot::root).collect();
        if roots.len() > 1 {
            roots = on_disk().filter(|project| !project.open_documents().is_empty()).map(Snapshot::root).collect();
        }
        match *roots {
            [root] => Ok(root.to_owned()),
            _ => {
                Err(self
                    .invalid("the argument `task` is missing: name a task by its file, which tells the project, too"))
            }
        }
    }
}

fn relative(project: &Snapshot, path: &DocPath) -> String {
    project.relative(path).to_string()
}
