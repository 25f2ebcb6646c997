//! Front matter without its opening line, or that a formatter has taken for Markdown.

use text_size::{TextRange, TextSize};

use super::DESCRIBED;
use crate::{
    model::{Kind, keys::key_of},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::yaml,
    text::lines::{line_end, start_of_text},
};

pub(super) static RULE: Rule = Rule::new(page!("frontmatter-unopened"), Severity::Warning)
    .summary("front matter whose opening `---` is missing")
    .fix(FixKind::Always)
    .checks(&[Check::new(DESCRIBED, check).in_copies().local()]);

/// The lines that front matter has at most: no more are looked at.
const MOST: usize = 100;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(line) = unopened(context) {
        let message = "the opening `---` is missing, so these lines are text and not front matter: insert it";
        sink.report(line, message).fixes(|| {
            let edit = Edit::replace(
                &context.document.path,
                TextRange::empty(line.start()),
                format!("---{}", line_end(context.text)),
            );
            [Fix::always("Insert `---`", vec![edit])]
        });
    } else if let Some(line) = mangled(context) {
        let message = "this was front matter before a formatter changed it, and no tool reads it any more: write each key on a line of its own between two `---` lines";
        sink.report(line, message);
    }
}

/// Whether the document has front matter of which the opening line is missing.
pub(super) fn is_unopened(context: &Context<'_>) -> bool {
    unopened(context).is_some() || mangled(context).is_some()
}

/// The first line of keys that a `---` line closes.
fn unopened(context: &Context<'_>) -> Option<TextRange> {
    let start = start_of_text(context.text);
    let text = &context.text[usize::from(start)..];
    if context.facts.front_matter.is_some() || text.starts_with("---") {
        return None;
    }
    let mut end = start;
    let closed = text.split_inclusive('\n').take(MOST).any(|line| {
        let is_closing = line.trim_end() == "---";
        if !is_closing {
            end += TextSize::of(line);
        }
        is_closing
    });
    let first = text.lines().next()?;
    let name = first.split(':').next()?;
    if !closed
        || !first[name.len()..].starts_with(": ")
        || key_of(context.document.kind, context.document.name(), name).is_none()
    {
        return None;
    }
    let read = yaml::parse(context.text, TextRange::new(start, end));
    let keys = read.root.as_ref().map(|root| root.entries()).unwrap_or_default();
    let all_are_keys = keys.iter().all(|key| key.name().is_some_and(|name| !name.contains(' ')));
    (all_are_keys && !keys.is_empty() && read.problems.is_empty()).then(|| TextRange::at(start, TextSize::of(first)))
}

/// The line of keys, and the rule before it, of front matter that a Markdown formatter has read as a rule and a heading: `---` becomes a line of `_`, and the keys above the other
/// `---` become a heading.
fn mangled(context: &Context<'_>) -> Option<TextRange> {
    let start = start_of_text(context.text);
    let text = &context.text[usize::from(start)..];
    if context.facts.front_matter.is_some() {
        return None;
    }
    let mut lines = text.split_inclusive('\n').filter(|line| !line.trim().is_empty());
    let rule = lines.next()?.trim_end();
    let is_rule = rule.len() >= 3 && (rule.bytes().all(|byte| byte == b'_') || rule == "***" || rule == "* * *");
    let heading = lines.next().filter(|_| is_rule)?.trim_end();
    let words = heading.strip_prefix("## ").unwrap_or(heading);
    let keys = ["name:", "description:"].iter().filter(|key| words.contains(**key)).count();
    let name = words.split(':').next()?;
    let is_key = words[name.len()..].starts_with(": ")
        && [Kind::Command, context.document.kind]
            .iter()
            .any(|kind| key_of(*kind, context.document.name(), name).is_some());
    let (from, to) = (text.find(rule)?, text.find(heading)? + heading.len());
    let at = |offset: usize| Some(start + TextSize::new(u32::try_from(offset).ok()?));
    (is_key && (keys > 0 || heading.starts_with("## "))).then(|| Some(TextRange::new(at(from)?, at(to)?))).flatten()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn keys_with_a_closing_line_alone_are_reported() {
        let fixture = "//- /.claude/agents/a.md\n\u{feff}name: a\r\ndescription: 😀\r\n---\r\nText\r\n";
        check(
            "frontmatter-unopened",
            fixture,
            expect![[r#"
                .claude/agents/a.md
                  ﻿name: a
                // ^^^^^^^ warning frontmatter-unopened: the opening `---` is missing, so these lines are text and not front matter: insert it
            "#]],
        );
        check_fixes(
            "frontmatter-unopened",
            fixture,
            expect![[r#"
                * Insert `---` (always right)
                //- /.claude/agents/a.md
                ﻿---␍
                name: a␍
                description: 😀␍
                ---␍
                Text␍
            "#]],
        );
        check_silent("frontmatter-missing", fixture);
    }

    #[test]
    fn what_a_formatter_has_made_of_front_matter_is_reported() {
        let fixture = "//- /.claude/agents/a.md\n________________\n\n## name: a description: 😀 tools: Read\n\nText\n";
        check(
            "frontmatter-unopened",
            fixture,
            expect![[r#"
                .claude/agents/a.md
                  ________________
                //^^^^^^^^^^^^^^^^… to line 3 warning frontmatter-unopened: this was front matter before a formatter changed it, and no tool reads it any more: write each key on a line of its own between two `---` lines
            "#]],
        );
        check_silent("frontmatter-missing", fixture);
    }

    #[test]
    fn text_that_begins_like_a_key_is_ignored() {
        for text in [
            "Note: this is text\n---\n",
            "description: only text\n\nMore text: with a colon\nand lines\n---\n",
            "name: a\nText\n",
            "name: a\n",
            "___\n\n## Heading\n",
            "---\nname: a\n---\n",
        ] {
            check_silent("frontmatter-unopened", text);
        }
    }
}
