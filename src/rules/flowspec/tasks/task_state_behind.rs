//! A finished task in an early state.

use super::active_task;
use crate::{
    model::{Kind, machine::is_terminal, task::Task},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-state-behind"), Severity::Hint)
    .summary("a finished task is still in an early state")
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(machine) = context.index.machine.as_ref().filter(|machine| !machine.incomplete) else { return };
    let Some(task) = active_task(context) else { return };
    let Some(status) = task.status.as_ref().filter(|status| context.snapshot.backlog().is_final(&status.text)) else {
        return;
    };
    let mut states = task.states();
    let (Some((label, state)), None) = (states.next(), states.next()) else { return };
    if machine.state(state).is_none() || is_terminal(state) {
        return;
    }
    let mut ends =
        machine.states.iter().map(|state| state.name.text.as_str()).filter(|state| is_terminal(state)).peekable();
    // From the last state before an end the rest may well happen outside of the workflow.
    if ends.peek().is_none() || ends.any(|end| machine.leads(Some(state), end)) {
        return;
    }
    let message =
        format!("the task is `{}`, and its state is still `{state}`: set the one that it reached", status.text);
    let path = &context.document.path;
    sink.report(Task::state_range(context.text, label), message).related(path, status.content, "the status is here");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(folder: &str, status: &str, state: &str) -> String {
        format!(
            "//- /backlog/{folder}/task-1 - A.md\n---\ntitle: 😀\nstatus: {status}\nlabels: ['workflow:{state}']\n---\n"
        )
    }

    #[test]
    fn finished_and_early() {
        check(
            "task-state-behind",
            &fixture("tasks", "Done", "Planned"),
            expect![[r#"
            backlog/tasks/task-1 - A.md
              labels: ['workflow:Planned']
            //                   ^^^^^^^ hint task-state-behind: the task is `Done`, and its state is still `Planned`: set the one that it reached
            //  backlog/tasks/task-1 - A.md:3:9: the status is here
        "#]],
        );
    }

    #[test]
    fn open_tasks_late_states_and_old_tasks_are_silent() {
        check_silent("task-state-behind", &fixture("tasks", "In Progress", "Planned"));
        check_silent("task-state-behind", &fixture("tasks", "Done", "Deployed"));
        check_silent("task-state-behind", &fixture("tasks", "Done", "Validated"));
        check_silent("task-state-behind", &fixture("tasks", "Done", "Unknown"));
        check_silent("task-state-behind", &fixture("completed", "Done", "Planned"));
    }
}
