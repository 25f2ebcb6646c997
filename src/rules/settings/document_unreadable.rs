//! A document, or a folder that may hold some, that is skipped because it cannot be read.

use text_size::TextRange;

use crate::{
    model::Kind,
    rules::{Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule {
    code: "document-unreadable",
    severity: Severity::Warning,
    summary: "a file or folder that cannot be read and is skipped",
    fix: FixKind::None,
    tag: None,
    kinds: Kind::DOCUMENTS,
    in_copies: true,
    page: include_str!("../../../docs/rules/document-unreadable.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(reason) = &context.document.unreadable {
        let what = if context.document.kind == Kind::Folder { "folder" } else { "file" };
        sink.report(TextRange::default(), format!("this {what} is skipped: {reason}"));
    }
}
