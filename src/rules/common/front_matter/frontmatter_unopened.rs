//! Front matter without its opening line, or that a formatter has taken for Markdown.

use text_size::{TextRange, TextSize};

use super::DESCRIBED;
use crate::{
    model::{keys::key_of, mangled::mangled_front_matter},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::yaml,
    text::lines::{line_end, start_of_text},
};

pub(super) static RULE: Rule = Rule::new(page!("frontmatter-unopened"), Severity::Warning)
    .summary("front matter whose opening `---` is missing")
    .fix(FixKind::Always)
    .checks(&[Check::new(DESCRIBED, check).in_copies().local(), Check::new(DESCRIBED, mangled).in_copies()]);

/// The lines that front matter has at most: no more are looked at.
const MOST: usize = 100;

/// How many other files are shown that a formatter changed.
const MOST_OTHERS: usize = 10;

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
    }
}

/// One finding a project, in the first file: a formatter changes all of them.
fn mangled(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut files = context.index.mangled.iter();
    if files.next() != Some(&context.document.path) {
        return;
    }
    let Some(line) = mangled_front_matter(context.document.kind, context.document.name(), context.text) else { return };
    let others = match files.len() {
        0 => String::new(),
        1 => ", as in 1 other file".to_owned(),
        more => format!(", as in {more} other files"),
    };
    let message = format!(
        "this was front matter before a formatter changed it{others}, and no tool reads it any more: write each key on a line of its own between two `---` lines"
    );
    let mut finding = sink.report(line, message);
    for other in files.take(MOST_OTHERS).filter_map(|path| context.snapshot.document(path)) {
        if let Some(line) = mangled_front_matter(other.kind, other.name(), other.text()) {
            finding.related(&other.path, line, "the same here");
        }
    }
}

/// Whether the document has front matter of which the opening line is missing.
pub(super) fn is_unopened(context: &Context<'_>) -> bool {
    let is_mangled = || mangled_front_matter(context.document.kind, context.document.name(), context.text).is_some();
    unopened(context).is_some() || context.facts().front_matter.is_none() && is_mangled()
}

/// The first line of keys that a `---` line closes.
fn unopened(context: &Context<'_>) -> Option<TextRange> {
    let start = start_of_text(context.text);
    let text = &context.text[usize::from(start)..];
    if context.facts().front_matter.is_some() || text.starts_with("---") {
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
        let other = fixture.replace("a.md", "b.md");
        check(
            "frontmatter-unopened",
            &format!("{fixture}{other}"),
            expect![[r#"
            .claude/agents/a.md
              ________________
            //^^^^^^^^^^^^^^^^… to line 3 warning frontmatter-unopened: this was front matter before a formatter changed it, as in 1 other file, and no tool reads it any more: write each key on a line of its own between two `---` lines
            //  .claude/agents/b.md:1:1: the same here
        "#]],
        );
        check_silent("frontmatter-missing", &other);
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
