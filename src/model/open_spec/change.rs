//! The state of a change: which of its files are there, and which of its tasks are done.

mod command;
mod files;
mod order;
#[cfg(test)]
mod tests;

pub use command::{ChangeCommand, ChangeUse};
pub use files::ChangeFiles;

use std::fmt;

use super::{
    schema::{SchemaArtifact, SchemaFile},
    tasks::{TaskList, TaskProgress},
};
use crate::model::machine::Word;

/// The files that changes have, in a form without places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSchema {
    pub name: String,
    /// In order.
    pub artifacts: Vec<ChangeArtifact>,
    /// The ids of the artifacts without which the implementation cannot begin.
    pub apply_requires: Vec<String>,
    /// The file with the tasks, or a glob; `None` when no file says what is done.
    pub tracks: Option<String>,
}

/// A file that changes have, or several of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeArtifact {
    pub id: String,
    /// The file below the folder of the change, or a glob.
    pub generates: String,
    /// The ids of the artifacts that come first.
    pub requires: Vec<String>,
}

/// What is known of a change beside its files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChangeFacts {
    pub archived: bool,
    /// Whether its metadata say that it has no deltas, and can be loaded.
    pub skips_specs: bool,
    /// The tasks in [`ChangeSchema::task_files`].
    pub progress: TaskProgress,
    /// Whether one of these tasks has a text.
    pub has_described_task: bool,
}

/// How far a change is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeStatus {
    pub state: ChangeState,
    /// In the order in which they are built.
    pub artifacts: Vec<ArtifactStatus>,
    /// Whether all artifacts are there or skipped, as `isPlanningComplete` in `openspec status` says.
    pub planning_complete: bool,
    /// The ids of the artifacts that the implementation waits for.
    pub missing_for_apply: Vec<String>,
    /// Whether the implementation has something to go by: a task with a text in the tracked files, unless no file is tracked.
    pub has_work: bool,
    pub progress: TaskProgress,
}

/// How far a change is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeState {
    /// What the implementation waits for is not written yet.
    Planning,
    /// It can be implemented.
    Planned,
    /// Some tasks are done.
    Applying,
    /// All tasks are done.
    Complete,
    Archived,
}

/// How far an artifact is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactStatus {
    pub id: String,
    pub progress: ArtifactProgress,
}

/// How far an artifact is, in one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArtifactProgress {
    /// A file of it is there.
    Done,
    /// The change needs none.
    Skipped,
    /// All that comes first is there.
    Ready,
    /// These come first and are not there.
    Blocked(Vec<String>),
}

impl ChangeSchema {
    /// The schema `spec-driven`, which is built in.
    pub fn spec_driven() -> ChangeSchema {
        let artifact = |id: &str, generates: &str, requires: &[&str]| ChangeArtifact {
            id: id.to_owned(),
            generates: generates.to_owned(),
            requires: requires.iter().map(|id| (*id).to_owned()).collect(),
        };
        ChangeSchema {
            name: "spec-driven".to_owned(),
            artifacts: vec![
                artifact("proposal", "proposal.md", &[]),
                artifact("specs", "specs/**/*.md", &["proposal"]),
                artifact("design", "design.md", &["proposal"]),
                artifact("tasks", "tasks.md", &["specs", "design"]),
            ],
            apply_requires: vec!["tasks".to_owned()],
            tracks: Some("tasks.md".to_owned()),
        }
    }

    /// A schema of the project, by the name of its folder; `None` when the program cannot load it.
    pub fn of(name: &str, file: &SchemaFile) -> Option<ChangeSchema> {
        if !file.is_valid {
            return None;
        }
        let text = |word: &Word| word.text.clone();
        let artifact = |artifact: &SchemaArtifact| {
            Some(ChangeArtifact {
                id: artifact.id.as_ref().map(text)?,
                generates: artifact.generates.as_ref().map(text)?,
                requires: artifact.requires.iter().map(text).collect(),
            })
        };
        let artifacts: Vec<_> = file.artifacts.iter().filter_map(artifact).collect();
        let all = || artifacts.iter().map(|artifact| artifact.id.clone()).collect();
        Some(ChangeSchema {
            name: name.to_owned(),
            apply_requires: file.apply.as_ref().map_or_else(all, |apply| apply.requires.iter().map(text).collect()),
            tracks: file.apply.as_ref().and_then(|apply| apply.tracks.as_ref()).map(text),
            artifacts,
        })
    }

