//! Positions: bytes inside, UTF-8, UTF-16 or UTF-32 only at the border.

pub mod lines;
mod list;
pub mod plain;
pub mod window;

use std::{ops::Range, sync::OnceLock};

use ropey::{Rope, RopeSlice};
use text_size::{TextRange, TextSize};

pub use list::list;
pub use plain::{is_plain, plain, plain_line};
pub use window::Window;

/// How a client counts characters in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, what a client means when it says nothing.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    fn len(self, text: &str) -> usize {
        self.units(text.as_bytes())
    }

    /// The units of whole characters, counted by their first bytes: a loop that a compiler makes wide.
    fn units(self, bytes: &[u8]) -> usize {
        let characters = || bytes.iter().filter(|byte| **byte as i8 >= -0x40).count();
        match self {
            Encoding::Utf8 => bytes.len(),
            Encoding::Utf16 => characters() + bytes.iter().filter(|byte| **byte >= 0xf0).count(),
            Encoding::Utf32 => characters(),
        }
    }
}

/// A place in a text as clients name it. Lines end with LF, CRLF or CR, as in the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 0.
    pub line: u32,
    /// The units before it in the line, by the client's [`Encoding`].
    pub character: u32,
}

/// Where the lines of a text start.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Box<[u32]>,
    /// Made for the first position that is far from the start of its line.
    milestones: OnceLock<Milestones>,
}

/// The units before every [`BLOCK`] bytes of a text. Without them each position on a long line would be counted from the line's start.
#[derive(Debug, Clone)]
struct Milestones {
    utf16: Box<[u32]>,
    utf32: Box<[u32]>,
}

/// The bytes between two milestones: what a position costs at most.
const BLOCK: usize = 512;

impl Milestones {
    fn new(text: &str) -> Self {
        let units = |encoding: Encoding| {
            let blocks = text.as_bytes().chunks(BLOCK).map(move |block| encoding.units(block) as u32);
            let sums = blocks.scan(0, |sum, units| Some(std::mem::replace(sum, *sum + units)));
            sums.collect()
        };
        Milestones { utf16: units(Encoding::Utf16), utf32: units(Encoding::Utf32) }
    }

    /// The units before each block; `None` for an encoding in which they are bytes.
    fn of(&self, encoding: Encoding) -> Option<&[u32]> {
        match encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16 => Some(&self.utf16),
            Encoding::Utf32 => Some(&self.utf32),
        }
    }
}

impl PartialEq for LineIndex {
    fn eq(&self, other: &Self) -> bool {
        self.starts == other.starts
    }
}

impl Eq for LineIndex {}

