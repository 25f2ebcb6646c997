//! A task that does not begin with a checkbox.

use rustc_hash::FxHashSet;

use super::{TASKS, tasks};
use crate::{
    model::kiro::tasks::{KiroTasks, TaskShape},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-shape"), Severity::Warning)
    .summary("a task that does not begin with a checkbox, so that it cannot be started")
    .fix(FixKind::Offered)
    .checks(&[Check::new(TASKS, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = tasks(context.document) else { return };
    let Some((first, others)) = read.misshapen.split_first() else { return };
    let what = match (first.shape, others.len() + 1) {
        (TaskShape::Heading, 1) => "this task is a heading, so Kiro cannot start it".to_owned(),
        (TaskShape::Numbered, 1) => "this task has no checkbox, so Kiro cannot start it".to_owned(),
        (TaskShape::NumberFirst, 1) => "the number is before the checkbox, so Kiro cannot start the task".to_owned(),
        (_, count) => format!("{count} tasks do not begin with a checkbox, so Kiro cannot start them"),
    };
    let message = format!("{what}: write `- [{}] {} …`", first.mark, first.number);
    let mut finding = sink.report(first.range, message);
    for other in others {
        finding.related(&context.document.path, other.range, "this cannot be started either");
    }
    finding.fixes(|| fix(context, read));
}

fn fix(context: &Context<'_>, read: &KiroTasks) -> Option<Fix> {
    // Numbers that are taken would only make another finding.
    let mut numbers: FxHashSet<&str> = read.tasks.iter().filter_map(|task| task.number.as_deref()).collect();
    if !read.misshapen.iter().all(|it| numbers.insert(it.number.trim_end_matches('.'))) {
        return None;
    }
    let edit = |it: &crate::model::kiro::tasks::MisshapenTask| {
        Edit::replace(&context.document.path, it.head, format!("- [{}] {} ", it.mark, it.number))
    };
    let edits: Vec<_> = read.misshapen.iter().map(edit).collect();
    let title = match read.misshapen.as_slice() {
        [only] => format!("Change to `- [{}] {} …`", only.mark, only.number),
        _ => "Change all to checkboxes with numbers".to_owned(),
    };
    Some(Fix::new(title, edits))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn headings_are_reported_once() {
        let fixture = "//- /.kiro/specs/bikes/tasks.md
# Plän

### Task 0.1: Read codes 😀

- [x] 0.1.1 Parse a code

### Task 0.2: Dock bikes

- [ ] 0.2.1 Lock
";
        check(
            "task-shape",
            fixture,
            expect![[r#"
                .kiro/specs/bikes/tasks.md
                  ### Task 0.1: Read codes 😀
                //    ^^^^^^^^^^^^^^^^^^^^^^ warning task-shape: 2 tasks do not begin with a checkbox, so Kiro cannot start them: write `- [x] 0.1 …`
                //  .kiro/specs/bikes/tasks.md:7:5: this cannot be started either
            "#]],
        );
        check_fixes(
            "task-shape",
            fixture,
            expect![[r#"
            * Change all to checkboxes with numbers
            //- /.kiro/specs/bikes/tasks.md
            # Plän

            - [x] 0.1 Read codes 😀

            - [x] 0.1.1 Parse a code

            - [ ] 0.2 Dock bikes

            - [ ] 0.2.1 Lock
        "#]],
        );
    }

    #[test]
    fn lists_and_numbers_before_the_checkbox_are_reported() {
        check(
            "task-shape",
            "//- /.kiro/specs/bikes/tasks.md\n1. Read codes\n   - [ ] 1.1 Parse\n",
            expect![[r#"
            .kiro/specs/bikes/tasks.md
              1. Read codes
            //^^^^^^^^^^^^^ warning task-shape: this task has no checkbox, so Kiro cannot start it: write `- [ ] 1. …`
        "#]],
        );
        let fixture = "//- /.kiro/specs/bikes/tasks.md\n1. [x] Read codes\n- 2 [ ] Dock\n";
        check(
            "task-shape",
            fixture,
            expect![[r#"
                .kiro/specs/bikes/tasks.md
                  1. [x] Read codes
                //^^^^^^^^^^^^^^^^^ warning task-shape: 2 tasks do not begin with a checkbox, so Kiro cannot start them: write `- [x] 1. …`
                //  .kiro/specs/bikes/tasks.md:2:1: this cannot be started either
            "#]],
        );
        check_fixes(
            "task-shape",
            fixture,
            expect![[r#"
            * Change all to checkboxes with numbers
            //- /.kiro/specs/bikes/tasks.md
            - [x] 1. Read codes
            - [ ] 2. Dock
        "#]],
        );
    }

    #[test]
    fn headings_that_group_and_steps_in_prose_are_ignored() {
        check_silent(
            "task-shape",
            "//- /.kiro/specs/bikes/tasks.md
## Phase 1: Foundations
- [x] 1. Read
## 2. Docks
* [ ] 2. Dock
  - Steps:
    1. Take a photo
### Checkpoint
1. Run the tests
",
        );
    }
}
