//! An open task in the archive.

use super::{life, task};
use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::Life,
};

pub(super) static RULE: Rule = Rule::new(page!("task-archived-open"), Severity::Hint)
    .off()
    .summary("an archived task that is still open")
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if life(context) != Life::PutAway {
        return;
    }
    let Some(status) = task(context).and_then(|task| task.status) else { return };
    if !context.snapshot.backlog().is_final(&status.text) {
        let message =
            format!("this task is archived while it is `{}`: set its last status or move it back", status.text);
        sink.report(status.content, message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(folder: &str, status: &str) -> String {
        format!(
            "//- /flowspec-lsp.toml\nrules.task-archived-open = \"hint\"\n//- /backlog/{folder}/task-1 - A.md\n---\ntitle: 😀\nstatus: {status}\n---\n"
        )
    }

    #[test]
    fn open_in_the_archive() {
        check(
            "task-archived-open",
            &fixture("archive/tasks", "\"In Progress\""),
            expect![[r#"
            backlog/archive/tasks/task-1 - A.md
              status: "In Progress"
            //         ^^^^^^^^^^^ hint task-archived-open: this task is archived while it is `In Progress`: set its last status or move it back
        "#]],
        );
    }

    #[test]
    fn finished_tasks_and_other_folders_are_silent() {
        let without_settings = fixture("archive/tasks", "To Do").replace("task-archived-open", "tier-missing");
        check_silent("task-archived-open", &without_settings);
        check_silent("task-archived-open", &fixture("archive/tasks", "done"));
        check_silent("task-archived-open", &fixture("tasks", "To Do"));
        check_silent("task-archived-open", &fixture("completed", "To Do"));
        let last = "//- /backlog/config.yml\nstatuses: [Open, Closed]\n";
        check_silent("task-archived-open", &format!("{last}{}", fixture("archive/tasks", "Closed")));
    }
}