impl LineIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(line_starts(text.as_bytes(), 0..text.len()));
        LineIndex::from(starts)
    }

    /// Indexes a later version of the text: only its window is looked at.
    pub fn edited(&self, text: &str, window: &Window) -> Self {
        // Whether a line starts somewhere depends on the bytes on both sides of the place.
        let (earlier, later) = (window.earlier(), window.later());
        let before = self.starts.partition_point(|&start| start < u32::from(earlier.start()).max(1));
        let after = self.starts.partition_point(|&start| start <= u32::from(earlier.end()));
        let read = usize::from(later.start()).saturating_sub(1)..usize::from(later.end());
        let mut starts = Vec::with_capacity(self.starts.len() + 8);
        starts.extend_from_slice(&self.starts[..before]);
        starts.extend(line_starts(text.as_bytes(), read));
        starts.extend(self.starts[after..].iter().map(|&start| u32::from(window.moved(start.into()))));
        LineIndex::from(starts)
    }

    fn from(starts: Vec<u32>) -> Self {
        LineIndex { starts: starts.into(), milestones: OnceLock::new() }
    }

    /// The line, from 0, that `offset` is on.
    pub fn line(&self, offset: TextSize) -> u32 {
        self.starts.partition_point(|start| *start <= u32::from(offset)) as u32 - 1
    }

    /// The bytes of `line`, line end excluded; empty at the end of the text for a line that does not exist.
    pub fn line_range(&self, text: &str, line: u32) -> TextRange {
        let end_of_text = text.len() as u32;
        let Some(&start) = self.starts.get(line as usize) else {
            return TextRange::empty(end_of_text.into());
        };
        let next = self.starts.get(line as usize + 1).copied().unwrap_or(end_of_text);
        let content = text[start as usize..next as usize].trim_end_matches(['\n', '\r']);
        TextRange::at(start.into(), TextSize::of(content))
    }

    /// The position of a byte offset in the `text` that was indexed.
    pub fn position(&self, text: &str, offset: TextSize, encoding: Encoding) -> Position {
        let line = self.line(offset);
        let start = self.starts[line as usize] as usize;
        let offset = floor_boundary(text, usize::from(offset).max(start));
        let character = if offset - start <= BLOCK {
            encoding.len(&text[start..offset])
        } else {
            self.units_before(text, offset, encoding) - self.units_before(text, start, encoding)
        };
        Position { line, character: character as u32 }
    }

    /// The byte offset of a position; one beyond its line or the text is taken as their end.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> TextSize {
        let line = self.line_range(text, position.line);
        let wanted = position.character as usize;
        if encoding == Encoding::Utf8 {
            let content = &text[line];
            return line.start() + TextSize::new(floor_boundary(content, wanted.min(content.len())) as u32);
        }
        let (from, mut units) = self.milestone(text, line, wanted, encoding);
        let rest = &text[from..usize::from(line.end())];
        let within = rest.char_indices().find(|(_, char)| {
            units += if encoding == Encoding::Utf16 { char.len_utf16() } else { 1 };
            units > wanted
        });
        TextSize::new((from + within.map_or(rest.len(), |(at, _)| at)) as u32)
    }

    /// The units of the whole text before `offset`.
    fn units_before(&self, text: &str, offset: usize, encoding: Encoding) -> usize {
        let milestones = self.milestones.get_or_init(|| Milestones::new(text)).of(encoding);
        let Some(before) = milestones.and_then(|units| units.get(offset / BLOCK)) else {
            return encoding.len(&text[..offset]);
        };
        *before as usize + encoding.units(&text.as_bytes()[offset / BLOCK * BLOCK..offset])
    }

    /// An offset in `line` that is not far before its unit `wanted`, and the units of the line before it.
    fn milestone(&self, text: &str, line: TextRange, wanted: usize, encoding: Encoding) -> (usize, usize) {
        let (start, end) = (usize::from(line.start()), usize::from(line.end()));
        if end - start <= BLOCK || wanted <= BLOCK {
            return (start, 0);
        }
        let before = self.units_before(text, start, encoding);
        let milestones = self.milestones.get_or_init(|| Milestones::new(text)).of(encoding).unwrap_or_default();
        let near = milestones.partition_point(|units| *units as usize <= before + wanted).saturating_sub(1);
        let from = floor_boundary(text, (near * BLOCK).clamp(start, end));
        (from, self.units_before(text, from, encoding) - before)
    }
}

