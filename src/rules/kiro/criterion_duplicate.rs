//! A criterion that has the number of an earlier one of its list.

use super::{REQUIREMENTS, renumber, requirements};
use crate::rules::{Check, Context, FixKind, Rule, Severity, Sink};

pub(super) static RULE: Rule = Rule::new(page!("criterion-duplicate"), Severity::Warning)
    .summary("two criteria of a requirement have the same number")
    .fix(FixKind::Offered)
    .checks(&[Check::new(REQUIREMENTS, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = requirements(context.document) else { return };
    for (it, first) in read.duplicate_criteria() {
        let message = format!("another criterion has the number {}.{}: renumber it", it.requirement, it.number);
        let mut finding = sink.report(it.number_range, message);
        finding.related(&context.document.path, first.number_range, "the other criterion is here");
        finding.fixes(|| renumber::criteria(context, read, it));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const REQUIREMENTS: &str = "//- /.kiro/specs/bikes/requirements.md
### Requirement 2: Ä
1. a
2. b 😀
2. c
3. d
";

    #[test]
    fn the_second_is_reported_and_references_to_later_ones_follow() {
        let fixture =
            format!("{REQUIREMENTS}//- /.kiro/specs/bikes/tasks.md\n- [ ] 1. A\n  - _Requirements: 2.1, 2.2, 2.3_\n");
        check(
            "criterion-duplicate",
            &fixture,
            expect![[r#"
            .kiro/specs/bikes/requirements.md
              2. c
            //^ warning criterion-duplicate: another criterion has the number 2.2: renumber it
            //  .kiro/specs/bikes/requirements.md:3:1: the other criterion is here
        "#]],
        );
        check_fixes(
            "criterion-duplicate",
            &fixture,
            expect![[r#"
            * Change to `3` and renumber what follows
            //- /.kiro/specs/bikes/requirements.md
            ### Requirement 2: Ä
            1. a
            2. b 😀
            3. c
            4. d
            //- /.kiro/specs/bikes/tasks.md
            - [ ] 1. A
              - _Requirements: 2.1, 2.2, 2.4_
        "#]],
        );
    }

    #[test]
    fn references_that_count_the_items_stay() {
        let fixture =
            format!("{REQUIREMENTS}//- /.kiro/specs/bikes/tasks.md\n- [ ] 1. A\n  - _Requirements: 2.3, 2.4_\n");
        check_fixes(
            "criterion-duplicate",
            &fixture,
            expect![[r#"
            * Change to `3` and renumber what follows
            //- /.kiro/specs/bikes/requirements.md
            ### Requirement 2: Ä
            1. a
            2. b 😀
            3. c
            4. d
        "#]],
        );
    }

    #[test]
    fn lists_that_begin_again_and_lists_that_markdown_numbers_are_ignored() {
        check_silent(
            "criterion-duplicate",
            "//- /.kiro/specs/a/requirements.md\n### Requirement 1\n1. a\n1. b\n\nWhen it rains:\n\n1. c\n### Requirement 2\n1. a\n",
        );
    }
}
