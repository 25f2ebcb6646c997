//! The items of work of a project: what a workflow command can be about.

use super::{
    DocPath, Document, Snapshot,
    index::{ChangeFolder, FeatureFolder, SpecFolder},
};
use crate::model::{
    Dialect, Kind,
    kiro::tasks::KiroTasks,
    machine::same_name,
    spec_kit::FeatureState,
    task::{Task, TaskFolder, id_of_file},
};

/// What names an item in its project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey {
    /// Whose item it is.
    pub dialect: Dialect,
    /// Its id, in the form in which ids compare.
    pub id: String,
}

/// Something that is worked on, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    pub key: ItemKey,
    /// Its id as written; of a task without one, that in the name of its file. May be empty.
    pub id: String,
    /// May be empty.
    pub title: String,
    /// What opens when it is asked for.
    pub home: DocPath,
    /// Each once. None where every item begins; several, or an empty one, by mistake.
    pub states: Vec<String>,
    /// What the board says, such as `In Progress`; may be empty.
    pub status: String,
    pub life: Life,
}

/// Where an item is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// On the board.
    Active,
    /// Not yet on the board.
    Draft,
    /// Finished some time ago.
    Done,
    /// Put away, finished or not.
    PutAway,
}

impl Life {
    /// Whether it is still worked on.
    pub fn is_active(self) -> bool {
        matches!(self, Life::Active | Life::Draft)
    }
}

impl WorkItem {
    /// Its states without an empty one.
    pub fn named_states(&self) -> impl Iterator<Item = &str> {
        self.states.iter().map(String::as_str).filter(|state| !state.is_empty())
    }
}

impl Snapshot {
    /// Every item that can be read: tasks sorted by home, then changes by name, the archived ones last, then features by folder, then specs by name.
    pub fn items(&self) -> impl Iterator<Item = WorkItem> {
        self.tasks().chain(self.changes()).chain(self.features()).chain(self.specs())
    }

    /// The features of Spec Kit, sorted by folder.
    pub fn features(&self) -> impl Iterator<Item = WorkItem> {
        let index = self.index();
        let items = index.spec_kit.features.iter().filter_map(|(folder, feature)| self.feature_item(folder, feature));
        items.collect::<Vec<_>>().into_iter()
    }

    /// A feature of Spec Kit by its folder, relative to the root of the project.
    pub fn feature(&self, folder: &str) -> Option<WorkItem> {
        self.feature_item(folder, self.index().spec_kit.features.get(folder)?)
    }

    fn feature_item(&self, folder: &str, feature: &FeatureFolder) -> Option<WorkItem> {
        let state = self.feature_state(feature);
        let (all, done) = self.feature_progress(feature);
        let name = folder.rsplit('/').next().unwrap_or(folder);
        Some(WorkItem {
            key: ItemKey { dialect: Dialect::SpecKit, id: folder.to_owned() },
            id: name.to_owned(),
            title: self.feature_title(feature).unwrap_or_default(),
            home: feature.home()?.clone(),
            states: state.iter().map(|state| state.name().to_owned()).collect(),
            status: if all > 0 { format!("{done} of {all} tasks") } else { String::new() },
            life: if state == Some(FeatureState::Done) { Life::Done } else { Life::Active },
        })
    }

    /// What the title of the spec says beside the word that it is one.
    fn feature_title(&self, feature: &FeatureFolder) -> Option<String> {
        let spec = self.document(feature.spec.as_ref()?)?;
        let heading = spec.facts().markdown.headings.first().filter(|heading| heading.level == 1)?;
        let words = ["Feature Specification:", "Specification:", "Feature:", "Spec:"];
        let title = words.iter().find_map(|word| heading.text.strip_prefix(word)).unwrap_or(&heading.text).trim();
        (!title.is_empty()).then(|| title.to_owned())
    }

    /// The tasks of Backlog.md that can be read, sorted by home.
    pub fn tasks(&self) -> impl Iterator<Item = WorkItem> {
        let tasks = self.documents_of(Some(Kind::Task)).into_iter();
        tasks.filter_map(|document| self.task_item(document))
    }

    /// The changes of OpenSpec, sorted by name, the archived ones last.
    pub fn changes(&self) -> impl Iterator<Item = WorkItem> {
        let index = self.index();
        let open = index.open_spec.changes.iter().map(|(name, change)| (name, change, false));
        let archived = index.open_spec.archived.iter().map(|(name, change)| (name, change, true));
        let items =
            open.chain(archived).filter_map(|(name, change, archived)| self.change_item(name, change, archived));
        items.collect::<Vec<_>>().into_iter()
    }

    /// An open change of OpenSpec by its name.
    pub fn change(&self, name: &str) -> Option<WorkItem> {
        self.change_item(name, self.index().open_spec.changes.get(name)?, false)
    }

