//! An include that differs from the file on disk only in case.

use super::target::{Target, live, target};
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("include-case"), Severity::Warning)
    .summary("an include is written in another case than its file")
    .fix(FixKind::Always)
    .checks(&[Check::new(Kind::PROMPTS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for include in live(context) {
        let path = &context.text[include.path];
        let Target::Case(file) = target(context, path) else { continue };
        let message = format!("the file is called `{file}`: where case matters, `{path}` is not found");
        sink.report(include.path, message).fixes(|| [fix(context, include.path, file.as_str())]);
    }
}

fn fix(context: &Context<'_>, path: TextRange, file: &str) -> Fix {
    Fix::always(format!("Change to `{file}`"), vec![Edit::replace(&context.document.path, path, file)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const FIXTURE: &str = "
//- /.claude/commands/flow/plan.md
😀 {{INCLUDE:.Claude/partials/Check.md}}\r
//- /.claude/partials/check.md
";

    #[test]
    fn names_the_file_as_it_is() {
        check(
            "include-case",
            FIXTURE,
            expect![[r#"
            .claude/commands/flow/plan.md
              😀 {{INCLUDE:.Claude/partials/Check.md}}
            //            ^^^^^^^^^^^^^^^^^^^^^^^^^ warning include-case: the file is called `.claude/partials/check.md`: where case matters, `.Claude/partials/Check.md` is not found
        "#]],
        );
        check_fixes(
            "include-case",
            FIXTURE,
            expect![[r#"
                * Change to `.claude/partials/check.md` (always right)
                //- /.claude/commands/flow/plan.md
                😀 {{INCLUDE:.claude/partials/check.md}}␍
            "#]],
        );
        check_silent("include-missing", FIXTURE);
    }

    #[test]
    fn other_files_are_other_files() {
        check_silent(
            "include-case",
            "
//- /.claude/commands/flow/plan.md
{{INCLUDE:A.md}} `{{INCLUDE:B.md}}`
//- /A.md
//- /a.md
//- /b.md
",
        );
    }
}
