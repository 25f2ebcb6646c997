//! An include that stays text because it stands in a fenced block.

use super::target::{Target, target};
use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
    syntax::include::IncludeKind,
};

pub(super) static RULE: Rule = Rule::new(page!("include-in-fence"), Severity::Warning)
    .summary("an include in a fenced block is not expanded")
    .checks(&[Check::new(&[Kind::Command, Kind::Partial, Kind::Copy], check).in_copies()]);

/// The info strings of blocks that are prompts. A block in any other language is an example of a file, and so is `markdown`.
const PROMPTS: [&str; 5] = ["", "text", "txt", "plaintext", "prompt"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let facts = context.facts();
    let fenced = facts.includes.iter().filter(|include| include.fenced && include.kind == IncludeKind::Directive);
    for include in fenced {
        let Some(block) = facts.fences.at(include.range.start()) else { continue };
        let prompt = PROMPTS.iter().any(|info| context.text[block.info].eq_ignore_ascii_case(info));
        let path = &context.text[include.path];
        // What leads nowhere or to the document itself is there to show how an include is written.
        let leads = matches!(target(context, path), Target::File(target) if target != context.document.path);
        if prompt && leads {
            let message = format!("`{path}` stays text in a fenced block: move the include out or paste what it names");
            sink.report(include.range, message).related(&context.document.path, block.opener, "the block starts here");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn in_prompts_and_their_copies() {
        check(
            "include-in-fence",
            "
//- /.claude/commands/flow/plan.md
Start an agent:\r
  ```\r
  😀 {{INCLUDE:a.md}}\r
  ```\r
{{INCLUDE:a.md}}
//- /.github/agents/flow-plan.agent.md
```text
{{INCLUDE:a.md}}
```
//- /a.md
",
            expect![[r#"
                .claude/commands/flow/plan.md
                    😀 {{INCLUDE:a.md}}
                //    ^^^^^^^^^^^^^^^^ warning include-in-fence: `a.md` stays text in a fenced block: move the include out or paste what it names
                //  .claude/commands/flow/plan.md:2:1: the block starts here
                .github/agents/flow-plan.agent.md
                  {{INCLUDE:a.md}}
                //^^^^^^^^^^^^^^^^ warning include-in-fence: `a.md` stays text in a fenced block: move the include out or paste what it names
                //  .github/agents/flow-plan.agent.md:1:1: the block starts here
            "#]],
        );
    }

    #[test]
    fn examples_are_silent() {
        check_silent(
            "include-in-fence",
            "
//- /.claude/commands/flow/plan.md
```markdown
{{INCLUDE:a.md}}
```
```
{{INCLUDE:gone.md}} {{INCLUDE:...}} \\{\\{INCLUDE:a.md\\}\\} {{INCLUDE:.claude/commands/flow/plan.md}}
```
~~~
{{INCLUDE:a.md}}
~~~
//- /a.md
",
        );
    }
}
