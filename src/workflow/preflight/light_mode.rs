//! Light mode: fewer steps and smaller templates.

use camino::Utf8Path;

use super::{Reason, Why, task::Found, text};
use crate::{
    model::workflow::{Machine, Workflow},
    workspace::{Resolved, Snapshot},
};

/// The file in the project's root whose presence is the mode.
const MARK: &str = ".flowspec-light-mode";

/// Whether the project is in light mode.
pub(in crate::workflow) fn is_on(snapshot: &Snapshot) -> bool {
    matches!(snapshot.resolve(Utf8Path::new(MARK)), Resolved::File(_))
}

/// The step that light mode leaves out.
pub(in crate::workflow) fn is_skipped(workflow: &Workflow) -> bool {
    workflow.name.text == "research"
}

/// What light mode changes in a command.
pub(super) fn check(
    snapshot: &Snapshot,
    workflow: &Workflow,
    machine: &Machine,
    task: &Result<Option<Found>, Reason>,
) -> Option<Reason> {
    if !is_on(snapshot) {
        return None;
    }
    let command = workflow.command_name();
    if is_skipped(workflow) {
        let states = match task {
            Ok(Some(task)) => Some(&*task.states),
            _ => None,
        };
        let plan = machine.workflow("plan").map_or_else(|| "/flow:plan".to_owned(), Workflow::command_name);
        return Some(Reason::block(text::light_mode_research(states, &plan), Why::LightModeSkipsResearch));
    }
    let (template, note) = match workflow.name.text.as_str() {
        "plan" => ("plan-light.md", "high-level only"),
        "specify" => ("spec-light.md", "combined stories + AC"),
        _ => return None,
    };
    Some(Reason::proceed(text::light_mode_template(&command, template, note), Why::LightModeTemplate { template }))
}
