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

/// The workflow commands that the menu of a document offers.
struct Menu {
    view: View,
    titles: Vec<String>,
    runs: Vec<OfferedRun>,
}

/// The command, the task and the arguments of a run.
type OfferedRun = (String, Option<DocPath>, String);

impl Call {
    /// The project, and the workflow command of the arguments. Without a command it is one that the menu of the task, or of the only
    /// open document, offers; `None` when the user chose none.
    pub(super) async fn request(&self) -> Result<Option<(Utf8PathBuf, Request)>> {
        let (command, arguments) = (self.text("command")?, self.text("arguments")?.unwrap_or_default());
        let answers = Answers { go_on: self.flag("yes")?.then_some(true), keyword: self.text("keyword")? };
        let (root, command, task, arguments) = match command {
            Some(command) => {
                let (root, task) = self.on_worker(Call::place).await?;
                (root, command, task, arguments)
            }
            None => {
                let menu = self.on_worker(Call::menu).await?;
                let Some((project, run)) = self.choose_from(menu).await? else { return Ok(None) };
                let (command, task, own) = run;
                let arguments = [own, arguments].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
                (project.root().to_owned(), command, task.map(|task| relative(&project, &task)), arguments)
            }
        };
        Ok(Some((root, Request { command, task, arguments, answers, feature_directory: Request::feature_directory() })))
    }

    /// The root of the project, and the task that is named in it.
    fn place(&self) -> Result<(Utf8PathBuf, Option<String>)> {
        if self.text("task")?.is_none() {
            return Ok((self.only_project()?, None));
        }
        let View { snapshot, path, .. } = self.item("task")?;
        Ok((snapshot.root().to_owned(), Some(relative(&snapshot, &path))))
    }

    /// What the menu of the task, or of the only open document, offers.
    fn menu(&self) -> Result<Menu> {
        let view = self.menu_document()?;
        let offers = offers(&view.snapshot, &view.path, TextRange::default(), true);
        let possible = offers.into_iter().filter(|offer| offer.refused.is_none());
        let (titles, runs) = possible
            .filter_map(|offer| match offer.act {
                Act::Run { command, task, arguments, .. } => Some((offer.title, (command, task, arguments))),
                _ => None,
            })
            .unzip();
        Ok(Menu { view, titles, runs })
    }

    /// The document whose menu offers commands.
    fn menu_document(&self) -> Result<View> {
        if self.text("task")?.is_some() {
            return self.item("task");
        }
        let open = self.only_open(Kind::Task, "command", "").or_else(|_| self.only_open(Kind::Command, "command", ""));
        open.map_err(|_| {
            self.invalid(
                "the argument `command` is missing: name one, as in `/flow:implement`, or take it from the code actions of a task",
            )
        })
    }

    /// The project and the run that a menu offers: the only one, else the one that the user chooses.
    async fn choose_from(&self, menu: Menu) -> Result<Option<(Snapshot, OfferedRun)>> {
        let Menu { view, titles, mut runs } = menu;
        let at = match runs.len() {
            0 => {
                let name = relative(&view.snapshot, &view.path);
                return Err(self.invalid(format!("nothing can run from `{name}` as it is")));
            }
            1 => Some(0),
            _ => {
                let options: Vec<&str> = titles.iter().map(String::as_str).collect();
                choose(&self.session, "Which command?", &options).await.map_err(|_| {
                    let list: String = titles.iter().map(|title| format!("\n  {title}")).collect();
                    self.invalid(format!(
                        "the argument `command` is missing: name one, or take it from the code actions{list}"
                    ))
                })?
            }
        };
        Ok(at.filter(|at| *at < runs.len()).map(|at| (view.snapshot, runs.swap_remove(at))))
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
