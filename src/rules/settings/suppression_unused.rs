//! `flowspec-ignore` comments: they take findings away, and one that takes none away is itself a hint.

use text_size::TextRange;

use crate::{
    rules::{Context, Diagnostic, Edit, FixKind, Fixes, Rule, Severity, Sink, Tag},
    syntax::marker::MarkerKind,
    workspace::Kind,
};

/// A suppression that suppresses nothing. Found here and not by its check, because only all other findings tell.
pub(super) static RULE: Rule = Rule {
    code: "suppression-unused",
    severity: Severity::Hint,
    summary: "a flowspec-ignore comment that suppresses nothing",
    fix: FixKind::Always,
    tag: Some(Tag::Unnecessary),
    kinds: Kind::DOCUMENTS,
    in_copies: true,
    page: include_str!("../../../docs/rules/suppression-unused.md"),
    check: |_, _| {},
};

/// Removes what the document's comments suppress and reports the codes that suppress nothing.
pub(in crate::rules) fn apply(context: &Context<'_>, fixes: Fixes, found: &mut Vec<Diagnostic>) {
    let lines = &context.facts.lines;
    for marker in &context.facts.markers {
        let (codes, line) = match &marker.kind {
            MarkerKind::Ignore { codes } => (codes, Some(lines.line(marker.range.end()) + 1)),
            MarkerKind::IgnoreFile { codes } => (codes, None),
            _ => continue,
        };
        let mut unused = Vec::new();
        for code in codes {
            let before = found.len();
            let hit = |diagnostic: &Diagnostic| {
                diagnostic.code == &context.text[*code]
                    && line.is_none_or(|line| lines.line(diagnostic.range.start()) == line)
            };
            found.retain(|diagnostic| !hit(diagnostic));
            if found.len() == before {
                unused.push(*code);
            }
        }
        // Taking away one of several codes would leave the list's blanks behind, so only a comment that is useless as a whole goes.
        let useless = unused.len() == codes.len();
        for code in unused {
            let mut sink = Sink { rule: &RULE, fixes, found };
            let wants_fixes = sink.wants_fixes() && useless;
            let message = format!("`{}` suppresses nothing here: remove it", &context.text[code]);
            let diagnostic = sink.report(code, message);
            if wants_fixes {
                let edit = Edit::replace(&context.document.path, whole_line(context.text, marker.range), "");
                diagnostic.always_fix("Remove the comment", vec![edit]);
            }
        }
    }
}

/// The comment with its line end when it is alone on its line.
fn whole_line(text: &str, comment: TextRange) -> TextRange {
    let (start, end) = (usize::from(comment.start()), usize::from(comment.end()));
    let alone = text[..start].is_empty() || text[..start].ends_with('\n');
    let rest = &text[end..];
    let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    if alone {
        TextRange::new(comment.start(), comment.end() + text_size::TextSize::new(line_end as u32))
    } else {
        comment
    }
}
