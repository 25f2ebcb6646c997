//! Criteria that Backlog.md numbers again.

use std::collections::BTreeMap;

use super::{active_task, marked_criteria};
use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-criterion-number"), Severity::Hint)
    .summary("a criterion without a number, or with that of another")
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if active_task(context).is_none() {
        return;
    }
    for (_, criteria) in marked_criteria(context) {
        let mut seen = BTreeMap::new();
        for criterion in criteria {
            let Some(number) = criterion.number else {
                let message = "this criterion has no number, and Backlog.md numbers the list again with its next edit: \
                               begin it with `#` and the next number";
                sink.report(criterion.range, message);
                continue;
            };
            if let Some(first) = seen.get(&number) {
                let message = format!(
                    "duplicate criterion `#{number}`, and Backlog.md numbers the list again with its next edit: \
                     give it the next number"
                );
                sink.report(criterion.range, message).related(&context.document.path, *first, "the first one");
            } else {
                seen.insert(number, criterion.range);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(folder: &str, body: &str) -> String {
        format!("//- /backlog/{folder}/task-1 - A.md\n---\nid: task-1\n---\n{body}")
    }

    #[test]
    fn each_list_counts_by_itself() {
        check(
            "task-criterion-number",
            &fixture(
                "tasks",
                "<!-- AC:BEGIN -->\n- [x] #1 é\n- [ ] #1 b\n  * [ ] 😀\n<!-- AC:END -->\n<!-- DOD:BEGIN -->\n- [ ] #1 c\n<!-- DOD:END -->\n",
            ),
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  - [ ] #1 b
                //^^^^^^^^^^ hint task-criterion-number: duplicate criterion `#1`, and Backlog.md numbers the list again with its next edit: give it the next number
                //  backlog/tasks/task-1 - A.md:5:1: the first one
                    * [ ] 😀
                //  ^^^^^^^ hint task-criterion-number: this criterion has no number, and Backlog.md numbers the list again with its next edit: begin it with `#` and the next number
            "#]],
        );
    }

    #[test]
    fn gaps_lists_without_markers_and_archived_tasks_are_ignored() {
        let list = "<!-- AC:BEGIN -->\n- [x] a\n<!-- AC:END -->\n";
        check_silent("task-criterion-number", &fixture("archive/tasks", list));
        check_silent("task-criterion-number", &fixture("tasks", &list.replace("a\n", "#1 a\n- [ ] #4 b\n")));
        check_silent("task-criterion-number", &fixture("tasks", "## Acceptance Criteria\n- [ ] a\n"));
    }
}
