//! Criteria that a slip on the command line has made.

use super::{active_task, marked_criteria};
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    text::lines::whole_lines,
};

pub(super) static RULE: Rule = Rule::new(page!("task-criterion-phantom"), Severity::Hint)
    .summary("a criterion that is only a number")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if active_task(context).is_none() {
        return;
    }
    for (name, criteria) in marked_criteria(context) {
        for criterion in criteria {
            let said = &context.text[criterion.text];
            let said =
                said.strip_prefix('#').map_or(said, |said| said.trim_start_matches(|c: char| c.is_ascii_digit()));
            let said = said.trim();
            let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if !said.split(',').all(|part| is_number(part.trim())) {
                continue;
            }
            let list = context.text[name].to_lowercase();
            let message = format!(
                "this criterion is only the number `{said}`: if `--{list} {said}` was meant to check one, remove it and \
                 use `--check-{list} {said}`"
            );
            let lines = whole_lines(context.text, criterion.range);
            sink.report(criterion.range, message)
                .fixes(|| [Fix::new("Remove the criterion", vec![Edit::replace(&context.document.path, lines, "")])]);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(body: &str) -> String {
        format!("//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\n---\n<!-- AC:BEGIN -->\n{body}<!-- AC:END -->\n")
    }

    #[test]
    fn a_number_alone_is_reported() {
        let list = fixture("- [x] #1 é\n- [ ] #2 1\n- [ ] #3 1, 2\n");
        check(
            "task-criterion-phantom",
            &list,
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  - [ ] #2 1
                //^^^^^^^^^^ hint task-criterion-phantom: this criterion is only the number `1`: if `--ac 1` was meant to check one, remove it and use `--check-ac 1`
                  - [ ] #3 1, 2
                //^^^^^^^^^^^^^ hint task-criterion-phantom: this criterion is only the number `1, 2`: if `--ac 1, 2` was meant to check one, remove it and use `--check-ac 1, 2`
            "#]],
        );
        check_fixes(
            "task-criterion-phantom",
            &list,
            expect![[r#"
                * Remove the criterion
                //- /backlog/tasks/task-1 - A.md
                ---
                id: task-1
                ---
                <!-- AC:BEGIN -->
                - [x] #1 é
                - [ ] #3 1, 2
                <!-- AC:END -->
            "#]],
        );
    }

    #[test]
    fn criteria_with_words_are_ignored() {
        check_silent("task-criterion-phantom", &fixture("- [x] #1 2 users\n- [ ] #2\n- [ ] #3 \n- [ ] #4 1.5\n"));
    }
}
