//! A story that no task is labelled with.

use rustc_hash::FxHashSet;

use super::{SPEC, folder, own, said};
use crate::rules::{Check, Context, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("story-without-task"), Severity::Hint)
    .summary("a story of `spec.md` that no task is labelled with")
    .checks(&[Check::new(&[SPEC], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let stories = &own(context).stories;
    if stories.is_empty() {
        return;
    }
    let Some(tasks) = said(context, folder(context).and_then(|folder| folder.tasks.as_ref())) else { return };
    let labels: FxHashSet<&str> = tasks.labels().collect();
    let has_task = |number: &str| {
        labels.contains(number) || labels.contains(number.trim_end_matches(|c: char| c.is_ascii_lowercase()))
    };
    let labelled = stories.iter().filter(|story| has_task(&story.number)).count();
    // Before that, the tasks are grouped in another way.
    if labelled * 2 < stories.len() || labelled == 0 {
        return;
    }
    for story in stories.iter().filter(|story| !has_task(&story.number)) {
        let message = format!("no task is labelled `[US{}]`: add its tasks to `tasks.md`", story.number);
        sink.report(story.range, message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const SPEC: &str =
        "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n### User Story 1 - 😀\n### User Story 2 - B\n";

    #[test]
    fn a_story_without_a_label_is_reported() {
        let fixture = format!("{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 [US1] a\n- [ ] T002 b\n");
        check(
            "story-without-task",
            &fixture,
            expect![[r#"
            specs/001-a/spec.md
              ### User Story 2 - B
            //^^^^^^^^^^^^^^^^^^^^ hint story-without-task: no task is labelled `[US2]`: add its tasks to `tasks.md`
        "#]],
        );
    }

    #[test]
    fn tasks_that_are_not_labelled_by_story_are_ignored() {
        check_silent("story-without-task", &format!("{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 a\n"));
        check_silent("story-without-task", SPEC);
    }
}
