//! Rule ids: their headings and every mention.

use text_size::{TextRange, TextSize};

use super::{RenameRefusal, replace_all};
use crate::{
    ide::symbol::Symbol,
    syntax::{
        fence::Fences,
        markdown::Markdown,
        reference::{self, ReferenceKind},
    },
    workspace::{Edit, Snapshot},
};

pub(super) fn check(snapshot: &Snapshot, id: &str) -> Result<(), RenameRefusal> {
    if snapshot.index().rule_ids.contains_key(id) {
        return Ok(());
    }
    Err(RenameRefusal::Thing(format!("no heading `### Rule: {id}` defines this rule")))
}

pub(super) fn rename(snapshot: &Snapshot, id: &str, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    let whole = TextRange::up_to(TextSize::of(new));
    let read = reference::parse_range(new, whole, &Fences::default(), &Markdown::default(), &[]).references;
    if !matches!(&read[..], [only] if only.kind == ReferenceKind::RuleId && only.range == whole) {
        let families = "`SETUP`, `EXEC`, `FREEZE`, `VALID` or `PR`";
        return Err(RenameRefusal::Name(format!("`{new}` is no rule id: it is {families}, a hyphen and three digits")));
    }
    if new != id && snapshot.index().rule_ids.contains_key(new) {
        return Err(RenameRefusal::Name(format!("there is a rule `{new}` already")));
    }
    replace_all(snapshot, &Symbol::RuleId(id.to_owned()), |_, _| Ok(new.to_owned()))
}