    /// The artifact with an id.
    pub fn artifact(&self, id: &str) -> Option<&ChangeArtifact> {
        self.artifacts.iter().find(|artifact| artifact.id == id)
    }

    /// The files whose tasks `openspec list` counts: those of the artifact that is tracked, else `tasks.md`.
    pub fn task_files<'a>(&self, files: &'a ChangeFiles) -> Vec<&'a str> {
        let tracked = match &self.tracks {
            Some(tracks) => self.artifacts.iter().find(|artifact| artifact.generates == *tracks),
            None => self.artifacts.iter().find(|artifact| artifact.id == "tasks"),
        };
        let found = tracked.map_or_else(Vec::new, |artifact| files.matching(&artifact.generates));
        if found.is_empty() { files.matching("tasks.md") } else { found }
    }

    /// The status of a change that has this schema and these files.
    pub fn status(&self, files: &ChangeFiles, facts: ChangeFacts) -> ChangeStatus {
        let progress = self.progress(files, facts.skips_specs);
        let is_there = |index: usize| matches!(progress[index], ArtifactProgress::Done | ArtifactProgress::Skipped);
        let indexes = self.indexes();
        let is_missing = |id: &&String| indexes.get(id.as_str()).is_some_and(|index| !is_there(*index));
        let missing = self.apply_requires.iter().filter(is_missing);
        let missing_for_apply: Vec<String> = missing.cloned().collect();
        let planning_complete = (0..progress.len()).all(is_there);
        let is_tracked = |tracks| facts.has_described_task && !files.matching(tracks).is_empty();
        let has_work = self.tracks.as_deref().is_none_or(is_tracked);
        let state = match facts.progress {
            _ if facts.archived => ChangeState::Archived,
            tasks if tasks.is_complete() => ChangeState::Complete,
            tasks if tasks.done > 0 => ChangeState::Applying,
            _ if missing_for_apply.is_empty() && has_work => ChangeState::Planned,
            _ => ChangeState::Planning,
        };
        let mut progress: Vec<_> = progress.into_iter().map(Some).collect();
        let artifacts = self.build_order().into_iter().filter_map(|index| {
            Some(ArtifactStatus { id: self.artifacts[index].id.clone(), progress: progress[index].take()? })
        });
        ChangeStatus {
            state,
            artifacts: artifacts.collect(),
            planning_complete,
            missing_for_apply,
            has_work,
            progress: facts.progress,
        }
    }
}

impl ChangeFacts {
    /// What the lists of tasks of a change say.
    pub fn with_tasks(self, lists: &[&TaskList]) -> ChangeFacts {
        let described = |list: &&TaskList| list.tasks.iter().any(|task| !task.text.is_empty());
        ChangeFacts {
            progress: lists.iter().map(|list| list.progress()).sum(),
            has_described_task: lists.iter().any(described),
            ..self
        }
    }
}

impl ArtifactProgress {
    /// The word that `openspec status` has for it.
    pub fn name(&self) -> &'static str {
        match self {
            ArtifactProgress::Done => "done",
            ArtifactProgress::Skipped => "skipped",
            ArtifactProgress::Ready => "ready",
            ArtifactProgress::Blocked(_) => "blocked",
        }
    }
}

impl ChangeState {
    /// In the order in which a change goes through them.
    pub const ALL: [ChangeState; 5] = [
        ChangeState::Planning,
        ChangeState::Planned,
        ChangeState::Applying,
        ChangeState::Complete,
        ChangeState::Archived,
    ];

    /// The word that is shown for it.
    pub fn name(self) -> &'static str {
        match self {
            ChangeState::Planning => "Planning",
            ChangeState::Planned => "Planned",
            ChangeState::Applying => "Applying",
            ChangeState::Complete => "Complete",
            ChangeState::Archived => "Archived",
        }
    }
}

impl fmt::Display for ChangeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
