//! States: the name after `workflow:`, which may be several words.

use super::{is_word, range, word_length};
use text_size::TextRange;

/// The name after `workflow:` whose colon is at `colon`; `None` for a placeholder and for what is no label.
pub(super) fn name(text: &str, colon: usize) -> Option<TextRange> {
    const LONGEST: usize = 60;
    let bytes = text.as_bytes();
    bytes.get(colon + 1).filter(|byte| byte.is_ascii_uppercase())?;
    let before = bytes[..colon - "workflow".len()].last().copied();
    if before.is_some_and(|byte| is_word(byte) || b"-/.:{<".contains(&byte)) {
        return None;
    }
    // In quotes, code and cells the name goes to the next delimiter; in prose only a run of capitalised words can belong to it.
    let rest = &bytes[colon + 1..bytes.len().min(colon + 1 + LONGEST)];
    let stop = rest.iter().position(|byte| b"`\"',|\r\n)]}".contains(byte));
    let delimited = match stop.map(|stop| rest[stop]) {
        Some(stop @ (b'`' | b'"' | b'\'')) => before == Some(stop) || stop == b'`',
        Some(b'|' | b',') => true,
        _ => false,
    };
    let first = word_length(rest, |byte| is_word(byte) || byte == b'-');
    let word = &rest[..first];
    if delimited {
        let whole = rest[..stop.unwrap_or(first)].trim_ascii_end();
        let words = whole.split(|&byte| byte == b' ');
        let capitalised = words.clone().all(|word| {
            word.first().is_some_and(u8::is_ascii_uppercase) && word.iter().all(|&byte| is_word(byte) || byte == b'-')
        });
        if capitalised && words.count() <= 4 {
            return named(whole, colon + 1);
        }
    }
    let next = rest.get(first..).unwrap_or_default();
    if next.first().is_some_and(|byte| b"<{$[".contains(byte) || !byte.is_ascii()) {
        return None;
    }
    let follows = next.strip_prefix(b" ").filter(|next| next.first().is_some_and(u8::is_ascii_uppercase));
    match (word, follows) {
        (b"In" | b"To", Some(next)) => {
            let second = word_length(next, |byte| is_word(byte) || byte == b'-');
            named(&rest[..first + 1 + second], colon + 1)
        }
        // Two capitalised words in a row are one name or the start of a sentence: nobody can tell.
        (b"In" | b"To", None) | (_, Some(_)) => None,
        (word, None) => named(word, colon + 1),
    }
}

/// The range of a state's name, unless it is a placeholder such as `X` or `STATE`.
fn named(name: &[u8], start: usize) -> Option<TextRange> {
    name.iter().any(u8::is_ascii_lowercase).then(|| range(start, start + name.len()))
}
