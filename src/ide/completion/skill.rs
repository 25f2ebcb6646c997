//! Skills: `{{INVOKE_SKILL:name}}`, and the names of skills.

use super::{Completions, Cursor, Item, ItemKind, Subject, agent::is_own_name, word_length};
use crate::model::Kind;

const OPEN: &str = "{{INVOKE_SKILL:";

/// A directive that is being written.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let inside = &cursor.before[cursor.before.rfind(OPEN)? + OPEN.len()..];
    if !cursor.document.kind.is_prompt() || inside.contains(|char: char| char.is_whitespace() || char == '}') {
        return None;
    }
    let rest = word_length(cursor.after);
    let closing = cursor.after[rest..].bytes().take(2).take_while(|&byte| byte == b'}').count();
    let missing = &"}}"[closing..];
    let closed = |item: Item| Item { text: format!("{}{missing}", item.label), ..item };
    Some(cursor.items(inside.len(), rest, items(cursor).into_iter().map(closed).collect()))
}

/// Every skill.
pub(super) fn items(cursor: &Cursor<'_>) -> Vec<Item> {
    let meant = |name: &str, path| {
        let document = cursor.snapshot.document(path);
        document.is_some_and(|document| document.kind == Kind::Skill && is_own_name(document, name))
    };
    let skills = cursor.index.skills.iter().filter(|(name, path)| meant(name, path));
    skills.map(|(name, _)| Item::new(ItemKind::Agent, name).about(Subject::Skill(name.clone()))).collect()
}
