//! Front matter without a description.

use super::{DESCRIBED, is_of_other_agent};
use text_size::{TextRange, TextSize};

use crate::{
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::yaml::{self, Entry},
    text::lines::line_end,
};

pub(super) static RULE: Rule = Rule::new(page!("frontmatter-missing-description"), Severity::Warning)
    .summary("front matter without a `description`")
    .fix(FixKind::Offered)
    .checks(&[Check::new(DESCRIBED, check).in_copies().local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let front_matter = context.facts().front_matter.as_ref().filter(|_| !is_of_other_agent(context.document));
    let Some(front_matter) = front_matter else { return };
    match front_matter.get("description") {
        None => {
            // What cannot be read may hold the key.
            if front_matter.entries.is_empty() && !front_matter.problems.is_empty() {
                return;
            }
            // A prompt that only starts an agent has the agent's description.
            if context.document.name().as_str().ends_with(".prompt.md") && front_matter.get("agent").is_some() {
                return;
            }
            let opener = TextRange::at(front_matter.content.start(), 0.into());
            let line = context.facts().lines.line(front_matter.range.start());
            let opening_line = context.facts().lines.line_range(context.text, line);
            let range = TextRange::at(front_matter.range.start(), TextSize::of("---")).intersect(opening_line);
            let mut finding = sink.report(range.unwrap_or(opener), "the front matter has no `description`: add one");
            finding.fixes(|| [insertion(context, opener)]);
        }
        Some(entry)
            if entry.value.is_null()
                || entry.value.as_str().is_some_and(|description| description.trim().is_empty()) =>
        {
            let message = "the `description` is empty: say what this does and when to use it";
            sink.report(entry.key.range, message).fixes(|| use_of_title(context, entry));
        }
        Some(_) => {}
    }
}

fn insertion(context: &Context<'_>, opener: TextRange) -> Fix {
    let text = format!("description: {}{}", quoted_title(context), line_end(context.text));
    Fix::new("Insert a `description`", vec![Edit::replace(&context.document.path, opener, text)])
}

fn use_of_title(context: &Context<'_>, entry: &Entry) -> Option<Fix> {
    let title = quoted_title(context);
    let colon = context.text[usize::from(entry.key.range.end())..].find(':').unwrap_or(0) + 1;
    let after = entry.key.range.end() + TextSize::new(colon as u32);
    let range = TextRange::new(after, entry.value.range.end().max(after));
    let edit = Edit::replace(&context.document.path, range, format!(" {title}"));
    (title.len() > 2).then(|| Fix::new("Use the title as the `description`", vec![edit]))
}

/// The first heading as a value, `""` without one.
fn quoted_title(context: &Context<'_>) -> String {
    yaml::quote(context.facts().markdown.headings.first().map_or("", |heading| &heading.text))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_prompt_that_starts_an_agent_is_ignored() {
        check_silent(
            "frontmatter-missing-description",
            "//- /.github/prompts/speckit.plan.prompt.md\n---\nagent: speckit.plan\n---\n",
        );
    }

    #[test]
    fn absent() {
        let fixture = "---\nloop: outer\n---\n# Plän: it\n";
        check(
            "frontmatter-missing-description",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              ---
            //^^^ warning frontmatter-missing-description: the front matter has no `description`: add one
        "#]],
        );
        check_fixes(
            "frontmatter-missing-description",
            fixture,
            expect![[r#"
            * Insert a `description`
            //- /.claude/commands/flow/plan.md
            ---
            description: "Plän: it"
            loop: outer
            ---
            # Plän: it
        "#]],
        );
        check(
            "frontmatter-missing-description",
            "\u{feff}---\n---\nText\n",
            expect![[r#"
            .claude/commands/flow/plan.md
              ﻿---
            // ^^^ warning frontmatter-missing-description: the front matter has no `description`: add one
        "#]],
        );
    }

    #[test]
    fn empty() {
        check(
            "frontmatter-missing-description",
            "---\nname: é\ndescription:\n---\n",
            expect![[r#"
            .claude/commands/flow/plan.md
              description:
            //^^^^^^^^^^^ warning frontmatter-missing-description: the `description` is empty: say what this does and when to use it
        "#]],
        );
        check_fixes(
            "frontmatter-missing-description",
            "---\ndescription: ''\nloop: outer\n---\n# Plan\n",
            expect![[r#"
            * Use the title as the `description`
            //- /.claude/commands/flow/plan.md
            ---
            description: "Plan"
            loop: outer
            ---
            # Plan
        "#]],
        );
        check_fixes(
            "frontmatter-missing-description",
            "---\ndescription:\nloop: outer\n---\n# Plan\n",
            expect![[r#"
            * Use the title as the `description`
            //- /.claude/commands/flow/plan.md
            ---
            description: "Plan"
            loop: outer
            ---
            # Plan
        "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent("frontmatter-missing-description", "---\ndescription: |\n  Plan it.\n---\n");
        check_silent("frontmatter-missing-description", "---\ndescription: Plan: it\n---\n");
        check_silent("frontmatter-missing-description", "Text\n");
        check_silent("frontmatter-missing-description", "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\n---\n");
    }
}
