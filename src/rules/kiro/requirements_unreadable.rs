//! Requirements of which none has a number.

use super::requirements;
use crate::{
    model::{Kind, KiroKind},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("requirements-unreadable"), Severity::Warning)
    .summary("requirements of which none has a number")
    .checks(&[Check::new(&[Kind::Kiro(KiroKind::Requirements)], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(range) = requirements(context.document).and_then(|read| read.unreadable) {
        let message =
            "no requirement has a number, so no task can name one: write headings such as `### Requirement 1: …`";
        sink.report(range, message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn a_file_without_numbers_is_reported() {
        check(
            "requirements-unreadable",
            "//- /.kiro/specs/bikes/requirements.md\n# Bïkes\n## Core\n### REQ-1: Take\n- The station shall answer.\n",
            expect![[r#"
                .kiro/specs/bikes/requirements.md
                  # Bïkes
                //  ^^^^^ warning requirements-unreadable: no requirement has a number, so no task can name one: write headings such as `### Requirement 1: …`
            "#]],
        );
    }

    #[test]
    fn what_is_not_written_yet_is_ignored() {
        for text in
            ["", "# Requirements\n\n## Project Description (Input)\n- Bikes\n\n## Requirements\n<!-- later -->\n"]
        {
            check_silent("requirements-unreadable", &format!("//- /.kiro/specs/bikes/requirements.md\n{text}"));
        }
        // A bugfix has clauses.
        check_silent("requirements-unreadable", "//- /.kiro/specs/bikes/bugfix.md\n- It SHALL work.\n");
    }
}
