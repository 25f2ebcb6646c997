//! How the specs of Kiro stand, from what their files say, and how a project calls the commands of cc-sdd.

use crate::{
    model::{
        kiro::{
            KiroMeaning,
            command::{KiroCommand, KiroState},
            spec_state::KiroSpecState,
            tasks::{KiroTask, KiroTasks},
        },
        namespace::KIRO,
    },
    workspace::{DocPath, Snapshot, index::SpecFolder},
};

impl SpecFolder {
    /// The file that stands for the spec.
    pub fn home(&self) -> Option<&DocPath> {
        let files = [&self.requirements, &self.bugfix, &self.design, &self.tasks, &self.state];
        files.into_iter().find_map(Option::as_ref)
    }
}

impl Snapshot {
    /// How far a spec is.
    pub fn kiro_state(&self, spec: &SpecFolder) -> KiroState {
        let tasks = self.kiro_tasks(spec);
        let progress = tasks.map(KiroTasks::progress).unwrap_or_default();
        match tasks {
            Some(_) if progress.total > 0 && progress.done == progress.total => KiroState::Done,
            Some(tasks) if tasks.tasks.iter().any(KiroTask::is_begun) => KiroState::InImplementation,
            Some(_) => KiroState::Tasks,
            None if spec.design.is_some() => KiroState::Design,
            None => KiroState::Requirements,
        }
    }

    /// The tasks of a spec.
    pub fn kiro_tasks(&self, spec: &SpecFolder) -> Option<&KiroTasks> {
        match self.document(spec.tasks.as_ref()?)?.facts().meaning.kiro()? {
            KiroMeaning::Tasks(tasks) => Some(tasks),
            _ => None,
        }
    }

    /// What `spec.json` says; `None` where there is none or it cannot be read.
    pub fn kiro_approvals(&self, spec: &SpecFolder) -> Option<&KiroSpecState> {
        match self.document(spec.state.as_ref()?)?.facts().meaning.kiro()? {
            KiroMeaning::State(state) => Some(state).filter(|state| state.problem.is_none()),
            _ => None,
        }
    }

    /// How the project calls a command of cc-sdd that is a file of it.
    pub fn own_kiro_command(&self, command: KiroCommand) -> Option<String> {
        command.invocations().find_map(|invocation| self.own_command(&invocation))
    }

    /// Whether a command of cc-sdd is a file of the project.
    pub fn has_kiro_commands(&self) -> bool {
        self.index().commands.keys().any(|invocation| invocation.namespace() == KIRO.name)
    }

    /// The command that leads on from a state, as the project calls it; `None` where it does not have it.
    pub fn next_kiro_command(&self, state: KiroState) -> Option<String> {
        self.own_kiro_command(state.next_command()?)
    }
}
