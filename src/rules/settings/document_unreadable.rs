//! A document that is skipped because it cannot be read as text.

use text_size::TextRange;

use crate::{
    rules::{Context, FixKind, Rule, Severity, Sink},
    workspace::Kind,
};

pub(super) static RULE: Rule = Rule {
    code: "document-unreadable",
    severity: Severity::Warning,
    summary: "a document that is not UTF-8, or too large, and is skipped",
    fix: FixKind::None,
    tag: None,
    kinds: Kind::DOCUMENTS,
    in_copies: true,
    page: include_str!("../../../docs/rules/document-unreadable.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(reason) = &context.document.unreadable {
        sink.report(TextRange::default(), format!("this file is skipped: {reason}"));
    }
}
