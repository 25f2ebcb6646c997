//! Includes in a command for a tool that does not expand them.

use text_size::{TextRange, TextSize};

use super::target::{Target, live, target};
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink, common::markdown::problems},
    syntax::{
        fence,
        include::{self, Include},
        markdown::{self, MarkdownLink},
    },
    workspace::{Expansion, expand::expand_include},
};

/// No fix puts in more bytes than this.
const MOST: usize = 1024 * 1024;

pub(super) static RULE: Rule = Rule::new(page!("include-unexpanded"), Severity::Hint)
    .summary("Claude Code does not expand the includes of a command")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Command], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.document.names.iter().any(|name| name.starts_with(".claude/commands")) {
        return;
    }
    let mut existing =
        live(context).filter(|include| matches!(target(context, &context.text[include.path]), Target::File(_)));
    let Some(first) = existing.next() else { return };
    let message = "Claude Code does not expand includes: put the text here, or an agent gets this line as it stands";
    sink.report(first.range, message).fixes(|| fixes(context, first, existing));
}

fn fixes<'a>(context: &Context<'_>, first: &'a Include, rest: impl Iterator<Item = &'a Include>) -> Vec<Fix> {
    let path = &context.text[first.path];
    let this = inlined(context, &[first]).map(|edits| Fix::new(format!("Put the text of `{path}` here"), edits));
    let all: Vec<_> = std::iter::once(first).chain(rest).collect();
    let all = Some(all).filter(|all| all.len() > 1).and_then(|all| inlined(context, &all));
    let all = all.map(|edits| Fix::new("Put the text of every partial in place of its include", edits));
    this.into_iter().chain(all).collect()
}

/// The edits that put the whole text in place of includes; `None` when not all of it can be had, or when it means something else here.
fn inlined(context: &Context<'_>, includes: &[&Include]) -> Option<Vec<Edit>> {
    let document = context.document;
    let mut after = String::new();
    let mut at = TextSize::new(0);
    let mut edits = Vec::with_capacity(includes.len());
    for include in includes {
        let expansion = expand_include(context.snapshot, document, include);
        if expansion.stopped.is_some()
            || after.len() + expansion.text.len() > MOST
            || has_foreign_links(context, &expansion)
        {
            return None;
        }
        let text = if context.text.contains("\r\n") { expansion.text.replace('\n', "\r\n") } else { expansion.text };
        after.push_str(&context.text[TextRange::new(at, include.range.start())]);
        after.push_str(&text);
        at = include.range.end();
        edits.push(Edit::replace(&document.path, include.range, text));
    }
    after.push_str(&context.text[usize::from(at)..]);
    let (fences, markdown) =
        (fence::parse(&after, context.facts().body), markdown::parse(&after, context.facts().body));
    let left = include::parse(&after, context.facts().body, &fences, &markdown);
    // An include in a block of the partial would stay one, and its fences may end blocks here.
    let whole = left.len() + includes.len() <= context.facts().includes.len();
    let sound = || problems(context, &after).len() <= problems(context, context.text).len();
    (whole && sound()).then_some(edits)
}

/// Whether an expansion has links that lead elsewhere from the document's own folder.
fn has_foreign_links(context: &Context<'_>, expansion: &Expansion) -> bool {
    let here = context.document.path.parent();
    let elsewhere = expansion.pieces.iter().any(|piece| piece.path.parent() != here);
    let is_relative =
        |link: &MarkdownLink| !link.destination.starts_with(['#', '/']) && !link.destination.contains(':');
    elsewhere && markdown::parse(&expansion.text, TextSize::new(0)).links.iter().any(is_relative)
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
    fn a_partial_that_means_something_else_here_is_not_put_in() {
        let fixture = |partial: &str| {
            format!("//- /.claude/commands/flow/plan.md\n{{{{INCLUDE:parts/a.md}}}}\n//- /parts/a.md\n{partial}")
        };
        for partial in [
            "```\n{{INCLUDE:b.md}}\n```\n",
            "Write `{{INCLUDE:b.md}}`.\n",
            "```markdown\n```text\nx\n```\n```\n",
            "```\nnot closed\n",
            "See [b](b.md).\n//- /parts/b.md\n",
        ] {
            check_fixes("include-unexpanded", &fixture(partial), expect![""]);
        }
        check_fixes(
            "include-unexpanded",
            &fixture("# B\n```sh\nmake\n```\n[b](#b) <https://example.com/b.md>"),
            expect![[r#"
                * Put the text of `parts/a.md` here
                //- /.claude/commands/flow/plan.md
                # B
                ```sh
                make
                ```
                [b](#b) <https://example.com/b.md>
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
