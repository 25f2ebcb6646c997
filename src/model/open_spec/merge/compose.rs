//! The bytes of a merged spec.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

use super::{MergedPiece, PieceSource, requirements::MergedBlock, target::MergeTarget};
use crate::model::open_spec::{
    CapabilitySpec,
    lines::{SpecLines, pattern::trim_end, step},
};

/// The text of the merged spec, and where its bytes come from.
///
/// What precedes the section, its heading, what precedes the first requirement, the requirements and what follows the section are
/// trimmed at their ends; an empty line is between two of them, and no other part of the file keeps two empty lines in a row, but
/// fenced blocks. Line ends are those of the spec that is there.
pub(super) fn compose(
    target: &MergeTarget<'_>,
    current: &CapabilitySpec,
    delta: &str,
    blocks: &[MergedBlock<'_>],
) -> (String, Vec<MergedPiece>) {
    let text = target.text();
    let [before, heading, preamble, after] = slices(text, current);
    let blocks = blocks.iter().map(|block| block_lines(block, text, delta));
    // The heading stays as it is.
    let parts = [trimmed(before), heading, trimmed(preamble)].into_iter().chain(blocks).chain([trimmed(after)]);
    let mut lines: Vec<OutLine<'_>> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !lines.is_empty() {
            lines.push(OutLine::generated(""));
        }
        lines.extend(part);
    }
    let end = if target.is_new() { "\n" } else { dominant_line_end(text) };
    write(target, delta, &without_runs(trimmed(lines)), end)
}

/// A line that is written, without its line end.
struct OutLine<'a> {
    source: PieceSource,
    /// Where it begins in its source.
    start: TextSize,
    text: Cow<'a, str>,
}

impl<'a> OutLine<'a> {
    fn generated(text: impl Into<Cow<'a, str>>) -> Self {
        OutLine { source: PieceSource::Generated, start: TextSize::default(), text: text.into() }
    }

    fn is_blank(&self) -> bool {
        trim_end(&self.text).is_empty()
    }
}

/// What precedes the section of the requirements, its heading, what precedes its first requirement, and what follows it.
fn slices<'a>(text: &'a str, current: &CapabilitySpec) -> [Vec<OutLine<'a>>; 4] {
    let line = |start: TextSize, text: &'a str| OutLine { source: PieceSource::Spec, start, text: Cow::Borrowed(text) };
    let Some(section) = &current.merged else {
        // Here the program keeps a byte-order mark, and carriage returns until it writes.
        let mut start = TextSize::default();
        let before = text.split('\n').map(|part| {
            let line = line(start, part);
            start += TextSize::of(part) + TextSize::of('\n');
            line
        });
        return [before.collect(), vec![OutLine::generated("## Requirements")], Vec::new(), Vec::new()];
    };
    let heading = section.heading;
    let (mut before, mut preamble, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for found in SpecLines::new(text).lines() {
        let start = found.range().start();
        if start < heading.start() {
            before.push(line(start, found.text));
        } else if heading.start() < start && start < section.preamble.end() {
            preamble.push(line(start, found.text));
        } else if start >= section.end {
            after.push(line(start, found.text));
        }
    }
    // A preamble of blank lines counts as none.
    if section.preamble.is_empty() {
        preamble.clear();
    }
    [before, vec![line(heading.start(), &text[heading])], preamble, after]
}

/// A block as it is copied, with the heading of its new name.
fn block_lines<'a>(block: &MergedBlock<'a>, spec: &'a str, delta: &'a str) -> Vec<OutLine<'a>> {
    let (source, whole) = match block.is_from_delta {
        true => (PieceSource::Delta, delta),
        false => (PieceSource::Spec, spec),
    };
    let range = block.block.range;
    let lines = SpecLines::new(&whole[range]);
    let copied = lines.lines().iter().map(|line| OutLine {
        source,
        start: range.start() + line.range().start(),
        text: Cow::Borrowed(line.text),
    });
    let mut lines: Vec<_> = copied.collect();
    if let (Some(name), Some(heading)) = (block.renamed, lines.first_mut()) {
        *heading = OutLine::generated(format!("### Requirement: {}", name.key()));
    }
    lines
}

/// The lines without blank ones at the end, and without spaces at the end of the last.
fn trimmed(mut lines: Vec<OutLine<'_>>) -> Vec<OutLine<'_>> {
    while lines.last().is_some_and(OutLine::is_blank) {
        lines.pop();
    }
    if let Some(last) = lines.last_mut() {
        last.text = match &last.text {
            Cow::Borrowed(text) => Cow::Borrowed(trim_end(text)),
            Cow::Owned(text) => Cow::Owned(trim_end(text).to_owned()),
        };
    }
    lines
}

/// The lines with one empty line in place of several, outside of fenced blocks. A line of spaces is not empty.
fn without_runs(lines: Vec<OutLine<'_>>) -> Vec<OutLine<'_>> {
    let mut fence = None;
    let mut is_after_empty = false;
    let mut kept = Vec::with_capacity(lines.len());
    for line in lines {
        let is_empty = !step(&mut fence, &line.text) && line.text.is_empty();
        if !(is_empty && is_after_empty) {
            kept.push(line);
        }
        is_after_empty = is_empty;
    }
    kept
}

/// The line end that the text uses more often; CRLF when both are equally frequent.
fn dominant_line_end(text: &str) -> &'static str {
    let crlf = text.matches("\r\n").count();
    let all = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    if crlf > 0 && crlf >= all - crlf { "\r\n" } else { "\n" }
}

fn write(target: &MergeTarget<'_>, delta: &str, lines: &[OutLine<'_>], end: &str) -> (String, Vec<MergedPiece>) {
    let mut text = String::new();
    let mut pieces: Vec<MergedPiece> = Vec::new();
    let mut add = |text: &mut String, source, range: TextRange, bytes: &str| {
        let start = TextSize::of(&*text);
        text.push_str(bytes);
        let last = pieces.last_mut().filter(|last| last.source == source);
        match last {
            _ if bytes.is_empty() => {}
            Some(last) if source == PieceSource::Generated || last.range.end() == range.start() => {
                last.range = last.range.cover(range);
            }
            _ => pieces.push(MergedPiece { start, source, range }),
        }
    };
    for line in lines {
        // A carriage return that belongs to the line end.
        let bytes = line.text.strip_suffix('\r').unwrap_or(&line.text);
        let range = TextRange::at(line.start, TextSize::of(bytes));
        let (source, range, whole) = match line.source {
            PieceSource::Delta => (PieceSource::Delta, range, delta),
            PieceSource::Spec if target.is_new() => match target.in_delta(range) {
                Some(range) => (PieceSource::Delta, range, delta),
                None => (PieceSource::Generated, TextRange::default(), ""),
            },
            PieceSource::Spec => (PieceSource::Spec, range, target.text()),
            PieceSource::Generated => (PieceSource::Generated, TextRange::default(), ""),
        };
        add(&mut text, source, range, bytes);
        let follows = whole.get(usize::from(range.end())..).is_some_and(|rest| rest.starts_with(end));
        match follows && source != PieceSource::Generated {
            true => add(&mut text, source, TextRange::at(range.end(), TextSize::of(end)), end),
            false => add(&mut text, PieceSource::Generated, TextRange::default(), end),
        }
    }
    (text, pieces)
}
