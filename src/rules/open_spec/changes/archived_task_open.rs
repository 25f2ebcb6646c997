//! An archived change with a task that is not done.

use crate::{
    model::{Kind, OpenSpecKind, open_spec::OpenSpecMeaning},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("archived-task-open"), Severity::Warning)
    .summary("an archived change has a task that is not done")
    .off()
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Tasks)], check).in_history().local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(OpenSpecMeaning::Tasks(tasks)) = context.facts().meaning.open_spec() else { return };
    if !context.document.is_history() {
        return;
    }
    let mut open = tasks.tasks.iter().filter(|task| !task.is_done());
    let Some(first) = open.next() else { return };
    let message = match open.count() {
        0 => "this task is not done, and the change is archived".to_owned(),
        more => format!("this task and {more} more are not done, and the change is archived"),
    };
    sink.report(first.checkbox, message);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const TASKS: &str = "//- /openspec/changes/archive/2026-01-02-a/tasks.md\n- [x] 😀\n- [ ] é\n- [~] b\n";

    #[test]
    fn a_task_that_was_left() {
        let on = "//- /flowspec-lsp.toml\n[rules]\narchived-task-open = \"warning\"\n";
        check(
            "archived-task-open",
            &format!("{on}{TASKS}"),
            expect![[r#"
            openspec/changes/archive/2026-01-02-a/tasks.md
              - [ ] é
            //  ^^^ warning archived-task-open: this task and 1 more are not done, and the change is archived
        "#]],
        );
        check_silent("archived-task-open", &format!("{on}//- /openspec/changes/a/tasks.md\n- [ ] open\n"));
    }

    #[test]
    fn it_is_off_unless_it_is_turned_on() {
        check_silent("archived-task-open", TASKS);
    }
}
