//! A requirement that has the number of an earlier one.

use super::{REQUIREMENTS, renumber, requirements};
use crate::rules::{Check, Context, Sink};

pub(in crate::rules) const CHECK: Check = Check::new(REQUIREMENTS, check).local();

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = requirements(context.document) else { return };
    for (it, first) in read.duplicate_requirements() {
        let message = format!("another requirement has the number {}: renumber it", it.number);
        let mut finding = sink.report(it.range, message);
        finding.related(&context.document.path, first.range, "the other requirement is here");
        finding.fixes(|| renumber::requirements(context, read, it));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_second_is_reported_and_references_to_later_ones_follow() {
        let fixture = "//- /.kiro/specs/bikes/requirements.md
### Requirement 1: Ä
1. a
### Requirement 1: B
1. b
### Requirement 2: C
1. c
//- /.kiro/specs/bikes/tasks.md
- [ ] 1. A
  - _Requirements: 1.1, 2.1_
//- /.kiro/specs/bikes/design.md
**Validates: Requirements 2.1-1, 2**
";
        check(
            "requirement-duplicate",
            fixture,
            expect![[r#"
            .kiro/specs/bikes/requirements.md
              ### Requirement 1: B
            //    ^^^^^^^^^^^^^^^^ warning requirement-duplicate: another requirement has the number 1: renumber it
            //  .kiro/specs/bikes/requirements.md:1:5: the other requirement is here
        "#]],
        );
        check_fixes(
            "requirement-duplicate",
            fixture,
            expect![[r#"
            * Change to `2` and renumber what follows
            //- /.kiro/specs/bikes/design.md
            **Validates: Requirements 3.1-1, 3**
            //- /.kiro/specs/bikes/requirements.md
            ### Requirement 1: Ä
            1. a
            ### Requirement 2: B
            1. b
            ### Requirement 3: C
            1. c
            //- /.kiro/specs/bikes/tasks.md
            - [ ] 1. A
              - _Requirements: 1.1, 3.1_
        "#]],
        );
    }

    #[test]
    fn different_numbers_are_ignored() {
        check_silent(
            "requirement-duplicate",
            "//- /.kiro/specs/a/requirements.md\n### Requirement 1\n### Requirement 3\n",
        );
    }
}
