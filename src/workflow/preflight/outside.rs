//! Commands that take no step of the workflow. The project may have them all the same, and they may want the same checks.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Context, Reason, Why, constitution, text};
use crate::{
    model::machine::{Machine, Step},
    syntax::nearest::nearest,
    workspace::{DocPath, Document, Index, Snapshot},
};

/// What to say of a command that the workflow does not have; `command` is it in the form `/ns:name`.
pub(super) fn check(context: &Context<'_>, command: &str, machine: &Machine) -> Vec<Reason> {
    let Context { snapshot, index, request, flags } = *context;
    let Some(path) = index.commands.get(&index.command_named(command)) else {
        return vec![unknown(context, machine)];
    };
    if let Some(reason) = unreadable(snapshot, index, command) {
        return vec![reason];
    }
    let checks = Checks::of(snapshot, path);
    let constitution = || constitution::check(snapshot, index, flags.skip_validation, request.answers.go_on);
    let mut reasons = Vec::from_iter(checks.constitution.then(constitution).flatten());
    reasons.push(match (checks.state, flags.skip_state_check) {
        (false, _) => {
            let message = text::command_without_states(command, checks.constitution);
            Reason::proceed(message, Why::CommandWithoutStates)
        }
        (true, true) => Reason::warn(text::STATE_CHECK_SKIPPED.to_owned(), Why::StateCheckSkipped),
        (true, false) => Reason::cannot_tell(text::command_not_in_workflow(command), Why::CommandNotInWorkflow),
    });
    reasons
}

/// What to say of a command when its file, or one that it includes, cannot be read: what it checks is then unknown.
pub(super) fn unreadable(snapshot: &Snapshot, index: &Index, command: &str) -> Option<Reason> {
    let path = index.commands.get(&index.command_named(command))?;
    let parts = parts(snapshot, path);
    let (part, reason) = { parts.iter() }.find_map(|part| Some((part, part.unreadable.as_ref()?)))?;
    let path = part.name().to_string();
    Some(Reason::cannot_tell(text::command_unreadable(command, &path, reason), Why::CommandUnreadable { path }))
}

fn unknown(context: &Context<'_>, machine: &Machine) -> Reason {
    let written = context.request.command.trim();
    let steps = machine.steps.iter().map(|workflow| (workflow.name.text.clone(), workflow.command_name()));
    let commands = context.index.commands.iter().map(|(command, file)| command.called(file));
    let commands = steps.clone().map(|(_, command)| command).chain(commands);
    let names: Vec<_> = steps.chain(commands.map(|command| (command.clone(), command))).collect();
    let near = nearest(written, names.iter().map(|(name, _)| name.as_str()));
    let near = near.and_then(|near| names.iter().find(|(name, _)| name == near)).map(|(_, command)| command.clone());
    let known: Vec<_> = machine.steps.iter().map(Step::command_name).collect();
    Reason::cannot_tell(text::command_unknown(written, near.as_deref(), &known), Why::CommandUnknown { near })
}

/// What a command asks its agent to check, by the partials that it includes.
#[derive(Debug, Default)]
struct Checks {
    constitution: bool,
    state: bool,
}

impl Checks {
    fn of(snapshot: &Snapshot, command: &DocPath) -> Checks {
        let mut checks = Checks::default();
        for document in parts(snapshot, command) {
            let name = document.name().file_name().unwrap_or_default();
            checks.constitution |= name == "_constitution-check.md";
            checks.state |= name == "_workflow-state.md";
        }
        checks
    }
}

/// A command and all that it includes.
fn parts(snapshot: &Snapshot, command: &DocPath) -> Vec<Arc<Document>> {
    let mut parts = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![command.clone()];
    while let Some(path) = open.pop() {
        let Some(document) = snapshot.document(&path).filter(|_| seen.insert(path)) else { continue };
        let includes = document.summary().includes.iter();
        open.extend(includes.filter_map(|path| Some(snapshot.included(path)?.path.clone())));
        parts.push(Arc::clone(document));
    }
    parts
}
