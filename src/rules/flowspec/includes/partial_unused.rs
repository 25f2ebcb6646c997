//! A partial that nothing includes.

use camino::Utf8Path;

use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink, Tag},
};

pub(super) static RULE: Rule = Rule::new(page!("partial-unused"), Severity::Hint)
    .summary("nothing includes this partial")
    .tag(Tag::Unnecessary)
    .checks(&[Check::new(&[Kind::Partial], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    if document.text().trim().is_empty() || is_used(context) || !is_ours(context) {
        return;
    }
    let start = usize::from(context.facts().body);
    let blank = context.text[start..].len() - context.text[start..].trim_start().len();
    let lines = &context.facts().lines;
    let first = lines.line(text_size::TextSize::new((start + blank) as u32));
    sink.report(lines.line_range(context.text, first), "nothing includes this partial: include it or delete it");
}

/// Whether a prompt includes it, or at least speaks of it: in a fenced block, say, or as a file to read.
fn is_used(context: &Context<'_>) -> bool {
    let (index, own) = (context.index, &context.document.path);
    let is_other = |path: &crate::workspace::DocPath| path != own;
    index.includers.get(own).into_iter().flatten().any(is_other)
        || (context.document.names.iter().filter_map(|name| name.file_name()))
            .any(|name| index.mentions.get(name).into_iter().flatten().any(is_other))
}

/// Whether it is a partial by its place, and one of prompts: site generators have `partials` too, and include them in their own way.
fn is_ours(context: &Context<'_>) -> bool {
    let is_ours = |name: &Utf8Path| {
        context.snapshot.places().of(name) == Some(Kind::Partial)
            && name.components().any(|part| part.as_str().starts_with('.') || part.as_str() == "commands")
    };
    context.document.names.iter().any(|name| is_ours(name))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn nobody_needs_it() {
        check(
            "partial-unused",
            "
//- /.claude/partials/check.md
---
a: b
---

# Chéck 😀\r
See check.md.\r
//- /templates/commands/flow/_rules.md
{{INCLUDE:templates/commands/flow/_rules.md}}
",
            expect![[r#"
                .claude/partials/check.md
                  # Chéck 😀
                //^^^^^^^^^ hint partial-unused: nothing includes this partial: include it or delete it
                templates/commands/flow/_rules.md
                  {{INCLUDE:templates/commands/flow/_rules.md}}
                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint partial-unused: nothing includes this partial: include it or delete it
            "#]],
        );
    }

    #[test]
    fn used_in_one_way_or_another() {
        check_silent(
            "partial-unused",
            "
//- /.claude/commands/flow/plan.md
{{INCLUDE:.claude/partials/a.md}}
Read .claude/partials/b.md first.
```
{{INCLUDE:.claude/partials/c.md}}
```
//- /.claude/partials/a.md
a
//- /.claude/partials/b.md
b
//- /.claude/partials/c.md
c
//- /.claude/partials/empty.md
//- /docs/partials/site.md
a page
",
        );
    }
}
