//! Starting one task, for which Kiro has a button: an agent gets the task, what it has to meet and where the design is.

use super::{
    super::{Context, ItemRef, Reason, Verdict, Why, outside},
    spec, text,
};
use crate::{
    model::kiro::{
        command::{KiroCommand, START_TASK},
        tasks::KiroTasks,
    },
    syntax::nearest::nearest,
    workspace::{Document, Snapshot, SpecNumbers, index::SpecFolder},
};

/// What the prompt of a task begins with.
pub const TASK_PROMPT: &str = "Implement task ";

/// How long a prompt may be, in bytes: with it the command line of an agent fits on every system.
const LONGEST_PROMPT: usize = 24 << 10;

/// Checks whether a task may start, and writes its prompt.
pub(super) fn check(verdict: &mut Verdict, context: &Context<'_>) {
    START_TASK.clone_into(&mut verdict.command);
    verdict.reasons.extend(outside::unreadable(context.snapshot, context.index, &verdict.command));
    let item = match spec::find(context, KiroCommand::StartTask, &verdict.arguments) {
        Ok(Some(item)) => item,
        Ok(None) => return,
        Err(reason) => return verdict.reasons.push(reason),
    };
    if let Some(folder) = context.index.kiro.specs.get(&item.id) {
        let words = verdict.arguments.split_whitespace().map(|word| word.trim_matches(['"', '\'', '`']));
        let mut words = words.skip_while(|word| !spec::is_task_number(word));
        let number = words.next().map(|word| word.trim_end_matches(['.', ',']));
        let rest = words.collect::<Vec<_>>().join(" ");
        match StartedTask::of(context.snapshot, &item, folder, number) {
            Ok(task) => {
                verdict.reasons.extend(task.reasons(context, &item, folder));
                let prompt = task.prompt(&rest);
                if prompt.len() <= LONGEST_PROMPT {
                    verdict.prompt = prompt;
                } else {
                    verdict.reasons.push(Reason::cannot_tell(text::task_too_long(task.number), Why::SpecTaskTooLong));
                }
            }
            Err(reason) => verdict.reasons.push(reason),
        }
    }
    verdict.item = Some(item);
}

/// A task that is to be started.
struct StartedTask<'a> {
    snapshot: &'a Snapshot,
    folder: &'a SpecFolder,
    numbers: SpecNumbers<'a>,
    document: &'a Document,
    tasks: &'a KiroTasks,
    /// Its index.
    at: usize,
    number: &'a str,
}

impl<'a> StartedTask<'a> {
    fn of(
        snapshot: &'a Snapshot,
        item: &'a ItemRef,
        folder: &'a SpecFolder,
        number: Option<&str>,
    ) -> Result<StartedTask<'a>, Reason> {
        let numbers = SpecNumbers::of(snapshot, &item.id).filter(|numbers| numbers.tasks().is_some());
        let Some((numbers, (document, tasks))) = numbers.and_then(|it| it.tasks().map(|tasks| (it, tasks))) else {
            let files = vec!["tasks.md"];
            let command = snapshot.own_kiro_command(KiroCommand::Tasks);
            let message = text::file_missing(item, &files, command.as_deref());
            return Err(Reason::block(message, Why::SpecFileMissing { files }));
        };
        let all = || tasks.tasks.iter().enumerate().filter_map(|(at, task)| Some((at, task.number.as_deref()?)));
        let Some(number) = number else {
            let next = all().find(|(at, _)| !tasks.tasks[*at].is_done()).map(|(_, number)| number.to_owned());
            return Err(Reason::cannot_tell(text::task_missing(item, next.as_deref()), Why::SpecTaskMissing { next }));
        };
        let mut found = all().filter(|(_, own)| *own == number);
        match (found.next(), found.next()) {
            (Some((at, number)), None) => Ok(StartedTask { snapshot, folder, numbers, document, tasks, at, number }),
            (Some(_), Some(_)) => {
                let message = text::task_repeated(item, number);
                Err(Reason::cannot_tell(message, Why::SpecTaskRepeated { number: number.to_owned() }))
            }
            (None, _) => {
                let near = nearest(number, all().map(|(_, number)| number)).map(str::to_owned);
                let message = text::task_unknown(item, number, near.as_deref());
                Err(Reason::cannot_tell(message, Why::SpecTaskUnknown { number: number.to_owned(), near }))
            }
        }
    }

    /// What there is to say before it starts. Kiro itself has no approvals, so they count only where there is a `spec.json`.
    fn reasons(&self, context: &Context<'_>, item: &ItemRef, folder: &SpecFolder) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if folder.state.is_some() {
            reasons.extend(super::approval(context, KiroCommand::Implement, item, folder, &["tasks"]));
        }
        if self.tasks.tasks.get(self.at).is_some_and(|task| task.is_done()) {
            reasons.push(Reason::warn(text::task_done(self.number), Why::SpecTaskDone));
        }
        if let Some((_, reason)) = self.tasks.blocked.iter().find(|(task, _)| self.is_part(Some(*task))) {
            let reason = self.document.text()[*reason].to_owned();
            let message = text::task_blocked(self.number, &reason);
            reasons.push(Reason::block(message, Why::SpecTaskBlocked { reason }));
        }
        let own = self.tasks.depends.iter().filter(|(_, task)| self.is_part(*task)).map(|(it, _)| &it.number);
        let is_open = |number: &&String| {
            let mut found = self.tasks.tasks.iter().enumerate().filter(|(_, it)| it.number.as_ref() == Some(*number));
            found.any(|(at, it)| !it.is_done() && !self.is_part(Some(at)))
        };
        let mut numbers: Vec<String> = own.filter(is_open).cloned().collect();
        numbers.dedup();
        if !numbers.is_empty() {
            reasons.push(Reason::warn(text::task_waits(self.number, &numbers), Why::SpecTaskWaits { numbers }));
        }
        reasons
    }

    /// What an agent is told; `rest` is what the user adds.
    fn prompt(&self, rest: &str) -> String {
        let tasks = self.document.name();
        let block = outdented(&self.document.text()[self.tasks.block(self.document.text(), self.at)]);
        let mut parts = vec![format!("{TASK_PROMPT}{} of `{tasks}`, and no other task:", self.number), block];
        let wanted = self.numbers.wanted_by(self.tasks, self.at);
        if !wanted.is_empty() {
            parts.push("These requirements must be met:".to_owned());
            parts.push(wanted.join("\n"));
        }
        if let Some(design) = self.folder.design.as_ref().and_then(|path| self.snapshot.document(path)) {
            parts.push(format!("Follow the design in `{}`.", design.name()));
        }
        parts.push(format!("When the task is done, set its checkbox in `{tasks}` to `[x]`."));
        if !rest.is_empty() {
            parts.push(rest.to_owned());
        }
        parts.join("\n\n")
    }

    fn is_part(&self, task: Option<usize>) -> bool {
        task.is_some_and(|task| self.tasks.is_within(task, self.at))
    }
}

/// Lines without the indentation that all of them have.
fn outdented(block: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common = block.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let lines = block.lines().map(|line| line.get(common..).unwrap_or_default().trim_end());
    lines.collect::<Vec<_>>().join("\n")
}
