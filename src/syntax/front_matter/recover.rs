//! Reading on after a bad key.

use super::{Broken, FrontMatter, entries, next_line, span};
use crate::syntax::yaml::{self, Aliases, Entry, Node, Value, Yaml};
use granit_parser::ErrorKind;
use text_size::{TextRange, TextSize};

/// Reads each piece of the content alone.
pub(super) fn recover(text: &str, whole: Yaml, front_matter: &mut FrontMatter) {
    for piece in pieces(text, front_matter.content) {
        read_piece(text, piece, front_matter);
    }
    if front_matter.problems.is_empty() {
        // Each piece is YAML and only together they are not.
        front_matter.problems = whole.problems;
    }
    front_matter.problems.sort_by_key(|problem| problem.range.start());
}

/// A `key:` line in column 0 with what follows it up to the next; the first piece may have no key.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    /// Where the colon is.
    colon: Option<usize>,
    /// Where the lines that can belong to the value end.
    value_end: usize,
}

fn pieces(text: &str, content: TextRange) -> Vec<Piece> {
    let (start, end) = (usize::from(content.start()), usize::from(content.end()));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut line = start;
    while line < end {
        let next = next_line(text, line).unwrap_or(end).min(end);
        let written = text.get(line..next).unwrap_or_default();
        let colon = key_length(written).map(|length| line + length);
        match pieces.last_mut() {
            Some(piece) if colon.is_none() => {
                // A line in column 0 that neither continues a list nor closes a bracket is no part of the value.
                let foreign = !written.starts_with([' ', '\t', '#', '-', ']', '}', '\r', '\n']);
                if piece.value_end == piece.end && !foreign {
                    piece.value_end = next;
                }
                piece.end = next;
            }
            _ => pieces.push(Piece { start: line, end: next, colon, value_end: next }),
        }
        line = next;
    }
    pieces
}

/// The length of the key when the line starts with one: a word or a few, or quoted, then a colon and a blank or nothing.
fn key_length(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let first = *bytes.first()?;
    let length = match first {
        b'"' | b'\'' => memchr::memchr2(first, b'\n', bytes.get(1..)?)? + 2,
        _ if first.is_ascii_alphanumeric() || matches!(first, b'_' | b'$') || first >= 0x80 => {
            memchr::memchr3(b':', b'\n', b'#', bytes)?
        }
        _ => return None,
    };
    match bytes.get(length..)? {
        [b':'] | [b':', b' ' | b'\t' | b'\r' | b'\n', ..] => Some(length),
        _ => None,
    }
}

fn read_piece(text: &str, piece: Piece, front_matter: &mut FrontMatter) {
    let read = |end| yaml::parse_with(text, span(piece.start, end), Aliases::Ignore);
    let (mut yaml, mut error) = read(piece.end);
    front_matter.comments.append(&mut yaml.comments);
    if !yaml.truncated {
        front_matter.problems.append(&mut yaml.problems);
        front_matter.entries.extend(entries(yaml.root));
        return;
    }
    if piece.value_end < piece.end {
        let (value, value_error) = read(piece.value_end);
        if !value.truncated {
            front_matter.problems.append(&mut yaml.problems);
            front_matter.entries.extend(entries(value.root));
            return;
        }
        (yaml, error) = (value, value_error);
    }
    if let (Some(colon), Some(problem)) = (piece.colon, yaml.problems.last()) {
        let key = span(piece.start, colon);
        let value = trimmed(text, colon + 1, raw_end(text, colon, piece.value_end));
        // Whoever opens a quote or a bracket means to close it.
        let left_open =
            matches!(error, Some(ErrorKind::UnclosedQuotedScalar | ErrorKind::UnclosedFlowCollection { .. }));
        let quotable = [Some(value), value_on_line(text, problem.range.start())]
            .into_iter()
            .flatten()
            .find(|range| !left_open && quoting_cures(text, piece, *range));
        front_matter.broken.push(Broken { key, value, problem: problem.range, quotable });
        front_matter.entries.push(Entry { key: as_it_stands(text, key), value: as_it_stands(text, value) });
    }
    front_matter.problems.append(&mut yaml.problems);
}

/// A value ends before the first blank or comment line that is not indented.
fn raw_end(text: &str, colon: usize, end: usize) -> usize {
    let mut line = next_line(text, colon).unwrap_or(end).min(end);
    while line < end {
        if text.as_bytes().get(line).is_some_and(|byte| matches!(byte, b'#' | b'\n' | b'\r')) {
            return line;
        }
        line = next_line(text, line).unwrap_or(end);
    }
    end
}

/// The value of the `key: value` or `- value` line at `offset`.
fn value_on_line(text: &str, offset: TextSize) -> Option<TextRange> {
    let offset = usize::from(offset);
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', bytes.get(..offset)?).map_or(0, |newline| newline + 1);
    let end = next_line(text, offset).unwrap_or(text.len());
    let line = text.get(start..end)?;
    let mut skip = line.len() - line.trim_start_matches([' ', '-']).len();
    if let Some(length) = line.get(skip..).and_then(key_length) {
        skip += length + 1;
    }
    Some(trimmed(text, start + skip, end))
}

/// Whether the piece is YAML once `range` is quoted: an offered fix must be right.
fn quoting_cures(text: &str, piece: Piece, range: TextRange) -> bool {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let parts = (text.get(piece.start..start), text.get(start..end), text.get(end..piece.value_end));
    let (Some(before), Some(value), Some(after)) = parts else {
        return false;
    };
    if value.is_empty() || value.contains('\n') {
        return false;
    }
    let cured = [before, &yaml::quote(value), after].concat();
    let (yaml, _) = yaml::parse_with(&cured, span(0, cured.len()), Aliases::Ignore);
    !yaml.truncated && yaml.problems.is_empty()
}

fn as_it_stands(text: &str, range: TextRange) -> Node {
    let raw = text.get(usize::from(range.start())..usize::from(range.end()));
    Node {
        range,
        value: Value::Scalar {
            text: raw.unwrap_or_default().trim_matches(['"', '\'']).into(),
            plain: true,
            content: range,
        },
    }
}

/// The range without the blanks and line ends around.
fn trimmed(text: &str, start: usize, end: usize) -> TextRange {
    let raw = text.get(start..end).unwrap_or_default();
    let blank = [' ', '\t', '\r', '\n'];
    let start = start + raw.len() - raw.trim_start_matches(blank).len();
    span(start, start + raw.trim_matches(blank).len())
}
