//! Includes in a command for a tool that does not expand them.

use super::target::{Target, live, target};
use crate::{
    rules::{Context, Edit, FixKind, Rule, Severity, Sink},
    syntax::include::Include,
    workspace::{Kind, expand::expand_include},
};

pub(super) static RULE: Rule = Rule {
    code: "include-unexpanded",
    severity: Severity::Hint,
    summary: "Claude Code does not expand the includes of a command",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Command],
    in_copies: false,
    page: include_str!("../../../docs/rules/include-unexpanded.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.document.names.iter().any(|name| name.starts_with(".claude/commands")) {
        return;
    }
    let mut existing =
        live(context).filter(|include| matches!(target(context, &context.text[include.path]), Target::File(_)));
    let Some(first) = existing.next() else { return };
    let wants_fixes = sink.wants_fixes();
    let message = "Claude Code does not expand includes: put the text here, or an agent gets this line as it stands";
    let diagnostic = sink.report(first.range, message);
    if wants_fixes {
        let path = &context.text[first.path];
        if let Some(edit) = inlined(context, first) {
            diagnostic.fix(format!("Put the text of `{path}` here"), vec![edit]);
        }
        let all: Option<Vec<_>> =
            std::iter::once(first).chain(existing).map(|include| inlined(context, include)).collect();
        if let Some(edits) = all.filter(|edits| edits.len() > 1) {
            diagnostic.fix("Put the text of every partial in place of its include", edits);
        }
    }
}

/// The edit that puts the whole text in place of an include; `None` when not all of it can be had.
fn inlined(context: &Context<'_>, include: &Include) -> Option<Edit> {
    let expansion = expand_include(context.snapshot, context.document, include);
    let text = if context.text.contains("\r\n") { expansion.text.replace('\n', "\r\n") } else { expansion.text };
    expansion.stopped.is_none().then(|| Edit::replace(&context.document.path, include.range, text))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const FIXTURE: &str = "
//- /.claude/commands/flow/plan.md
`{{INCLUDE:a.md}}` {{INCLUDE:gone.md}}
😀 {{INCLUDE:a.md}}.
<<INCLUDE:b.md>>
//- /a.md
a {{INCLUDE:b.md}}
//- /b.md
b
";

    #[test]
    fn once_a_file() {
        check(
            "include-unexpanded",
            FIXTURE,
            expect![[r#"
            .claude/commands/flow/plan.md
              😀 {{INCLUDE:a.md}}.
            //  ^^^^^^^^^^^^^^^^ hint include-unexpanded: Claude Code does not expand includes: put the text here, or an agent gets this line as it stands
        "#]],
        );
        check_fixes(
            "include-unexpanded",
            FIXTURE,
            expect![[r#"
            * Put the text of `a.md` here
            //- /.claude/commands/flow/plan.md
            `{{INCLUDE:a.md}}` {{INCLUDE:gone.md}}
            😀 a b

            .
            <<INCLUDE:b.md>>
            * Put the text of every partial in place of its include
            //- /.claude/commands/flow/plan.md
            `{{INCLUDE:a.md}}` {{INCLUDE:gone.md}}
            😀 a b

            .
            b
        "#]],
        );
    }

    #[test]
    fn templates_and_prompts_are_expanded_ahead() {
        check_silent(
            "include-unexpanded",
            "
//- /templates/commands/flow/plan.md
{{INCLUDE:a.md}}
//- /.github/agents/flow-plan.agent.md
{{INCLUDE:a.md}}
//- /a.md
",
        );
    }
}