/// Where lines start whose line end ends in `ends`.
fn line_starts(text: &[u8], ends: Range<usize>) -> impl Iterator<Item = u32> {
    memchr::memchr2_iter(b'\n', b'\r', &text[ends.clone()])
        .map(move |at| ends.start + at)
        .filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n'))
        .map(|at| at as u32 + 1)
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// Applies one change of an open document to its rope. Positions beyond a line or the text are taken as their end; a range
/// whose end is before its start is taken the other way round. Returns the bytes that it replaced.
pub fn edit(rope: &mut Rope, range: Range<Position>, text: &str, encoding: Encoding) -> Window {
    let (a, b) = (char_at(rope, range.start, encoding), char_at(rope, range.end, encoding));
    let (start, end) = (a.min(b), a.max(b));
    let byte = |char: usize| TextSize::new(rope.char_to_byte(char) as u32);
    let window = Window::replacement(size(rope), TextRange::new(byte(start), byte(end)), TextSize::of(text));
    rope.remove(start..end);
    rope.insert(start, text);
    window
}

/// Replaces everything.
pub fn replace(rope: &mut Rope, text: &str) -> Window {
    let window = Window::whole(size(rope), TextSize::of(text));
    *rope = Rope::from_str(text);
    window
}

/// The length of a buffer in bytes.
pub fn size(rope: &Rope) -> TextSize {
    TextSize::new(rope.len_bytes() as u32)
}

fn char_at(rope: &Rope, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= rope.len_lines() {
        return rope.len_chars();
    }
    let content = without_line_end(rope.line(line));
    let wanted = position.character as usize;
    let within = match encoding {
        Encoding::Utf8 => content.byte_to_char(wanted.min(content.len_bytes())),
        Encoding::Utf16 => content.utf16_cu_to_char(wanted.min(content.len_utf16_cu())),
        Encoding::Utf32 => wanted.min(content.len_chars()),
    };
    rope.line_to_char(line) + within
}

fn without_line_end(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    while end > 0 && matches!(line.char(end - 1), '\n' | '\r') {
        end -= 1;
    }
    line.slice(..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn nasty() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                Just("\r\n"),
                Just("\n"),
                Just("\r"),
                Just("😀"),
                Just("é"),
                Just("a"),
                Just("\u{2028}"),
                Just("\u{b}")
            ],
            0..40,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn every_boundary_survives_the_way_out_and_back(text in nasty()) {
            let index = LineIndex::new(&text);
            for (offset, _) in text.char_indices() {
                let before_line_end = index.line_range(&text, index.line(TextSize::new(offset as u32))).end();
                if TextSize::new(offset as u32) > before_line_end {
                    continue;
                }
                for encoding in ENCODINGS {
                    let position = index.position(&text, TextSize::new(offset as u32), encoding);
                    prop_assert_eq!(usize::from(index.offset(&text, position, encoding)), offset);
                }
            }
        }

        #[test]
        fn a_rope_and_a_string_agree_on_every_edit(text in nasty(), new in nasty(), a in 0u32..12, b in 0u32..12, c in 0u32..12, d in 0u32..12) {
            for encoding in ENCODINGS {
                let (from, to) = (Position { line: a, character: b }, Position { line: c, character: d });
                let index = LineIndex::new(&text);
                let (x, y) = (usize::from(index.offset(&text, from, encoding)), usize::from(index.offset(&text, to, encoding)));
                let mut expected = text.clone();
                expected.replace_range(x.min(y)..x.max(y), &new);
                let mut rope = Rope::from_str(&text);
                let window = edit(&mut rope, from..to, &new, encoding);
                prop_assert_eq!(index.edited(&expected, &window), LineIndex::new(&expected));
                prop_assert_eq!(rope.to_string(), expected);
            }
        }
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn positions_on_long_lines_are_those_of_counting(parts in proptest::collection::vec(nasty(), 1..4), end in nasty()) {
            let long = |part: &String| part.replace(['\r', '\n'], "é").repeat(20);
            let text = parts.iter().map(long).collect::<Vec<_>>().join("\n") + &end;
            let index = LineIndex::new(&text);
            for (at, _) in text.char_indices().step_by(5) {
                let offset = TextSize::new(at as u32);
                let line = index.line_range(&text, index.line(offset));
                if !line.contains_inclusive(offset) {
                    continue;
                }
                for encoding in ENCODINGS {
                    let position = index.position(&text, offset, encoding);
                    let units = text[usize::from(line.start())..at].chars().map(|char| match encoding {
                        Encoding::Utf8 => char.len_utf8(),
                        Encoding::Utf16 => char.len_utf16(),
                        Encoding::Utf32 => 1,
                    });
                    prop_assert_eq!(position.character as usize, units.sum::<usize>());
                    prop_assert_eq!(index.offset(&text, position, encoding), offset);
                }
            }
        }
    }
}
