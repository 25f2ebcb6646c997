//! Events.

use super::{Cursor, Item, ItemKind};
use crate::model::event::EVENTS;

/// Every event that flowspec knows, in its own order.
pub(super) fn items(cursor: &Cursor<'_>) -> Vec<Item> {
    let machine = cursor.index.machine.as_deref();
    let workflows = || machine.into_iter().flat_map(|machine| &machine.steps);
    let item = |event: &str| {
        let item = Item::new(ItemKind::Event, event);
        match workflows().find(|workflow| workflow.built_in().is_some_and(|it| it.event == event)) {
            Some(workflow) => item.detail(format!("after {}", workflow.command_name())),
            None => item,
        }
    };
    EVENTS.into_iter().map(item).collect()
}
