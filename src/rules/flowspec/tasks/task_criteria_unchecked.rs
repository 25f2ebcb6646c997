//! A finished task whose criteria are not all checked.

use text_size::{TextRange, TextSize};

use super::{active_task, marked_criteria};
use crate::{
    model::{
        Kind,
        task::{Criterion, criteria},
    },
    rules::{Check, Context, Rule, Severity, Sink},
    syntax::markdown::Heading,
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
    let of_list = |(name, _): &(TextRange, _)| &context.text[*name] == "AC";
    let mut found: Vec<_> = marked_criteria(context).into_iter().filter(of_list).flat_map(|(_, list)| list).collect();
    if found.is_empty() {
        found = unmarked_criteria(context);
    }
    for criterion in found {
        all += 1;
        if !criterion.checked {
            open.push(criterion.range);
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

/// The criteria below their heading, which Backlog.md also reads without the markers.
fn unmarked_criteria(context: &Context<'_>) -> Vec<Criterion> {
    let headings = &context.facts().markdown.headings;
    let is_it =
        |heading: &&Heading| heading.level == 2 && heading.text.trim().eq_ignore_ascii_case("Acceptance Criteria");
    let Some(at) = headings.iter().position(|heading| is_it(&heading)) else { return Vec::new() };
    let next = headings[at + 1..].iter().find(|heading| heading.level <= 2);
    let end = next.map_or(TextSize::of(context.text), |heading| heading.range.start());
    let below = TextRange::new(headings[at].range.end(), end.max(headings[at].range.end()));
    let markers = context.facts().markers.iter().map(|marker| marker.range);
    // With one marker only it is unknown what Backlog.md reads.
    if markers.into_iter().any(|marker| below.contains_range(marker)) {
        return Vec::new();
    }
    criteria(context.text, &context.facts().fences, below).collect()
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