    fn change_item(&self, name: &str, change: &ChangeFolder, archived: bool) -> Option<WorkItem> {
        let status = self.change_status(name, archived);
        let progress = status.as_ref().map(|status| status.progress).filter(|progress| progress.total > 0);
        Some(WorkItem {
            key: ItemKey { dialect: Dialect::OpenSpec, id: name.to_owned() },
            id: name.to_owned(),
            title: self.change_title(change).unwrap_or_default(),
            home: change.home()?.clone(),
            states: status.iter().map(|status| status.state.name().to_owned()).collect(),
            status: progress.map(|it| format!("{} of {} tasks", it.done, it.total)).unwrap_or_default(),
            life: if archived { Life::PutAway } else { Life::Active },
        })
    }

    /// The specs of Kiro, sorted by name.
    pub fn specs(&self) -> impl Iterator<Item = WorkItem> {
        let index = self.index();
        let items = index.kiro.specs.iter().filter_map(|(name, spec)| self.spec_item(name, spec));
        items.collect::<Vec<_>>().into_iter()
    }

    /// A spec of Kiro by its folder, relative to `.kiro/specs/`.
    pub fn spec(&self, name: &str) -> Option<WorkItem> {
        self.spec_item(name, self.index().kiro.specs.get(name)?)
    }

    fn spec_item(&self, name: &str, spec: &SpecFolder) -> Option<WorkItem> {
        let progress = self.kiro_tasks(spec).map(KiroTasks::progress).filter(|progress| progress.total > 0);
        Some(WorkItem {
            key: ItemKey { dialect: Dialect::Kiro, id: name.to_owned() },
            id: name.to_owned(),
            title: String::new(),
            home: spec.home()?.clone(),
            states: vec![self.kiro_state(spec).name().to_owned()],
            status: progress.map(|it| format!("{} of {} tasks", it.done, it.total)).unwrap_or_default(),
            life: Life::Active,
        })
    }

    /// What the title of the proposal says beside the word that it is one.
    fn change_title(&self, change: &ChangeFolder) -> Option<String> {
        let proposal = self.document(change.proposal.as_ref()?)?;
        let heading = proposal.facts().markdown.headings.first().filter(|heading| heading.level == 1)?;
        let words = ["Change Proposal:", "Change:", "Proposal:"];
        let title = words.iter().find_map(|word| heading.text.strip_prefix(word)).unwrap_or(&heading.text).trim();
        (!title.eq_ignore_ascii_case("proposal")).then(|| title.to_owned())
    }

    /// The task whose home a document is.
    fn task_item(&self, document: &Document) -> Option<WorkItem> {
        let task = document.summary().task()?;
        let mut states: Vec<String> = Vec::new();
        for state in &task.states {
            if !states.iter().any(|known| same_name(known, state)) {
                states.push(state.clone());
            }
        }
        let of_file = || document.name().file_name().and_then(id_of_file).unwrap_or_default().to_owned();
        Some(WorkItem {
            key: ItemKey { dialect: Dialect::Flowspec, id: task.id.clone() },
            id: if task.written.is_empty() { of_file() } else { task.written.clone() },
            title: task.title.clone(),
            home: document.path.clone(),
            states,
            status: task.status.clone(),
            life: self.life(document),
        })
    }

    /// Where a task is in its life, by its folder.
    pub fn life(&self, task: &Document) -> Life {
        match Task::place(task.name(), &self.backlog().folder) {
            TaskFolder::Tasks => Life::Active,
            TaskFolder::Drafts => Life::Draft,
            TaskFolder::Completed => Life::Done,
            TaskFolder::Archive => Life::PutAway,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use crate::fixture::Fixture;

    #[test]
    fn the_tasks_of_backlog_are_items() {
        let snapshot = Fixture::parse(
            "
//- /backlog/tasks/task-1 - A.md
---
id: TASK-01
title: A
status: In Progress
labels: ['workflow:Planned', 'workflow:planned', other]
---
//- /backlog/drafts/draft-2 - B.md
---
title: B
labels: ['workflow:', 'workflow:X', 'workflow:Y']
---
//- /backlog/completed/task-3 - C.md
---
id: task-3
---
//- /backlog/archive/tasks/task-4 - D.md
no front matter
",
        )
        .snapshot();
        let mut shown = String::new();
        for item in snapshot.items() {
            let states = item.states.join(", ");
            writeln!(shown, "{} ({}): {:?} [{states}] {:?}", item.id, item.key.id, item.status, item.life).unwrap();
        }
        expect![[r#"
            task-3 (task-3): "" [] Done
            draft-2 (): "" [, X, Y] Draft
            TASK-01 (task-1): "In Progress" [Planned] Active
        "#]]
        .assert_eq(&shown);
    }
}
