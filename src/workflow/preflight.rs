//! May a workflow command run? What flowspec's commands ask an agent to check before anything else, as one pure function.

mod arguments;
mod artifacts;
pub(super) mod constitution;
mod item;
mod kiro;
pub(super) mod light_mode;
mod open_spec;
mod outside;
mod reason;
mod spec_kit;
pub mod state;
mod summary;
pub(super) mod task;
#[cfg(test)]
mod tests;
mod text;

use serde::Serialize;

pub use arguments::{SKIP_STATE_CHECK, SKIP_VALIDATION};
pub use artifacts::Missing;
pub use item::{ArchiveProblem, ChecklistCount, ItemRef, is_word, subject_of};
pub use kiro::TASK_PROMPT;
pub use reason::{Outcome, Reason, Why};
pub use summary::VerdictSummary;
pub use task::{TaskRef, id as task_id, named as tasks_named};

use super::books;
use crate::{
    model::{
        Kind,
        machine::{Approval, Machine, Step, Transition},
    },
    workspace::{DocPath, Index, Snapshot},
};
use arguments::Flags;

/// What somebody wants to run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The command: `/flow:plan`, `/flow.plan` or only `plan`.
    pub command: String,
    /// The task, by its id or by its file. Without one it is the task that the arguments name, else the one in progress. Of a command of
    /// OpenSpec it is the change, by its name or by a file of it; without one the change that the arguments name, else the only open one.
    /// Of a command of Spec Kit it is the feature, likewise; without one that which Spec Kit's scripts find. Of a command of cc-sdd it is the
    /// spec, likewise.
    pub task: Option<String>,
    /// What stands after the command, flags included.
    pub arguments: String,
    /// What was answered already.
    pub answers: Answers,
    /// `$SPECIFY_FEATURE_DIRECTORY`, by which Spec Kit's scripts find the current feature.
    pub feature_directory: Option<String>,
}

impl Request {
    /// What the environment of this process says of the current feature.
    pub fn feature_directory() -> Option<String> {
        std::env::var("SPECIFY_FEATURE_DIRECTORY").ok().filter(|folder| !folder.is_empty())
    }
}

/// Answers to what a verdict asks. Which task is answered by [`Request::task`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Whether to go on with an unvalidated constitution, to archive a change with open tasks, or to implement a feature with open
    /// checklists.
    pub go_on: Option<bool>,
    /// The word that a transition wants to be typed.
    pub keyword: Option<String>,
}

/// Whether a typed answer is a yes. An empty one is a no.
pub fn is_yes(answer: &str) -> bool {
    let answer = answer.trim();
    answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes")
}

/// Whether the command may run, why, and what would run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The gravest of what the reasons lead to.
    pub outcome: Outcome,
    /// The command, as the workflow file writes it.
    pub command: String,
    /// The arguments without the flags that are meant for the checks.
    pub arguments: String,
    /// What an agent would be told. It names a task that was chosen and is not in the arguments, else the agent would look for one in
    /// progress.
    pub prompt: String,
    /// The task.
    pub task: Option<TaskRef>,
    /// The state that the task is in, without `workflow:`; `None` without a workflow label or a task.
    pub from: Option<String>,
    /// The state that the task will be in after a success.
    pub to: Option<String>,
    /// What the command is about when it is not a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemRef>,
    /// Everything there is to say, in the order of the checks.
    pub reasons: Vec<Reason>,
}

/// A verdict for programs, in the shape that `docs/preflight.md` promises.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// Goes up when a field is removed or means something else.
    version: u32,
    #[serde(flatten)]
    verdict: &'a Verdict,
}

impl<'a> Report<'a> {
    /// The report of a verdict.
    pub fn new(verdict: &'a Verdict) -> Self {
        Report { version: 1, verdict }
    }
}

/// Decides whether a command may run.
pub fn preflight(snapshot: &Snapshot, request: &Request) -> Verdict {
    let (arguments, flags) = arguments::without_flags(&request.arguments);
    let index = snapshot.index();
    let mut verdict = Verdict {
        outcome: Outcome::Proceed,
        command: called(&index, &request.command),
        arguments,
        prompt: String::new(),
        task: None,
        from: None,
        to: None,
        item: None,
        reasons: Vec::new(),
    };
    verdict.check(&Context { snapshot, index: &index, request, flags });
    verdict.outcome = verdict.reasons.iter().map(|reason| reason.outcome).max().unwrap_or(Outcome::Proceed);
    if verdict.prompt.is_empty() {
        verdict.prompt = arguments::prompt(&verdict, request.task.is_some());
    }
    verdict
}

/// What the checks look at.
struct Context<'a> {
    snapshot: &'a Snapshot,
    index: &'a Index,
    request: &'a Request,
    flags: Flags,
}

impl Verdict {
    /// What a run of the command is about, and what that is called; `None` for a command on nothing.
    pub fn subject(&self) -> Option<(&DocPath, &str)> {
        let task = self.task.as_ref().map(|task| (&task.document, task.id.as_str()));
        task.or_else(|| self.item.as_ref().map(|item| (&item.folder, item.id.as_str())))
    }

