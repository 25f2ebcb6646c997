//! Which change a command is about.

use camino::Utf8Path;

use super::{
    super::{Context, ItemRef, Reason, Why, item::in_words},
    text,
};
use crate::{
    model::open_spec::change::{ChangeCommand, ChangeState, ChangeUse},
    syntax::nearest::nearest,
    workspace::{Snapshot, WorkItem, path::absolute},
};

/// The change that is named, else the one that the arguments name, else the only open one.
pub(super) fn find(context: &Context<'_>, command: ChangeCommand, arguments: &str) -> Result<Option<ItemRef>, Reason> {
    let snapshot = context.snapshot;
    let index = snapshot.index();
    let open = &index.open_spec.changes;
    let item = |name: &str| snapshot.change(name).map(|change| reference(snapshot, &change, command));
    if let Some(name) = context.request.task.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        let known = named(snapshot, name);
        return known.and_then(|name| item(&name)).map(Some).ok_or_else(|| {
            let near = nearest(name, open.keys().map(String::as_str)).map(str::to_owned);
            let message = text::unknown(name, near.as_deref());
            Reason::cannot_tell(message, Why::ChangeUnknown { change: name.to_owned(), near })
        });
    }
    let words = in_words(arguments).filter(|word| open.contains_key(*word));
    let mut meant: Vec<&str> = match command.uses() {
        ChangeUse::Any => return Ok(None),
        // What follows describes something new, unless it begins with a name.
        ChangeUse::Starts => words.take(1).filter(|name| begins_with(arguments, name)).collect(),
        ChangeUse::Needs => words.collect(),
    };
    meant.sort_unstable();
    meant.dedup();
    let are_named = !meant.is_empty();
    if !are_named && command.uses() == ChangeUse::Needs {
        meant = open.keys().map(String::as_str).collect();
    }
    match *meant.as_slice() {
        [] if command.uses() == ChangeUse::Starts => Ok(None),
        [] => Err(Reason::cannot_tell(text::missing(snapshot), Why::ChangeMissing)),
        [name] => Ok(item(name)),
        _ => {
            let changes: Vec<_> = meant.into_iter().filter_map(item).collect();
            Err(Reason::ask(text::several(&changes, are_named), Why::SeveralChanges { changes }))
        }
    }
}

/// The open change of a name, or of a path in its folder.
fn named(snapshot: &Snapshot, name: &str) -> Option<String> {
    let index = snapshot.index();
    let open = &index.open_spec.changes;
    let path = absolute(Utf8Path::new(name));
    let of_path = || snapshot.relative(&path).strip_prefix("openspec/changes").ok()?.iter().next();
    [Some(name), of_path()].into_iter().flatten().find(|name| open.contains_key(*name)).map(str::to_owned)
}

/// A name without a dash may be an ordinary word, unless it is all there is.
fn begins_with(text: &str, name: &str) -> bool {
    let mut words = in_words(text);
    words.next() == Some(name) && (name.contains('-') || words.next().is_none())
}

fn reference(snapshot: &Snapshot, change: &WorkItem, command: ChangeCommand) -> ItemRef {
    let from = change.states.first().and_then(|state| ChangeState::named(state));
    let to = command.leads_to().filter(|to| from.is_some_and(|from| *to > from));
    ItemRef {
        noun: "change",
        id: change.id.clone(),
        title: change.title.clone(),
        path: snapshot.relative(&change.home).to_owned(),
        document: change.home.clone(),
        folder: snapshot.path(format!("openspec/changes/{}", change.id).as_ref()),
        from: from.map(|state| state.name().to_owned()),
        to: to.map(|state| state.name().to_owned()),
    }
}
