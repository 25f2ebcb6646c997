//! Calls of `flowspec` and `backlog` in shell blocks and inline code.

use super::{Reader, ReferenceKind, line_end, range};
use memchr::{memchr, memrchr};
use std::ops::Range;
use text_size::TextRange;

/// How far a call may go and how far back its line may start: far beyond any real one, and enough to keep hostile lines cheap.
const LONGEST: usize = 2000;

/// Reads the call whose program's name is at `at`, if it is one.
pub(super) fn call(reader: &mut Reader, at: usize, length: usize) {
    let after = at + length;
    let bytes = reader.text.as_bytes();
    if !matches!(bytes.get(after), Some(b' ' | b'\t')) {
        return;
    }
    let Some(end) = extent(reader, at) else { return };
    let mut tokens = Tokens { text: reader.text, at: after, end };
    let mut words: Vec<TextRange> = Vec::new();
    let mut next = tokens.next();
    while let Some(word) = next.clone().filter(|word| words.len() < 3 && is_word(&reader.text[word.clone()])) {
        let is_type =
            matches!(words[..], [first, second] if &reader.text[first] == "hooks" && &reader.text[second] == "emit");
        if is_type {
            break;
        }
        words.push(range(word.start, word.end));
        next = tokens.next();
    }
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let named: Vec<&str> = words.iter().map(|&word| &reader.text[word]).collect();
    let whole = TextRange::new(first.start(), last.end());
    let is_backlog = reader.text[at..after] == *"backlog";
    let (emits, edits) =
        (!is_backlog && named == ["hooks", "emit"], is_backlog && named.starts_with(&["task", "edit"]));
    reader.push(whole, ReferenceKind::Cli { program: range(at, after), words });
    if emits {
        if let Some(event) = next.and_then(|token| event(reader.text, token)) {
            reader.push(event, ReferenceKind::Event);
        }
    } else if edits {
        while let Some(token) = next {
            next = tokens.next();
            if let Some((whole, state)) = label_value(reader.text, token, next.as_ref()) {
                reader.push(whole, ReferenceKind::LabelOverwrite { state });
            }
        }
    }
}

/// Where the call at `at` ends at the latest; `None` when it is no call but a word.
fn extent(reader: &Reader, at: usize) -> Option<usize> {
    let text = reader.text;
    let bytes = text.as_bytes();
    let offset = range(at, at).start();
    let limit = bytes.len().min(at + LONGEST);
    let in_ticks = bytes[..at].last() == Some(&b'`');
    let Some(block) = reader.fences.at(offset) else {
        // In prose a call is inline code that starts with it.
        let after = reader.spans.partition_point(|span| span.start() <= offset);
        let span = reader.spans.get(after.checked_sub(1)?).filter(|span| offset < span.end())?;
        let (start, end) = (usize::from(span.start()), usize::from(span.end()));
        let opening = text.get(start..at).filter(|opening| opening.len() <= 8)?;
        let opens = opening.bytes().all(|byte| matches!(byte, b'`' | b' ' | b'$'));
        return opens.then(|| floor(text, limit.min(end)));
    };
    // An open quote goes on to the end of its block at most.
    let limit = block.closer.map_or(limit, |closer| limit.min(closer.start().into()));
    let info = &text[block.info];
    let shell = matches!(
        info.split([' ', ',', '{']).next().unwrap_or_default(),
        "bash" | "sh" | "shell" | "zsh" | "console" | "shell-session"
    );
    let window = floor(text, at.saturating_sub(LONGEST));
    let line = match memrchr(b'\n', &bytes[window..at]) {
        Some(newline) => window + newline + 1,
        None if window == 0 => 0,
        None => return None,
    };
    let before = text[line..at].trim();
    if !shell && in_ticks {
        // Inline code of a prompt.
        let tick = memchr(b'`', &bytes[at..limit])?;
        return (memchr(b'\n', &bytes[at..at + tick]).is_none()).then_some(at + tick);
    }
    let at_start = matches!(before, "" | "$" | "%" | ">");
    if shell {
        let follows = ["&&", "||", ";", "|", "$(", "then", "do", "else", "if", "!", "sudo"];
        let quotes = before.bytes().filter(|&byte| byte == b'"').count();
        let follows = follows.iter().any(|end| before.ends_with(end))
            && (quotes % 2 == 0 || before.ends_with("$("))
            && !before.starts_with('#');
        return (at_start || follows).then(|| floor(text, limit));
    }
    if !info.is_empty() || !at_start {
        return None;
    }
    // A line of a prompt that starts with the program is a call unless it reads like a sentence.
    let (end, _) = line_end(text, at);
    let sentence = text[at..end].trim_end().ends_with(['.', ':', ',', ';', '!', '?']);
    (!sentence).then(|| floor(text, limit))
}

/// The words of one shell command. It ends with its line unless that ends with `\`, and before `|`, `&`, `;`, `)` and comments.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        loop {
            let rest = bytes.get(self.at..self.end)?;
            match rest {
                [b' ' | b'\t', ..] => self.at += 1,
                [b'\\', b'\n', ..] => self.at += 2,
                [b'\\', b'\r', b'\n', ..] => self.at += 3,
                [] | [b'\r' | b'\n' | b'|' | b'&' | b';' | b')' | b'#' | b'>' | b'`', ..] => return None,
                _ => break,
            }
        }
        let start = self.at;
        let mut quote = None;
        while let Some(&byte) = bytes.get(self.at).filter(|_| self.at < self.end) {
            match (quote, byte) {
                (_, b'\\') => self.at += 1,
                (Some(open), _) if open == byte => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b' ' | b'\t' | b'\r' | b'\n' | b'|' | b'&' | b';' | b')' | b'`') => break,
                _ => {}
            }
            self.at += 1;
        }
        self.at = floor(self.text, self.at.min(self.end));
        Some(start..self.at)
    }
}

/// A subcommand, as far as its form tells.
fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_ascii_lowercase())
        && token.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// The type that `hooks emit` is given, unless it is a placeholder.
fn event(text: &str, token: Range<usize>) -> Option<TextRange> {
    let source = &text[token.clone()];
    let name = source.trim_matches(['"', '\'']);
    let is_type = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_' | b'-'))
        && !name.ends_with('.')
        && !matches!(name, "type" | "event" | "event-type" | "event_type" | "event.type");
    let start = token.start + source.find(name)?;
    is_type.then(|| range(start, start + name.len()))
}

/// The flag at `token` with its value, when it writes a `workflow:` label, and the state that it writes.
fn label_value(text: &str, token: Range<usize>, next: Option<&Range<usize>>) -> Option<(TextRange, TextRange)> {
    let flag = &text[token.clone()];
    let value = match flag {
        "-l" | "--label" | "--labels" => next?.clone(),
        _ => {
            let flag = ["-l=", "--label=", "--labels="].into_iter().find(|prefix| flag.starts_with(prefix))?;
            token.start + flag.len()..token.end
        }
    };
    let source = &text[value.clone()];
    let state = source.find("workflow:")? + "workflow:".len();
    let length = source[state..].find(['"', '\'', ',']).unwrap_or(source.len() - state);
    let state = value.start + state;
    Some((range(token.start, value.end), range(state, state + length)))
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
