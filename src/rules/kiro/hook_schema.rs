//! A hook that Kiro does not run.

use text_size::TextRange;

use super::{
    HOOKS,
    paths::{is_unmatched_regex, regex_of, unmatched_globs},
};
use crate::{
    model::{
        kiro::{KiroMeaning, hooks::KiroHooks},
        machine::Word,
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("hook-schema"), Severity::Error)
    .summary("a hook that Kiro cannot read, or that never runs")
    .fix(FixKind::Offered)
    .checks(&[Check::new(HOOKS, check), Check::new(HOOKS, check_paths), Check::new(HOOKS, check_format)]);

fn hooks<'a>(context: &Context<'a>) -> Option<&'a KiroHooks> {
    match context.facts().meaning.kiro()? {
        KiroMeaning::Hooks(hooks) => Some(hooks),
        _ => None,
    }
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = hooks(context) else { return };
    for problem in &read.problems {
        let mut finding = sink.report(problem.range, problem.message.as_str());
        finding.fixes(|| match &problem.replacement {
            Some(nothing) if nothing.is_empty() => {
                Some(Fix::new("Remove the comma", vec![Edit::replace(&context.document.path, problem.range, "")]))
            }
            Some(replacement) => Some(change(context, problem.range, replacement)),
            // A glob in place of a regular expression.
            None => regex_fix(context, problem.range).filter(|_| problem.message.contains("regular expression")),
        });
    }
}

fn change(context: &Context<'_>, range: TextRange, text: &str) -> Fix {
    Fix::new(format!("Change to `{text}`"), vec![Edit::replace(&context.document.path, range, text)])
}

/// The regular expression that does what a glob was meant to do, when it matches a file.
fn regex_fix(context: &Context<'_>, range: TextRange) -> Option<Fix> {
    let regex = regex_of(&context.text[range])?;
    let matches = !is_unmatched_regex(context.snapshot, &regex);
    matches.then(|| change(context, range, &regex.replace('\\', "\\\\")))
}

fn check_paths(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = hooks(context) else { return };
    for hook in &read.hooks {
        if read.is_old {
            report_globs(context, &unmatched_globs(context.snapshot, &hook.paths), hook.paths.len(), sink);
            continue;
        }
        for path in hook.paths.iter().filter(|path| is_unmatched_regex(context.snapshot, &path.text)) {
            let message = format!("`{}` matches no file: `matcher` is a regular expression, fix it", path.text);
            let mut finding = sink.report(path.range, message);
            finding.severity(Severity::Hint);
            finding.fixes(|| regex_fix(context, path.range));
        }
    }
}

/// One finding for all globs of a hook.
fn report_globs(context: &Context<'_>, unmatched: &[&Word], all: usize, sink: &mut Sink<'_>) {
    let Some((first, others)) = unmatched.split_first() else { return };
    let what = match others.len() {
        0 => format!("`{}` matches no file", first.text),
        _ => format!("{} of {all} patterns match no file", unmatched.len()),
    };
    let mut finding = sink.report(first.range, format!("{what}: fix or remove what is wrong"));
    finding.severity(Severity::Hint);
    for other in others {
        finding.related(&context.document.path, other.range, "this matches no file either");
    }
}

