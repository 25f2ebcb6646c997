//! A part of a command's template that an integration did not fill in.

use text_size::{TextRange, TextSize};

use super::{COMMANDS, command_of};
use crate::rules::{Check, Context, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("command-unrendered"), Severity::Warning)
    .summary("an installed command of Spec Kit has parts of its template")
    .checks(&[Check::new(COMMANDS, check).in_copies()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    const TOKENS: [&str; 5] = ["{SCRIPT}", "{AGENT_SCRIPT}", "{ARGS}", "__AGENT__", "__SPECKIT_COMMAND_"];
    if context.document.is_template() || command_of(context.document).is_none() {
        return;
    }
    for token in TOKENS {
        let found = memchr::memmem::find_iter(context.text.as_bytes(), token);
        // `{{ARGS}}` is something else.
        let mut found = found.filter(|at| !context.text[..*at].ends_with('{') || !token.starts_with('{'));
        let Some(first) = found.next() else { continue };
        let range = whole(context.text, first, token);
        let message = format!("`{}` was not filled in: run `specify integration upgrade`", &context.text[range]);
        let mut finding = sink.report(range, message);
        for other in found.take(10) {
            finding.related(&context.document.path, whole(context.text, other, token), "this one neither");
        }
    }
}

/// The range of a token; that of a command ends in two underscores.
fn whole(text: &str, start: usize, token: &str) -> TextRange {
    let rest = &text[start + token.len()..];
    let name = rest.bytes().take_while(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_')).count();
    let more = if token.ends_with("COMMAND_") { name } else { 0 };
    TextRange::at(TextSize::new(start as u32), TextSize::new((token.len() + more) as u32))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn tokens_in_an_installed_command_are_reported() {
        check(
            "command-unrendered",
            "//- /.gemini/commands/speckit.plan.toml\nprompt = \"\"\"\n😀 {SCRIPT}, {SCRIPT}\nthen __SPECKIT_COMMAND_TASKS__.\n\"\"\"\n//- /.specify/feature.json\n{}\n",
            expect![[r#"
                .gemini/commands/speckit.plan.toml
                  😀 {SCRIPT}, {SCRIPT}
                //  ^^^^^^^^ warning command-unrendered: `{SCRIPT}` was not filled in: run `specify integration upgrade`
                //  .gemini/commands/speckit.plan.toml:2:13: this one neither
                  then __SPECKIT_COMMAND_TASKS__.
                //     ^^^^^^^^^^^^^^^^^^^^^^^^^ warning command-unrendered: `__SPECKIT_COMMAND_TASKS__` was not filled in: run `specify integration upgrade`
            "#]],
        );
    }

    #[test]
    fn templates_and_other_commands_are_ignored() {
        check_silent(
            "command-unrendered",
            "//- /templates/commands/speckit.plan.md\n{SCRIPT}\n//- /.claude/commands/own.md\n{ARGS}\n//- /.claude/commands/speckit.plan.md\n{{ARGS}} $ARGUMENTS\n",
        );
    }
}
