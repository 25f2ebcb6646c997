//! Keys of YAML, with what they are set to when that is short.

use super::{OutlineSymbol, SymbolKind};
use crate::syntax::yaml::{Entry, Node, Value};

/// Details longer than this many characters are cut.
const LONGEST: usize = 60;

/// The keys of a mapping and those below them.
pub(super) fn keys(text: &str, entries: &[Entry], symbols: &mut Vec<OutlineSymbol>) {
    for entry in entries {
        symbols.extend(key(text, entry));
        below(text, &entry.value, symbols);
    }
}

/// One key, without those below it.
pub(super) fn key(text: &str, entry: &Entry) -> Option<OutlineSymbol> {
    let name = entry.name()?;
    Some(OutlineSymbol::new(SymbolKind::Key, name, entry.range(), entry.key.range).detail(detail(text, &entry.value)))
}

fn below(text: &str, node: &Node, symbols: &mut Vec<OutlineSymbol>) {
    match &node.value {
        Value::Mapping(entries) => keys(text, entries, symbols),
        Value::Sequence(items) => items.iter().for_each(|item| below(text, item, symbols)),
        Value::Scalar { .. } | Value::Alias => {}
    }
}

fn detail(text: &str, value: &Node) -> String {
    let written = match &value.value {
        Value::Scalar { text, .. } => text,
        Value::Alias => &text[value.range],
        Value::Mapping(_) | Value::Sequence(_) => return String::new(),
    };
    let line = written.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}
