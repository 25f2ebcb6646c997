//! SECTION markers: both of a pair.

use super::{RenameRefusal, replace_all};
use crate::{
    ide::symbol::Symbol,
    model::{Kind, section::is_checklist},
    syntax::marker::MarkerKind,
    workspace::{DocPath, Edit, Snapshot},
};

/// The sections of a task that Backlog.md looks for.
const OF_TASKS: [&str; 4] = ["DESCRIPTION", "PLAN", "NOTES", "FINAL_SUMMARY"];

pub(super) fn check(snapshot: &Snapshot, path: &DocPath, name: &str) -> Result<(), RenameRefusal> {
    let is_task = snapshot.document(path).is_some_and(|document| document.kind == Kind::Task);
    if is_checklist(name) || is_task && OF_TASKS.contains(&name) {
        return Err(RenameRefusal::Thing(format!("Backlog.md finds this section by its name `{name}`")));
    }
    Ok(())
}

pub(super) fn rename(snapshot: &Snapshot, path: &DocPath, name: &str, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let is_name = !new.is_empty() && new.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if !is_name || matches!(new, "AC" | "DOD" | "BEGIN" | "END" | "START") {
        let reason = "it is letters, digits, `_` and `-`, and none of `AC`, `DOD`, `BEGIN`, `END` and `START`";
        return Err(RenameRefusal::Name(format!("`{new}` is not a valid section name: {reason}")));
    }
    let is_new = |document: &crate::workspace::Document| {
        let mut markers = document.facts().markers.iter();
        markers.any(|marker| match &marker.kind {
            MarkerKind::Begin { name } | MarkerKind::End { name } => &document.text()[*name] == new,
            _ => false,
        })
    };
    if new != name && snapshot.document(path).is_some_and(|document| is_new(document)) {
        return Err(RenameRefusal::Name(format!("there is a section `{new}` already")));
    }
    let symbol = Symbol::Section { path: path.clone(), name: name.to_owned() };
    replace_all(snapshot, &symbol, |_, _| Ok(new.to_owned()))
}
