//! Requirements and scenarios of OpenSpec in the spec and in every open delta; capabilities, changes and schemas with their folders.

mod schema;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use camino::Utf8Path;
use text_size::TextRange;

use super::{RenameRefusal, moved, replace_all};
use crate::{
    ide::symbol::{Access, Copies, Occurrence, OpenSpecName, Symbol, occurrences},
    model::{
        OpenSpecKind,
        open_spec::{OpenSpecMeaning, OpenSpecPlace},
    },
    syntax::markdown,
    workspace::{DocPath, Document, Edit, ProjectPath, Resolved, Snapshot},
};

pub(super) fn check(snapshot: &Snapshot, name: &OpenSpecName) -> Result<(), RenameRefusal> {
    match name {
        OpenSpecName::Schema(schema) | OpenSpecName::Artifact { schema, .. } => schema::check(snapshot, schema),
        _ => Ok(()),
    }
}

pub(super) fn rename(snapshot: &Snapshot, name: &OpenSpecName, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    match name {
        OpenSpecName::Capability(own) => {
            folder_name(new, true)?;
            let index = snapshot.index();
            let deltas = index.open_spec.capabilities.get(own).into_iter().flat_map(|known| known.deltas.keys());
            let folders = deltas.map(|change| format!("openspec/changes/{change}/specs"));
            let folders = ["openspec/specs".to_owned()].into_iter().chain(folders);
            with_folders(
                snapshot,
                name,
                new,
                folders.map(|folder| (format!("{folder}/{own}"), format!("{folder}/{new}"))),
            )
        }
        OpenSpecName::Change(own) => {
            folder_name(new, false)?;
            let folders = [(format!("openspec/changes/{own}"), format!("openspec/changes/{new}"))];
            with_folders(snapshot, name, new, folders)
        }
        OpenSpecName::Requirement { capability, .. } => {
            heading(new)?;
            free(snapshot, capability, new, "requirement", |document| names(document, None))?;
            words(snapshot, name, new)
        }
        OpenSpecName::Scenario { capability, requirement, .. } => {
            heading(new)?;
            free(snapshot, capability, new, "scenario", |document| names(document, Some(requirement)))?;
            words(snapshot, name, new)
        }
        OpenSpecName::Schema(own) => schema::rename(snapshot, name, own, new),
        OpenSpecName::Artifact { schema, id } => schema::rename_artifact(snapshot, name, schema, id, new),
    }
}

/// What a capability, a change or a schema is called, and its folders, as far as they are there.
fn with_folders(
    snapshot: &Snapshot,
    name: &OpenSpecName,
    new: &str,
    folders: impl IntoIterator<Item = (String, String)>,
) -> Result<Vec<Edit>, RenameRefusal> {
    let is_there = |path: &str| snapshot.resolve(Utf8Path::new(path)) != Resolved::Missing;
    let mut edits = words(snapshot, name, new)?;
    let mut moves: Vec<(ProjectPath, ProjectPath)> = Vec::new();
    for (from, to) in folders {
        if from == to || !is_there(&from) {
            continue;
        }
        if is_there(&to) {
            return Err(RenameRefusal::Name(format!("there is `{to}` already")));
        }
        moves.push((from.as_str().into(), to.as_str().into()));
    }
    // A folder may hold other capabilities.
    moves.extend(following(snapshot, moved::places(snapshot, &moves)));
    let inside = after_moves(snapshot, moved::places(snapshot, &moves));
    edits.extend(inside.into_iter().filter(|edit| !edits.contains(edit)).collect::<Vec<_>>());
    edits.extend(moved::rename_all(snapshot, &moves));
    Ok(edits)
}

