//! What a verdict is made of.

use camino::Utf8Path;
use serde::Serialize;

use super::{ArchiveProblem, ChecklistCount, ItemRef, Missing, TaskRef};

/// What to do, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The command may run.
    Proceed,
    /// The command may run, and something should be known.
    Warn,
    /// The command may run once a question is answered.
    Ask,
    /// Nobody can tell: something is missing or cannot be read.
    CannotTell,
    /// The command must not run.
    Block,
}

/// One thing that a check has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What it leads to.
    pub outcome: Outcome,
    /// What it is, for programs.
    #[serde(flatten)]
    pub why: Why,
    /// What to show, without a line end.
    pub message: String,
}

/// The things that checks can say. Their names in JSON, in `code`, do not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Why {
    /// There is no such command.
    CommandUnknown {
        /// The command that was probably meant.
        near: Option<String>,
    },
    /// The project has the command, the workflow does not, and it says nothing of states.
    CommandWithoutStates,
    /// The command wants the state of its task to be checked, and the workflow does not have it.
    CommandNotInWorkflow,
    /// The command, or a file that it includes, cannot be read.
    CommandUnreadable {
        /// The file, from the project's root.
        path: String,
    },
    /// The workflow file is not one.
    WorkflowUnreadable {
        /// The file, from the project's root.
        path: String,
    },
    /// The project has no constitution.
    ConstitutionMissing,
    /// The constitution cannot be read.
    ConstitutionUnreadable {
        /// The file, from the project's root.
        path: String,
    },
    /// Nothing in the constitution needs validation.
    ConstitutionValidated,
    /// Something in the constitution needs validation.
    ConstitutionUnvalidated {
        /// `Light`, `Medium` or `Heavy`.
        tier: &'static str,
        /// What the markers say.
        sections: Vec<String>,
    },
    /// The question about the constitution was answered with no.
    ConstitutionDeclined,
    /// `--skip-validation` was there.
    ValidationSkipped,
    /// There is no research in light mode.
    LightModeSkipsResearch,
    /// The command uses another template in light mode.
    LightModeTemplate {
        /// The template's file name.
        template: &'static str,
    },
    /// There is no such task.
    TaskUnknown {
        /// What was looked for.
        task: String,
    },
    /// What the task says of its id or its state cannot be read.
    TaskUnreadable {
        /// The file, from the project's root.
        path: String,
    },
    /// Several tasks could be meant.
    SeveralTasks {
        /// These.
        tasks: Vec<TaskRef>,
    },
    /// No task is named and none is in progress.
    TaskMissing,
    /// The task is completed or archived.
    TaskPutAway,
    /// The task has several workflow labels.
    SeveralStates {
        /// Their states.
        states: Vec<String>,
    },
    /// The task's label is written in a form that cannot be changed after a success.
    LabelFixed,
    /// The command does not start from the task's state.
    StateInvalid {
        /// The task's state; none without a workflow label.
        current: Option<String>,
        /// The states that the command starts from.
        required: Vec<String>,
        /// The commands that start from the task's state.
        valid: Vec<String>,
    },
    /// `--skip-state-check` was there.
    StateCheckSkipped,
    /// Required files of the transition are not there.
    ArtifactsMissing {
        /// These.
        artifacts: Vec<Missing>,
    },
    /// Whether required files of the transition are there cannot be seen.
    ArtifactsUnchecked {
        /// These.
        artifacts: Vec<Missing>,
    },
    /// The transition wants a word to be typed.
    KeywordNeeded {
        /// The word.
        keyword: String,
    },
    /// The transition is approved by a pull request.
    PullRequestNeeded,
    /// How the transition is approved cannot be read.
    ApprovalUnclear {
        /// What the workflow file says.
        validation: String,
    },
    /// There is no such open change.
    ChangeUnknown {
        /// What was looked for.
        change: String,
        /// The change that was probably meant.
        near: Option<String>,
    },
    /// Several changes could be meant.
    SeveralChanges {
        /// These.
        changes: Vec<ItemRef>,
    },
    /// No change is open.
    ChangeMissing,
    /// The name of the change cannot be part of a prompt.
    ChangeNameUnusable,
    /// The command starts a change, and this one is there already.
    ChangeExists {
        /// Its name.
        change: String,
    },
    /// The schema of the change is unknown or cannot be read.
    ChangeSchemaUnknown,
    /// The change cannot be implemented yet.
    ChangeNotPlanned {
        /// The ids of the artifacts that are missing; none when there is only no task.
        missing: Vec<String>,
    },
    /// Every task of the change is done.
    ChangeComplete,
    /// Tasks of the change are open.
    ChangeTasksOpen {
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// The question about open tasks was answered with no.
    ChangeDeclined,
    /// The change has no delta.
    ChangeWithoutDelta,
    /// OpenSpec refuses to archive the change.
    ArchiveRefused {
        /// All reasons.
        problems: Vec<ArchiveProblem>,
    },
    /// There is no such spec of Kiro.
    SpecUnknown {
        /// What was looked for.
        spec: String,
        /// The spec that was probably meant.
        near: Option<String>,
    },
    /// Several specs could be meant.
    SeveralSpecs {
        /// These.
        specs: Vec<ItemRef>,
    },
    /// There is no spec, or every one is done.
    SpecMissing,
    /// The name of the spec cannot be part of a prompt.
    SpecNameUnusable,
    /// The spec does not have the files that the command reads.
    SpecFileMissing {
        /// The names of the files.
        files: Vec<&'static str>,
    },
    /// What was approved cannot be told.
    SpecApprovalUnknown,
    /// Documents of the spec are not approved.
    SpecNotApproved {
        /// Such as `requirements`.
        documents: Vec<&'static str>,
    },
    /// Every task of the spec is done.
    SpecComplete,
    /// It is not said which task of the spec is meant.
    SpecTaskMissing {
        /// The first task that is open.
        next: Option<String>,
    },
    /// The spec has no task of this number.
    SpecTaskUnknown {
        /// The number.
        number: String,
        /// The number that was probably meant.
        near: Option<String>,
    },
    /// The spec has several tasks of this number.
    SpecTaskRepeated {
        /// The number.
        number: String,
    },
    /// The task does not fit into one prompt.
    SpecTaskTooLong,
    /// The task is done.
    SpecTaskDone,
    /// The task is blocked, as its own text says.
    SpecTaskBlocked {
        /// Why.
        reason: String,
    },
    /// Tasks on which the task depends are not done.
    SpecTaskWaits {
        /// Their numbers.
        numbers: Vec<String>,
    },
    /// An archived change has the name that this one would get.
    ArchiveNameTaken {
        /// Its folder, from the project's root.
        path: String,
    },
    /// Spec Kit does not know which feature is the current one.
    FeatureUnknown,
    /// The folder of the current feature does not exist.
    FeatureMissing,
    /// The folder of the current feature is outside of the project.
    FeatureOutside,
    /// The feature that is named is not the one that Spec Kit would work on.
    FeatureNotCurrent {
        /// The folder that Spec Kit takes, from the project's root.
        current: Option<String>,
    },
    /// A file of the feature is missing or empty.
    FeatureFileMissing {
        /// Its name, `plan.md`.
        file: &'static str,
    },
    /// A template that the command fills in cannot be found.
    TemplateMissing {
        /// Its name without the ending.
        template: &'static str,
    },
    /// The constitution is still the template.
    ConstitutionUntouched,
    /// Questions of the feature are open.
    ClarificationsOpen {
        /// How many.
        count: usize,
    },
    /// The plan of the feature is still the template.
    PlanUntouched,
    /// The feature is already further than the command.
    FeatureAhead,
    /// Tasks of the feature are ticked, which the command would lose.
    TicksLost {
        /// How many.
        done: usize,
    },
    /// Nothing of the feature is implemented.
    NothingDone,
    /// Items of the feature's checklists are open.
    ChecklistsOpen { checklists: Vec<ChecklistCount> },
    /// The question about open items of checklists was answered with no.
    ChecklistsDeclined,
    /// The command has another name now.
    CommandDeprecated,
    /// These commands of extensions run before the command.
    HooksRun {
        /// In order.
        commands: Vec<String>,
    },
    /// The hooks of extensions cannot be read, so that none runs.
    HooksUnreadable,
    /// These commands usually come next.
    NextCommands {
        /// The usual one first.
        commands: Vec<String>,
    },
}

