//! A finished task whose criteria are not all checked.

use text_size::TextRange;

use super::active_task;
use crate::{
    model::{Kind, section::sections, task::criteria},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-criteria-unchecked"), Severity::Hint)
    .summary("a finished task with open acceptance criteria")
    .checks(&[Check::new(&[Kind::Task], check).local()]);

/// How many of the criteria are shown.
const MOST: usize = 10;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(status) = active_task(context).and_then(|task| task.status) else { return };
    if !context.snapshot.backlog().is_final(&status.text) {
        return;
    }
    let (mut all, mut open) = (0, Vec::new());
    for section in sections(context.text, &context.facts.markers).pairs {
        if &context.text[section.name] == "AC" && section.begin.end() <= section.end.start() {
            let inside = TextRange::new(section.begin.end(), section.end.start());
            for criterion in criteria(context.text, &context.facts.fences, inside) {
                all += 1;
                if !criterion.checked {
                    open.push(criterion.range);
                }
            }
        }
    }
    if open.is_empty() {
        return;
    }
    let message = format!(
        "the task is `{}` with {} of {all} criteria unchecked: check them or reopen the task",
        status.text,
        open.len()
    );
    let mut finding = sink.report(status.content, message);
    for criterion in open.into_iter().take(MOST) {
        finding.related(&context.document.path, criterion, "this one is open");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(folder: &str, status: &str, body: &str) -> String {
        format!("//- /backlog/{folder}/task-1 - A.md\n---\ntitle: 😀\nstatus: {status}\n---\n{body}")
    }

    const OPEN: &str = "<!-- AC:BEGIN -->\r\n- [x] #1 é\r\n  * [ ] #2 Wrong ones\r\n```\n- [ ] #3\n```\n- [X] #4\n<!-- AC:END -->\n- [ ] not one\n";

    #[test]
    fn the_status_is_marked_and_the_criteria_are_shown() {
        check(
            "task-criteria-unchecked",
            &fixture("tasks", "'Done'", OPEN),
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  status: 'Done'
                //         ^^^^ hint task-criteria-unchecked: the task is `Done` with 1 of 3 criteria unchecked: check them or reopen the task
                //  backlog/tasks/task-1 - A.md:7:3: this one is open
            "#]],
        );
    }

    #[test]
    fn open_tasks_old_tasks_and_other_lists_are_silent() {
        check_silent("task-criteria-unchecked", &fixture("tasks", "To Do", OPEN));
        check_silent("task-criteria-unchecked", &fixture("archive/tasks", "Done", OPEN));
        check_silent(
            "task-criteria-unchecked",
            &fixture("tasks", "Done", "<!-- AC:BEGIN -->\n- [x] #1\n<!-- AC:END -->\n- [ ] x\n"),
        );
    }
}
