//! Tasks that Backlog.md does not list, although their front matter is fine.

use camino::Utf8Path;

use super::{life, task};
use crate::{
    model::{
        Kind,
        backlog::is_due_date,
        task::{id_key, id_of_file},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    workspace::{Life, ProjectPath, Resolved},
};

pub(super) static RULE: Rule = Rule::new(page!("task-unlisted"), Severity::Error)
    .summary("a task that Backlog.md does not list")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let front_matter = context.facts().front_matter.as_ref();
    if matches!(life(context), Life::Active | Life::Done)
        && let Some(date) = front_matter.and_then(|it| it.get("due_date"))
        && !date.value.is_null()
        && !date.value.as_str().is_some_and(|text| text.trim().is_empty() || is_due_date(text))
    {
        let message = "`due_date` is not a date, so Backlog.md does not list this task: write it as `2026-01-31`";
        sink.report(date.value.range, message);
    }
    if life(context) != Life::Active {
        return;
    }
    let tasks = ProjectPath::from(&*context.snapshot.backlog().folder).join("tasks");
    let (Some(id), Ok(place)) = (task(context).and_then(|task| task.id), context.document.name().strip_prefix(&tasks))
    else {
        return;
    };
    let file = place.file_name().unwrap_or_default();
    if place.parent().is_some_and(|folder| !folder.as_str().is_empty()) {
        let message = format!("Backlog.md does not look into folders of `{tasks}`: move this task to `{tasks}`");
        sink.report(id.content, message).fixes(|| moved(context, &tasks.join(file)));
    } else if !context.snapshot.backlog().lists(file) {
        let prefix = context.snapshot.backlog().prefix.to_lowercase();
        let message = format!(
            "the file name does not begin with `{prefix}-`, so Backlog.md does not list this task: rename the file"
        );
        sink.report(id.content, message).fixes(|| renamed(context, &id.text, &prefix, file));
    }
}

/// The file with the prefix in its name, which is the id's.
fn renamed(context: &Context<'_>, id: &str, prefix: &str, file: &str) -> Option<Fix> {
    let key = id_key(id);
    let id = if key.starts_with(&format!("{prefix}-")) { key } else { format!("{prefix}-{key}") };
    let rest = match id_of_file(file) {
        Some(of_file) => file[of_file.len()..].to_owned(),
        None => format!(" - {file}"),
    };
    let name = format!("{id}{rest}");
    let to = ProjectPath::from(context.document.name()).folder().join(&name);
    (id_of_file(&name) == Some(id.as_str())).then(|| moved(context, &to)).flatten()
}

/// The file under another name, when that is free.
fn moved(context: &Context<'_>, to: &Utf8Path) -> Option<Fix> {
    let is_free = context.snapshot.resolve(to) == Resolved::Missing;
    let edit = Edit::Rename { from: context.document.path.clone(), to: context.snapshot.path(to) };
    is_free.then(|| Fix::new(format!("Rename to `{to}`"), vec![edit]))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(name: &str, keys: &str) -> String {
        format!("//- /backlog/{name}\n---\nid: TASK-7\ntitle: 😀\n{keys}---\n")
    }

    #[test]
    fn a_file_name_without_the_prefix_is_reported() {
        check(
            "task-unlisted",
            &fixture("tasks/Add login.md", ""),
            expect![[r#"
                backlog/tasks/Add login.md
                  id: TASK-7
                //    ^^^^^^ error task-unlisted: the file name does not begin with `task-`, so Backlog.md does not list this task: rename the file
            "#]],
        );
        check_fixes(
            "task-unlisted",
            &fixture("tasks/Add login.md", ""),
            expect![[r#"
                * Rename to `backlog/tasks/task-7 - Add login.md`
                //- /backlog/tasks/task-7 - Add login.md
                ---
                id: TASK-7
                title: 😀
                ---
            "#]],
        );
        check_fixes(
            "task-unlisted",
            &fixture("tasks/TASK-7 - Add login.md", ""),
            expect![[r#"
                * Rename to `backlog/tasks/task-7 - Add login.md`
                //- /backlog/tasks/task-7 - Add login.md
                ---
                id: TASK-7
                title: 😀
                ---
            "#]],
        );
    }

    #[test]
    fn a_folder_of_tasks_is_reported() {
        check(
            "task-unlisted",
            &fixture("tasks/web/task-7 - A.md", ""),
            expect![[r#"
                backlog/tasks/web/task-7 - A.md
                  id: TASK-7
                //    ^^^^^^ error task-unlisted: Backlog.md does not look into folders of `backlog/tasks`: move this task to `backlog/tasks`
            "#]],
        );
        check_fixes(
            "task-unlisted",
            &fixture("tasks/web/task-7 - A.md", ""),
            expect![[r#"
                * Rename to `backlog/tasks/task-7 - A.md`
                //- /backlog/tasks/task-7 - A.md
                ---
                id: TASK-7
                title: 😀
                ---
            "#]],
        );
    }

    #[test]
    fn a_due_date_that_is_no_date_is_reported() {
        check(
            "task-unlisted",
            &fixture("tasks/task-7 - A.md", "due_date: 'söon'\n"),
            expect![[r#"
                backlog/tasks/task-7 - A.md
                  due_date: 'söon'
                //          ^^^^^^ error task-unlisted: `due_date` is not a date, so Backlog.md does not list this task: write it as `2026-01-31`
            "#]],
        );
    }

    #[test]
    fn listed_tasks_and_other_files_are_ignored() {
        check_silent("task-unlisted", &fixture("tasks/task-7.md", "due_date: 2026-01-31\n"));
        check_silent("task-unlisted", &fixture("tasks/task-7 - A.md", "due_date:\n"));
        check_silent("task-unlisted", &fixture("drafts/draft-7 - A.md", ""));
        check_silent("task-unlisted", &fixture("archive/tasks/A.md", "due_date: soon\n"));
        check_silent("task-unlisted", "//- /backlog/tasks/README.md\n# Tasks\n");
        let prefix = "//- /backlog/config.yml\ntask_prefix: BACK\n";
        check_silent("task-unlisted", &format!("{prefix}{}", fixture("tasks/back-7 - A.md", "")));
    }
}