impl Why {
    /// What one has to be chosen of, each by its id and its file.
    pub fn choices(&self) -> Option<Vec<(&str, &Utf8Path)>> {
        match self {
            Why::SeveralTasks { tasks } => Some(tasks.iter().map(|task| (&*task.id, &*task.path)).collect()),
            Why::SeveralSpecs { specs } => Some(specs.iter().map(|it| (&*it.id, &*it.path)).collect()),
            Why::SeveralChanges { changes } => Some(changes.iter().map(|it| (&*it.id, &*it.path)).collect()),
            _ => None,
        }
    }
}

impl Reason {
    pub(super) fn proceed(message: String, why: Why) -> Reason {
        Reason { outcome: Outcome::Proceed, why, message }
    }

    pub(super) fn warn(message: String, why: Why) -> Reason {
        Reason { outcome: Outcome::Warn, why, message }
    }

    pub(super) fn ask(message: String, why: Why) -> Reason {
        Reason { outcome: Outcome::Ask, why, message }
    }

    pub(super) fn cannot_tell(message: String, why: Why) -> Reason {
        Reason { outcome: Outcome::CannotTell, why, message }
    }

    pub(super) fn block(message: String, why: Why) -> Reason {
        Reason { outcome: Outcome::Block, why, message }
    }
}