    fn check(&mut self, context: &Context<'_>) {
        let Context { snapshot, index, request, flags } = *context;
        if let Some(command) = open_spec::command(context) {
            open_spec::check(self, context, command);
            return;
        }
        if let Some(command) = kiro::command(context) {
            kiro::check(self, context, command);
            return;
        }
        if let Some(command) = spec_kit::command(context) {
            spec_kit::check(self, context, command);
            return;
        }
        // A folder that cannot be read may hold the workflow file, unless the one that goes before all others was found.
        let in_root = |path: &DocPath| path.parent() == Some(snapshot.root());
        let unread = snapshot.unread_folder(Kind::Workflow).filter(|_| !index.workflow.as_ref().is_some_and(in_root));
        if index.has_no_machine() && unread.is_none() {
            self.reasons = outside::check(context, &self.command, &Machine::default());
            return;
        }
        let Some(machine) = index.machine.as_ref().filter(|machine| !machine.incomplete && unread.is_none()) else {
            let path = unread.map(|folder| &folder.path).or(index.workflow.as_ref());
            let path = path.map(|path| snapshot.relative(path).to_string()).unwrap_or_default();
            self.reasons.push(Reason::cannot_tell(text::workflow_unreadable(&path), Why::WorkflowUnreadable { path }));
            self.reasons.extend(constitution::check(snapshot, index, flags.skip_validation, request.answers.go_on));
            return;
        };
        let Some(commands) = index.steps() else { return };
        let commands = &*commands;
        let Some(workflow) = commands.workflow_named(&request.command) else {
            self.reasons = outside::check(context, &self.command, commands);
            return;
        };
        self.command = workflow.command_name();
        self.reasons.extend(outside::unreadable(snapshot, index, &self.command));
        self.to = workflow.output_state.as_ref().map(|state| state.text.clone());
        self.reasons.extend(constitution::check(snapshot, index, flags.skip_validation, request.answers.go_on));
        let task = task::find(context, &self.arguments);
        if let Ok(Some(task)) = &task {
            self.task = Some(task.reference.clone());
            self.from = task.states.first().filter(|_| task.states.len() == 1).cloned();
        }
        let light = light_mode::check(snapshot, workflow, commands, &task);
        let skipped = light.as_ref().is_some_and(|reason| reason.outcome == Outcome::Block);
        self.reasons.extend(light);
        if skipped {
            return;
        }
        if flags.skip_state_check {
            self.reasons.push(Reason::warn(text::STATE_CHECK_SKIPPED.to_owned(), Why::StateCheckSkipped));
        }
        let checked = self.check_task(context, task, commands, workflow);
        if let Some(transition) = checked.and_then(|()| machine.transition_of(workflow, self.from.as_deref())) {
            self.check_transition(context, transition);
        }
    }

    /// Holds the task against the workflow. Without an answer nobody can tell which transition is taken.
    fn check_task(
        &mut self,
        context: &Context<'_>,
        task: Result<Option<task::FoundTask>, Reason>,
        commands: &Machine,
        workflow: &Step,
    ) -> Option<()> {
        let skip = context.flags.skip_state_check;
        let task = match task {
            Ok(Some(task)) => task,
            Ok(None) if skip || workflow.accepts(None) => {
                self.reasons.push(Reason::warn(text::NO_TASK_TO_UPDATE.to_owned(), Why::TaskMissing));
                return workflow.accepts(None).then_some(());
            }
            Ok(None) => {
                self.reasons.push(Reason::cannot_tell(text::NO_TASK.to_owned(), Why::TaskMissing));
                return None;
            }
            Err(reason) => {
                self.reasons.push(reason);
                return None;
            }
        };
        self.reasons.extend(task.put_away());
        if task.states.len() > 1 {
            let why = Why::SeveralStates { states: task.states.clone() };
            let message = text::several_states(&task.reference, &task.states);
            self.reasons.push(if skip { Reason::warn(message, why) } else { Reason::cannot_tell(message, why) });
            return None;
        }
        let light = light_mode::is_on(context.snapshot);
        let refusal = state::check(commands, workflow, self.from.as_deref(), light).filter(|_| !skip);
        let accepted = refusal.is_none();
        self.reasons.extend(refusal);
        let document = context.snapshot.document(&task.reference.document).filter(|_| accepted);
        if let Some(refusal) = document.and_then(|document| books::refusal(document, workflow)) {
            let message = text::label_fixed(&task.reference, &refusal);
            self.reasons.push(if skip {
                Reason::warn(message, Why::LabelFixed)
            } else {
                Reason::cannot_tell(message, Why::LabelFixed)
            });
        }
        accepted.then_some(())
    }

    fn check_transition(&mut self, context: &Context<'_>, transition: &Transition) {
        let skip = context.flags.skip_state_check;
        let texts = [self.arguments.as_str(), self.task.as_ref().map_or("", |task| &task.title)];
        self.reasons.extend(artifacts::check(context.snapshot, transition, &self.command, texts, skip));
        match transition.approval() {
            Approval::None => {}
            Approval::PullRequest => {
                let message = text::pull_request(self.to.as_deref());
                self.reasons.push(Reason::warn(message, Why::PullRequestNeeded));
            }
            Approval::Keyword(keyword) => {
                let given = context.request.answers.keyword.as_deref().map(str::trim);
                if given != Some(keyword) {
                    let why = Why::KeywordNeeded { keyword: keyword.to_owned() };
                    self.reasons.push(Reason::ask(text::keyword_needed(keyword, given), why));
                }
            }
            Approval::Unclear(validation) => {
                let why = Why::ApprovalUnclear { validation: validation.to_owned() };
                self.reasons.push(Reason::warn(text::approval_unclear(validation), why));
            }
        }
    }
}

/// The command as the project calls it. One of a tool that is not here stays as it is written: the tool decides on the spelling.
fn called(index: &Index, written: &str) -> String {
    let command = index.command_named(written);
    match command.is_closed() && !index.commands.contains_key(&command) {
        true => written.trim().to_owned(),
        false => index.called(&command),
    }
}