/// The moves that follow when specs move, given where a file is afterwards: those of the deltas of open changes. Where the folder of a
/// delta holds others that stay, the file moves alone.
pub(super) fn following(
    snapshot: &Snapshot,
    after: impl Fn(&Utf8Path) -> Option<ProjectPath>,
) -> Vec<(ProjectPath, ProjectPath)> {
    let index = snapshot.index();
    let renamed = |name: &str| {
        let to = after(snapshot.relative(index.open_spec.capabilities.get(name)?.spec.as_ref()?))?;
        let place = OpenSpecPlace::of(&to).filter(|place| place.kind == OpenSpecKind::Spec);
        Some(place?.capability?.to_owned()).filter(|new| new != name)
    };
    let mut moves: Vec<(ProjectPath, ProjectPath)> = Vec::new();
    for (change, folder) in &index.open_spec.changes {
        let specs = ProjectPath::from(format!("openspec/changes/{change}/specs").as_str());
        for (name, delta) in &folder.deltas {
            let delta = snapshot.relative(delta);
            let is_done = after(delta).is_some() || moves.iter().any(|(from, _)| delta.starts_with(from));
            let Some(new) = renamed(name).filter(|_| !is_done) else { continue };
            let (from, to) = (specs.join(name), specs.join(&new));
            let inside =
                folder.deltas.keys().filter_map(|other| Some((other, other.strip_prefix(name)?.strip_prefix('/')?)));
            let goes = |(other, rest): (&String, &str)| renamed(other).is_some_and(|it| it == format!("{new}/{rest}"));
            let is_free = |to: &ProjectPath| snapshot.resolve(to) == Resolved::Missing;
            let is_whole = { inside }.all(goes) && is_free(&to) && !to.starts_with(&from);
            let (from, to) = if is_whole { (from, to) } else { (from.join("spec.md"), to.join("spec.md")) };
            if is_free(&to) {
                moves.push((from, to));
            }
        }
    }
    moves
}

/// What follows when folders are renamed, given where a file is afterwards: the names of capabilities and changes in titles and
/// proposals, and those of schemas.
pub(super) fn after_moves(snapshot: &Snapshot, after: impl Fn(&Utf8Path) -> Option<ProjectPath>) -> Vec<Edit> {
    let (index, mut edits) = (snapshot.index(), Vec::new());
    let moved = |path: Option<&DocPath>| after(snapshot.relative(path?));
    for (name, capability) in &index.open_spec.capabilities {
        let renamed = |path: Option<&DocPath>| {
            let to = moved(path)?;
            let new = OpenSpecPlace::of(&to)?.capability.filter(|new| new != name)?;
            words(snapshot, &OpenSpecName::Capability(name.clone()), new).ok()
        };
        match renamed(capability.spec.as_ref()) {
            Some(everywhere) => edits.extend(everywhere),
            None => edits.extend(capability.deltas.iter().flat_map(|(change, delta)| {
                let everywhere = renamed(Some(delta)).unwrap_or_default();
                everywhere.into_iter().filter(|edit| change_of(snapshot, edit) == Some(change))
            })),
        }
    }
    for (name, change) in &index.open_spec.changes {
        let Some(to) = moved(change.home()) else { continue };
        let place = OpenSpecPlace::of(&to).filter(|place| !place.archived);
        if let Some(new) = place.and_then(|place| place.change).filter(|new| new != name) {
            edits.extend(words(snapshot, &OpenSpecName::Change(name.clone()), new).unwrap_or_default());
        }
    }
    for (name, file) in &index.open_spec.schemas {
        let Some(to) = moved(Some(file)) else { continue };
        let is_schema = OpenSpecPlace::of(&to).is_some_and(|place| place.kind == OpenSpecKind::Schema);
        let folder = to.parent().and_then(Utf8Path::file_name).filter(|new| is_schema && new != name);
        if let Some(new) = folder {
            edits.extend(words(snapshot, &OpenSpecName::Schema(name.clone()), new).unwrap_or_default());
        }
    }
    edits
}

/// The change that a document belongs to that is edited.
fn change_of<'a>(snapshot: &'a Snapshot, edit: &Edit) -> Option<&'a str> {
    let Edit::Replace { path, .. } = edit else { return None };
    snapshot.document(path)?.open_spec()?.change
}

/// Replaces the name where it is written, and the anchors of headings that have it. The archive says what was, so that only its links
/// change.
fn words(snapshot: &Snapshot, name: &OpenSpecName, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let mut edits = replace_all(snapshot, &Symbol::OpenSpec(name.clone()), |_, _| Ok(new.to_owned()))?;
    edits.retain(|edit| match edit {
        Edit::Replace { path, .. } => snapshot.document(path).is_some_and(|document| !document.is_history()),
        Edit::Create { .. } | Edit::Rename { .. } => true,
    });
    edits.extend(anchors(snapshot, &edits));
    Ok(edits)
}

