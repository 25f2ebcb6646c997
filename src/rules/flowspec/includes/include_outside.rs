//! An include that points out of the project.

use super::target::{Target, live, target};
use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::{ProjectPath, path::has_parent},
};

pub(super) static RULE: Rule = Rule::new(page!("include-outside"), Severity::Error)
    .summary("an include points out of the project")
    .checks(&[Check::new(Kind::PROMPTS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for include in live(context) {
        let path = &context.text[include.path];
        if !matches!(target(context, path), Target::Outside) {
            continue;
        }
        let why = if path.starts_with('/') || !has_parent(path) && ProjectPath::written(path).is_none() {
            "is absolute: write it from the root of the project"
        } else if has_parent(path) {
            "has `..` in it, which is always refused: write it from the root of the project"
        } else {
            "is a link out of the project, which is always refused: copy the file into the project"
        };
        sink.report(include.path, format!("`{path}` {why}"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn absolute_paths_and_paths_that_climb() {
        check(
            "include-outside",
            "
//- /.claude/commands/flow/plan.md
😀 {{INCLUDE:/etc/passwd}} {{INCLUDE:../../etc/passwd}}
{{INCLUDE:.claude/../a.md}} {{INCLUDE:a..md}} {{INCLUDE:./a.md}}
//- /a.md
//- /a..md
",
            expect![[r#"
                .claude/commands/flow/plan.md
                  😀 {{INCLUDE:/etc/passwd}} {{INCLUDE:../../etc/passwd}}
                //            ^^^^^^^^^^^ error include-outside: `/etc/passwd` is absolute: write it from the root of the project
                  😀 {{INCLUDE:/etc/passwd}} {{INCLUDE:../../etc/passwd}}
                //                                    ^^^^^^^^^^^^^^^^ error include-outside: `../../etc/passwd` has `..` in it, which is always refused: write it from the root of the project
                  {{INCLUDE:.claude/../a.md}} {{INCLUDE:a..md}} {{INCLUDE:./a.md}}
                //          ^^^^^^^^^^^^^^^ error include-outside: `.claude/../a.md` has `..` in it, which is always refused: write it from the root of the project
            "#]],
        );
    }

    #[test]
    fn documentation_is_silent() {
        check_silent(
            "include-outside",
            "`{{INCLUDE:../a.md}}` \\{\\{INCLUDE:/a.md\\}\\}\n```\n{{INCLUDE:/a.md}}\n```\n",
        );
    }
}
