//! Files and folders that get another name: the includes, links and scripts that lead to them, and the links in them.

use camino::Utf8Path;
use text_size::TextRange;

use super::{command, repeated, scalar};
use crate::{
    ide::symbol::{Access, Occurrence, Sort, Symbol, occurrences_in},
    model::{Kind, OpenSpecKind, hooks::SCRIPTS, invocation::Invocation},
    workspace::{
        Document, Edit, ProjectPath, Resolved, Snapshot,
        files::Symlink,
        link::{self, way},
    },
};

/// The edits after which everything still leads to the files that are about to be renamed; what each is called before and after,
/// relative to the project. A folder stands for all that is in it. Commands are renamed where they are named.
pub(super) fn edits(snapshot: &Snapshot, moves: &[(ProjectPath, ProjectPath)]) -> Vec<Edit> {
    let moves = Moves::new(snapshot, moves);
    let mut edits = moves.references();
    edits.extend(moves.commands());
    scalar::quoted(snapshot, edits)
}

/// Says where a file is after the moves; `None` when it stays.
pub(super) fn places<'a>(
    snapshot: &'a Snapshot,
    moves: &'a [(ProjectPath, ProjectPath)],
) -> impl Fn(&Utf8Path) -> Option<ProjectPath> + 'a {
    let moves = Moves::new(snapshot, moves);
    move |path| moves.after(path)
}

/// Renames files, and what leads to them. They are real files, relative to the project.
pub(super) fn rename_all(snapshot: &Snapshot, moves: &[(ProjectPath, ProjectPath)]) -> Vec<Edit> {
    let mut edits = Moves::new(snapshot, moves).references();
    edits.extend(renames(snapshot, moves));
    edits
}

/// Renames files, and nothing else.
pub(super) fn renames(snapshot: &Snapshot, moves: &[(ProjectPath, ProjectPath)]) -> impl Iterator<Item = Edit> {
    moves.iter().map(|(from, to)| Edit::Rename { from: snapshot.path(from), to: snapshot.path(to) })
}

/// The real path of a file that need not exist, relative to the project: links among its folders are followed.
pub(super) fn real(snapshot: &Snapshot, path: &Utf8Path) -> ProjectPath {
    let real = path.ancestors().skip(1).find_map(|folder| match snapshot.resolve(folder) {
        Resolved::Folder(real) => Some(real.join(path.strip_prefix(folder).ok()?)),
        _ => None,
    });
    real.unwrap_or_else(|| path.into())
}

struct Moves<'a> {
    snapshot: &'a Snapshot,
    /// By the names that the client uses.
    named: &'a [(ProjectPath, ProjectPath)],
    /// By real paths; a link that is renamed moves no file.
    real: Vec<(ProjectPath, ProjectPath)>,
}

impl<'a> Moves<'a> {
    fn new(snapshot: &'a Snapshot, named: &'a [(ProjectPath, ProjectPath)]) -> Self {
        let files = named.iter().filter(|(from, _)| !snapshot.files().links().contains_key(from));
        let real = files.filter_map(|(from, to)| match snapshot.resolve(from) {
            Resolved::File(file) | Resolved::Folder(file) => Some((file, real(snapshot, to))),
            Resolved::Missing | Resolved::Outside => None,
        });
        Moves { snapshot, named, real: real.collect() }
    }

    /// The real path after the moves; `None` when it stays.
    fn after(&self, real: &Utf8Path) -> Option<ProjectPath> {
        renamed(&self.real, real)
    }

    fn references(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for document in self.snapshot.documents() {
            for found in occurrences_in(self.snapshot, document, &[Sort::File]) {
                if let Symbol::File(target) = &found.symbol
                    && found.access == Access::Read
                {
                    edits.extend(self.reference(document, &found, self.snapshot.relative(target)));
                }
            }
        }
        repeated::in_copies(self.snapshot, edits)
    }

    fn reference(&self, document: &Document, found: &Occurrence, target: &Utf8Path) -> Option<Edit> {
        let written = &document.text()[found.range];
        let text = if document.facts().includes.iter().any(|include| include.path == found.range) {
            self.include(written, target)?
        } else if is_pulled(document, found.range) {
            self.pulled(document, written, target)?
        } else if document.kind == Kind::Hooks {
            self.after(target)?.strip_prefix(SCRIPTS).ok()?.to_string()
        } else if document.kind == Kind::OpenSpec(OpenSpecKind::Schema) {
            self.template(document, target)?
        } else {
            self.link(document, found.range, target)?
        };
        (text != *written).then(|| Edit::replace(&document.path, found.range, text))
    }

