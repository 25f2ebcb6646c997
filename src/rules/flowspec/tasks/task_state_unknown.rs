//! A workflow label that names no state.

use super::active_task;
use crate::{
    model::{Kind, task::Task},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("task-state-unknown"), Severity::Error)
    .summary("a task is in a state that the workflow does not have")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(machine) = context.index.machine.as_ref().filter(|machine| !machine.incomplete) else { return };
    let Some(task) = active_task(context) else { return };
    for (label, state) in task.states().filter(|(_, state)| machine.state(state).is_none()) {
        let near = sink.nearest(state.trim(), machine.states.iter().map(|state| state.name.text.as_str()));
        let advice = near.map_or("use one of its states".to_owned(), |near| format!("did you mean `{near}`?"));
        let range = Task::state_range(context.text, label);
        let mut finding = sink.report(range, format!("the workflow has no state `{state}`: {advice}"));
        finding.fixes(|| near.map(|near| fix(context, range, near)));
    }
}

fn fix(context: &Context<'_>, range: TextRange, near: &str) -> Fix {
    Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, range, near)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_nearest_state() {
        let fixture = "//- /backlog/tasks/task-1 - A.md
---
id: task-1
title: 😀
labels: [\"é\", 'workflow:Plannd', workflow:ReadyForDone]
---
";
        check(
            "task-state-unknown",
            fixture,
            expect![[r#"
            backlog/tasks/task-1 - A.md
              labels: ["é", 'workflow:Plannd', workflow:ReadyForDone]
            //                        ^^^^^^ error task-state-unknown: the workflow has no state `Plannd`: did you mean `Planned`?
              labels: ["é", 'workflow:Plannd', workflow:ReadyForDone]
            //                                          ^^^^^^^^^^^^ error task-state-unknown: the workflow has no state `ReadyForDone`: use one of its states
        "#]],
        );
        check_fixes(
            "task-state-unknown",
            fixture,
            expect![[r#"
            * Change to `Planned`
            //- /backlog/tasks/task-1 - A.md
            ---
            id: task-1
            title: 😀
            labels: ["é", 'workflow:Planned', workflow:ReadyForDone]
            ---
        "#]],
        );
    }

    #[test]
    fn the_states_are_those_of_the_workflow_file() {
        let task = "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nlabels:\n  - workflow:Ready\n---\n";
        check_silent(
            "task-state-unknown",
            &format!("//- /flowspec_workflow.yml\nversion: \"2.0\"\nstates: [To Do, Ready]\nworkflows: {{}}\n{task}"),
        );
        check_silent("task-state-unknown", &format!("//- /flowspec_workflow.yml\n: [\n{task}"));
    }

    #[test]
    fn other_labels_and_old_tasks_are_silent() {
        check_silent(
            "task-state-unknown",
            "//- /backlog/tasks/task-1 - A.md\n---\nlabels: [workflow, workflow-artifacts, 'workflow: planned ']\n---\nworkflow:X\n",
        );
        check_silent(
            "task-state-unknown",
            "//- /backlog/archive/tasks/task-1 - A.md\n---\nlabels: [workflow:Old]\n---\n",
        );
    }
}
