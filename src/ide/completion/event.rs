//! Events.

use super::{Cursor, Item, ItemKind};
use crate::model::event::EVENTS;

/// Every event that flowspec knows, in its own order.
pub(super) fn items(cursor: &Cursor<'_>) -> Vec<Item> {
    let machine = cursor.index.machine.as_deref();
    let workflows = || machine.into_iter().flat_map(|machine| &machine.steps);
    let item = |event: &str| {
        let item = Item::new(ItemKind::Event, event);
        match workflows().find(|step| step.built_in().is_some_and(|it| it.event == event)) {
            Some(step) => item.detail(format!("after {}", step.command_name())),
            None => item,
        }
    };
    EVENTS.into_iter().map(item).collect()
}
