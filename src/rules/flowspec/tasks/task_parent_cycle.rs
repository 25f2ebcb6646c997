//! Tasks that are each other's parents.

use super::{report_ring, task};
use crate::{
    model::{Kind, task::id_key},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-parent-cycle"), Severity::Warning)
    .summary("tasks that are each other's parents")
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(task) = task(context) else { return };
    let own = task.id.as_ref().map(|id| id_key(&id.text));
    if let Some(parent) = task.parent.as_ref().filter(|parent| own == Some(id_key(&parent.text))) {
        sink.report(parent.content, format!("`{}` is its own parent: remove the key", parent.text));
    }
    if let Some(ring) = context.index.task_rings.parents.get(&context.document.path) {
        let words = ("these tasks are each other's parents:", "correct one of them");
        report_ring(context, ring, words, |task| task.parent.as_slice(), sink);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn task(id: u8, parent: &str) -> String {
        format!("//- /backlog/tasks/task-{id} - 😀.md\n---\nid: TASK-{id}\nparent_task_id: {parent}\n---\n")
    }

    #[test]
    fn a_ring_is_reported_once() {
        check(
            "task-parent-cycle",
            &(task(1, "'TASK-2'") + &task(2, "task-1") + &task(3, "task-3")),
            expect![[r#"
                backlog/tasks/task-1 - 😀.md
                  parent_task_id: 'TASK-2'
                //                 ^^^^^^ warning task-parent-cycle: these tasks are each other's parents: `task-1` → `task-2` → `task-1`: correct one of them
                //  backlog/tasks/task-2 - 😀.md:3:17: leads to `task-1`
                backlog/tasks/task-3 - 😀.md
                  parent_task_id: task-3
                //                ^^^^^^ warning task-parent-cycle: `task-3` is its own parent: remove the key
            "#]],
        );
    }

    #[test]
    fn a_parent_above_is_ignored() {
        check_silent("task-parent-cycle", &(task(1, "") + &task(2, "TASK-1") + &task(3, "TASK-2")));
    }
}
