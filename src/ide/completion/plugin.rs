//! Events and types in the hooks of a plugin of Claude Code.

use super::{Completions, Cursor, Item, ItemKind, word_length};
use crate::model::plugin::{PLUGIN_ACTIONS, PLUGIN_EVENTS, PluginKind};

pub(super) fn complete(cursor: &Cursor<'_>, kind: PluginKind) -> Option<Completions> {
    let site = JsonSite::at(&cursor.text[..cursor.offset])?;
    let mut path = &site.path[..];
    // A manifest may have the hooks without a mapping of their own.
    if kind == PluginKind::Manifest && path.starts_with(&[Some("hooks"), Some("hooks")]) {
        path = &path[1..];
    }
    let items: Vec<_> = match (path, site.is_key) {
        ([Some("hooks")], true) => {
            PLUGIN_EVENTS.iter().map(|(name, detail)| Item::new(ItemKind::Event, *name).detail(*detail)).collect()
        }
        ([Some("hooks"), Some(_), None, Some("hooks"), None, Some("type")], false) => {
            PLUGIN_ACTIONS.iter().map(|(name, _)| Item::new(ItemKind::Value, *name)).collect()
        }
        _ => return None,
    };
    Some(cursor.items(site.written, word_length(cursor.after), items))
}

/// The string of a JSON text that the cursor is in.
struct JsonSite<'a> {
    /// The keys that lead here, `None` for an item of a list; at a value its own key is the last one.
    path: Vec<Option<&'a str>>,
    is_key: bool,
    /// The bytes of the string up to the cursor.
    written: usize,
}

impl<'a> JsonSite<'a> {
    /// The string that is open at the end of a text; `None` outside of strings.
    fn at(before: &'a str) -> Option<JsonSite<'a>> {
        let mut open: Vec<Frame<'a>> = Vec::new();
        let mut at = 0;
        while let Some(byte) = before.as_bytes().get(at) {
            match byte {
                b'"' => {
                    let start = at + 1;
                    let Some(length) = end_of_string(&before[start..]) else {
                        let is_key = open.last().is_some_and(|frame| frame.is_object && !frame.is_value);
                        let depth = open.len() - usize::from(is_key);
                        let path = open[..depth].iter().map(|frame| frame.key.filter(|_| frame.is_object)).collect();
                        return Some(JsonSite { path, is_key, written: before.len() - start });
                    };
                    match open.last_mut() {
                        Some(frame) if frame.is_object && !frame.is_value => {
                            frame.key = Some(&before[start..start + length])
                        }
                        _ => {}
                    }
                    at = start + length;
                }
                b'{' | b'[' => open.push(Frame { is_object: *byte == b'{', key: None, is_value: false }),
                b'}' | b']' => drop(open.pop()),
                b':' | b',' => {
                    if let Some(frame) = open.last_mut() {
                        frame.is_value = *byte == b':';
                    }
                }
                _ => {}
            }
            at += 1;
        }
        None
    }
}

/// An object or a list that is not closed yet.
struct Frame<'a> {
    is_object: bool,
    key: Option<&'a str>,
    /// Whether the colon after the key is there.
    is_value: bool,
}

/// The length of a string up to its closing quote, which is on the same line.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at),
            b'\n' => return None,
            _ => {}
        }
    }
    None
}
