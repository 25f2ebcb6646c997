//! Tasks, requirements, stories and items of Spec Kit, in the whole feature folder.

use super::{RenameRefusal, replace_all};
use crate::{
    ide::symbol::{SpecKitName, SpecKitSort, Symbol, declarations},
    model::spec_kit::is_whole_id,
    workspace::{Edit, Snapshot},
};

pub(super) fn rename(snapshot: &Snapshot, name: &SpecKitName, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let new = match name.sort {
        SpecKitSort::Story => new.trim_start_matches(['U', 'S', ' ', '-']),
        _ => new,
    };
    check(name, new)?;
    let taken = SpecKitName { id: new.to_owned(), ..name.clone() };
    if new != name.id && !declarations(snapshot, &Symbol::SpecKit(taken)).is_empty() {
        return Err(RenameRefusal::Name(format!("there is `{new}` already")));
    }
    replace_all(snapshot, &Symbol::SpecKit(name.clone()), |_, written| {
        // Of `FR-001/002` the second is only a number, and of `US1` the letters stay.
        let (own, number) = written.split_at(digits(written));
        let (prefix, new_number) = new.split_at(digits(new));
        match name.sort {
            SpecKitSort::Story => Ok(format!("{own}{new}")),
            _ if own.is_empty() && !number.is_empty() && !prefix_of(&name.id).eq(prefix) => Err(RenameRefusal::Name(
                format!("`{written}` continues a list of `{}`: write it in full first", name.id),
            )),
            _ if own.is_empty() => Ok(new_number.to_owned()),
            _ => Ok(new.to_owned()),
        }
    })
}

fn check(name: &SpecKitName, new: &str) -> Result<(), RenameRefusal> {
    let refuse = |what: &str| Err(RenameRefusal::Name(format!("`{new}` is not {what}")));
    let is_number = || !new.is_empty() && new.len() <= 9 && new.bytes().all(|byte| byte.is_ascii_digit());
    match name.sort {
        SpecKitSort::Task if !is_whole_id(new) => refuse("the id of a task: write it like `T001`"),
        SpecKitSort::Requirement if !is_whole_id(new) || !["FR-", "SC-", "NFR-"].contains(&prefix_of(new)) => {
            refuse("the id of a requirement: write it like `FR-001`")
        }
        SpecKitSort::Story if !is_number() => refuse("the number of a story: write it like `1`"),
        SpecKitSort::Item(_) if !is_whole_id(new) || prefix_of(new) != "CHK" => {
            refuse("the id of an item: write it like `CHK001`")
        }
        _ => Ok(()),
    }
}

fn prefix_of(id: &str) -> &str {
    &id[..digits(id)]
}

/// Where the number of an id begins.
fn digits(id: &str) -> usize {
    id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len())
}
