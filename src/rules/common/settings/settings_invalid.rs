//! Our settings file says something that we do not understand.

use crate::{
    model::Kind,
    rules::{self, Check, Context, Rule, Severity, Sink},
    workspace::settings,
};

pub(super) static RULE: Rule = Rule::new(page!("settings-invalid"), Severity::Warning)
    .summary("an unknown key or a bad value in flowspec-lsp.toml")
    .checks(&[Check::new(&[Kind::Settings], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let read = settings::read(context.text);
    for problem in read.problems {
        sink.report(problem.range, problem.message);
    }
    for (range, code) in read.codes {
        if let Some(problem) = rules::unknown(&code) {
            sink.report(range, problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn unknown_keys_rules_and_values() {
        check(
            "settings-invalid",
            "
//- /flowspec-lsp.toml
\u{feff}# 😀
exclude = [\"é\", \"../x\"]
[rules]
include-misssing = \"off\"
\"nothing like it\" = \"hint\"
suppression-unused = \"wraning\"
//- /.flowspec/flowspec-lsp.toml
colour = 1
",
            expect![[r#"
                .flowspec/flowspec-lsp.toml
                  colour = 1
                //^^^^^^ warning settings-invalid: there is no setting `colour`: use `exclude`, `documents`, `rules`, `overrides` or `inlayHints`
                flowspec-lsp.toml
                  exclude = ["é", "../x"]
                //                ^^^^^^ warning settings-invalid: `../x` must not leave the project with `..`
                  include-misssing = "off"
                //^^^^^^^^^^^^^^^^ warning settings-invalid: there is no rule `include-misssing`: did you mean `include-missing`?
                  "nothing like it" = "hint"
                //^^^^^^^^^^^^^^^^^ warning settings-invalid: there is no rule `nothing like it`: `flowspec-lsp rules` lists them
                  suppression-unused = "wraning"
                //                     ^^^^^^^^^ warning settings-invalid: unknown severity `wraning`: did you mean `warning`?
            "#]],
        );
    }

    #[test]
    fn a_project_does_not_say_what_runs() {
        check(
            "settings-invalid",
            "
//- /flowspec-lsp.toml
trust = true
[agent]
command = [\"./evil\", \"{prompt}\"]
",
            expect![[r#"
                flowspec-lsp.toml
                  trust = true
                //^^^^^ warning settings-invalid: `trust` counts only in the editor's settings: a project must not say what runs
                  [agent]
                // ^^^^^ warning settings-invalid: `agent` counts only in the editor's settings: a project must not say what runs
            "#]],
        );
    }

    #[test]
    fn what_is_understood_is_silent() {
        check_silent(
            "settings-invalid",
            "
//- /flowspec-lsp.toml
exclude = [\"build-docs/**\", \"{,x/}archive/\"]
documents.task = [\"todo/*.md\"]
[rules]
include-missing = \"hint\"
[[overrides]]
files = [\"docs/**\"]
rules = { suppression-unused = \"off\" }
",
        );
        check_silent("settings-invalid", "//- /docs/flowspec-lsp.toml\ncolour = 1\n");
        check_silent("settings-invalid", "//- /flowspec-lsp.toml\n");
    }
}
