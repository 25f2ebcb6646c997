//! Tasks without numbers.

use rustc_hash::FxHashMap;

use super::{TASKS, tasks};
use crate::{
    model::kiro::tasks::KiroTasks,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-unnumbered"), Severity::Hint)
    .summary("tasks without numbers")
    .fix(FixKind::Offered)
    .checks(&[Check::new(TASKS, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = tasks(context.document) else { return };
    // Once they have the shape of tasks, they have numbers.
    if !read.misshapen.is_empty() {
        return;
    }
    let unnumbered = read.unnumbered();
    let Some(first) = unnumbered.first() else { return };
    let what = match unnumbered.len() {
        1 => "this task has no number".to_owned(),
        count => format!("{count} tasks have no number"),
    };
    let message = format!("{what}, so nothing can refer to it: write `- [{}] 1. …`", first.mark);
    let message = if unnumbered.len() == 1 { message } else { message.replace("refer to it", "refer to them") };
    let mut finding = sink.report(first.title, message);
    finding.fixes(|| fix(context, read));
}

/// Only where no task has a number: where some have, the others have to make room.
fn fix(context: &Context<'_>, read: &KiroTasks) -> Option<Fix> {
    if read.tasks.iter().any(|task| task.number.is_some()) {
        return None;
    }
    let mut last: FxHashMap<Option<usize>, u32> = FxHashMap::default();
    let mut numbers: Vec<String> = Vec::new();
    let mut edits = Vec::new();
    for task in &read.tasks {
        let last = last.entry(task.parent).or_default();
        *last += 1;
        let above = task.parent.and_then(|parent| numbers.get(parent));
        let number = above.map_or_else(|| last.to_string(), |above| format!("{above}.{last}"));
        let written = if above.is_some() { format!("{number} ") } else { format!("{number}. ") };
        edits.push(Edit::replace(&context.document.path, task.number_range, written));
        numbers.push(number);
    }
    Some(Fix::new("Insert numbers", edits))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_file_without_numbers_is_one_finding() {
        let fixture = "//- /.kiro/specs/bikes/tasks.md
# Plan
- [x] Réad codes 😀
  - [x] Parse
  - [x] **Show**
- [ ] Dock
";
        check(
            "task-unnumbered",
            fixture,
            expect![[r#"
            .kiro/specs/bikes/tasks.md
              - [x] Réad codes 😀
            //      ^^^^^^^^^^^^ hint task-unnumbered: 4 tasks have no number, so nothing can refer to them: write `- [x] 1. …`
        "#]],
        );
        check_fixes(
            "task-unnumbered",
            fixture,
            expect![[r#"
            * Insert numbers
            //- /.kiro/specs/bikes/tasks.md
            # Plan
            - [x] 1. Réad codes 😀
              - [x] 1.1 Parse
              - [x] **1.2 Show**
            - [ ] 2. Dock
        "#]],
        );
    }

    #[test]
    fn one_among_others_is_reported() {
        check(
            "task-unnumbered",
            "//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n- [ ] B\n",
            expect![[r#"
            .kiro/specs/a/tasks.md
              - [ ] B
            //      ^ hint task-unnumbered: this task has no number, so nothing can refer to it: write `- [ ] 1. …`
        "#]],
        );
    }

    #[test]
    fn steps_and_check_lists_are_ignored() {
        check_silent(
            "task-unnumbered",
            "//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n  - [ ] a step\n\n## Done when\n- [ ] all tests pass\n",
        );
    }
}