/// The links to headings whose anchors are others after the edits.
fn anchors(snapshot: &Snapshot, edits: &[Edit]) -> Vec<Edit> {
    let mut texts: BTreeMap<&DocPath, Vec<(TextRange, &str)>> = BTreeMap::new();
    for edit in edits {
        if let Edit::Replace { path, range, text } = edit {
            texts.entry(path).or_default().push((*range, text));
        }
    }
    let mut links = Vec::new();
    for (path, mut replaced) in texts {
        let Some(document) = snapshot.document(path) else { continue };
        let mut text = document.text().to_owned();
        replaced.sort_by_key(|(range, _)| Reverse(range.start()));
        for (range, new) in replaced {
            text.replace_range(Range::<usize>::from(range), new);
        }
        let after = markdown::parse(&text, document.facts().body).anchors();
        let before: Vec<&str> = document.facts().anchors().names().collect();
        if before.len() != after.len() {
            continue;
        }
        for (anchor, after) in { before.into_iter().zip(after) }.filter(|(before, after)| before != after) {
            let heading = Symbol::Heading { path: path.clone(), anchor: anchor.to_owned() };
            let found = occurrences(snapshot, &heading, Copies::Included);
            // A link that is in a name goes with it.
            let is_replaced = |found: &Occurrence| edits.iter().any(|edit| is_in(edit, &found.path, found.range));
            let read = found.into_iter().filter(|found| found.access == Access::Read && !is_replaced(found));
            links.extend(read.map(|found| Edit::replace(&found.path, found.range, after.clone())));
        }
    }
    links
}

/// Whether an edit replaces bytes of a range of a document.
fn is_in(edit: &Edit, document: &DocPath, wanted: TextRange) -> bool {
    matches!(edit, Edit::Replace { path, range, .. } if path == document && range.intersect(wanted).is_some())
}

/// Whether a new name of a folder is one; that of a capability may lead through several.
fn folder_name(new: &str, may_nest: bool) -> Result<(), RenameRefusal> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            && !part.starts_with('.')
    };
    let is_name = if may_nest { new.split('/').all(is_part) } else { is_part(new) && new != "archive" };
    if is_name {
        return Ok(());
    }
    let slash = if may_nest { ", with `/` between folders" } else { "" };
    Err(RenameRefusal::Name(format!("`{new}` is not a valid folder name: use letters, digits, `-` and `_`{slash}")))
}

/// Whether a new name can stand in a heading, and in backticks.
fn heading(new: &str) -> Result<(), RenameRefusal> {
    if new.is_empty() || new.contains(['\n', '\r', '`']) || new.ends_with('#') {
        return Err(RenameRefusal::Name(format!("`{new}` cannot be read back from a heading: use words on one line")));
    }
    Ok(())
}

/// Whether no spec and no open delta has the new name.
fn free(
    snapshot: &Snapshot,
    capability: &str,
    new: &str,
    what: &str,
    names: impl Fn(&Document) -> BTreeSet<String>,
) -> Result<(), RenameRefusal> {
    let index = snapshot.index();
    let Some(known) = index.open_spec.capabilities.get(capability) else { return Ok(()) };
    for document in known.spec.iter().chain(known.deltas.values()).filter_map(|path| snapshot.document(path)) {
        if names(document).contains(new) {
            return Err(RenameRefusal::Name(format!("`{}` has a {what} `{new}` already", document.name())));
        }
    }
    Ok(())
}

/// The names of the requirements in a document, or of the scenarios of one of them.
fn names(document: &Document, requirement: Option<&String>) -> BTreeSet<String> {
    let blocks: Vec<_> = match document.facts().meaning.open_spec() {
        Some(OpenSpecMeaning::Spec(spec, _)) => spec.blocks().iter().collect(),
        Some(OpenSpecMeaning::Delta(delta, _)) => delta.sections.iter().flat_map(|section| &section.blocks).collect(),
        _ => Vec::new(),
    };
    match requirement {
        None => blocks.into_iter().map(|block| block.name.key().to_owned()).collect(),
        Some(requirement) => {
            let blocks = blocks.into_iter().filter(|block| block.name.key() == requirement);
            blocks.flat_map(|block| &block.scenarios).map(|scenario| scenario.name.text.clone()).collect()
        }
    }
}
