//! A change whose tasks are all done, and that is not archived.

use text_size::TextRange;

use crate::{
    model::{Kind, OpenSpecKind, open_spec::OpenSpecMeaning},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("change-complete"), Severity::Hint)
    .summary("a finished change that is not archived")
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Tasks)], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(OpenSpecMeaning::Tasks(tasks)) = context.facts().meaning.open_spec() else { return };
    let Some(change) = context.document.open_spec().and_then(|place| place.change) else { return };
    let progress = tasks.progress();
    if !progress.is_complete() {
        return;
    }
    let done = match progress.total {
        1 => "the only task is done".to_owned(),
        total => format!("all {total} tasks are done"),
    };
    let message = format!("{done}: archive the change with `openspec archive {change}`");
    sink.report(title(context), message);
}

/// The first heading, else the first line.
fn title(context: &Context<'_>) -> TextRange {
    let heading = context.facts().markdown.headings.first().map(|heading| heading.range);
    let range = heading.unwrap_or_else(|| context.facts().lines.line_range(context.text, 0));
    let written = context.text[range].trim_end();
    TextRange::at(range.start(), text_size::TextSize::of(written))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(tasks: &str) -> String {
        format!("//- /openspec/changes/add-fees/tasks.md\n# Tasks 😀\n{tasks}\n")
    }

    #[test]
    fn every_task_is_done() {
        check(
            "change-complete",
            &fixture("- [x] 1.1 A\n- [X] 1.2 B"),
            expect![[r#"
            openspec/changes/add-fees/tasks.md
              # Tasks 😀
            //^^^^^^^^^ hint change-complete: all 2 tasks are done: archive the change with `openspec archive add-fees`
        "#]],
        );
        check(
            "change-complete",
            &fixture("- [x] 1.1 A\n- [a link](b.md)"),
            expect![[r#"
            openspec/changes/add-fees/tasks.md
              # Tasks 😀
            //^^^^^^^^^ hint change-complete: the only task is done: archive the change with `openspec archive add-fees`
        "#]],
        );
    }

    #[test]
    fn open_tasks_and_none_at_all_are_silent() {
        check_silent("change-complete", &fixture("- [x] 1.1 A\n- [ ] 1.2 B"));
        check_silent("change-complete", &fixture("- [x] 1.1 A\n1. [ ] 1.2 B"));
        check_silent("change-complete", &fixture("- [x] 1.1 A\n- [~] 1.2 B"));
        check_silent("change-complete", &fixture("- A"));
        check_silent("change-complete", "//- /openspec/changes/archive/2026-01-02-a/tasks.md\n- [x] 1.1 A\n");
    }
}
