//! A task that has the number of an earlier one.

use super::{TASKS, renumber, tasks};
use crate::rules::{Check, Context, Sink};

pub(in crate::rules) const CHECK: Check = Check::new(TASKS, check).local();

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = tasks(context.document) else { return };
    for (at, first) in read.duplicates() {
        let (Some(task), Some(first)) = (read.tasks.get(at), read.tasks.get(first)) else { continue };
        let number = task.number.as_deref().unwrap_or_default();
        let mut finding = sink.report(task.number_range, format!("another task has the number {number}: renumber it"));
        finding.related(&context.document.path, first.number_range, "the other task is here");
        finding.fixes(|| renumber::tasks_from(context, read, at));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_second_is_reported_and_what_follows_is_renumbered() {
        let fixture = "//- /.kiro/specs/bikes/tasks.md
- [ ] 1. Ä
- [ ] 1. B 😀
  - [ ] 1.1 C
- [ ] 2. D
  - [ ] 2.1 E
    - _Depends: 1, 2.1_
- [ ] 4. F
";
        check(
            "task-id-duplicate",
            fixture,
            expect![[r#"
            .kiro/specs/bikes/tasks.md
              - [ ] 1. B 😀
            //      ^ warning task-id-duplicate: another task has the number 1: renumber it
            //  .kiro/specs/bikes/tasks.md:1:7: the other task is here
        "#]],
        );
        check_fixes(
            "task-id-duplicate",
            fixture,
            expect![[r#"
            * Change to `2` and renumber what follows
            //- /.kiro/specs/bikes/tasks.md
            - [ ] 1. Ä
            - [ ] 2. B 😀
              - [ ] 2.1 C
            - [ ] 3. D
              - [ ] 3.1 E
                - _Depends: 1, 3.1_
            - [ ] 4. F
        "#]],
        );
    }

    #[test]
    fn different_numbers_are_ignored() {
        check_silent("task-id-duplicate", "//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n- [ ] 1.1 B\n- [ ] C\n- [ ] D\n");
    }
}
