//! The expander: a document with its includes put in, byte for byte as the upstream tools do it, and where each piece comes from.

use std::{borrow::Cow, ops::Range};

use camino::Utf8Path;
use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

mod merged;

use super::{DocPath, Document, ProjectPath, Resolved, Snapshot, path::has_parent};
use crate::syntax::{
    fence,
    include::{self, Include},
};
use merged::merged;

/// How deep includes may nest.
pub const MAX_DEPTH: usize = 10;

/// How many bytes of partials one document may draw in; each insertion counts for at least [`INSERTION`].
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// What an insertion costs besides its bytes, so that even empty partials cannot multiply without end.
const INSERTION: usize = 64;

/// Puts the includes of a document in, and those of what they insert.
///
/// A partial is inserted whole, front matter and all; carriage returns go; which directives are live is decided file by file. A
/// directive that cannot be expanded stays as it is, and [`Expansion::stopped`] says why.
///
/// What a delta of OpenSpec expands to is the spec after the change.
pub fn expand(snapshot: &Snapshot, document: &Document) -> Expansion {
    if let Some(merged) = merged(snapshot, document) {
        return merged;
    }
    let body = document.facts().body;
    let mut expander = Expander::new(snapshot);
    expander.copy(document, TextRange::up_to(body));
    let start = TextSize::of(&*expander.expansion.text);
    expander.file(document, body);
    Expansion { body: start, ..expander.expansion }
}

/// The text that takes the place of one include of a document.
pub fn expand_include(snapshot: &Snapshot, document: &Document, include: &Include) -> Expansion {
    let mut expander = Expander::new(snapshot);
    expander.stack.push(document.path.clone());
    expander.include(document, include);
    expander.expansion
}

/// A document with its includes put in.
#[derive(Debug, Clone, Default)]
pub struct Expansion {
    /// The whole text, without carriage returns.
    pub text: String,
    /// Where the body starts in it: after the front matter.
    pub body: TextSize,
    /// Where it comes from, piece by piece, in order and without gaps.
    pub pieces: Vec<Piece>,
    /// Why a directive was left as it is: the first reason.
    pub stopped: Option<NotExpanded>,
    /// The directive that `stopped` speaks of.
    pub stopped_at: Option<Directive>,
}

/// A directive that was met while expanding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The documents that were being expanded, from the one that was asked for to the one that the directive stands in.
    pub files: Vec<DocPath>,
    /// Its bytes there.
    pub range: TextRange,
    /// The bytes of its path.
    pub path: TextRange,
}

/// A piece of an expansion that stands in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it starts in the expansion.
    pub start: TextSize,
    /// The document it comes from.
    pub path: DocPath,
    /// The bytes there, carriage returns still among them.
    pub range: TextRange,
}

/// Why the expander leaves a directive as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotExpanded {
    /// There is no such file.
    Missing,
    /// The path leads out of the project, or has `..` in it.
    Outside,
    /// The file is there and its text is not known.
    Unread,
    /// The file is being expanded already.
    Cycle,
    /// More than [`MAX_DEPTH`] levels.
    TooDeep,
    /// More than [`MAX_BYTES`].
    TooLong,
}

impl Expansion {
    /// The body as an expanded copy holds it: no blank lines around it, one line end after it.
    pub fn copy_body(&self) -> String {
        let body = self.text.get(usize::from(self.body)..).unwrap_or_default();
        format!("{}\n", trim_blank_lines(body))
    }

    /// The piece that the byte at `offset` of the expansion belongs to; at its end, the last one.
    pub fn piece_at(&self, offset: TextSize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// The document and the offset in it that the byte at `offset` of the expansion comes from.
    pub fn origin(&self, snapshot: &Snapshot, offset: TextSize) -> Option<(DocPath, TextSize)> {
        let piece = self.piece_at(offset)?;
        let source = &snapshot.document(&piece.path)?.text()[piece.range];
        let wanted = usize::from(offset - piece.start);
        let kept = source.bytes().enumerate().filter(|(_, byte)| *byte != b'\r').map(|(at, _)| at);
        let at = { kept }.nth(wanted).unwrap_or(source.len());
        Some((piece.path.clone(), piece.range.start() + TextSize::new(at as u32)))
    }
}

impl Piece {
    /// Says where bytes of the piece's document, whose text is `text`, stand in the expansion: of a range that lies in the piece as a
    /// whole, and of no other.
    pub fn placing(&self, text: &str) -> impl Fn(TextRange) -> Option<TextRange> {
        let (start, piece) = (self.start, self.range);
        let returns: Vec<usize> = memchr::memchr_iter(b'\r', text[piece].as_bytes()).collect();
        let place = move |at: TextSize| {
            let before = returns.partition_point(|carriage_return| *carriage_return < usize::from(at - piece.start()));
            start + (at - piece.start()) - TextSize::new(before as u32)
        };
        move |range| piece.contains_range(range).then(|| TextRange::new(place(range.start()), place(range.end())))
    }
}

/// The text without the blank lines at its start and without the blanks at its end.
pub fn trim_blank_lines(text: &str) -> &str {
    &text[trimmed(text)]
}

/// The bytes that [`trim_blank_lines`] leaves.
pub(super) fn trimmed(text: &str) -> Range<usize> {
    let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let blank = &text[first..text.len() - text[first..].trim_start().len()];
    let start = first + blank.rfind('\n').map_or(0, |newline| newline + 1);
    start..start + text[start..].trim_end().len()
}

struct Expander<'a> {
    snapshot: &'a Snapshot,
    /// The files that are being expanded, the document itself first.
    stack: Vec<DocPath>,
    left: usize,
    /// How many directives were left as they are.
    stops: usize,
    /// What has been put in once without a stop.
    inserted: FxHashMap<DocPath, Inserted>,
    expansion: Expansion,
}

