//! A reference to a requirement or criterion that the spec does not have.

use super::known_numbers;
use crate::{
    model::{
        Kind, KiroKind,
        kiro::{CriterionNumber, KiroMeaning, RequirementReference},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("criterion-unknown"), Severity::Error)
    .summary("a reference to a requirement or criterion that the spec does not have")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Kiro(KiroKind::Tasks), Kind::Kiro(KiroKind::Design)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let references: Vec<&RequirementReference> = match context.facts().meaning.kiro() {
        Some(KiroMeaning::Tasks(tasks)) => tasks.references.iter().map(|(reference, _)| reference).collect(),
        Some(KiroMeaning::Design(design)) => design.references.iter().collect(),
        _ => return,
    };
    if references.is_empty() {
        return;
    }
    let Some(known) = known_numbers(context) else { return };
    for reference in references.into_iter().filter(|reference| !known.has(reference.number)) {
        let CriterionNumber { requirement, criterion } = reference.number;
        let message = match criterion {
            Some(criterion) if known.has_requirement(requirement) => {
                format!("requirement {requirement} has no criterion {criterion}: fix the number, or add the criterion")
            }
            _ => format!("the spec has no requirement {requirement}: fix the number, or add the requirement"),
        };
        let mut finding = sink.report(reference.range, message);
        finding.fixes(|| known.nearest(reference.number).and_then(|near| fix(context, reference, near)));
    }
}

fn fix(context: &Context<'_>, reference: &RequirementReference, near: CriterionNumber) -> Option<Fix> {
    let written = &context.text[reference.range];
    let text = match near.criterion {
        // The end of `1.1-4` is written without its requirement.
        Some(_) if !written.contains('.') && near.requirement != reference.number.requirement => return None,
        Some(criterion) if !written.contains('.') => criterion.to_string(),
        _ => near.to_string(),
    };
    Some(Fix::new(format!("Change to `{text}`"), vec![Edit::replace(&context.document.path, reference.range, text)]))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const REQUIREMENTS: &str = "//- /.kiro/specs/bikes/requirements.md
### Requirement 1
1. a
2. b
### Requirement 3
1. c
";

    #[test]
    fn unknown_numbers_are_reported() {
        let fixture = format!(
            "{REQUIREMENTS}//- /.kiro/specs/bikes/tasks.md
- [ ] 1. A 😀
  - _Requirements: 1.1, 1.3, 2, 3_
  - _Requirements:_ 3.1-3, 1.1-1.4
//- /.kiro/specs/bikes/design.md
### Property 1
**Validates: Requirements 1.2, 4.1**
"
        );
        check(
            "criterion-unknown",
            &fixture,
            expect![[r#"
            .kiro/specs/bikes/design.md
              **Validates: Requirements 1.2, 4.1**
            //                               ^^^ error criterion-unknown: the spec has no requirement 4: fix the number, or add the requirement
            .kiro/specs/bikes/tasks.md
                - _Requirements: 1.1, 1.3, 2, 3_
            //                        ^^^ error criterion-unknown: requirement 1 has no criterion 3: fix the number, or add the criterion
                - _Requirements: 1.1, 1.3, 2, 3_
            //                             ^ error criterion-unknown: the spec has no requirement 2: fix the number, or add the requirement
                - _Requirements:_ 3.1-3, 1.1-1.4
            //                        ^ error criterion-unknown: requirement 3 has no criterion 3: fix the number, or add the criterion
                - _Requirements:_ 3.1-3, 1.1-1.4
            //                               ^^^ error criterion-unknown: requirement 1 has no criterion 4: fix the number, or add the criterion
        "#]],
        );
        check_fixes(
            "criterion-unknown",
            &fixture,
            expect![[r#"
            * Change to `3.1`
            //- /.kiro/specs/bikes/design.md
            ### Property 1
            **Validates: Requirements 1.2, 3.1**
        "#]],
        );
        check_fixes(
            "criterion-unknown",
            &fixture.replace("1.2, 4.1", "1.2"),
            expect![[r#"
            * Change to `1.2`
            //- /.kiro/specs/bikes/tasks.md
            - [ ] 1. A 😀
              - _Requirements: 1.1, 1.2, 2, 3_
              - _Requirements:_ 3.1-3, 1.1-1.4
        "#]],
        );
    }

    #[test]
    fn what_cannot_be_known_is_ignored() {
        let tasks = "//- /.kiro/specs/bikes/tasks.md\n- [ ] 1. A\n  - _Requirements: 7.7, all, none_\n";
        // There is nothing to refer to.
        check_silent("criterion-unknown", tasks);
        // No requirement has a number, which is a finding of its own.
        check_silent(
            "criterion-unknown",
            &format!("{tasks}//- /.kiro/specs/bikes/requirements.md\n- It SHALL work.\n"),
        );
        // The requirements are those of another spec.
        check_silent("criterion-unknown", &format!("{}{tasks}", REQUIREMENTS.replace("bikes", "cars")));
        // A bugfix numbers its clauses itself.
        check_silent("criterion-unknown", &format!("{tasks}//- /.kiro/specs/bikes/bugfix.md\n7.7 WHEN a\n"));
    }
}