    /// The path of an include, through the same links as before where that is possible.
    fn include(&self, written: &str, target: &Utf8Path) -> Option<String> {
        let path = written.trim_start_matches("./");
        let start = &written[..written.len() - path.len()];
        let path = match renamed(self.named, Utf8Path::new(path)) {
            Some(renamed) => renamed,
            None => {
                let after = self.after(target)?;
                let through = self.snapshot.files().links().iter().find_map(|(link, leads)| {
                    let Symlink::Inside(folder) = leads else { return None };
                    Utf8Path::new(path)
                        .starts_with(link)
                        .then(|| Some(link.join(ProjectPath::inside(folder, &after)?)))?
                });
                through.unwrap_or(after)
            }
        };
        Some(format!("{start}{path}"))
    }

    /// The path of `#[[file:…]]`, from the root or from the folder of the document as before; both may move.
    fn pulled(&self, document: &Document, written: &str, target: &Utf8Path) -> Option<String> {
        let own = self.snapshot.relative(&document.path);
        let (own_after, after) = (self.after(own), self.after(target));
        let after = after.as_deref().unwrap_or(target);
        if matches!(self.snapshot.resolve(Utf8Path::new(written)), Resolved::File(_)) {
            return Some(after.to_string()).filter(|_| after != target);
        }
        if own_after.is_none() && after == target {
            return None;
        }
        let folder = own_after.as_deref().unwrap_or(own).parent().unwrap_or(Utf8Path::new(""));
        Some(way(folder, after).to_string())
    }

    /// The path of a template of a schema, which may move with its folder.
    fn template(&self, schema: &Document, target: &Utf8Path) -> Option<String> {
        let own = self.snapshot.relative(&schema.path);
        let (own_after, after) = (self.after(own), self.after(target));
        if own_after.is_none() && after.is_none() {
            return None;
        }
        let own = own_after.unwrap_or_else(|| own.into());
        let path = ProjectPath::inside(&own.with_file_name("templates"), after.as_deref().unwrap_or(target))?;
        Some(path.to_string())
    }

    /// The path of a link, whose document may move as well.
    fn link(&self, document: &Document, range: TextRange, target: &Utf8Path) -> Option<String> {
        let text = document.text();
        let written = &text[range];
        // Where the destination cannot be told from the link, nothing is changed.
        let destination = link::read(written)?;
        let own = self.snapshot.relative(&document.path);
        let (own_after, target_after) = (self.after(own), self.after(target));
        if own_after.is_none() && target_after.is_none() {
            return None;
        }
        let target = target_after.as_deref().unwrap_or(target);
        let path = if written.starts_with('/') {
            format!("/{target}")
        } else {
            let folder = own_after.as_deref().unwrap_or(own).parent().unwrap_or(Utf8Path::new(""));
            let way = way(folder, target);
            let dot = if written.starts_with("./") && !way.starts_with("..") { "./" } else { "" };
            format!("{dot}{way}")
        };
        if path == destination.path {
            return None;
        }
        let is_bracketed = text[..usize::from(range.start())].ends_with('<');
        let escape = |path: &str| path.replace('%', "%25").replace(' ', "%20").replace('(', "%28").replace(')', "%29");
        Some(if is_bracketed { path } else { escape(&path) })
    }

    /// Commands that move are called by another name.
    fn commands(&self) -> Vec<Edit> {
        let (snapshot, mut edits) = (self.snapshot, Vec::new());
        let documents = snapshot.documents().into_iter().filter(|document| document.kind == Kind::Command);
        for document in documents {
            let before = snapshot.relative(&document.path);
            let Some(after) = self.after(before).filter(|after| snapshot.places().of(after) == Some(Kind::Command))
            else {
                continue;
            };
            let (Some(old), Some(new)) = (Invocation::of_file(before), Invocation::of_file(&after)) else { continue };
            let index = snapshot.index();
            // Another file may still be the command, or already be the new one.
            let moves_all = index.commands.get(&old) == Some(&document.path) && !index.commands.contains_key(&new);
            if moves_all && old != new && !new.namespace().is_empty() {
                edits.extend(command::references(snapshot, &old, &new).unwrap_or_default());
            }
        }
        edits
    }
}

/// Whether a path is that of a `#[[file:…]]`.
pub(super) fn is_pulled(document: &Document, path: TextRange) -> bool {
    Kind::PULLING.contains(&document.kind)
        && document.text()[..usize::from(path.start())].trim_end_matches(' ').ends_with("#[[file:")
}

/// A path after the moves that it or a folder of it is part of.
fn renamed(moves: &[(ProjectPath, ProjectPath)], path: &Utf8Path) -> Option<ProjectPath> {
    moves.iter().find_map(|(from, to)| Some(to.join(ProjectPath::inside(from, path)?)))
}
