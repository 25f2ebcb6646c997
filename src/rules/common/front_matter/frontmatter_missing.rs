//! A command, an agent or a skill without front matter.

use super::{DESCRIBED, frontmatter_unopened::is_unopened, is_of_other_agent};
use text_size::{TextRange, TextSize};

use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::yaml,
    text::lines::{line_end, start_of_text},
};

pub(super) static RULE: Rule = Rule::new(page!("frontmatter-missing"), Severity::Hint)
    .summary("a command, an agent or a skill without front matter")
    .fix(FixKind::Offered)
    .checks(&[Check::new(DESCRIBED, check).in_copies().local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (document, text) = (context.document, context.text);
    let start = start_of_text(text);
    let begun = text[usize::from(start)..].starts_with("---");
    if context.facts().front_matter.is_some() || begun || is_of_other_agent(document) || document.unreadable.is_some() {
        return;
    }
    // What is there needs no other one, and an empty file has nothing to describe yet.
    if is_unopened(context) || text[usize::from(start)..].trim().is_empty() {
        return;
    }
    let (what, keys) = match document.kind {
        Kind::Skill => ("skill", "`name` and `description`"),
        Kind::Agent => ("agent", "`name` and `description`"),
        Kind::Copy => ("agent", "`description`"),
        _ => ("command", "`description`"),
    };
    let first_line = context.facts().lines.line_range(text, 0);
    let range = TextRange::new(start, first_line.end().max(start));
    let mut finding = sink.report(range, format!("this {what} has no front matter: add one with {keys}"));
    finding.fixes(|| [fix(context, start)]);
}

fn fix(context: &Context<'_>, start: TextSize) -> Fix {
    let edit = Edit::replace(&context.document.path, TextRange::empty(start), skeleton(context));
    Fix::new("Insert front matter", vec![edit])
}

/// Front matter with what is known: the name of the file, and the first heading for a description.
fn skeleton(context: &Context<'_>) -> String {
    let document = context.document;
    let end = line_end(context.text);
    let mut skeleton = format!("---{end}");
    let name = match document.kind {
        Kind::Skill => document.name().parent().and_then(|folder| folder.file_name()),
        Kind::Agent => document.name().file_stem(),
        _ => None,
    };
    if let Some(name) = name {
        skeleton.push_str(&format!("name: {name}{end}"));
    }
    let title = context.facts().markdown.headings.first().map_or("", |heading| &heading.text);
    skeleton.push_str(&format!("description: {}{end}---{end}{end}", yaml::quote(title)));
    skeleton
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_command() {
        check(
            "frontmatter-missing",
            "# Plän it\n\nText\n",
            expect![[r#"
            .claude/commands/flow/plan.md
              # Plän it
            //^^^^^^^^^ hint frontmatter-missing: this command has no front matter: add one with `description`
        "#]],
        );
        check_fixes(
            "frontmatter-missing",
            "# Plän it\n\nText\n",
            expect![[r#"
            * Insert front matter
            //- /.claude/commands/flow/plan.md
            ---
            description: "Plän it"
            ---

            # Plän it

            Text
        "#]],
        );
    }

    #[test]
    fn a_skill_needs_its_name() {
        let fixture = "//- /.claude/skills/security-dast/SKILL.md\n\u{feff}# Security DAST Skill\n";
        check(
            "frontmatter-missing",
            fixture,
            expect![[r#"
            .claude/skills/security-dast/SKILL.md
              ﻿# Security DAST Skill
            // ^^^^^^^^^^^^^^^^^^^^^ hint frontmatter-missing: this skill has no front matter: add one with `name` and `description`
        "#]],
        );
        check_fixes(
            "frontmatter-missing",
            fixture,
            expect![[r#"
            * Insert front matter
            //- /.claude/skills/security-dast/SKILL.md
            ﻿---
            name: security-dast
            description: ""
            ---

            # Security DAST Skill
        "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent("frontmatter-missing", "---\ndescription: Plan.\n---\n");
        check_silent("frontmatter-missing", "---\ndescription: never closed\n");
        check_silent("frontmatter-missing", "//- /.claude/commands/README.md\n# Our commands\n");
        check_silent("frontmatter-missing", "//- /.claude/commands/flow/_check.md\n# A partial\n");
        check_silent("frontmatter-missing", "//- /README.md\n# Title\n");
        check_silent("frontmatter-missing", "");
        check_silent("frontmatter-missing", "\u{feff} \r\n\t\n");
    }
}
