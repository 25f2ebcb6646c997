//! Numbers of requirements, criteria, tasks and properties of Kiro, in all files of their spec.

use super::RenameRefusal;
use crate::workspace::{Edit, KiroName, Snapshot, SpecNumbers};

pub(super) fn check(snapshot: &Snapshot, name: &KiroName) -> Result<(), RenameRefusal> {
    let KiroName::Criterion { requirement, position, .. } = name else { return Ok(()) };
    let numbers = SpecNumbers::of(snapshot, name.spec());
    let criterion = numbers.and_then(|numbers| Some(numbers.criterion(*requirement, *position)?.1.is_bulleted()));
    if criterion != Some(true) {
        return Ok(());
    }
    let reason = "a bulleted criterion is numbered by its place in the list: move it, or number the list";
    Err(RenameRefusal::Thing(reason.to_owned()))
}

pub(super) fn rename(snapshot: &Snapshot, name: &KiroName, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let Some(numbers) = SpecNumbers::of(snapshot, name.spec()) else { return Ok(Vec::new()) };
    let refuse = |reason: String| Err(RenameRefusal::Name(reason));
    let is_number = |text: &str| text.parse::<u32>().is_ok_and(|number| number.to_string() == text);
    let new = match name {
        // A reference to a criterion has its requirement in front.
        KiroName::Criterion { requirement, .. } => new.strip_prefix(&format!("{requirement}.")).unwrap_or(new),
        _ => new,
    };
    let is_valid = match name {
        KiroName::Task { .. } => new.split('.').all(is_number),
        _ => is_number(new),
    };
    if !is_valid {
        return refuse(match name {
            KiroName::Task { .. } => format!("`{new}` is not the number of a task: use numbers with dots between them"),
            KiroName::Criterion { requirement, .. } => {
                format!(
                    "`{new}` is not a criterion of requirement {requirement}: use a number, with `{requirement}.` or without"
                )
            }
            _ => format!("`{new}` is not a whole number"),
        });
    }
    match numbers.refusal(name, new) {
        Some(reason) => refuse(reason),
        None => {
            let edits = numbers.with_number(snapshot, name, new);
            let is_read = numbers.reads_task(&edits, name, new);
            if is_read { Ok(edits) } else { refuse(format!("`{new}` would not be read as the number of this task")) }
        }
    }
}
