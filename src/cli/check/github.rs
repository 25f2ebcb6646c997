//! Findings as the workflow commands that GitHub Actions turns into annotations.

use std::fmt::Write;

use super::{Report, Span, human, is_shown};
use crate::{
    cli::{args::Check, output::Palette},
    rules::Severity,
};

/// What `check --format github` prints.
pub(super) fn render(report: &Report<'_>, args: &Check) -> String {
    let mut text = String::new();
    for (checked, found) in report.findings().filter(|(_, found)| is_shown(found, args)) {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let span = Span::new(checked.document.text(), &checked.document.facts().lines, found.range);
        let (path, code, message) = (property(checked.path.as_str()), property(found.code), data(&found.message));
        let _ = write!(text, "::{command} file={path},line={},endLine={}", span.start.line, span.end.line);
        // Columns are only understood within one line.
        if span.start.line == span.end.line {
            let _ = write!(text, ",col={},endColumn={}", span.start.column, span.end.column);
        }
        let _ = writeln!(text, ",title={code}::{message}");
    }
    text + &human::summary(report, args, Palette { colored: false })
}

/// Escapes what follows the `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
