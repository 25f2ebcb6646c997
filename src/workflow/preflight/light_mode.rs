//! Light mode: fewer steps and smaller templates.

use camino::Utf8Path;

use super::{Reason, Why, task::FoundTask, text};
use crate::{
    model::machine::{LightMode, Machine, Step},
    workspace::{Resolved, Snapshot},
};

/// The file in the project's root whose presence is the mode.
const MARK: &str = ".flowspec-light-mode";

/// The step that is taken where light mode leaves research out.
const PLAN: &str = "/flow:plan";

/// Whether the project is in light mode.
pub(in crate::workflow) fn is_on(snapshot: &Snapshot) -> bool {
    matches!(snapshot.resolve(Utf8Path::new(MARK)), Resolved::File(_))
}

/// Whether light mode leaves a step out.
pub(in crate::workflow) fn is_skipped(workflow: &Step) -> bool {
    workflow.built_in().is_some_and(|built_in| built_in.light_mode == LightMode::Skipped)
}

/// What light mode changes in a command.
pub(super) fn check(
    snapshot: &Snapshot,
    workflow: &Step,
    machine: &Machine,
    task: &Result<Option<FoundTask>, Reason>,
) -> Option<Reason> {
    if !is_on(snapshot) {
        return None;
    }
    match workflow.built_in()?.light_mode {
        LightMode::Same => None,
        LightMode::Skipped => {
            let states = match task {
                Ok(Some(task)) => Some(&*task.states),
                _ => None,
            };
            let plan = machine.step_by_command(PLAN).map_or_else(|| PLAN.to_owned(), Step::command_name);
            Some(Reason::block(text::light_mode_research(states, &plan), Why::LightModeSkipsResearch))
        }
        LightMode::Template { file, note } => {
            let message = text::light_mode_template(&workflow.command_name(), file, note);
            Some(Reason::proceed(message, Why::LightModeTemplate { template: file }))
        }
    }
}
