//! Every finding in a folder.

use camino::{Utf8Path, Utf8PathBuf};
use flowspec_lsp::{
    rules::{self, Fixes},
    text::Encoding,
    workspace::{Settings, World, scan},
};

/// A finding, its line and column from 1; the column in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Every name of the file.
    pub files: Vec<Utf8PathBuf>,
    pub line: u32,
    pub col: u32,
    pub code: &'static str,
    pub message: String,
    /// The lines, from 1, of the places in the same file that explain it.
    pub related: Vec<u32>,
}

/// Every finding of a folder, a real path, sorted.
pub fn findings(root: &Utf8Path) -> Vec<Found> {
    let mut world = World::default();
    world.load(scan::scan(root, &Settings::default()));
    let mut all = Vec::new();
    for snapshot in world.projects() {
        let inside = snapshot.root().strip_prefix(root).unwrap();
        for document in snapshot.documents() {
            for found in rules::check(snapshot, &document.path, Fixes::Skipped) {
                let position = |at| document.facts().lines.position(document.text(), at, Encoding::Utf32);
                let start = position(found.range.start());
                let related = found.related.iter().filter(|it| it.path == document.path);
                all.push(Found {
                    files: document.names.iter().map(|name| inside.join(name)).collect(),
                    line: start.line + 1,
                    col: start.character + 1,
                    code: found.code,
                    related: related.map(|it| position(it.range.start()).line + 1).collect(),
                    message: found.message,
                });
            }
        }
    }
    all.sort();
    all
}
