//! A checkbox that Spec Kit does not count.

use super::{CHECKLIST, TASKS, own};
use crate::{
    model::spec_kit::{AnyBox, BoxState},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("checkbox-unknown"), Severity::Warning)
    .summary("a checkbox that Spec Kit does not count")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[TASKS, CHECKLIST], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for it in own(context).boxes.iter().filter(|it| it.is_list && !it.fenced) {
        let sign = &context.text[it.sign];
        if !it.well_formed {
            let right = right(context, it);
            let mut finding = sink.report(it.range, format!("malformed checkbox: write `{}`", right.trim_end()));
            finding.fixes(|| {
                let edit = Edit::replace(&context.document.path, it.range, right.clone());
                [Fix::new(format!("Change to `{}`", right.trim_end()), vec![edit])]
            });
        } else if it.state == BoxState::Other {
            let message = format!(
                "Spec Kit counts only `[ ]`, `[x]` and `[X]`, not `[{sign}]`: the task counts as neither open nor done"
            );
            sink.report(it.range, message).severity(Severity::Hint);
        }
    }
}

/// The box as it should be, with a space behind it where there is none.
fn right(context: &Context<'_>, it: &AnyBox) -> String {
    let sign = match it.state {
        BoxState::Done => "x",
        BoxState::Open => " ",
        BoxState::Other => &context.text[it.sign],
    };
    let bullet = context.text[it.range].chars().next().unwrap_or('-');
    let is_spaced = context.text[it.text].is_empty() || context.text[it.text].starts_with([' ', '\t']);
    format!("{bullet} [{sign}]{}", if is_spaced { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const TASKS: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/tasks.md\n";

    #[test]
    fn boxes_that_are_not_counted_are_reported() {
        let fixture =
            format!("{TASKS}- [x] T001 a\n-[ ] T002 b\n- [] T003 c\n  - [⛔] T004 d\n- [x]T005 e\n- [N/A] T006 f\n");
        check(
            "checkbox-unknown",
            &fixture,
            expect![[r#"
            specs/001-a/tasks.md
              -[ ] T002 b
            //^^^^ warning checkbox-unknown: malformed checkbox: write `- [ ]`
              - [] T003 c
            //^^^^ warning checkbox-unknown: malformed checkbox: write `- [ ]`
                - [⛔] T004 d
            //  ^^^^^ hint checkbox-unknown: Spec Kit counts only `[ ]`, `[x]` and `[X]`, not `[⛔]`: the task counts as neither open nor done
              - [x]T005 e
            //^^^^^ warning checkbox-unknown: malformed checkbox: write `- [x]`
              - [N/A] T006 f
            //^^^^^^^ hint checkbox-unknown: Spec Kit counts only `[ ]`, `[x]` and `[X]`, not `[N/A]`: the task counts as neither open nor done
        "#]],
        );
        check_fixes(
            "checkbox-unknown",
            &fixture,
            expect![[r#"
            * Change to `- [ ]`
            //- /specs/001-a/tasks.md
            - [x] T001 a
            - [ ] T002 b
            - [] T003 c
              - [⛔] T004 d
            - [x]T005 e
            - [N/A] T006 f
        "#]],
        );
        check_fixes(
            "checkbox-unknown",
            &format!("{TASKS}- [x]T005 e\n"),
            expect![[r#"
            * Change to `- [x]`
            //- /specs/001-a/tasks.md
            - [x] T005 e
        "#]],
        );
    }

    #[test]
    fn what_only_looks_like_a_box_is_ignored() {
        check_silent(
            "checkbox-unknown",
            &format!(
                "{TASKS}- [ ] T001 a\n- [X] b\n- [P] = parallel\n- [US1] story\n- [a](b.md)\n1. [ ] c\n```\n-[ ] T001\n```\n<!--\n-[ ] T002 x\n-->\n"
            ),
        );
    }
}
