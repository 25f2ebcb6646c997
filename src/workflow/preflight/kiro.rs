//! Commands of cc-sdd: which spec they are about, and what they stop for by their own instructions.

mod spec;
mod start_task;
mod text;

pub use start_task::TASK_PROMPT;

use super::{Context, ItemRef, Reason, Verdict, Why, is_word, outside};
use crate::{
    model::{
        Dialect,
        kiro::{
            command::{KiroCommand, KiroState, START_TASK},
            spec_state::KiroSpecState,
        },
    },
    workspace::index::SpecFolder,
};

/// The command of cc-sdd that is asked for; `None` when the project does not use Kiro, or when the workflow or the project means another
/// command.
pub(super) fn command(context: &Context<'_>) -> Option<KiroCommand> {
    let Context { index, request, .. } = *context;
    let is_step = || index.steps().is_some_and(|machine| machine.workflow_named(&request.command).is_some());
    if !index.dialects.speak(Dialect::Kiro) || is_step() {
        return None;
    }
    let invocation = index.command_named(&request.command);
    if request.command.trim() == START_TASK && !index.commands.contains_key(&invocation) {
        return Some(KiroCommand::StartTask);
    }
    let bare = || match invocation.namespace() {
        "" if !index.commands.contains_key(&invocation) => KiroCommand::named(invocation.name()),
        _ => None,
    };
    KiroCommand::of(&invocation).or_else(bare)
}

/// Checks whether a command may run.
pub(super) fn check(verdict: &mut Verdict, context: &Context<'_>, command: KiroCommand) {
    if command == KiroCommand::StartTask {
        return start_task::check(verdict, context);
    }
    let Context { snapshot, index, request, .. } = *context;
    let invocation = index.command_named(&request.command);
    let own = snapshot.own_command(&invocation).or_else(|| snapshot.own_kiro_command(command));
    let is_missing = own.is_none() && snapshot.has_kiro_commands();
    let usual = || command.invocations().next().filter(|_| !invocation.is_closed()).map(|it| it.to_string());
    if let Some(called) = own.or_else(usual) {
        verdict.command = called;
    }
    if is_missing {
        let why = Why::CommandUnknown { near: None };
        verdict.reasons.push(Reason::cannot_tell(text::not_installed(&verdict.command), why));
        return;
    }
    verdict.reasons.extend(outside::unreadable(snapshot, index, &verdict.command));
    let item = match spec::find(context, command, &verdict.arguments) {
        Ok(Some(item)) => item,
        Ok(None) => return,
        Err(reason) => return verdict.reasons.push(reason),
    };
    if request.task.is_some() && !is_word(&item.id) {
        verdict.reasons.push(Reason::cannot_tell(text::name_unusable(&item.id), Why::SpecNameUnusable));
    }
    if let Some(folder) = index.kiro.specs.get(&item.id) {
        verdict.reasons.extend(gate(context, command, &item, folder, &verdict.arguments));
    }
    verdict.item = Some(item);
}

/// What a command stops for.
fn gate(
    context: &Context<'_>,
    command: KiroCommand,
    item: &ItemRef,
    folder: &SpecFolder,
    arguments: &str,
) -> Vec<Reason> {
    let has_requirements = folder.requirements.is_some() || folder.bugfix.is_some();
    let requirements = ("requirements.md", has_requirements);
    let design = ("design.md", folder.design.is_some());
    let tasks = ("tasks.md", folder.tasks.is_some());
    let (files, documents): (&[_], &[&'static str]) = match command {
        KiroCommand::Design => (&[requirements], &["requirements"]),
        KiroCommand::Tasks => (&[requirements, design], &["requirements", "design"]),
        KiroCommand::Implement => (&[requirements, design, tasks], &["tasks"]),
        _ => return Vec::new(),
    };
    let missing: Vec<&'static str> = files.iter().filter(|(_, is_there)| !is_there).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        let message = text::file_missing(item, &missing, before(context, missing[0]).as_deref());
        return vec![Reason::block(message, Why::SpecFileMissing { files: missing })];
    }
    let mut reasons = Vec::new();
    // `-y` approves what the command reads.
    let approves = command != KiroCommand::Implement && arguments.split_whitespace().any(|word| word == "-y");
    if !approves {
        reasons.extend(approval(context, command, item, folder, documents));
    }
    if command == KiroCommand::Implement && item.from.as_deref() == Some(KiroState::Done.name()) {
        reasons.push(Reason::warn(text::all_done(item), Why::SpecComplete));
    }
    reasons
}

/// What is said when documents of a spec are not approved, or when that is unknown.
fn approval(
    context: &Context<'_>,
    command: KiroCommand,
    item: &ItemRef,
    folder: &SpecFolder,
    documents: &[&'static str],
) -> Option<Reason> {
    let Some(state) = context.snapshot.kiro_approvals(folder) else {
        return Some(Reason::cannot_tell(text::approval_unknown(item, documents), Why::SpecApprovalUnknown));
    };
    let open: Vec<&'static str> = documents.iter().copied().filter(|name| !is_approved(state, name)).collect();
    let message = (!open.is_empty()).then(|| text::not_approved(item, command, &open))?;
    Some(Reason::block(message, Why::SpecNotApproved { documents: open }))
}

/// The command that writes a file, as the project calls it.
fn before(context: &Context<'_>, file: &str) -> Option<String> {
    context.snapshot.own_kiro_command(match file {
        "requirements.md" => KiroCommand::Requirements,
        "design.md" => KiroCommand::Design,
        _ => KiroCommand::Tasks,
    })
}

fn is_approved(state: &KiroSpecState, document: &str) -> bool {
    state.stage(document).is_some_and(|stage| stage.approved.is_set)
}