/// Where the expansion of a file is in the text, to repeat it: partials that include others twice multiply with every level.
#[derive(Clone)]
struct Inserted {
    text: Range<usize>,
    pieces: Range<usize>,
    /// How many levels of includes are below it.
    levels: usize,
    /// What they took of [`MAX_BYTES`].
    cost: usize,
}

impl<'a> Expander<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Expander {
            snapshot,
            stack: Vec::new(),
            left: MAX_BYTES,
            stops: 0,
            inserted: FxHashMap::default(),
            expansion: Expansion::default(),
        }
    }

    /// Appends a file from `start` to its end. Returns how many levels of includes it has.
    fn file(&mut self, document: &Document, start: TextSize) -> usize {
        self.stack.push(document.path.clone());
        let (mut at, mut levels) = (start, 0);
        for include in includes(document, start).iter().filter(|include| include.is_live()) {
            self.copy(document, TextRange::new(at, include.range.start()));
            levels = levels.max(self.include(document, include));
            at = include.range.end();
        }
        self.copy(document, TextRange::new(at, TextSize::of(document.text())));
        self.stack.pop();
        levels
    }

    /// Appends what takes the place of an include, and returns how many levels that is.
    fn include(&mut self, document: &Document, include: &Include) -> usize {
        match self.target(&document.text()[include.path]) {
            Ok(target) => 1 + self.insert(&target),
            Err(stop) => {
                self.stops += 1;
                if self.expansion.stopped.is_none() {
                    let directive = Directive { files: self.stack.clone(), range: include.range, path: include.path };
                    self.expansion.stopped = Some(stop);
                    self.expansion.stopped_at = Some(directive);
                }
                self.copy(document, include.range);
                0
            }
        }
    }

    /// Appends a file that is included. What went in without a stop is free of circles, so that it is the same everywhere, as long as
    /// there is room for its levels and bytes.
    fn insert(&mut self, target: &Document) -> usize {
        let fits = |it: &&Inserted| self.stack.len() + it.levels <= MAX_DEPTH && it.cost <= self.left;
        if let Some(inserted) = self.inserted.get(&target.path).filter(fits).cloned() {
            self.left -= inserted.cost;
            self.repeat(inserted.text, inserted.pieces);
            return inserted.levels;
        }
        let (left, stops) = (self.left, self.stops);
        let (text, pieces) = (self.expansion.text.len(), self.expansion.pieces.len());
        let levels = self.file(target, TextSize::new(0));
        if self.stops == stops {
            let (text, pieces) = (text..self.expansion.text.len(), pieces..self.expansion.pieces.len());
            self.inserted.insert(target.path.clone(), Inserted { text, pieces, levels, cost: left - self.left });
        }
        levels
    }

    fn repeat(&mut self, text: Range<usize>, pieces: Range<usize>) {
        let Expansion { text: all, pieces: known, .. } = &mut self.expansion;
        let moved = TextSize::new((all.len() - text.start) as u32);
        all.extend_from_within(text);
        known.reserve(pieces.len());
        for at in pieces {
            let piece = known[at].clone();
            known.push(Piece { start: piece.start + moved, ..piece });
        }
    }

    fn target(&mut self, path: &str) -> Result<std::sync::Arc<Document>, NotExpanded> {
        if leaves_root(path) {
            return Err(NotExpanded::Outside);
        }
        let real = match self.snapshot.resolve(Utf8Path::new(path)) {
            Resolved::File(real) => self.snapshot.path(&real),
            Resolved::Outside => return Err(NotExpanded::Outside),
            Resolved::Folder(_) | Resolved::Missing => return Err(NotExpanded::Missing),
        };
        if self.stack.contains(&real) {
            return Err(NotExpanded::Cycle);
        }
        if self.stack.len() > MAX_DEPTH {
            return Err(NotExpanded::TooDeep);
        }
        let target =
            self.snapshot.document(&real).filter(|target| target.unreadable.is_none()).ok_or(NotExpanded::Unread)?;
        self.left = self.left.checked_sub(target.text().len() + INSERTION).ok_or(NotExpanded::TooLong)?;
        Ok(target.clone())
    }

    /// Appends bytes of a document without their carriage returns.
    fn copy(&mut self, document: &Document, range: TextRange) {
        if range.is_empty() {
            return;
        }
        let expansion = &mut self.expansion;
        let start = TextSize::of(&*expansion.text);
        expansion.pieces.push(Piece { start, path: document.path.clone(), range });
        document.text()[range].split('\r').for_each(|part| expansion.text.push_str(part));
    }
}

/// Whether a path is refused as it is written: it is absolute or has `..` in it.
pub fn leaves_root(path: &str) -> bool {
    ProjectPath::written(path).is_none() || has_parent(path)
}

/// The directives of a file from `start`. A partial is read from its first line, so that its front matter is nothing special.
fn includes(document: &Document, start: TextSize) -> Cow<'_, [Include]> {
    let facts = document.facts();
    if start == facts.body {
        return Cow::Borrowed(&facts.includes);
    }
    let text = document.text();
    Cow::Owned(include::parse(text, start, &fence::parse(text, start), &facts.markdown))
}

#[cfg(test)]
mod tests;
