//! An id that differs from the one in the file's name.

use super::{renamed, task};
use crate::{
    model::{
        Kind,
        task::{TaskWord, id_key, id_of_file},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-id-mismatch"), Severity::Warning)
    .summary("the `id` differs from the id in the file name")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(of_file) = context.document.path.file_name().and_then(id_of_file) else { return };
    let Some(id) = task(context).and_then(|task| task.id) else { return };
    // Backlog.md also reads the bare number.
    let (key, of_file_key) = (id_key(&id.text), id_key(of_file));
    if key == of_file_key || of_file_key.strip_suffix(&key).is_some_and(|prefix| prefix.ends_with('-')) {
        return;
    }
    let message = format!("the id is `{}`, the file is named `{of_file}`: make them the same", id.text);
    sink.report(id.content, message).fixes(|| fixes(context, &id, of_file));
}

fn fixes(context: &Context<'_>, id: &TaskWord, of_file: &str) -> impl Iterator<Item = Fix> {
    let path = &context.document.path;
    let is_free = !context.index.tasks.contains_key(&id_key(of_file));
    let change = is_free
        .then(|| Fix::new(format!("Change the id to `{of_file}`"), vec![Edit::replace(path, id.content, of_file)]));
    let rename = renamed(context, &id.text).map(|to| {
        let title = format!("Rename the file to `{}`", to.file_name().unwrap_or_default());
        Fix::new(title, vec![Edit::Rename { from: path.clone(), to }])
    });
    change.into_iter().chain(rename)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_id_of_the_file_is_offered() {
        let fixture = "//- /backlog/tasks/task-12.1 - 😀.md\n---\ntitle: 😀\nid: \"task-21\"\n---\n";
        check(
            "task-id-mismatch",
            fixture,
            expect![[r#"
            backlog/tasks/task-12.1 - 😀.md
              id: "task-21"
            //     ^^^^^^^ warning task-id-mismatch: the id is `task-21`, the file is named `task-12.1`: make them the same
        "#]],
        );
        check_fixes(
            "task-id-mismatch",
            fixture,
            expect![[r#"
            * Change the id to `task-12.1`
            //- /backlog/tasks/task-12.1 - 😀.md
            ---
            title: 😀
            id: "task-12.1"
            ---
            * Rename the file to `task-21 - 😀.md`
            //- /backlog/tasks/task-21 - 😀.md
            ---
            title: 😀
            id: "task-21"
            ---
        "#]],
        );
    }

    #[test]
    fn an_id_or_a_name_that_is_taken_is_not_offered() {
        let fixture = "//- /backlog/tasks/task-12 - A.md\n---\nid: task-21\n---\n//- /backlog/tasks/b.md\n---\nid: task-12\n---\n";
        check_fixes(
            "task-id-mismatch",
            fixture,
            expect![[r#"
            * Rename the file to `task-21 - A.md`
            //- /backlog/tasks/task-21 - A.md
            ---
            id: task-21
            ---
        "#]],
        );
        check_fixes("task-id-mismatch", &format!("{fixture}//- /backlog/tasks/task-21 - A.md\n"), expect![""]);
        // An id with a slash would be a folder.
        check_fixes(
            "task-id-mismatch",
            "//- /backlog/tasks/task-12 - A.md\n---\nid: task-2/../1\n---\n//- /backlog/tasks/b.md\n---\nid: task-12\n---\n",
            expect![""],
        );
    }

    #[test]
    fn zeros_case_and_other_names_are_silent() {
        for (name, id) in [("task-012 - A", "TASK-12"), ("notes", "task-1"), ("task-7 - A", "7"), ("task-7 - A", "")] {
            check_silent("task-id-mismatch", &format!("//- /backlog/tasks/{name}.md\n---\nid: {id}\n---\n"));
        }
    }

    #[test]
    fn an_empty_id_has_its_own_finding() {
        check_silent("task-id-mismatch", "//- /backlog/tasks/task-1 - A.md\n---\nid: ~\n---\n");
        check_silent("task-id-mismatch", "//- /backlog/tasks/task-1 - A.md\n---\nid: 1\n---\n");
        check_silent("frontmatter-bad-value", "//- /backlog/tasks/task-1 - A.md\n---\nid: 1\n---\n");
    }
}
