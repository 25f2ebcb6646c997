//! The protocol's words turned into the engine's.

use super::view::View;
use crate::{
    text,
    workspace::{DocPath, Document, path},
};
use camino::{Utf8Path, Utf8PathBuf};
use std::ops;
use text_size::{TextRange, TextSize};
use tower_lsp::gen_lsp_types::{Position, Range, Uri};

/// A position, still in the client's encoding.
pub fn position(position: Position) -> text::Position {
    text::Position { line: position.line, character: position.character }
}

/// A range, still in the client's encoding.
pub fn range(range: Range) -> ops::Range<text::Position> {
    position(range.start)..position(range.end)
}

impl View {
    /// The byte of `document` at a position in the client's encoding.
    pub fn offset(&self, document: &Document, at: Position) -> TextSize {
        document.facts().lines.offset(document.text(), position(at), self.features.encoding)
    }

    /// The bytes of `document` in a range in the client's encoding, either end first.
    pub fn offsets(&self, document: &Document, range: Range) -> TextRange {
        let (start, end) = (self.offset(document, range.start), self.offset(document, range.end));
        TextRange::new(start.min(end), start.max(end))
    }
}

/// The path of a `file:` URI as it is written; `None` for any other URI and for one that is not UTF-8.
pub fn path(uri: &Uri) -> Option<Utf8PathBuf> {
    path::of_uri(uri.as_ref())
}

/// What the engine calls the document of a URI: its real path, links followed, or the URI itself when it is no file.
pub fn document(uri: &Uri) -> DocPath {
    match path(uri) {
        Some(path) => DocPath::new(real(&path)),
        // A leading slash would make it a path.
        None => DocPath::new(uri.as_ref().trim_start_matches('/')),
    }
}

/// The real path; of a file that does not exist, the real path of the folder that does.
pub fn real(written: &Utf8Path) -> Utf8PathBuf {
    let real = written.ancestors().find_map(|known| {
        let rest = written.strip_prefix(known).ok()?;
        let real = path::real(known).ok()?;
        Some(if rest.as_str().is_empty() { real } else { path::absolute(&real.join(rest)) })
    });
    real.unwrap_or_else(|| path::absolute(written))
}
