//! A command that is marked as deprecated.

use super::INSTRUCTIONS;
use text_size::TextRange;

use crate::{
    model::invocation::Invocation,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink, Tag},
    syntax::reference::ReferenceKind,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("command-deprecated"), Severity::Hint)
    .summary("a command that is marked as deprecated")
    .fix(FixKind::Offered)
    .tag(Tag::Deprecated)
    .checks(&[Check::new(INSTRUCTIONS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // What is itself deprecated may go with the rest of its kind.
    if context.facts().summary.deprecated {
        return;
    }
    let text = context.text;
    for reference in &context.facts().references.references {
        let ReferenceKind::Command { namespace, name, .. } = reference.kind else { continue };
        let (namespace, name) = (&text[namespace], &text[name]);
        if reference.fenced && !context.document.kind.is_prompt() || !context.index.namespaces.contains(namespace) {
            continue;
        }
        let keys = [name, &format!("_DEPRECATED_{name}")].map(|name| Invocation::new(namespace, name));
        let commands = &context.index.commands;
        let Some(path) = keys.iter().find_map(|key| commands.get(key)) else { continue };
        let is_gone = !commands.contains_key(&keys[0]);
        let Some(command) = context.snapshot.document(path).filter(|command| command.summary().deprecated) else {
            continue;
        };
        let replacement = command.summary().replacement.as_deref().map(|name| name.trim_start_matches('/'));
        let advice = replacement.map_or(String::new(), |name| format!(": use `/{name}`"));
        let written = &text[reference.range];
        let message = match is_gone {
            true => format!("only the alias `{}` is left of the command `{written}`{advice}", keys[1]),
            false => format!("the command `{written}` is deprecated{advice}"),
        };
        sink.report(reference.range, message).fixes(|| replacement.map(|name| fix(context, reference.range, name)));
    }
}

fn fix(context: &Context<'_>, range: TextRange, name: &str) -> Fix {
    Fix::new(format!("Change to `/{name}`"), vec![Edit::replace(&context.document.path, range, format!("/{name}"))])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn deprecated() {
        let fixture = "
//- /.claude/commands/flow/plan.md
Plän: run `/flow:design`, not /flow:old or /flow:plan.
//- /.claude/commands/flow/design.md
---
deprecated: true
replacement: /flow:plan
---
I am /flow:design, as /flow:old.
//- /.claude/commands/flow/_DEPRECATED_old.md
";
        check(
            "command-deprecated",
            fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  Plän: run `/flow:design`, not /flow:old or /flow:plan.
                //           ^^^^^^^^^^^^ hint command-deprecated: the command `/flow:design` is deprecated: use `/flow:plan`
                  Plän: run `/flow:design`, not /flow:old or /flow:plan.
                //                              ^^^^^^^^^ hint command-deprecated: only the alias `/flow:_DEPRECATED_old` is left of the command `/flow:old`
            "#]],
        );
        check_fixes(
            "command-deprecated",
            fixture,
            expect![[r#"
            * Change to `/flow:plan`
            //- /.claude/commands/flow/plan.md
            Plän: run `/flow:plan`, not /flow:old or /flow:plan.
        "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent("command-deprecated", "Run /flow:plan or /flow:gone.\n");
    }
}
