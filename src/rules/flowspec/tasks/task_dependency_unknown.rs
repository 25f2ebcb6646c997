//! A dependency on a task that is not there.

use super::{active_task, other_id, unknown_task};
use crate::{
    model::{Kind, task::id_key},
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-dependency-unknown"), Severity::Warning)
    .summary("a task depends on a task that does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(task) = active_task(context) else { return };
    // What a finished task once waited for may be gone.
    if task.status.as_ref().is_some_and(|status| context.snapshot.backlog().is_final(&status.text)) {
        return;
    }
    let own = task.id.as_ref().map(|id| id_key(&id.text));
    for dependency in &task.dependencies {
        let Some((message, near)) = unknown_task(context, own.as_deref(), &dependency.text, sink) else { continue };
        let mut finding = sink.report(dependency.content, message);
        finding.fixes(|| near.map(|near| other_id(context, dependency.content, &near)));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(status: &str, dependencies: &str) -> String {
        format!(
            "//- /backlog/completed/task-013 - A.md\n---\nid: task-013\n---\n//- /backlog/tasks/task-1 - B.md\n---\nid: task-1\ntitle: 😀\nstatus: {status}\ndependencies: {dependencies}\n---\n"
        )
    }

    #[test]
    fn the_nearest_id() {
        let fixture = fixture("To Do", "['task-113', é]");
        check(
            "task-dependency-unknown",
            &fixture,
            expect![[r#"
                backlog/tasks/task-1 - B.md
                  dependencies: ['task-113', é]
                //                ^^^^^^^^ warning task-dependency-unknown: there is no task `task-113`: did you mean `task-13`?
                  dependencies: ['task-113', é]
                //                           ^ warning task-dependency-unknown: there is no task `é`: remove it or create the task
            "#]],
        );
        check_fixes(
            "task-dependency-unknown",
            &fixture,
            expect![[r#"
            * Change to `task-13`
            //- /backlog/tasks/task-1 - B.md
            ---
            id: task-1
            title: 😀
            status: To Do
            dependencies: ['task-13', é]
            ---
        "#]],
        );
        check(
            "task-dependency-unknown",
            &self::fixture("To Do", "\n  - task-113"),
            expect![[r#"
            backlog/tasks/task-1 - B.md
                - task-113
            //    ^^^^^^^^ warning task-dependency-unknown: there is no task `task-113`: did you mean `task-13`?
        "#]],
        );
    }

    #[test]
    fn archived_tasks_and_drafts_are_reported() {
        let other = "//- /backlog/archive/tasks/task-7 - C.md\n---\nid: task-7\n---\n//- /backlog/drafts/draft-1 - D.md\n---\nid: draft-1\n---\n";
        check(
            "task-dependency-unknown",
            &format!("{other}{}", fixture("To Do", "[7, DRAFT-1]")),
            expect![[r#"
                backlog/tasks/task-1 - B.md
                  dependencies: [7, DRAFT-1]
                //               ^ warning task-dependency-unknown: `7` is archived, and Backlog.md does not find it here: remove it
                  dependencies: [7, DRAFT-1]
                //                  ^^^^^^^ warning task-dependency-unknown: `DRAFT-1` is a draft, and Backlog.md does not find it here: remove it
            "#]],
        );
    }

    #[test]
    fn existing_tasks_and_finished_tasks_are_silent() {
        for known in ["task-13", "TASK-013", "13", "'task-1'"] {
            check_silent("task-dependency-unknown", &fixture("To Do", &format!("[{known}]")));
        }
        check_silent("task-dependency-unknown", &fixture("Done", "[task-99]"));
        check_silent("task-dependency-unknown", &fixture("To Do", "[]"));
    }

    #[test]
    fn a_text_in_place_of_the_list_is_no_dependency() {
        check_silent(
            "task-dependency-unknown",
            "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\ndependencies: task-9\n---\n",
        );
    }
}
