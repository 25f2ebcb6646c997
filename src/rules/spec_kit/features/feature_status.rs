//! A feature that says it is done while tasks are open.

use super::{TASKS, folder, own, said};
use crate::rules::{Check, Context, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("feature-status"), Severity::Warning)
    .summary("`**Status**` says that a feature is done, but tasks are open")
    .checks(&[Check::new(&[TASKS], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let tasks = own(context);
    let (all, done) = tasks.progress();
    if all == done {
        return;
    }
    let spec_path = folder(context).and_then(|folder| folder.spec.as_ref());
    let spec = said(context, spec_path).and_then(|spec| spec.status).filter(|status| status.is_done);
    let here = tasks.status.filter(|status| status.is_done);
    let open = all - done;
    let message = |whose: &str| {
        let are = if open == 1 { "is" } else { "are" };
        format!(
            "{whose} says that the feature is done, but {open} of {all} tasks {are} open: finish them, or change the status"
        )
    };
    if let Some(status) = here {
        sink.report(status.range, message("this"));
    } else if let Some((status, path)) = spec.zip(spec_path)
        && let Some(first) = tasks.tasks.iter().find(|task| task.state.is_some() && !task.is_done())
    {
        sink.report(first.range, message("`spec.md`")).related(path, status.range, "the status");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(spec: &str, tasks: &str) -> String {
        format!(
            "//- /.specify/feature.json\n{{}}\n//- /specs/001-a/spec.md\n# A\n**Status**: {spec}\n//- /specs/001-a/tasks.md\n{tasks}"
        )
    }

    #[test]
    fn open_tasks_of_a_finished_feature_are_reported() {
        check(
            "feature-status",
            &fixture("✅ Implemented", "# T\n- [x] T001 a\n- [ ] T002 😀\n- [ ] T003 c\n"),
            expect![[r#"
                specs/001-a/tasks.md
                  - [ ] T002 😀
                //      ^^^^ warning feature-status: `spec.md` says that the feature is done, but 2 of 3 tasks are open: finish them, or change the status
                //  specs/001-a/spec.md:2:13: the status
            "#]],
        );
        check(
            "feature-status",
            &fixture("Draft", "# T\n**Status**: Complete\n- [ ] T002 b\n"),
            expect![[r#"
            specs/001-a/tasks.md
              **Status**: Complete
            //            ^^^^^^^^ warning feature-status: this says that the feature is done, but 1 of 1 tasks is open: finish them, or change the status
        "#]],
        );
    }

    #[test]
    fn drafts_and_finished_features_are_ignored() {
        check_silent("feature-status", &fixture("Draft", "- [ ] T001 a\n"));
        check_silent("feature-status", &fixture("Complete", "- [x] T001 a\n"));
        check_silent("feature-status", &fixture("Completely open", "- [ ] T001 a\n"));
    }
}
