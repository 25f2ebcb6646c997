//! A command in TOML that is not TOML.

use text_size::{TextRange, TextSize};

use super::PROMPT;
use crate::rules::{Check, Context, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("command-toml-invalid"), Severity::Error)
    .summary("a command in TOML is not valid TOML")
    .checks(&[Check::new(&[PROMPT], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.document.name().extension() != Some("toml") || context.document.unreadable.is_some() {
        return;
    }
    let Err(error) = toml::de::DeTable::parse(context.text) else { return };
    let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX)).min(TextSize::of(context.text));
    let span = error.span().unwrap_or_default();
    let range = TextRange::new(size(span.start.min(span.end)), size(span.end));
    let first = error.message().lines().next().unwrap_or_default().to_owned();
    sink.report(range, format!("not valid TOML: {first}; the agent does not offer this command"));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn a_string_that_is_never_closed_is_reported() {
        check(
            "command-toml-invalid",
            "//- /.gemini/commands/speckit.tasks.toml\ndescription = \"😀\"\nprompt = \"\"\"\nunclosed\n//- /.specify/feature.json\n{}\n",
            expect![[r#"
                .gemini/commands/speckit.tasks.toml

                //^ error command-toml-invalid: not valid TOML: invalid multi-line basic string, expected `"`; the agent does not offer this command
            "#]],
        );
    }

    #[test]
    fn toml_and_yaml_are_ignored() {
        check_silent(
            "command-toml-invalid",
            "//- /.gemini/commands/speckit.tasks.toml\nprompt = \"\"\"\na\n\"\"\"\n//- /.goose/recipes/speckit.tasks.yaml\na: [\n//- /.specify/feature.json\n{}\n",
        );
    }
}
