//! A parent that is not there.

use super::{active_task, other_id, unknown_task};
use crate::{
    model::{Kind, task::id_key},
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-parent-unknown"), Severity::Hint)
    .summary("`parent_task_id` names a task that does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(task) = active_task(context) else { return };
    let (own, Some(parent)) = (task.id.map(|id| id_key(&id.text)), task.parent) else { return };
    let Some((message, near)) = unknown_task(context, own.as_deref(), &parent.text, sink) else { return };
    let mut finding = sink.report(parent.content, message);
    finding.fixes(|| near.map(|near| other_id(context, parent.content, &near)));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(folder: &str, parent: &str) -> String {
        let other = format!("//- /backlog/{folder}/task-13 - A.md\n---\nid: task-13\n---\n");
        format!("{other}//- /backlog/tasks/task-1 - B.md\n---\nid: task-1\ntitle: 😀\nparent_task_id: {parent}\n---\n")
    }

    #[test]
    fn the_nearest_id() {
        check(
            "task-parent-unknown",
            &fixture("tasks", "\"TASK-113\""),
            expect![[r#"
                backlog/tasks/task-1 - B.md
                  parent_task_id: "TASK-113"
                //                 ^^^^^^^^ hint task-parent-unknown: there is no task `TASK-113`: did you mean `task-13`?
            "#]],
        );
        check_fixes(
            "task-parent-unknown",
            &fixture("tasks", "\"TASK-113\""),
            expect![[r#"
                * Change to `task-13`
                //- /backlog/tasks/task-1 - B.md
                ---
                id: task-1
                title: 😀
                parent_task_id: "task-13"
                ---
            "#]],
        );
    }

    #[test]
    fn an_archived_parent_is_reported() {
        check(
            "task-parent-unknown",
            &fixture("archive/tasks", "13"),
            expect![[r#"
                backlog/tasks/task-1 - B.md
                  parent_task_id: 13
                //                ^^ hint task-parent-unknown: `13` is archived, and Backlog.md does not find it here: remove it
            "#]],
        );
    }

    #[test]
    fn parents_that_are_there_are_ignored() {
        check_silent("task-parent-unknown", &fixture("completed", "TASK-013"));
        check_silent("task-parent-unknown", &fixture("tasks", "13"));
        check_silent("task-parent-unknown", &fixture("tasks", ""));
    }
}
