//! The hooks of a hooks file.

use text_size::TextRange;

use super::{OutlineSymbol, SymbolKind, yaml};
use crate::workspace::Document;

pub(super) fn symbols(document: &Document) -> Vec<OutlineSymbol> {
    let (text, facts) = (document.text(), document.facts());
    let Some(root) = &facts.yaml.root else { return Vec::new() };
    let mut symbols = Vec::new();
    for entry in root.entries() {
        match entry.name() {
            Some("hooks") => symbols.extend(yaml::key(text, entry)),
            _ => yaml::keys(text, std::slice::from_ref(entry), &mut symbols),
        }
    }
    symbols.extend(facts.meaning.hooks().iter().map(|hook| {
        let first = TextRange::empty(hook.range.start());
        let (name, name_range) =
            hook.name.as_ref().map_or((String::new(), first), |name| (name.text.clone(), name.range));
        let events: Vec<_> = hook.events.iter().map(|event| event.text.as_str()).collect();
        let disabled = if hook.enabled { "" } else { ", disabled" };
        OutlineSymbol::new(SymbolKind::Hook, name, hook.range, name_range)
            .detail(format!("{}{disabled}", events.join(", ")))
    }));
    symbols
}
