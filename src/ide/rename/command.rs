//! Commands: their files, the files of their copies, and every place that names them.

use text_size::{TextRange, TextSize};

use super::{RenameRefusal, agent, moved, replace_all};
use crate::{
    ide::symbol::{Access, Symbol, declarations},
    model::command::copy_stem,
    syntax::{
        fence::Fences,
        markdown::Markdown,
        reference::{self, ReferenceKind},
    },
    workspace::{DocPath, Edit, ProjectPath, Resolved, Snapshot},
};

/// The namespace and the name of a command.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    namespace: &'a str,
    stem: &'a str,
}

impl<'a> Name<'a> {
    /// Reads `ns:stem`.
    pub(super) fn of_key(key: &'a str) -> Option<Self> {
        key.split_once(':').map(|(namespace, stem)| Name { namespace, stem })
    }

    fn joined(self, by: char) -> String {
        format!("{}{by}{}", self.namespace, self.stem)
    }
}

pub(super) fn check(snapshot: &Snapshot, key: &str) -> Result<(), RenameRefusal> {
    let files = files(snapshot, key);
    if files.is_empty() {
        return Err(RenameRefusal::Thing(format!("the project has no command `/{key}`")));
    }
    let links = snapshot.files().links();
    let names = files.iter().filter_map(|file| snapshot.document(file)).flat_map(|document| &document.names);
    if let Some(link) = names.map(|name| name.as_str()).find(|name| links.contains_key(*name)) {
        return Err(RenameRefusal::Thing(format!(
            "`{link}` is a link, which no editor can rename along: rename it by hand"
        )));
    }
    Ok(())
}

pub(super) fn rename(snapshot: &Snapshot, key: &str, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let Some(old) = Name::of_key(key) else { return Ok(Vec::new()) };
    let written = new.strip_prefix('/').unwrap_or(new);
    let (namespace, stem) = written.split_once([':', '.']).unwrap_or((old.namespace, written));
    let name = Name { namespace, stem };
    if !is_command(&format!("/{}", name.joined(':'))) {
        let reason = "small letters, digits, `-` and `_`, as in `/flow:plan`";
        return Err(RenameRefusal::Name(format!("`{new}` is no name of a command: write {reason}")));
    }
    let new_key = name.joined(':');
    if new_key == key {
        return Ok(Vec::new());
    }
    if snapshot.index().commands.contains_key(&new_key) {
        return Err(RenameRefusal::Name(format!("there is a command `/{new_key}` already")));
    }
    let files = files(snapshot, key);
    let mut moves = Vec::new();
    for file in &files {
        let from = ProjectPath::from(snapshot.relative(file));
        let Some(to) = file_of(&from, old, name) else {
            return Err(RenameRefusal::Thing(format!("`{from}` does not have the name of its command")));
        };
        moves.push((from, to));
    }
    let mut edits = references(snapshot, key, name)?;
    let index = snapshot.index();
    for (copy, _) in index.sources.iter().filter(|(_, source)| files.contains(source)) {
        let from = ProjectPath::from(snapshot.relative(copy));
        for joint in ['-', '.'] {
            if copy_stem(&from) == Some(&old.joined(joint)) {
                moves.push((from.clone(), from.with_file_name(format!("{}.agent.md", name.joined(joint)))));
            }
        }
        // The agent that the copy is goes by the command's name as well.
        let summary = snapshot.document(copy).map(|copy| copy.facts().summary.clone());
        let agent = summary.and_then(|summary| summary.name.clone());
        for (own, joint) in agent.iter().zip(['-', '.']).filter(|(own, joint)| **own == old.joined(*joint)) {
            edits.extend(agent::references(snapshot, own, &name.joined(joint))?);
        }
    }
    if let Some((_, taken)) = moves.iter().find(|(_, to)| snapshot.resolve(to) != Resolved::Missing) {
        return Err(RenameRefusal::Name(format!("`{taken}` exists already")));
    }
    edits.extend(moved::rename_all(snapshot, &moves));
    Ok(edits)
}

/// Every place that names the command, each in the spelling that it has.
pub(super) fn references(snapshot: &Snapshot, key: &str, new: Name<'_>) -> Result<Vec<Edit>, RenameRefusal> {
    let Some(old) = Name::of_key(key) else { return Ok(Vec::new()) };
    replace_all(snapshot, &Symbol::Command(key.to_owned()), |found, written| {
        let slash = if written.starts_with('/') { "/" } else { "" };
        let joint = written[slash.len()..].strip_prefix(old.namespace).and_then(|rest| rest.chars().next());
        let text = match joint {
            Some(joint) if written.len() == slash.len() + old.joined(joint).len() => {
                format!("{slash}{}", new.joined(joint))
            }
            _ if new.namespace == old.namespace => new.stem.to_owned(),
            _ => {
                let (file, role) = (snapshot.relative(&found.path), old.namespace);
                let reason = format!("`{file}` lists `{written}` for the role `{role}`: take it out of the list first");
                return Err(RenameRefusal::Name(reason));
            }
        };
        if slash == "/" && !is_command(&text) {
            let place = snapshot.relative(&found.path);
            return Err(RenameRefusal::Name(format!(
                "`{text}` would be no command where `{place}` writes it with a dot"
            )));
        }
        Ok(text)
    })
}

/// Whether a text is a command and nothing else.
fn is_command(text: &str) -> bool {
    let whole = TextRange::up_to(TextSize::of(text));
    let found = reference::parse_range(text, whole, &Fences::default(), &Markdown::default()).references;
    found.iter().any(|it| it.range == whole && matches!(it.kind, ReferenceKind::Command { .. }))
}

fn files(snapshot: &Snapshot, key: &str) -> Vec<DocPath> {
    let declared = declarations(snapshot, &Symbol::Command(key.to_owned())).into_iter();
    let mut files: Vec<_> = declared.filter(|it| it.access == Access::File).map(|it| it.path).collect();
    files.dedup();
    files
}

/// The file of a command under its new name.
fn file_of(file: &ProjectPath, old: Name<'_>, new: Name<'_>) -> Option<ProjectPath> {
    let name = file.file_name()?;
    if name == format!("{}.prompt.md", old.joined('.')) {
        return Some(file.with_file_name(format!("{}.prompt.md", new.joined('.'))));
    }
    let folder = Some(file.folder()).filter(|folder| folder.file_name() == Some(old.namespace))?;
    (name == format!("{}.md", old.stem)).then(|| folder.with_file_name(new.namespace).join(format!("{}.md", new.stem)))
}
