//! A document, or a folder that may hold some, that is skipped because it cannot be read.

use text_size::TextRange;

use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("document-unreadable"), Severity::Warning)
    .summary("a file or folder that cannot be read and is skipped")
    .checks(&[Check::new(Kind::DOCUMENTS, check).in_copies().in_history().local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(reason) = &context.document.unreadable {
        let what = if context.document.kind == Kind::Folder { "folder" } else { "file" };
        sink.report(TextRange::default(), format!("this {what} is skipped: {reason}"));
    }
}
