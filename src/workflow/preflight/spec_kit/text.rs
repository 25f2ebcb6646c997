//! What is said about features of Spec Kit. What begins with `ERROR` is what its scripts say, word by word.

use super::super::ChecklistCount;
use crate::{
    model::spec_kit::{FeatureCommand, FeatureGate},
    text::list,
    workspace::Snapshot,
};

pub(super) const PLANNED_ALREADY: &str = "`plan.md` already exists: what is clarified now has to be brought into it";
pub(super) const NOTHING_DONE: &str = "no task is done yet, so there is nothing to compare with the spec";
pub(super) const DEPRECATED: &str = "this command is deprecated since Spec Kit 1.2: install the extension `github` and use `speckit.github.taskstoissues`";
pub(super) const HOOKS_UNREADABLE: &str =
    "`.specify/extensions.yml` is not valid YAML, so no hook runs, not even a mandatory one: fix it first";
pub(super) const CHECKLISTS_DECLINED: &str = "nothing is implemented while checklists have unchecked items";

pub(super) fn not_installed(command: &str) -> String {
    format!("the project has no command `{command}`: run `specify integration upgrade`")
}

/// The scripts do not know the current feature; `is_absent` says that there is no `feature.json`.
pub(super) fn unknown(snapshot: &Snapshot, is_absent: bool) -> String {
    let advice = match is_absent {
        true => "run the specify command to create .specify/feature.json",
        false => "ensure .specify/feature.json contains feature_directory",
    };
    let index = snapshot.index();
    let ours = match index.spec_kit.features.keys().next_back() {
        Some(folder) => format!("for example SPECIFY_FEATURE_DIRECTORY={folder}"),
        None => format!("run `{}` first", snapshot.feature_command(FeatureCommand::Specify)),
    };
    format!("ERROR: Feature directory not found. Set SPECIFY_FEATURE_DIRECTORY or {advice}.\n{ours}")
}

/// What the script of a command says of what is missing in the folder `shown`.
pub(super) fn gate(snapshot: &Snapshot, command: FeatureCommand, gate: FeatureGate, shown: &str) -> String {
    let call = |command: FeatureCommand| snapshot.script_command(command);
    let (specify, plan) = (call(FeatureCommand::Specify), call(FeatureCommand::Plan));
    match gate {
        FeatureGate::Folder => {
            format!("ERROR: Feature directory not found: {shown}\nRun {specify} first to create the feature structure.")
        }
        FeatureGate::Plan => {
            format!("ERROR: plan.md not found in {shown}\nRun {plan} first to create the implementation plan.")
        }
        FeatureGate::FilledPlan => format!(
            "ERROR: plan.md is empty in {shown}\nPopulate it, or remove the empty file and rerun {plan} with a valid plan template."
        ),
        FeatureGate::Spec => {
            let what = if command == FeatureCommand::Tasks { "structure" } else { "specification" };
            format!("ERROR: spec.md not found in {shown}\nRun {specify} first to create the feature {what}.")
        }
        FeatureGate::Tasks => {
            let tasks = call(FeatureCommand::Tasks);
            format!("ERROR: tasks.md not found in {shown}\nRun {tasks} first to create the task list.")
        }
    }
}

/// What the script of a command says when it does not find its template; `None` when it has no word for it.
pub(super) fn template(snapshot: &Snapshot, command: FeatureCommand, template: &str) -> Option<String> {
    Some(match command {
        FeatureCommand::Plan => "ERROR: Plan template not found; no new plan.md was created.\nRestore a valid plan template and rerun plan setup.".to_owned(),
        FeatureCommand::Tasks | FeatureCommand::Checklist => format!(
            "ERROR: Could not resolve required {template} from the template override stack for {}",
            snapshot.root()
        ),
        FeatureCommand::Constitution => {
            format!("the template `.specify/templates/{template}.md` does not exist: run `specify init` to restore it")
        }
        _ => return None,
    })
}

pub(super) fn outside(written: &str) -> String {
    format!("the current feature is in `{written}`, outside of the project, where nothing is read")
}

pub(super) fn no_feature(named: &str) -> String {
    format!("there is no feature `{named}`: name a folder in `specs`")
}

pub(super) fn not_current(named: &str, current: Option<&str>) -> String {
    let current = current.map_or_else(|| "no feature".to_owned(), |current| format!("`{current}`"));
    format!(
        "Spec Kit would work on {current}, not on `{named}`: set SPECIFY_FEATURE_DIRECTORY={named}, or change `.specify/feature.json`"
    )
}

pub(super) fn folder_is_made(shown: &str) -> String {
    format!("`{shown}` does not exist, and Spec Kit makes it without a word: correct `.specify/feature.json` first")
}

pub(super) fn constitution_untouched(command: &str) -> String {
    format!("the constitution is still the template, so nothing is checked against it: run `{command}` first")
}

pub(super) fn plan_untouched(command: &str) -> String {
    format!("`plan.md` is still the template, which Spec Kit does not check: run `{command}` first")
}

pub(super) fn no_spec(command: &str) -> String {
    format!("the feature has no `spec.md`, which Spec Kit does not check here: run `{command}` first")
}

pub(super) fn clarify_without_spec(command: &str) -> String {
    format!("the feature has no `spec.md` to clarify: run `{command}` first")
}

pub(super) fn clarifications(open: usize, command: &str) -> String {
    match open {
        1 => format!("a question in `spec.md` is open: run `{command}` first"),
        _ => format!("{open} questions in `spec.md` are open: run `{command}` first"),
    }
}

pub(super) fn ticks_lost(done: usize, all: usize) -> String {
    format!("`tasks.md` is written again, and {done} of {all} tasks are ticked: commit it first")
}

pub(super) fn hooks(commands: &[String]) -> String {
    format!("extensions run {} first", list(commands.iter().map(String::as_str), "and"))
}

pub(super) fn next(commands: &[String]) -> String {
    format!("next: {}", list(commands.iter().map(String::as_str), "or"))
}

/// The table of checklists and the question, in Spec Kit's own words, or what it was answered with.
pub(super) fn checklists(checklists: &[ChecklistCount], confirmed: bool) -> String {
    let width = checklists.iter().map(|it| it.name.chars().count()).max().unwrap_or(0).max("Checklist".len());
    let mut table = format!("| {:width$} | Total | Checked | Unchecked | Status |\n", "Checklist");
    table += &format!("|{}|-------|---------|-----------|--------|\n", "-".repeat(width + 2));
    for it in checklists {
        let open = it.total - it.checked;
        let status = if open == 0 { "✓ PASS" } else { "✗ FAIL" };
        table += &format!("| {:width$} | {:<5} | {:<7} | {open:<9} | {status} |\n", it.name, it.total, it.checked);
    }
    let answer = if confirmed { " yes" } else { "" };
    format!(
        "{table}Some checklists have unchecked items. Do you want to proceed with implementation anyway? (yes/no){answer}"
    )
}