/// One hint for a project is enough.
fn check_format(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.index.kiro.first_old_hook.as_ref() != Some(&context.document.path) {
        return;
    }
    let root = context.facts().yaml.root.as_ref();
    let first = root.and_then(|root| root.entries().first()).map(|entry| entry.key.content_range());
    let message = "this is the format of Kiro 0.x: today hooks are in `.kiro/hooks/*.json` with `\"version\": \"v1\"`";
    sink.report(first.unwrap_or_default(), message).severity(Severity::Hint);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn matcher(matcher: &str) -> String {
        format!(
            "//- /src/dock.ts\n//- /.kiro/hooks/a.json
{{\"version\": \"v1\", \"hooks\": [
  {{\"name\": \"é 😀\", \"trigger\": \"PostFileSave\", \"matcher\": \"{matcher}\", \"action\": {{\"type\": \"command\", \"command\": \"x\"}}}}
]}}
"
        )
    }

    #[test]
    fn a_glob_in_place_of_a_regular_expression_is_reported() {
        check(
            "hook-schema",
            &matcher("**/*.ts"),
            expect![[r#"
            .kiro/hooks/a.json
                {"name": "é 😀", "trigger": "PostFileSave", "matcher": "**/*.ts", "action": {"type": "command", "command": "x"}}
            //                                                         ^^^^^^^ error hook-schema: `matcher` must be a regular expression, and not a glob: nothing to repeat in `**/*.ts`
        "#]],
        );
        check_fixes(
            "hook-schema",
            &matcher("**/*.ts"),
            expect![[r#"
            * Change to `(^|/)[^/]*\\.ts$`
            //- /.kiro/hooks/a.json
            {"version": "v1", "hooks": [
              {"name": "é 😀", "trigger": "PostFileSave", "matcher": "(^|/)[^/]*\\.ts$", "action": {"type": "command", "command": "x"}}
            ]}
        "#]],
        );
        check(
            "hook-schema",
            &matcher("src/*.ts"),
            expect![[r#"
            .kiro/hooks/a.json
                {"name": "é 😀", "trigger": "PostFileSave", "matcher": "src/*.ts", "action": {"type": "command", "command": "x"}}
            //                                                         ^^^^^^^^ hint hook-schema: `src/*.ts` matches no file: `matcher` is a regular expression, fix it
        "#]],
        );
        check_fixes(
            "hook-schema",
            &matcher("src/*.ts"),
            expect![[r#"
            * Change to `^src/[^/]*\\.ts$`
            //- /.kiro/hooks/a.json
            {"version": "v1", "hooks": [
              {"name": "é 😀", "trigger": "PostFileSave", "matcher": "^src/[^/]*\\.ts$", "action": {"type": "command", "command": "x"}}
            ]}
        "#]],
        );
        check_silent("hook-schema", &matcher(r"\\.ts$"));
    }

    #[test]
    fn old_hooks_are_one_hint_and_unknown_triggers_errors() {
        let hook = |name: &str, trigger: &str| {
            format!(
                "//- /.kiro/hooks/{name}.kiro.hook\n{{\"name\": \"x\", \"when\": {{\"type\": \"{trigger}\"}}, \"then\": {{\"type\": \"askAgent\", \"prompt\": \"x\"}}}}\n"
            )
        };
        let fixture = hook("a", "userTriggered") + &hook("b", "manual");
        check(
            "hook-schema",
            &fixture,
            expect![[r#"
            .kiro/hooks/a.kiro.hook
              {"name": "x", "when": {"type": "userTriggered"}, "then": {"type": "askAgent", "prompt": "x"}}
            //  ^^^^ hint hook-schema: this is the format of Kiro 0.x: today hooks are in `.kiro/hooks/*.json` with `"version": "v1"`
            .kiro/hooks/b.kiro.hook
              {"name": "x", "when": {"type": "manual"}, "then": {"type": "askAgent", "prompt": "x"}}
            //                                ^^^^^^ error hook-schema: unknown trigger `manual`: did you mean `userTriggered`?
        "#]],
        );
        let fixture = matcher(r"\\.ts$").replace("PostFileSave", "fileEdited");
        check_fixes(
            "hook-schema",
            &fixture,
            expect![[r#"
            * Change to `PostFileSave`
            //- /.kiro/hooks/a.json
            {"version": "v1", "hooks": [
              {"name": "é 😀", "trigger": "PostFileSave", "matcher": "\\.ts$", "action": {"type": "command", "command": "x"}}
            ]}
        "#]],
        );
    }

    #[test]
    fn patterns_without_files_are_one_hint() {
        check(
            "hook-schema",
            "//- /src/dock.ts\n//- /.kiro/hooks/a.kiro.hook
{
  \"name\": \"x\",
  \"when\": {\"type\": \"fileEdited\", \"patterns\": [\"**/*.rs\", \"**/*.ts\", \"GEMINI.md\"]},
  \"then\": {\"type\": \"askAgent\", \"prompt\": \"x\"},
}
//- /.kiro/hooks/b.kiro.hook
{
  \"name\": \"x\",
  \"when\": {\"type\": \"fileEdited\", \"patterns\": [\"**/*.rs\", \"**/*.ts\", \"GEMINI.md\"]},
  \"then\": {\"type\": \"askAgent\", \"prompt\": \"x\"}
}
",
            expect![[r#"
                .kiro/hooks/a.kiro.hook
                    "name": "x",
                //   ^^^^ hint hook-schema: this is the format of Kiro 0.x: today hooks are in `.kiro/hooks/*.json` with `"version": "v1"`
                    "then": {"type": "askAgent", "prompt": "x"},
                //                                             ^ error hook-schema: not valid JSON: a comma before the closing bracket
                .kiro/hooks/b.kiro.hook
                    "when": {"type": "fileEdited", "patterns": ["**/*.rs", "**/*.ts", "GEMINI.md"]},
                //                                               ^^^^^^^ hint hook-schema: 2 of 3 patterns match no file: fix or remove what is wrong
                //  .kiro/hooks/b.kiro.hook:3:70: this matches no file either
            "#]],
        );
    }
}
