//! Findings as the workflow commands that GitHub Actions turns into annotations.

use std::io::{self, Write};

use super::{Report, Span, human, is_shown};
use crate::{
    cli::{args::CheckArgs, output::Palette},
    rules::Severity,
    text::plain_line,
};

/// Writes what `check --format github` prints.
pub(super) fn write(out: &mut impl Write, report: &Report<'_>, args: &CheckArgs) -> io::Result<()> {
    for (checked, found) in report.findings().filter(|(_, found)| is_shown(found, args)) {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let span = Span::new(checked.document.text(), &checked.document.facts().lines, found.range);
        let (path, code, message) = (property(checked.path.as_str()), property(found.code), data(&found.message));
        write!(out, "::{command} file={path},line={},endLine={}", span.start.line, span.end.line)?;
        // Columns are only understood within one line.
        if span.start.line == span.end.line {
            write!(out, ",col={},endColumn={}", span.start.column, span.end.column)?;
        }
        writeln!(out, ",title={code}::{message}")?;
    }
    out.write_all(human::summary(report, args, Palette { colored: false }).as_bytes())
}

/// Escapes what follows the `::`.
fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    // There is no form for the others.
    plain_line(&escaped).into_owned()
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
