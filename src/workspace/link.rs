//! Where a relative link of a document leads.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHasher;

use super::{Document, Files, Resolved, Snapshot};
use crate::model::Kind;

/// What the destination of a link says.
#[derive(Debug, PartialEq, Eq)]
pub struct Destination {
    /// The path, decoded; empty for the document itself.
    pub path: String,
    /// The anchor without `#`, decoded; empty for the whole target.
    pub anchor: String,
}

/// Reads a destination; `None` for what is no relative link, and for placeholders.
pub fn read(destination: &str) -> Option<Destination> {
    let (path, anchor) = destination.split_once('#').unwrap_or((destination, ""));
    let path = path.split('?').next().unwrap_or_default();
    if has_scheme(path) || path.starts_with("//") || path.contains('\\') || is_placeholder(path) {
        return None;
    }
    let is_template = |anchor: &str| anchor.contains(['<', '{', '$', '*']) || matches!(anchor, "..." | "anchor");
    if path.is_empty() && anchor.is_empty() || is_template(anchor) {
        return None;
    }
    Some(Destination { path: decoded(path)?, anchor: decoded(anchor)? })
}

fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
    })
}

/// Whether a path stands for another one: `path/to/file.md`, `{feature}.md`, `ADR-XXX.md`, `url`.
fn is_placeholder(path: &str) -> bool {
    if path.is_empty() {
        return false;
    }
    // A word alone, without an extension, is as often a placeholder as it is a file.
    let word = !path.contains(['/', '.']);
    let marked = path.contains(['<', '>', '{', '}', '[', ']', '$', '*', '|', '`', '…', ' ']) || path.contains("...");
    let stands_in = |part: &str| {
        ["XXX", "NNN", "YYYY", "###", "xxx", "nnn"].iter().any(|mark| part.contains(mark))
            || matches!(
                part.split('.').next().unwrap_or(part),
                "path" | "your-file" | "example" | "link" | "url" | "file" | "filename"
            )
    };
    word || marked || path.contains("path/to/") || path.split('/').any(stands_in)
}

/// Resolves `%20` and the like; `None` when the bytes are no text.
fn decoded(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// Where a path in a document leads: from the document's own folder, or from the project for one that starts with `/`.
pub fn resolve(snapshot: &Snapshot, document: &Document, path: &str) -> Resolved {
    lookup(snapshot.files(), snapshot.root(), document, path)
}

/// [`resolve`] in the project with these files at `root`.
pub(super) fn lookup(files: &Files, root: &Utf8Path, document: &Document, path: &str) -> Resolved {
    match path.strip_prefix('/') {
        Some(path) => files.resolve(Utf8Path::new(path)),
        None => files.resolve_in(folder_in(root, document), path),
    }
}

/// The real folder of the document, relative to the project.
pub fn folder<'a>(snapshot: &Snapshot, document: &'a Document) -> &'a Utf8Path {
    folder_in(snapshot.root(), document)
}

fn folder_in<'a>(root: &Utf8Path, document: &'a Document) -> &'a Utf8Path {
    let path = document.path.strip_prefix(root).unwrap_or(&document.path);
    path.parent().unwrap_or(Utf8Path::new(""))
}

/// The way from a folder to a file, both relative to the project.
pub fn way(folder: &Utf8Path, file: &Utf8Path) -> Utf8PathBuf {
    let shared = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..");
    Vec::from_iter(up.chain(file.components().skip(shared).map(|part| part.as_str()))).join("/").into()
}

/// Whether a document has the anchor: of a heading, or one that its HTML sets. Where a text is put together from others, as a
/// partial or by includes, nobody can tell.
pub fn has_anchor(document: &Document, anchor: &str) -> bool {
    let (facts, wanted) = (document.facts(), anchor.to_lowercase());
    if document.kind == Kind::Partial || !facts.summary.includes.is_empty() || wanted == "top" {
        return true;
    }
    facts.anchors().position(&wanted).is_some() || facts.anchors().is_set(document.text(), anchor)
}

/// A hash of every anchor that [`has_anchor`] knows, to see whether links to the document may have changed.
pub fn anchors(document: &Document) -> u64 {
    let facts = document.facts();
    let mut hasher = FxHasher::default();
    facts.headings.hash(&mut hasher);
    let mut set: Vec<_> = facts.anchors().set(document.text()).collect();
    set.sort_unstable();
    set.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations() {
        for (destination, expected) in [
            ("a.md", Some(("a.md", ""))),
            ("../a%20b.md#x%C3%A9", Some(("../a b.md", "xé"))),
            ("#here", Some(("", "here"))),
            ("/docs/a.md?plain=1", Some(("/docs/a.md", ""))),
            ("50%.md", Some(("50%.md", ""))),
            ("https://example.org/a.md", None),
            ("mailto:a@b.c", None),
            ("//host/a.md", None),
            ("path/to/a.md", None),
            ("./{feature}/spec.md", None),
            ("adr/ADR-XXX.md", None),
            ("<path>", None),
            ("url", None),
            ("URL", None),
            ("...", None),
            ("link.md", None),
            ("", None),
            ("#", None),
            ("%ff.md", None),
        ] {
            let expected = expected.map(|(path, anchor)| Destination { path: path.into(), anchor: anchor.into() });
            assert_eq!(read(destination), expected, "{destination}");
        }
    }

    #[test]
    fn ways() {
        for (folder, file, expected) in [
            ("a/b", "a/c/d.md", "../c/d.md"),
            ("", "a.md", "a.md"),
            ("a", "a/b.md", "b.md"),
            ("a/b", "c.md", "../../c.md"),
        ] {
            assert_eq!(way(Utf8Path::new(folder), Utf8Path::new(file)), expected);
        }
    }
}
