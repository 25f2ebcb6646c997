//! Commands of OpenSpec: which change they are about, and what `openspec` itself would refuse.

mod archive;
mod change;
mod text;

use super::{Context, ItemRef, Reason, Verdict, Why, is_word, outside};
use crate::{
    model::{
        Dialect,
        open_spec::change::{ChangeCommand, ChangeState, ChangeStatus, ChangeUse},
    },
    workspace::Snapshot,
};

/// The command of OpenSpec that is asked for; `None` when the project does not use OpenSpec, or when the workflow or the project means
/// another command.
pub(super) fn command(context: &Context<'_>) -> Option<ChangeCommand> {
    let Context { index, request, .. } = *context;
    let is_step = || index.steps().is_some_and(|machine| machine.workflow_named(&request.command).is_some());
    if !index.dialects.speak(Dialect::OpenSpec) || is_step() {
        return None;
    }
    let invocation = index.command_named(&request.command);
    let bare = || match invocation.namespace() {
        "" if !index.commands.contains_key(&invocation) => ChangeCommand::named(invocation.name()),
        _ => None,
    };
    ChangeCommand::of(&invocation).or_else(bare)
}

/// Checks whether a command may run.
pub(super) fn check(verdict: &mut Verdict, context: &Context<'_>, command: ChangeCommand) {
    let Context { snapshot, index, request, .. } = *context;
    let invocation = index.command_named(&request.command);
    let own = snapshot.own_command(&invocation).or_else(|| snapshot.own_change_command(command));
    let is_missing = own.is_none() && snapshot.has_change_commands();
    // Where the project has none of them, the one who wrote it knows how it is spelled.
    if own.is_some() || !invocation.is_closed() {
        verdict.command = own.unwrap_or_else(|| snapshot.change_command(command));
    }
    if is_missing {
        let why = Why::CommandUnknown { near: None };
        verdict.reasons.push(Reason::cannot_tell(text::not_installed(&verdict.command), why));
        return;
    }
    verdict.reasons.extend(outside::unreadable(snapshot, index, &verdict.command));
    let change = match change::find(context, command, &verdict.arguments) {
        Ok(Some(change)) => change,
        Ok(None) => return,
        Err(reason) => return verdict.reasons.push(reason),
    };
    if request.task.is_some() && !is_word(&change.id) {
        verdict.reasons.push(Reason::cannot_tell(text::name_unusable(&change.id), Why::ChangeNameUnusable));
    }
    let status = snapshot.change_status(&change.id, false);
    match command {
        _ if command.uses() == ChangeUse::Starts => {
            let why = Why::ChangeExists { change: change.id.clone() };
            verdict.reasons.push(Reason::warn(text::exists(&change, &verdict.command), why));
        }
        ChangeCommand::Apply => verdict.reasons.extend(apply(snapshot, &change, status.as_ref())),
        ChangeCommand::Archive => verdict.reasons.extend(archive::check(context, &change)),
        _ => {}
    }
    verdict.item = Some(change);
}

/// What `openspec instructions apply` says.
fn apply(snapshot: &Snapshot, change: &ItemRef, status: Option<&ChangeStatus>) -> Vec<Reason> {
    let index = snapshot.index();
    let metadata = index.open_spec.changes.get(&change.id).and_then(|folder| snapshot.change_metadata(folder));
    let Some(status) = status.filter(|_| metadata.is_none_or(|metadata| metadata.is_valid)) else {
        return vec![Reason::cannot_tell(text::schema_unknown(change), Why::ChangeSchemaUnknown)];
    };
    let missing = &status.missing_for_apply;
    if !missing.is_empty() || !status.has_work {
        let message = match missing.as_slice() {
            [] => text::no_work(change),
            _ => text::not_planned(change, missing, snapshot.next_change_commands(ChangeState::Planning).first()),
        };
        return vec![Reason::block(message, Why::ChangeNotPlanned { missing: missing.clone() })];
    }
    let mut reasons = Vec::new();
    if status.state == ChangeState::Complete {
        let archive = snapshot.next_change_commands(ChangeState::Complete);
        let message = text::all_done(change, status.progress, archive.first());
        reasons.push(Reason::warn(message, Why::ChangeComplete));
    }
    reasons.extend(archive::without_delta(snapshot, change));
    reasons
}
