//! What is shown. The texts of flowspec's commands are kept to the letter, because people know them; what these do not say follows our
//! own style.

use camino::Utf8Path;

use super::{Missing, TaskRef};
use crate::{
    model::{
        machine::{INITIAL_STATE, same_name},
        task::STATE_PREFIX,
    },
    workflow::books::LabelRefusal,
};

/// How a task without a workflow label is spoken of.
const NO_LABEL: &str = "(no workflow label)";

pub(super) const CONSTITUTION_MISSING: &str = "\
⚠️ No constitution found\n\
\n\
To create one:\n\
\x20 1. Run: flowspec init --here\n\
\x20 2. Then: Run /spec:constitution to customize\n\
\n\
Proceeding without constitution...";

pub(super) const CONSTITUTION_VALIDATED: &str = "[Y] Constitution validated";

pub(super) const COMMAND_CANCELLED: &str = "Command cancelled. Run /spec:constitution to customize your constitution.";

pub(super) const VALIDATION_SKIPPED: &str = "⚠️ Skipping constitution validation (--skip-validation)";

pub(super) const STATE_CHECK_SKIPPED: &str = "\
⚠️ Skipping workflow state check (--skip-state-check)\n\
\n\
Bypassing state checks may result in incomplete artifacts or broken workflows.";

pub(super) const NO_TASK: &str = "no task is given and none is `In Progress`: name one by its id or its file";

pub(super) const NO_TASK_TO_UPDATE: &str = "no task is given and none is `In Progress`, so no task will be updated";

pub(super) fn constitution_unreadable(path: &str, reason: &str) -> String {
    format!("`{path}` cannot be read ({reason}), so nobody can tell whether it is validated")
}

pub(super) fn constitution_light(sections: &[String]) -> String {
    let (count, sections) = (sections.len(), items(sections));
    format!(
        "⚠️ Constitution has {count} unvalidated sections:\n\
         {sections}\n\
         \n\
         Consider running /spec:constitution to customize your constitution.\n\
         \n\
         Proceeding with command..."
    )
}

/// The question stands at the end, with its answer when there is one.
pub(super) fn constitution_medium(sections: &[String], confirmed: bool) -> String {
    let (count, sections) = (sections.len(), items(sections));
    let answer = if confirmed { " y" } else { "" };
    format!(
        "⚠️ Constitution Validation Recommended\n\
         \n\
         Your constitution has {count} unvalidated sections:\n\
         {sections}\n\
         \n\
         Medium tier projects should validate their constitution before workflow commands.\n\
         \n\
         Options:\n\
         \x20 1. Continue anyway (y/N)\n\
         \x20 2. Run /spec:constitution to customize\n\
         \x20 3. Run flowspec constitution validate to check status\n\
         \n\
         Continue without validation? [y/N]:{answer}"
    )
}

pub(super) fn constitution_heavy(sections: &[String]) -> String {
    let (count, sections) = (sections.len(), items(sections));
    format!(
        "[X] Constitution Validation Required\n\
         \n\
         Your constitution has {count} unvalidated sections:\n\
         {sections}\n\
         \n\
         Heavy tier constitutions require full validation before workflow commands.\n\
         \n\
         To resolve:\n\
         \x20 1. Run /spec:constitution to customize your constitution\n\
         \x20 2. Run flowspec constitution validate to verify\n\
         \x20 3. Remove all NEEDS_VALIDATION markers\n\
         \n\
         Or use --skip-validation to bypass (not recommended).\n\
         \n\
         Command blocked until constitution is validated."
    )
}

/// `states` are those of the task; without one the line about it is left out.
pub(super) fn light_mode_research(states: Option<&[String]>, plan: &str) -> String {
    let current = match states {
        None => String::new(),
        Some([]) => format!("Current state: {NO_LABEL}\n"),
        Some(states) => format!("Current state: {}\n", labels(states).join(", ")),
    };
    format!(
        "ℹ️ This project is in Light Mode\n\
         \n\
         Light mode skips the research phase for faster iteration.\n\
         {current}\n\
         Suggestions:\n\
         \x20 - Run {plan} to proceed directly to planning\n\
         \x20 - To enable research, delete .flowspec-light-mode and use full mode\n\
         \x20 - See docs/guides/when-to-use-light-mode.md for details"
    )
}

pub(super) fn light_mode_template(command: &str, template: &str, note: &str) -> String {
    format!("Project is in LIGHT MODE (~60% faster workflow)\n\n`{command}` -> Uses `{template}` template ({note})")
}

pub(super) fn label_fixed(task: &TaskRef, refusal: &LabelRefusal) -> String {
    let name = if task.id.is_empty() { task.path.as_str() } else { &task.id };
    format!("{name} could not be moved on after a success: {refusal}")
}

