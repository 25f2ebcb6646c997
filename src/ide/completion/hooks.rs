//! Keys and values of `hooks.yaml`.

use camino::Utf8Path;

use super::{
    Completions, Cursor, Item, ItemKind, event,
    workflow::{accepted, shaped},
};
use crate::ide::completion::yaml_site::YamlRole;
use crate::model::hooks::expected;

/// Where the scripts of hooks are.
const SCRIPTS: &str = ".flowspec/hooks";

/// A key or a value that is being written.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let place = cursor.place()?;
    let mut items = match &place.path[..] {
        [Some("hooks"), None, Some("events"), None, Some("type" | "pattern")] => event::items(cursor),
        [Some("hooks"), None, Some("script")] => scripts(cursor),
        _ => Vec::new(),
    };
    if place.role == YamlRole::Key {
        items.clear();
    }
    if let Some(expected) = expected(&place.path) {
        shaped(cursor, &place, expected, &mut items);
    }
    (!items.is_empty()).then(|| accepted(cursor, &place, items))
}

/// The files in the folder of hooks, but for the one that lists them.
fn scripts(cursor: &Cursor<'_>) -> Vec<Item> {
    let files = cursor.snapshot.files().below(Utf8Path::new(SCRIPTS));
    let scripts = files.filter(|file| !matches!(file.extension(), Some("yaml" | "yml" | "md")));
    scripts.map(|file| Item::new(ItemKind::File, file.as_str())).collect()
}
