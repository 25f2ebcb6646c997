//! Included files, from an include, and files that Kiro pulls in, from `#[[file:…]]`.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{RenameRefusal, moved};
use crate::{
    ide::symbol::Occurrence,
    syntax::{
        fence::Fences,
        include::{self, IncludeKind},
        markdown::Markdown,
    },
    workspace::{DocPath, Edit, ProjectPath, Resolved, Snapshot, expand::leaves_root, link},
};

pub(super) fn check(snapshot: &Snapshot, found: &Occurrence) -> Result<(), RenameRefusal> {
    let document = snapshot.document(&found.path);
    let is_named = document.is_some_and(|document| {
        document.facts().includes.iter().any(|include| include.path == found.range)
            || moved::is_pulled(document, found.range)
    });
    if !is_named {
        let reason = "a file is renamed from an include or a `#[[file:…]]` of it, or in the file explorer, and links to it follow";
        return Err(RenameRefusal::Thing(reason.to_owned()));
    }
    let written = document.map_or("", |document| &document.text()[found.range]);
    if snapshot.files().links().contains_key(written.trim_start_matches("./")) {
        return Err(RenameRefusal::Thing(format!("`{written}` is a link to another file: rename that one")));
    }
    Ok(())
}

pub(super) fn rename(
    snapshot: &Snapshot,
    found: &Occurrence,
    path: &DocPath,
    new: &str,
) -> Result<Vec<Edit>, RenameRefusal> {
    let written = from_root(snapshot, found, new).unwrap_or_else(|| new.to_owned());
    let written = written.trim_start_matches("./");
    if leaves_root(written) || !is_path(written) {
        let reason = "write the path of a file from the root of the project, without `..` and spaces";
        return Err(RenameRefusal::Name(format!("`{new}` cannot be included: {reason}")));
    }
    let from = ProjectPath::from(snapshot.relative(path));
    let to = moved::real(snapshot, Utf8Path::new(written));
    if to == from {
        return Ok(Vec::new());
    }
    match snapshot.resolve(&to) {
        Resolved::Missing => Ok(moved::rename_all(snapshot, &[(from, to)])),
        Resolved::File(_) | Resolved::Folder(_) => Err(RenameRefusal::Name(format!("`{new}` exists already"))),
        Resolved::Outside => Err(RenameRefusal::Name(format!("`{new}` leads out of the project"))),
    }
}

/// The path from the root of one that is written from the folder of a document of Kiro, as the old one is.
fn from_root(snapshot: &Snapshot, found: &Occurrence, new: &str) -> Option<String> {
    let document = snapshot.document(&found.path).filter(|document| moved::is_pulled(document, found.range))?;
    let is_from_root = |path: &str| matches!(snapshot.resolve(Utf8Path::new(path)), Resolved::File(_));
    let old = &document.text()[found.range];
    if is_from_root(old) {
        return None;
    }
    Some(ProjectPath::written_in(link::folder(snapshot, document), new)?.to_string())
}

/// Whether both spellings of a directive can hold this path.
fn is_path(path: &str) -> bool {
    let start = TextSize::new(0);
    let named = Utf8Path::new(path).extension().is_some() && !path.contains(char::is_whitespace);
    named
        && [("{{", "}}"), ("<<", ">>")].into_iter().all(|(open, close)| {
            let text = format!("{open}INCLUDE:{path}{close}");
            let found = include::parse(&text, start, &Fences::default(), &Markdown::default());
            let whole = TextRange::up_to(TextSize::of(&*text));
            matches!(&found[..], [only] if only.kind == IncludeKind::Directive && only.range == whole)
        })
}
