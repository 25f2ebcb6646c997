//! Tasks that Backlog.md shows without an id.

use text_size::{TextRange, TextSize};

use super::life;
use crate::{
    model::{
        Kind,
        backlog::{BacklogReading, reading},
        task::id_of_file,
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::yaml,
    text::lines::{line_end, start_of_text},
    workspace::Life,
};

pub(super) static RULE: Rule = Rule::new(page!("task-id-missing"), Severity::Error)
    .summary("a task without an id that Backlog.md can read")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    let name = document.path.file_name().unwrap_or_default();
    let is_listed = matches!(life(context), Life::Active | Life::Done) && context.snapshot.backlog().lists(name);
    let is_in_folder = document.name().parent().and_then(|folder| folder.file_name());
    if document.unreadable.is_some()
        || !is_listed
        || !matches!(is_in_folder, Some("tasks" | "completed"))
        || reading(context.text) != BacklogReading::WithoutId
    {
        return;
    }
    let start = start_of_text(context.text);
    let first_line = context.facts().lines.line_range(context.text, 0);
    let first_line = TextRange::new(start.min(first_line.end()), first_line.end());
    let (range, what, advice) = match &context.facts().front_matter {
        Some(front_matter) => match front_matter.get("id") {
            Some(entry) => (entry.key.range, "the `id` is empty", "set it"),
            None => (first_line, "the front matter has no `id`", "add one"),
        },
        None if blank_before(context, start).is_some() => {
            (first_line, "the front matter does not begin in the first line", "remove what is before it")
        }
        None => (first_line, "this task has no front matter", "add it"),
    };
    let message = format!("{what}, so Backlog.md lists the task without an id and cannot open it: {advice}");
    sink.report(range, message).fixes(|| fix(context, start));
}

/// The blank lines before a `---`.
fn blank_before(context: &Context<'_>, start: TextSize) -> Option<TextRange> {
    let rest = &context.text[usize::from(start)..];
    let begun = rest.trim_start();
    let is_front_matter = begun.starts_with("---") && begun.len() < rest.len();
    is_front_matter.then(|| TextRange::at(start, TextSize::of(rest) - TextSize::of(begun)))
}

fn fix(context: &Context<'_>, start: TextSize) -> Option<Fix> {
    let (path, end) = (&context.document.path, line_end(context.text));
    if let (None, Some(blank)) = (&context.facts().front_matter, blank_before(context, start)) {
        return Some(Fix::new("Remove the blank lines", vec![Edit::replace(path, blank, "")]));
    }
    let name = path.file_name()?;
    let id = id_of_file(name)?;
    let (range, text) = match &context.facts().front_matter {
        Some(front_matter) => match front_matter.get("id") {
            Some(entry) => {
                let range = TextRange::new(entry.key.range.end(), entry.value.range.end().max(entry.key.range.end()));
                (range, format!(": {id}"))
            }
            None => (TextRange::empty(front_matter.content.start()), format!("id: {id}{end}")),
        },
        None => {
            let title = name.strip_suffix(".md")?[id.len()..].trim_start_matches([' ', '-']);
            let statuses = &context.snapshot.backlog().statuses;
            let status = statuses.first().map_or("To Do", String::as_str);
            let keys = [format!("id: {id}"), format!("title: {}", yaml::quote(title)), format!("status: {status}")];
            (TextRange::empty(start), format!("---{end}{}{end}---{end}{end}", keys.join(end)))
        }
    };
    Some(Fix::new(format!("Insert the id `{id}`"), vec![Edit::replace(path, range, text)]))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const NAME: &str = "//- /backlog/tasks/task-7 - Add lögin.md\n";

    #[test]
    fn a_task_without_front_matter_is_reported() {
        let fixture = format!("{NAME}# Add lögin 😀\n");
        check(
            "task-id-missing",
            &fixture,
            expect![[r#"
                backlog/tasks/task-7 - Add lögin.md
                  # Add lögin 😀
                //^^^^^^^^^^^^^ error task-id-missing: this task has no front matter, so Backlog.md lists the task without an id and cannot open it: add it
            "#]],
        );
        check_fixes(
            "task-id-missing",
            &fixture,
            expect![[r#"
                * Insert the id `task-7`
                //- /backlog/tasks/task-7 - Add lögin.md
                ---
                id: task-7
                title: "Add lögin"
                status: To Do
                ---

                # Add lögin 😀
            "#]],
        );
    }

    #[test]
    fn an_empty_or_absent_id_is_reported() {
        check_fixes(
            "task-id-missing",
            &format!("{NAME}---\ntitle: 😀\nid: ''\n---\n"),
            expect![[r#"
                * Insert the id `task-7`
                //- /backlog/tasks/task-7 - Add lögin.md
                ---
                title: 😀
                id: task-7
                ---
            "#]],
        );
        check_fixes(
            "task-id-missing",
            &format!("{NAME}---\nid:\ntitle: 😀\n---\n"),
            expect![[r#"
                * Insert the id `task-7`
                //- /backlog/tasks/task-7 - Add lögin.md
                ---
                id: task-7
                title: 😀
                ---
            "#]],
        );
        check_fixes(
            "task-id-missing",
            &format!("{NAME}---\ntitle: 😀\n---\n"),
            expect![[r#"
                * Insert the id `task-7`
                //- /backlog/tasks/task-7 - Add lögin.md
                ---
                id: task-7
                title: 😀
                ---
            "#]],
        );
    }

    #[test]
    fn a_blank_line_before_the_front_matter_is_reported() {
        let fixture = format!("{NAME}\r\n---\r\nid: task-7\r\n---\r\n");
        check(
            "task-id-missing",
            &fixture,
            expect![[r#"
                backlog/tasks/task-7 - Add lögin.md

                //^ error task-id-missing: the front matter does not begin in the first line, so Backlog.md lists the task without an id and cannot open it: remove what is before it
            "#]],
        );
        check_fixes(
            "task-id-missing",
            &fixture,
            expect![[r#"
                * Remove the blank lines
                //- /backlog/tasks/task-7 - Add lögin.md
                ---␍
                id: task-7␍
                ---␍
            "#]],
        );
    }

    #[test]
    fn what_backlog_md_does_not_list_is_ignored() {
        check_silent("task-id-missing", "//- /backlog/tasks/README.md\n# Tasks\n");
        check_silent("task-id-missing", "//- /backlog/archive/tasks/task-7 - A.md\nText\n");
        check_silent("task-id-missing", &format!("{NAME}---\nid: task-7\n---\n"));
        // It is not listed at all.
        check_silent("task-id-missing", &format!("{NAME}---\ntitle: a: b\n---\n"));
    }
}
