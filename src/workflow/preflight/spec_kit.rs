//! Commands of Spec Kit: which feature they are about, what their scripts would say, and what the agent would ask.

mod feature;
mod gates;
mod text;

use super::{Context, Reason, Verdict, Why, outside};
use crate::{
    model::{
        Dialect,
        namespace::SPECKIT,
        spec_kit::{FeatureCommand, FeatureGate, FeatureText},
    },
    workspace::{Snapshot, index::FeatureFolder},
};

/// The command of Spec Kit that is asked for; `None` when the project does not use Spec Kit, or when the workflow or the project means
/// another command.
pub(super) fn command(context: &Context<'_>) -> Option<FeatureCommand> {
    let Context { snapshot, index, request, .. } = *context;
    let is_step = || index.steps().is_some_and(|machine| machine.workflow_named(&request.command).is_some());
    if !index.dialects.speak(Dialect::SpecKit) || is_step() {
        return None;
    }
    let invocation = index.command_named(&request.command);
    match invocation.namespace() {
        namespace if namespace == SPECKIT.name => FeatureCommand::named(invocation.name()),
        // A file of the same name is a command of the project's own, unless Spec Kit's have no namespace here.
        "" if snapshot.has_bare_commands() || !index.commands.contains_key(&invocation) => {
            FeatureCommand::named(invocation.name())
        }
        _ => None,
    }
}

/// Checks whether a command may run.
pub(super) fn check(verdict: &mut Verdict, context: &Context<'_>, command: FeatureCommand) {
    let Context { snapshot, index, .. } = *context;
    verdict.command = snapshot.feature_command(command);
    let is_installed = FeatureCommand::ALL.into_iter().any(|command| snapshot.has_feature_command(command));
    if is_installed && !snapshot.has_feature_command(command) {
        let why = Why::CommandUnknown { near: None };
        verdict.reasons.push(Reason::cannot_tell(text::not_installed(&verdict.command), why));
        return;
    }
    verdict.reasons.extend(outside::unreadable(snapshot, index, &verdict.command));
    let found = feature::find(context, command);
    if command.needs_feature() {
        let reason = match &found {
            Ok(found) => {
                verdict.item = found.item.clone();
                gates::check(snapshot, command, found)
            }
            Err(reason) => Some(reason.clone()),
        };
        if let Some(reason) = reason {
            verdict.reasons.push(reason);
            return;
        }
    } else if let Some(reason) = gates::template(snapshot, command) {
        verdict.reasons.push(reason);
        return;
    }
    let folder = verdict.item.as_ref().map(|item| snapshot.relative(&item.folder).as_str().to_owned());
    let feature = folder.and_then(|folder| index.spec_kit.features.get(&folder).cloned()).unwrap_or_default();
    verdict.reasons.extend(warnings(snapshot, command, &feature));
    if command == FeatureCommand::Implement {
        verdict.reasons.extend(gates::checklists(context, &feature));
    }
    verdict.reasons.extend(hooks(snapshot, command));
    let next = command.handoffs().iter().filter(|next| !is_installed || snapshot.has_feature_command(**next));
    let commands: Vec<_> = next.map(|next| snapshot.feature_command(*next)).collect();
    if !commands.is_empty() {
        verdict.reasons.push(Reason::proceed(text::next(&commands), Why::NextCommands { commands }));
    }
}

/// What should be known, although no script looks at it.
fn warnings(snapshot: &Snapshot, command: FeatureCommand, feature: &FeatureFolder) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let constitution = || {
        let document = snapshot.document(snapshot.index().spec_kit.constitution.as_ref()?)?.clone();
        snapshot.is_untouched_constitution(&document).then_some(())
    };
    if matches!(command, FeatureCommand::Specify | FeatureCommand::Plan) && constitution().is_some() {
        let message = text::constitution_untouched(&snapshot.feature_command(FeatureCommand::Constitution));
        reasons.push(Reason::warn(message, Why::ConstitutionUntouched));
    }
    if matches!(command, FeatureCommand::Plan | FeatureCommand::Implement) && feature.spec.is_none() {
        let message = text::no_spec(&snapshot.feature_command(FeatureCommand::Specify));
        reasons.push(Reason::warn(message, Why::FeatureFileMissing { file: "spec.md" }));
    }
    let spec = feature.spec.as_ref().and_then(|path| snapshot.feature_text(path));
    let open = spec.map_or(0, |spec| spec.clarifications.len());
    if command == FeatureCommand::Plan && open > 0 {
        let message = text::clarifications(open, &snapshot.feature_command(FeatureCommand::Clarify));
        reasons.push(Reason::warn(message, Why::ClarificationsOpen { count: open }));
    }
    let plan = feature.plan.as_ref().and_then(|path| snapshot.feature_text(path));
    let needs_plan = command.gates().iter().any(|gate| matches!(gate, FeatureGate::Plan | FeatureGate::FilledPlan));
    if needs_plan && plan.is_some_and(FeatureText::is_template) {
        let message = text::plan_untouched(&snapshot.feature_command(FeatureCommand::Plan));
        reasons.push(Reason::warn(message, Why::PlanUntouched));
    }
    if command == FeatureCommand::Clarify && feature.plan.is_some() {
        reasons.push(Reason::warn(text::PLANNED_ALREADY.to_owned(), Why::FeatureAhead));
    }
    let (all, done) = snapshot.feature_progress(feature);
    match command {
        FeatureCommand::Tasks if done > 0 => {
            reasons.push(Reason::warn(text::ticks_lost(done, all), Why::TicksLost { done }));
        }
        FeatureCommand::Converge if done == 0 => {
            reasons.push(Reason::warn(text::NOTHING_DONE.to_owned(), Why::NothingDone));
        }
        FeatureCommand::TasksToIssues => {
            reasons.push(Reason::warn(text::DEPRECATED.to_owned(), Why::CommandDeprecated));
        }
        _ => {}
    }
    reasons
}

/// The mandatory hooks that run first.
fn hooks(snapshot: &Snapshot, command: FeatureCommand) -> Option<Reason> {
    let Some(commands) = snapshot.mandatory_hooks(&format!("before_{}", command.name())) else {
        return Some(Reason::warn(text::HOOKS_UNREADABLE.to_owned(), Why::HooksUnreadable));
    };
    (!commands.is_empty()).then(|| Reason::proceed(text::hooks(&commands), Why::HooksRun { commands }))
}
