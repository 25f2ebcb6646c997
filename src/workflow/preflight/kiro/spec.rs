//! Which spec a command is about.

use camino::Utf8Path;

use super::{
    super::{Context, ItemRef, Reason, Why},
    text,
};
use crate::{
    model::kiro::{
        KiroPlace,
        command::{KiroCommand, KiroState, KiroUse},
    },
    syntax::nearest::nearest,
    workspace::{Snapshot, WorkItem, path::absolute},
};

/// The spec that is named, else the one that the arguments begin with, else the only one that is not done.
pub(super) fn find(context: &Context<'_>, command: KiroCommand, arguments: &str) -> Result<Option<ItemRef>, Reason> {
    let Context { snapshot, index, request, .. } = *context;
    if command.uses() == KiroUse::Any {
        return Ok(None);
    }
    let known = |name: &str| index.kiro.specs.contains_key(name);
    let named = request.task.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let of_path = |name: &str| {
        let path = absolute(Utf8Path::new(name));
        let spec = KiroPlace::of(snapshot.relative(&path))?.spec?;
        known(spec).then(|| spec.to_owned())
    };
    // What follows the name are numbers of tasks and flags.
    let first = arguments.split_whitespace().map(|word| word.trim_matches(['"', '\'', '`'])).next();
    let first = first.filter(|word| !word.starts_with('-') && !is_task_number(word));
    let item = |spec: &WorkItem| reference(snapshot, spec, command);
    if let Some(name) = named.or(first) {
        let spec = if known(name) { Some(name.to_owned()) } else { of_path(name) };
        return match spec.and_then(|spec| snapshot.spec(&spec)) {
            Some(spec) => Ok(Some(item(&spec))),
            None => {
                let near = nearest(name, index.kiro.specs.keys().map(String::as_str)).map(str::to_owned);
                let message = text::unknown(name, near.as_deref());
                Err(Reason::cannot_tell(message, Why::SpecUnknown { spec: name.to_owned(), near }))
            }
        };
    }
    let is_open = |spec: &WorkItem| spec.states.first().map(String::as_str) != Some(KiroState::Done.name());
    let open: Vec<_> = snapshot.specs().filter(is_open).collect();
    match &open[..] {
        [] => Err(Reason::cannot_tell(text::missing(snapshot), Why::SpecMissing)),
        [spec] => Ok(Some(item(spec))),
        _ => {
            let specs: Vec<_> = open.iter().map(item).collect();
            Err(Reason::ask(text::several(&specs), Why::SeveralSpecs { specs }))
        }
    }
}

/// Whether a word is the number of a task, `2` or `2.1`.
pub(super) fn is_task_number(word: &str) -> bool {
    word.trim_end_matches(['.', ','])
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()))
}

fn reference(snapshot: &Snapshot, spec: &WorkItem, command: KiroCommand) -> ItemRef {
    let from = spec.states.first().and_then(|state| KiroState::named(state));
    let to = command.leads_to().filter(|to| from.is_some_and(|from| *to > from));
    ItemRef {
        noun: "spec",
        id: spec.id.clone(),
        title: spec.title.clone(),
        path: snapshot.relative(&spec.home).to_owned(),
        document: spec.home.clone(),
        folder: snapshot.path(format!(".kiro/specs/{}", spec.id).as_ref()),
        from: from.map(|state| state.name().to_owned()),
        to: to.map(|state| state.name().to_owned()),
    }
}
