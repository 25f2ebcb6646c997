//! A dependency on a task that is not there.

use super::active_task;
use crate::{
    model::{Kind, task::id_key},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::nearest::around,
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("task-dependency-unknown"), Severity::Warning)
    .summary("a task depends on a task that does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(task) = active_task(context) else { return };
    let (tasks, backlog) = (&context.index.tasks, context.snapshot.backlog());
    // What a finished task once waited for may be gone.
    if task.status.as_ref().is_some_and(|status| backlog.is_final(&status.text)) {
        return;
    }
    for dependency in &task.dependencies {
        let key = id_key(&dependency.text);
        // Backlog.md also reads the bare number.
        if tasks.contains_key(&key) || tasks.contains_key(&format!("{}-{key}", backlog.prefix.to_lowercase())) {
            continue;
        }
        let near = sink.nearest(&key, around(&key, tasks));
        let advice = near.map_or("remove it or create the task".to_owned(), |near| format!("did you mean `{near}`?"));
        let mut finding = sink.report(dependency.content, format!("there is no task `{}`: {advice}", dependency.text));
        finding.fixes(|| near.map(|near| fix(context, dependency.content, near)));
    }
}

fn fix(context: &Context<'_>, dependency: TextRange, near: &str) -> Fix {
    Fix::new(format!("Replace by `{near}`"), vec![Edit::replace(&context.document.path, dependency, near)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(status: &str, dependencies: &str) -> String {
        format!(
            "//- /backlog/archive/tasks/task-013 - A.md\n---\nid: task-013\n---\n//- /backlog/tasks/task-1 - B.md\n---\nid: task-1\ntitle: 😀\nstatus: {status}\ndependencies: {dependencies}\n---\n"
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
            * Replace by `task-13`
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
    fn existing_tasks_and_finished_tasks_are_silent() {
        for known in ["task-13", "TASK-013", "13", "'task-1'"] {
            check_silent("task-dependency-unknown", &fixture("To Do", &format!("[{known}]")));
        }
        check_silent("task-dependency-unknown", &fixture("Done", "[task-99]"));
        check_silent("task-dependency-unknown", &fixture("To Do", "[]"));
    }
}
