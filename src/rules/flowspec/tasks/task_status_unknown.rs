//! A status that the board does not have.

use super::active_task;
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{nearest::nearest, yaml::Node},
    text::list,
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("task-status-unknown"), Severity::Warning)
    .summary("a status that is not in `backlog/config.yml`")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let statuses = &context.snapshot.backlog().statuses;
    let Some(status) = active_task(context).map(|task| task.status) else { return };
    let Some(status) = status else { return check_empty(context, sink) };
    // `Draft` is Backlog.md's own word for what is not on the board yet.
    let known = |name: &str| name.eq_ignore_ascii_case(status.text.trim());
    if statuses.is_empty() || known("Draft") || statuses.iter().any(|status| known(status)) {
        return;
    }
    let near = nearest(status.text.trim(), statuses.iter().map(String::as_str));
    let advice = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write {}", list(statuses.iter().map(String::as_str), "or")),
    };
    let better = statuses.iter().filter(|name| near.is_none_or(|near| near == *name));
    let mut finding = sink.report(status.content, format!("the board has no status `{}`: {advice}", status.text));
    finding.fixes(|| better.map(|name| fix(context, status.content, name)));
}

/// A status that is there and empty. Without the key it is not a task that Backlog.md has written.
fn check_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    let entry = context.facts().front_matter.as_ref().and_then(|front_matter| front_matter.get("status"));
    let is_empty = |node: &Node| node.is_null() || node.as_str().is_some_and(|text| text.trim().is_empty());
    let Some(entry) = entry.filter(|entry| is_empty(&entry.value)) else { return };
    let statuses = &context.snapshot.backlog().statuses;
    let first = statuses.first().map_or("To Do", String::as_str);
    let message =
        format!("the `status` is empty, so the task is in no column of the board: set it to `{first}` or another");
    sink.report(entry.key.range, message);
}

fn fix(context: &Context<'_>, status: TextRange, name: &str) -> Fix {
    Fix::new(format!("Change to `{name}`"), vec![Edit::replace(&context.document.path, status, name)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(folder: &str, status: &str) -> String {
        format!(
            "//- /backlog/config.yml\nstatuses: [\"To Do\", In Progress, Done]\n//- /backlog/{folder}/task-1 - A.md\n---\ntitle: 😀\nstatus: {status}\n---\n"
        )
    }

    #[test]
    fn an_empty_status_is_reported() {
        check(
            "task-status-unknown",
            &fixture("tasks", ""),
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  status:
                //^^^^^^ warning task-status-unknown: the `status` is empty, so the task is in no column of the board: set it to `To Do` or another
            "#]],
        );
    }

    #[test]
    fn the_nearest_status_or_all() {
        check(
            "task-status-unknown",
            &fixture("tasks", "'In Progres'"),
            expect![[r#"
            backlog/tasks/task-1 - A.md
              status: 'In Progres'
            //         ^^^^^^^^^^ warning task-status-unknown: the board has no status `In Progres`: did you mean `In Progress`?
        "#]],
        );
        check_fixes(
            "task-status-unknown",
            &fixture("tasks", "'In Progres'"),
            expect![[r#"
            * Change to `In Progress`
            //- /backlog/tasks/task-1 - A.md
            ---
            title: 😀
            status: 'In Progress'
            ---
        "#]],
        );
        check(
            "task-status-unknown",
            &fixture("tasks", "Blocked"),
            expect![[r#"
            backlog/tasks/task-1 - A.md
              status: Blocked
            //        ^^^^^^^ warning task-status-unknown: the board has no status `Blocked`: write `To Do`, `In Progress` or `Done`
        "#]],
        );
    }

    #[test]
    fn known_statuses_and_old_tasks_are_silent() {
        check_silent("task-status-unknown", &fixture("tasks", "in progress"));
        check_silent("task-status-unknown", &fixture("drafts", "Draft"));
        check_silent("task-status-unknown", &fixture("archive/tasks", "Blocked"));
        check_silent("task-status-unknown", "//- /backlog/tasks/task-1 - A.md\n---\nstatus: Blocked\n---\n");
    }
}
