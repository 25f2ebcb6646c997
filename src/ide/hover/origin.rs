//! Which partial a line of an expanded copy comes from.

use text_size::TextSize;

use crate::{
    ide::markup::Line,
    model::Kind,
    workspace::{Document, Snapshot, copies::command_of, expand::expand},
};

/// Where the line at `offset` comes from, unless it is the command itself or the copy has drifted there.
pub(super) fn at(snapshot: &Snapshot, document: &Document, offset: TextSize) -> Option<Line> {
    if !matches!(document.kind, Kind::Copy | Kind::Command) || offset < document.facts().body {
        return None;
    }
    let index = snapshot.index();
    let command = command_of(snapshot, &index, document).filter(|command| command.path != document.path)?;
    let expansion = expand(snapshot, command);
    let expanded = Lines::of(&expansion.text, expansion.body.into());
    let copy = Lines::of(document.text(), document.facts().body.into());
    let (line, column) = copy.line(offset.into())?;
    let same = copy.same_line(&expanded, line)?;
    let (start, text) = *expanded.lines.get(same)?;
    let at = TextSize::new(u32::try_from(start + column.min(text.len())).ok()?);
    let (path, at) = expansion.origin(snapshot, at)?;
    let source = snapshot.document(&path).filter(|source| source.path != command.path)?;
    Some(from(source, at))
}

/// The file and the line of a place.
pub(super) fn from(source: &Document, at: TextSize) -> Line {
    let number = source.facts().lines.line(at) + 1;
    Line::new().text("from ").code(source.name()).text(format!(", line {number}"))
}

/// The lines of a body from the first to the last that is not blank, each with where it starts.
struct Lines<'a> {
    lines: Vec<(usize, &'a str)>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str, body: usize) -> Self {
        let mut at = body;
        let mut lines = Vec::new();
        for line in text.get(body..).unwrap_or_default().split_inclusive('\n') {
            lines.push((at, line.trim_end_matches(['\n', '\r'])));
            at += line.len();
        }
        let blank = |(_, line): &(usize, &str)| line.trim().is_empty();
        while lines.pop_if(|line| blank(line)).is_some() {}
        let first = lines.iter().position(|line| !blank(line)).unwrap_or(0);
        Lines { lines: lines.split_off(first) }
    }

    /// The line that holds an offset, and the column in it.
    fn line(&self, offset: usize) -> Option<(usize, usize)> {
        let line = self.lines.partition_point(|(start, _)| *start <= offset).checked_sub(1)?;
        Some((line, offset - self.lines.get(line)?.0))
    }

    /// The line of the other text that a line is, when all before or all after it is the same.
    fn same_line(&self, other: &Lines<'_>, line: usize) -> Option<usize> {
        let (own, others) = (&self.lines, &other.lines);
        let after = own.len() - line;
        let text = |(_, text): &(usize, &'a str)| *text;
        if own.iter().take(line + 1).map(text).eq(others.iter().take(line + 1).map(|(_, text)| *text)) {
            return Some(line);
        }
        let same = own.iter().rev().take(after).map(text).eq(others.iter().rev().take(after).map(|(_, text)| *text));
        same.then(|| others.len().checked_sub(after)).flatten()
    }
}