pub(super) fn state_invalid(command: &str, current: Option<&str>, required: &[String], valid: &[String]) -> String {
    let current = current.map_or_else(|| NO_LABEL.to_owned(), label);
    let initial = required.iter().any(|state| same_name(state, INITIAL_STATE)).then(|| NO_LABEL.to_owned());
    let required = labels(required).into_iter().chain(initial).collect::<Vec<_>>().join(", ");
    let valid = if valid.is_empty() { "none".to_owned() } else { valid.join(", ") };
    format!(
        "⚠️ Cannot run {command}\n\
         \n\
         Current state: \"{current}\"\n\
         Required states: {required}\n\
         \n\
         Suggestions:\n\
         \x20 - Valid workflows for current state: {valid}\n\
         \x20 - Use --skip-state-check to bypass (not recommended)"
    )
}

pub(super) fn command_unknown(command: &str, near: Option<&str>, known: &[String]) -> String {
    match near {
        Some(near) => format!("there is no command `{command}`: did you mean `{near}`?"),
        None if known.is_empty() => format!("there is no command `{command}`: the workflow names none"),
        None => format!("there is no command `{command}`: the workflow has {}", known.join(", ")),
    }
}

pub(super) fn command_without_states(command: &str, constitution: bool) -> String {
    let checked = if constitution { "only the constitution is checked" } else { "there is nothing to check" };
    format!("`{command}` takes no step of the workflow: {checked}")
}

pub(super) fn command_not_in_workflow(command: &str) -> String {
    format!(
        "`{command}` wants the state of its task to be checked, but the workflow does not have this command: \
         add it to the workflow file"
    )
}

pub(super) fn command_unreadable(command: &str, path: &str, reason: &str) -> String {
    format!("`{path}` cannot be read ({reason}), so what `{command}` requires is unknown")
}

pub(super) fn workflow_unreadable(path: &str) -> String {
    format!(
        "`{path}` cannot be read as a workflow, so nobody can tell which command may run: \
         `flowspec-lsp check` says what is wrong in it"
    )
}

pub(super) fn task_unknown(task: &str, backlog: &Utf8Path) -> String {
    format!("there is no task `{task}` in `{backlog}`: name one by its id or its file")
}

pub(super) fn task_unreadable(path: &str) -> String {
    format!("what `{path}` says of its labels cannot be read: `flowspec-lsp check` says what is wrong in it")
}

pub(super) fn task_put_away(task: &TaskRef) -> String {
    format!("`{}` lies in `{}`: nobody works on it any more", task.id, task.path.parent().unwrap_or(&task.path))
}

pub(super) fn several_tasks(several: &str, tasks: &[TaskRef]) -> String {
    let task = |task: &TaskRef| format!("  - {}: {} ({})", task.id, task.title, task.path);
    format!("{several}: which one?\n{}", lines(tasks.iter().map(task)))
}

pub(super) fn several_states(task: &TaskRef, states: &[String]) -> String {
    let states: Vec<_> = labels(states).into_iter().map(|label| format!("`{label}`")).collect();
    format!("`{}` is in several states, {}: leave the one that is right", task.id, states.join(" and "))
}

/// `skipped` says that the state check, and this with it, does not hold anything up.
pub(super) fn artifacts_missing(command: &str, missing: &[Missing], skipped: bool) -> String {
    let paths = lines(missing.iter().map(artifact));
    if skipped {
        return format!("⚠️ Missing artifacts of {command}:\n{paths}");
    }
    let variables = missing.iter().any(|missing| missing.path.contains('{'));
    let variables = if variables { "; {feature} and the like stand for any name" } else { "" };
    format!(
        "⚠️ Cannot run {command}\n\
         \n\
         Missing artifacts:\n\
         {paths}\n\
         \n\
         Suggestions:\n\
         \x20 - Create what is missing{variables}\n\
         \x20 - Use --skip-state-check to bypass (not recommended)"
    )
}

pub(super) fn artifacts_unchecked(unchecked: &[Missing]) -> String {
    let paths = lines(unchecked.iter().map(artifact));
    format!(
        "whether these artifacts are there cannot be seen: git or the settings leave them out, or they lie outside\n{paths}"
    )
}

pub(super) fn keyword_needed(keyword: &str, given: Option<&str>) -> String {
    let wrong = given.map_or_else(String::new, |given| format!(", not `{given}`"));
    format!("the workflow wants somebody to approve this step: type `{keyword}`{wrong}")
}

pub(super) fn pull_request(to: Option<&str>) -> String {
    let to = to.map_or_else(String::new, |to| format!(" before the task is `{to}`"));
    format!("the workflow wants a merged pull request with the artifacts{to}: nobody checks that here")
}

pub(super) fn approval_unclear(validation: &str) -> String {
    format!(
        "`validation: {validation}` is none of `NONE`, `PULL_REQUEST` and `KEYWORD[\"WORD\"]`: \
         nobody can tell how this step is approved"
    )
}

fn artifact(missing: &Missing) -> String {
    let kind = if missing.kind.is_empty() { "file" } else { &missing.kind };
    format!("  - {kind}: {}", missing.path)
}

fn label(state: &str) -> String {
    format!("{STATE_PREFIX}{state}")
}

fn labels(states: &[String]) -> Vec<String> {
    states.iter().map(|state| label(state)).collect()
}

fn items(texts: &[String]) -> String {
    lines(texts.iter().map(|text| format!("  - {text}")))
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
