//! Tasks that wait for themselves.

use super::{life, report_ring, task};
use crate::{
    model::{Kind, task::id_key},
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::Life,
};

pub(super) static RULE: Rule = Rule::new(page!("task-dependency-cycle"), Severity::Error)
    .summary("tasks that depend on each other in a cycle")
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // What is archived keeps nothing waiting.
    let Some(task) = task(context).filter(|_| life(context) != Life::PutAway) else { return };
    let own = task.id.as_ref().map(|id| id_key(&id.text));
    for dependency in task.dependencies.iter().filter(|it| own.as_ref() == Some(&id_key(&it.text))) {
        let message = format!("`{}` depends on itself, so it is never ready: remove the dependency", dependency.text);
        sink.report(dependency.content, message);
    }
    if let Some(ring) = context.index.task_rings.dependencies.get(&context.document.path) {
        let words = ("these tasks wait for each other, so none is ever ready:", "remove one of the dependencies");
        report_ring(context, ring, words, |task| &task.dependencies, sink);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn task(folder: &str, id: u8, dependencies: &str) -> String {
        format!("//- /backlog/{folder}/task-{id} - 😀.md\n---\nid: TASK-{id}\ndependencies: {dependencies}\n---\n")
    }

    #[test]
    fn a_ring_is_reported_once() {
        let ring = task("tasks", 1, "[9, '3']") + &task("completed", 2, "[TASK-01]") + &task("tasks", 3, "[task-2]");
        check(
            "task-dependency-cycle",
            &ring,
            expect![[r#"
                backlog/tasks/task-1 - 😀.md
                  dependencies: [9, '3']
                //                   ^ error task-dependency-cycle: these tasks wait for each other, so none is ever ready: `task-1` → `task-3` → `task-2` → `task-1`: remove one of the dependencies
                //  backlog/tasks/task-3 - 😀.md:3:16: leads to `task-2`
                //  backlog/completed/task-2 - 😀.md:3:16: leads to `task-1`
            "#]],
        );
    }

    #[test]
    fn a_task_that_depends_on_itself_is_reported() {
        check(
            "task-dependency-cycle",
            &task("tasks", 1, "[TASK-2, \"task-1\"]"),
            expect![[r#"
                backlog/tasks/task-1 - 😀.md
                  dependencies: [TASK-2, "task-1"]
                //                        ^^^^^^ error task-dependency-cycle: `task-1` depends on itself, so it is never ready: remove the dependency
            "#]],
        );
    }

    #[test]
    fn chains_and_archived_tasks_are_ignored() {
        let chain = task("tasks", 1, "[2, 3]") + &task("tasks", 2, "[3]") + &task("tasks", 3, "[]");
        check_silent("task-dependency-cycle", &chain);
        let archived = task("archive/tasks", 1, "[2]") + &task("tasks", 2, "[1]");
        check_silent("task-dependency-cycle", &archived);
        check_silent("task-dependency-cycle", &task("archive/tasks", 1, "[1]"));
    }
}
