//! Commands: their files, the files of their copies, and every place that names them.

use text_size::{TextRange, TextSize};

use super::{RenameRefusal, agent, moved, replace_all};
use crate::{
    ide::symbol::{Access, Symbol, declarations},
    model::{
        invocation::{Invocation, Joint, copy_stem},
        namespace::CLOSED_NAMES,
    },
    syntax::{
        fence::Fences,
        markdown::Markdown,
        reference::{self, ReferenceKind},
    },
    workspace::{DocPath, Edit, ProjectPath, Resolved, Snapshot},
};

pub(super) fn check(snapshot: &Snapshot, command: &Invocation) -> Result<(), RenameRefusal> {
    let files = files(snapshot, command);
    if files.is_empty() {
        return Err(RenameRefusal::Thing(format!("the project has no command `{command}`")));
    }
    if let Some(skill) = files.iter().find(|file| file.file_name() == Some("SKILL.md")) {
        let skill = snapshot.relative(skill);
        return Err(RenameRefusal::Thing(format!(
            "`{skill}` is a skill, which goes by its folder: rename that, and the command where it is named"
        )));
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

pub(super) fn rename(snapshot: &Snapshot, old: &Invocation, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    if old.namespace().is_empty() {
        return Ok(Vec::new());
    }
    let mut name = Invocation::parse(new);
    if name.namespace().is_empty() {
        name = Invocation::new(old.namespace(), name.name());
    }
    if !is_command(&name.to_string()) {
        let reason = "small letters, digits, `-` and `_`, as in `/flow:plan`";
        return Err(RenameRefusal::Name(format!("`{new}` is not a valid command name: write {reason}")));
    }
    if name == *old {
        return Ok(Vec::new());
    }
    if snapshot.index().commands.contains_key(&name) {
        return Err(RenameRefusal::Name(format!("there is a command `{name}` already")));
    }
    let files = files(snapshot, old);
    let mut moves = Vec::new();
    for file in &files {
        let from = ProjectPath::from(snapshot.relative(file));
        let Some(to) = file_of(&from, old, &name) else {
            return Err(RenameRefusal::Thing(format!("`{from}` does not have the name of its command")));
        };
        moves.push((from, to));
    }
    let mut edits = references(snapshot, old, &name)?;
    let index = snapshot.index();
    for (copy, _) in index.sources.iter().filter(|(_, source)| files.contains(source)) {
        let from = ProjectPath::from(snapshot.relative(copy));
        for joint in [Joint::Dash, Joint::Dot] {
            if copy_stem(&from) == Some(&*old.joined(joint)) {
                moves.push((from.clone(), from.with_file_name(format!("{}.agent.md", name.joined(joint)))));
            }
        }
        // The agent that the copy is goes by the command's name as well.
        let summary = snapshot.document(copy).map(|copy| copy.summary().clone());
        let agent = summary.and_then(|summary| summary.name.clone());
        for (own, joint) in
            agent.iter().zip([Joint::Dash, Joint::Dot]).filter(|(own, joint)| **own == old.joined(*joint))
        {
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
pub(super) fn references(snapshot: &Snapshot, old: &Invocation, new: &Invocation) -> Result<Vec<Edit>, RenameRefusal> {
    replace_all(snapshot, &Symbol::Command(old.clone()), |found, written| {
        let text = match old.spelling_of(written) {
            Some(spelling) => new.spelled(spelling),
            None if new.namespace() == old.namespace() => new.name().to_owned(),
            None => {
                let (file, role) = (snapshot.relative(&found.path), old.namespace());
                let reason = format!("`{file}` lists `{written}` for the role `{role}`: take it out of the list first");
                return Err(RenameRefusal::Name(reason));
            }
        };
        if text.starts_with('/') && !is_command(&text) {
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
    let found = reference::parse_range(text, whole, &Fences::default(), &Markdown::default(), &CLOSED_NAMES).references;
    found.iter().any(|it| it.range == whole && matches!(it.kind, ReferenceKind::Command { .. }))
}

fn files(snapshot: &Snapshot, command: &Invocation) -> Vec<DocPath> {
    let declared = declarations(snapshot, &Symbol::Command(command.clone())).into_iter();
    let mut files: Vec<_> = declared.filter(|it| it.access == Access::File).map(|it| it.path).collect();
    files.dedup();
    files
}

/// The file of a command under its new name.
fn file_of(file: &ProjectPath, old: &Invocation, new: &Invocation) -> Option<ProjectPath> {
    let name = file.file_name()?;
    for (joint, end) in
        [(Joint::Dot, ".prompt.md"), (Joint::Dash, ".prompt.md"), (Joint::Dot, ".md"), (Joint::Dash, ".md")]
    {
        if name == format!("{}{end}", old.joined(joint)) {
            let renamed = file.with_file_name(format!("{}{end}", new.joined(joint)));
            return Invocation::of_file(&renamed).is_some_and(|it| it == *new).then_some(renamed);
        }
    }
    let folder = Some(file.folder()).filter(|folder| folder.file_name() == Some(old.namespace()))?;
    (name == format!("{}.md", old.name()))
        .then(|| folder.with_file_name(new.namespace()).join(format!("{}.md", new.name())))
}
