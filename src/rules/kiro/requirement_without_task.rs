//! A requirement that no task is about.

use super::{REQUIREMENTS, requirements, words};
use crate::{
    model::kiro::SpecWords,
    rules::{Check, Context, Sink},
};

pub(in crate::rules) const CHECK: Check = Check::new(REQUIREMENTS, check);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = requirements(context.document).filter(|read| !read.requirements.is_empty()) else { return };
    let tasks = context.index.kiro.spec_of(context.document).and_then(|spec| spec.tasks.as_ref());
    let Some(SpecWords::Covered(covered, true)) = tasks.and_then(|tasks| words(context, tasks)) else { return };
    if covered.is_empty() {
        let message = "no task names a requirement: add lines such as `_Requirements: 1.1_` to `tasks.md`";
        if let Some(first) = read.requirements.first() {
            sink.report(first.range, message);
        }
        return;
    }
    for it in read.requirements.iter().filter(|it| !covered.contains(&it.number)) {
        let message = format!(
            "no task is about requirement {}: add one, or add the number to `_Requirements: …_` of a task",
            it.number
        );
        sink.report(it.range, message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const REQUIREMENTS: &str = "//- /.kiro/specs/bikes/requirements.md
### Requirement 1: Ä 😀
### Requirement 2
### Requirement 3
### Requirement 4
";

    #[test]
    fn what_no_task_names_is_reported() {
        let fixture = format!(
            "{REQUIREMENTS}//- /.kiro/specs/bikes/tasks.md\n- [ ] 1. A\n  - _Requirements: 2.1-3.1_\n- [x] (Req 4)\n"
        );
        check(
            "requirement-without-task",
            &fixture,
            expect![[r#"
            .kiro/specs/bikes/requirements.md
              ### Requirement 1: Ä 😀
            //    ^^^^^^^^^^^^^^^^^^ hint requirement-without-task: no task is about requirement 1: add one, or add the number to `_Requirements: …_` of a task
        "#]],
        );
    }

    #[test]
    fn tasks_that_name_none_are_one_finding() {
        let fixture = format!("{REQUIREMENTS}//- /.kiro/specs/bikes/tasks.md\n- [ ] 1. A\n");
        check(
            "requirement-without-task",
            &fixture,
            expect![[r#"
            .kiro/specs/bikes/requirements.md
              ### Requirement 1: Ä 😀
            //    ^^^^^^^^^^^^^^^^^^ hint requirement-without-task: no task names a requirement: add lines such as `_Requirements: 1.1_` to `tasks.md`
        "#]],
        );
    }

    #[test]
    fn a_spec_without_tasks_is_ignored() {
        check_silent("requirement-without-task", REQUIREMENTS);
        check_silent("requirement-without-task", &format!("{REQUIREMENTS}//- /.kiro/specs/bikes/tasks.md\n# Later\n"));
        let all = format!("{REQUIREMENTS}//- /.kiro/specs/bikes/tasks.md\n- [ ] 1. A\n  - _Requirements: All_\n");
        check_silent("requirement-without-task", &all);
    }
}
