//! Agents: the `name` of the definition, everywhere that it is called by it, and its file when that is named so.

use super::{RenameRefusal, moved, replace_all};
use crate::{
    ide::symbol::{Access, Symbol, declarations},
    model::invocation::copy_stem,
    workspace::{DocPath, Edit, ProjectPath, Resolved, Snapshot},
};

pub(super) fn check(snapshot: &Snapshot, name: &str) -> Result<(), RenameRefusal> {
    let files = files(snapshot, name);
    if files.is_empty() {
        return Err(RenameRefusal::Thing(format!("the agent `{name}` is not defined in this project")));
    }
    let index = snapshot.index();
    if let Some(command) = files.iter().find_map(|file| index.sources.get(file)) {
        let command = snapshot.relative(command);
        return Err(RenameRefusal::Thing(format!("`{name}` is made from `{command}`: rename the command instead")));
    }
    Ok(())
}

pub(super) fn rename(snapshot: &Snapshot, name: &str, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !new.starts_with(|first: char| first.is_ascii_alphanumeric()) || !new.bytes().all(part) {
        let reason = "it is letters, digits, `-` and `_`";
        return Err(RenameRefusal::Name(format!("`{new}` is not a valid agent name: {reason}")));
    }
    if new != name && snapshot.index().agents.contains_key(new) {
        return Err(RenameRefusal::Name(format!("there is an agent `{new}` already")));
    }
    let mut edits = references(snapshot, name, new)?;
    let mut moves = Vec::new();
    for file in files(snapshot, name) {
        let from = ProjectPath::from(snapshot.relative(&file));
        let Some(to) = renamed(&from, name, new) else { continue };
        if snapshot.resolve(&to) != Resolved::Missing {
            return Err(RenameRefusal::Name(format!("`{to}` exists already")));
        }
        moves.push((from, to));
    }
    edits.extend(moved::rename_all(snapshot, &moves));
    Ok(edits)
}

/// Every place that calls the agent by its name.
pub(super) fn references(snapshot: &Snapshot, name: &str, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    // What calls an agent by its file when that has another name goes on to do so.
    let of_name = |written: &str| if written == name { new.to_owned() } else { written.to_owned() };
    replace_all(snapshot, &Symbol::Agent(name.to_owned()), |_, written| Ok(of_name(written)))
}

fn files(snapshot: &Snapshot, name: &str) -> Vec<DocPath> {
    let declared = declarations(snapshot, &Symbol::Agent(name.to_owned())).into_iter();
    declared.filter(|it| it.access == Access::File).map(|it| it.path).collect()
}

/// The file of an agent under its new name, when it has the old one.
fn renamed(file: &ProjectPath, name: &str, new: &str) -> Option<ProjectPath> {
    if copy_stem(file) == Some(name) {
        return Some(file.with_file_name(format!("{new}.agent.md")));
    }
    (file.file_stem() == Some(name)).then(|| file.with_file_name(format!("{new}.md")))
}
