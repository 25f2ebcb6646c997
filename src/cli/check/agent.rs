//! Findings for an agent: one line each, the worst first, with what to do.

use std::io::{self, Write};

use super::{Checked, Report, Span, human::plural, is_shown};
use crate::{cli::args::CheckArgs, rules::Diagnostic, text::plain_line};

/// Writes what `check --format agent` prints.
pub(super) fn write(out: &mut impl Write, report: &Report<'_>, args: &CheckArgs) -> io::Result<()> {
    let shown = report.findings().filter(|(_, found)| is_shown(found, args));
    let text = lines(shown.collect(), args.max);
    if text.is_empty() {
        return writeln!(out, "no findings in {}", plural(report.checked.len(), "document"));
    }
    out.write_all(text.as_bytes())
}

/// A line for each finding and one that counts those beyond `most`; empty when there are none.
pub(in crate::cli) fn lines(mut found: Vec<(&Checked, &Diagnostic)>, most: Option<usize>) -> String {
    // Sorting keeps the order of those that are equally bad: by path, then by place.
    found.sort_by_key(|(_, found)| found.severity);
    let most = most.unwrap_or(usize::MAX);
    let mut text: String = found.iter().take(most).map(|(checked, found)| line(checked, found) + "\n").collect();
    if let Some(left) = found.len().checked_sub(most).filter(|left| *left > 0) {
        text.push_str(&format!("{left} more left out\n"));
    }
    text
}

/// `path:line:column code message → fix`.
fn line(checked: &Checked, found: &Diagnostic) -> String {
    let start = Span::new(checked.document.text(), &checked.document.facts().lines, found.range).start;
    let fix = found.fixes.first().map(|fix| {
        let how = if fix.always { " (flowspec-lsp check --fix)" } else { "" };
        format!(" → {}{how}", fix.title)
    });
    let (path, message, fix) = (checked.path.as_str(), &found.message, fix.unwrap_or_default());
    let line = format!("{path}:{}:{} {} {message}{fix}", start.line, start.column, found.code);
    plain_line(&line).into_owned()
}
