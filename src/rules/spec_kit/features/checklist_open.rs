//! A checklist with open items of a feature that is done.

use super::{CHECKLIST, folder, own, said};
use crate::{
    model::spec_kit::BoxState,
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("checklist-open"), Severity::Hint)
    .summary("a checklist has open items although every task is done")
    .checks(&[Check::new(&[CHECKLIST], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let boxes = || own(context).boxes.iter().filter(|it| it.is_list && !it.fenced && it.well_formed);
    let open = boxes().filter(|it| it.state == BoxState::Open).count();
    let Some(first) = boxes().find(|it| it.state == BoxState::Open) else { return };
    let Some(tasks) = said(context, folder(context).and_then(|folder| folder.tasks.as_ref())) else { return };
    let (all, done) = tasks.progress();
    if all > 0 && all == done {
        let message = format!("every task is done, but {open} of {} items are open: check them", boxes().count());
        sink.report(first.range, message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(tasks: &str) -> String {
        format!(
            "//- /.specify/feature.json\n{{}}\n//- /specs/001-a/checklists/ux.md\n# 😀\n- [x] CHK001 a\n- [ ] CHK002 b\n- [ ] CHK003 c\n//- /specs/001-a/tasks.md\n{tasks}"
        )
    }

    #[test]
    fn open_items_of_a_finished_feature_are_reported_once() {
        check(
            "checklist-open",
            &fixture("- [x] T001 a\n"),
            expect![[r#"
            specs/001-a/checklists/ux.md
              - [ ] CHK002 b
            //^^^^^ hint checklist-open: every task is done, but 2 of 3 items are open: check them
        "#]],
        );
    }

    #[test]
    fn features_at_work_are_ignored() {
        check_silent("checklist-open", &fixture("- [x] T001 a\n- [ ] T002 b\n"));
        check_silent("checklist-open", &fixture("No tasks.\n"));
    }
}
