//! `_Depends: …_` with a task that is not there.

use rustc_hash::FxHashSet;

use super::{TASKS, tasks};
use crate::{
    rules::{Check, Context, Edit, Fix, Sink},
    syntax::nearest::REACH,
};

pub(in crate::rules) const CHECK: Check = Check::new(TASKS, check).local();

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = tasks(context.document).filter(|read| !read.depends.is_empty()) else { return };
    let numbers: FxHashSet<&str> = read.tasks.iter().filter_map(|task| task.number.as_deref()).collect();
    // What is meant as a task and only has the wrong shape is there.
    let misshapen: FxHashSet<&str> = read.misshapen.iter().map(|it| it.number.trim_end_matches('.')).collect();
    for (reference, _) in &read.depends {
        let number = reference.number.as_str();
        if numbers.contains(number) || misshapen.contains(number) {
            continue;
        }
        let all = || read.tasks.iter().filter_map(|task| task.number.as_deref()).take(2 * REACH);
        let near = sink.nearest(number, all());
        let advice =
            near.map_or("fix the number, or add the task".to_owned(), |near| format!("did you mean `{near}`?"));
        let mut finding = sink.report(reference.range, format!("there is no task {number}: {advice}"));
        finding.fixes(|| {
            let edit = |near| Edit::replace(&context.document.path, reference.range, near);
            near.map(|near| Fix::new(format!("Change to `{near}`"), vec![edit(near)]))
        });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn each_unknown_task_is_reported() {
        let fixture = "//- /.kiro/specs/bikes/tasks.md
- [ ] 1. Ä
  - [ ] 1.12 B
    - _Depends: 1, 1.13, 7_
";
        check(
            "task-reference-unknown",
            fixture,
            expect![[r#"
            .kiro/specs/bikes/tasks.md
                  - _Depends: 1, 1.13, 7_
            //                   ^^^^ warning task-reference-unknown: there is no task 1.13: did you mean `1.12`?
                  - _Depends: 1, 1.13, 7_
            //                         ^ warning task-reference-unknown: there is no task 7: fix the number, or add the task
        "#]],
        );
        check_fixes(
            "task-reference-unknown",
            fixture,
            expect![[r#"
            * Change to `1.12`
            //- /.kiro/specs/bikes/tasks.md
            - [ ] 1. Ä
              - [ ] 1.12 B
                - _Depends: 1, 1.12, 7_
        "#]],
        );
    }

    #[test]
    fn words_and_tasks_without_a_checkbox_are_ignored() {
        check_silent(
            "task-reference-unknown",
            "//- /.kiro/specs/a/tasks.md\n### Task 2: B\n- [ ] 1. A\n  - _Depends: none, 2, other-spec 4, API_\n  - _Depends:_ none\n",
        );
    }
}
