//! An expanded copy whose command is gone.

use text_size::TextRange;

use crate::{
    model::{
        Kind,
        invocation::{Invocation, copy_stem},
    },
    rules::{Check, Context, Rule, Severity, Sink},
    syntax::nearest::around,
    workspace::{copies::is_copy, expand::expand},
};

pub(super) static RULE: Rule = Rule::new(page!("copy-orphan"), Severity::Warning)
    .summary("the command of an expanded copy is gone")
    .checks(&[Check::new(&[Kind::Copy], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    if context.index.sources.contains_key(&document.path) {
        return;
    }
    if let Some(renamed) = renamed(context) {
        let stem = document.names.iter().find_map(|name| copy_stem(name)).unwrap_or_default();
        let message = format!("no command is named as this copy, `{stem}`: its text is now that of `{renamed}`");
        sink.report(range(context), message);
        return;
    }
    if !is_generated(context) {
        return;
    }
    let stems = document.names.iter().filter_map(|name| copy_stem(name));
    let is_namespace = |namespace: &str| context.index.namespaces.contains(namespace);
    let Some(command) = stems.filter_map(|stem| Invocation::of_copy(stem, is_namespace)).next() else { return };
    if context.index.commands.contains_key(&command) {
        return;
    }
    let (key, in_namespace) = (command.key(), format!("{}:", command.namespace()));
    let others = around(key, &context.index.commands).into_iter();
    let near = sink.nearest(key, others.filter(|key| key.starts_with(&in_namespace)));
    let advice = near.map_or("delete the copy".to_owned(), |near| format!("was it renamed to `/{near}`?"));
    sink.report(range(context), format!("the command of this copy, `{command}`, does not exist: {advice}"));
}

/// The name of the copy, else its first line.
fn range(context: &Context<'_>) -> TextRange {
    let name = context.facts().front_matter.as_ref().and_then(|front_matter| front_matter.get("name"));
    let range = name.map_or_else(|| context.facts().lines.line_range(context.text, 0), |name| name.value.range);
    if range.is_empty() { TextRange::up_to(context.facts().body) } else { range }
}

/// The command of another namespace that says what the copy says.
fn renamed(context: &Context<'_>) -> Option<Invocation> {
    let is_empty = context.text[usize::from(context.facts().body)..].trim().is_empty();
    let namesakes = context.index.namesakes.get(&context.document.path).filter(|_| !is_empty)?;
    let mut sources = namesakes.iter().filter_map(|path| context.snapshot.document(path));
    let source = sources.find(|source| {
        let expansion = expand(context.snapshot, source);
        !expansion.copy_body().trim().is_empty() && is_copy(context.document, &expansion)
    })?;
    source.names.iter().find_map(|name| Invocation::of_source(name))
}

/// Whether it was generated from a command rather than written by hand: `target: chat` is what the generator writes.
fn is_generated(context: &Context<'_>) -> bool {
    let front_matter = context.facts().front_matter.as_ref();
    let target = front_matter.and_then(|front_matter| front_matter.get("target"));
    target.and_then(|target| target.value.as_str()) == Some("chat")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn the_command_is_gone() {
        check(
            "copy-orphan",
            "
//- /.claude/commands/flow/plan.md
//- /.github/agents/flow-planning.agent.md
---\r
description: 😀
name: \"flow-planning\"\r
target: \"chat\"\r
---\r
//- /.github/agents/flow.assess.agent.md
---
target: chat
---
",
            expect![[r#"
                .github/agents/flow-planning.agent.md
                  name: "flow-planning"
                //      ^^^^^^^^^^^^^^^ warning copy-orphan: the command of this copy, `/flow:planning`, does not exist: was it renamed to `/flow:plan`?
                .github/agents/flow.assess.agent.md
                  ---
                //^^^ warning copy-orphan: the command of this copy, `/flow:assess`, does not exist: delete the copy
            "#]],
        );
    }

    #[test]
    fn a_namespace_was_renamed() {
        check(
            "copy-orphan",
            "
//- /.claude/commands/flow/plan.md
# Plän 😀
First.
Second.
//- /.claude/commands/flow/test.md
# Test
//- /.github/agents/jpspec-plan.agent.md
---
name: jpspec-plan
---
# Plan
First.
Second.
//- /.github/agents/unit-test.agent.md
---
name: unit-test
---
Test units.
",
            expect![[r#"
                .github/agents/jpspec-plan.agent.md
                  name: jpspec-plan
                //      ^^^^^^^^^^^ warning copy-orphan: no command is named as this copy, `jpspec-plan`: its text is now that of `/flow:plan`
            "#]],
        );
    }

    #[test]
    fn agents_of_their_own() {
        check_silent(
            "copy-orphan",
            "
//- /.claude/commands/flow/plan.md
//- /.github/prompts/kit.tasks.prompt.md
//- /.github/agents/flow-plan.agent.md
---
target: chat
---
//- /.github/agents/kit.tasks.agent.md
---
target: chat
---
//- /.github/agents/flow-helper.agent.md
---
target: vscode
---
//- /.github/agents/ops-scale.agent.md
---
target: chat
---
",
        );
    }

    #[test]
    fn a_copy_without_any_commands() {
        check_silent("copy-orphan", "//- /flow-operate.agent.md\n---\nname: flow-operate\ntarget: chat\n---\n");
    }
}
