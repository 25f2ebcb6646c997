//! Where in a YAML text the cursor is, told from the lines around it, so that it is known while the line is half written.

use std::ops::Range;

use crate::syntax::yaml;

/// How many lines above and below the cursor are looked at: far more than any real file has.
const MAX_LINES: usize = 5000;

/// A place in block or flow style.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct YamlSite<'a> {
    /// The keys that lead here, `None` for an item of a list; at a value its own key is the last one.
    pub path: Vec<Option<&'a str>>,
    /// What can be written here.
    pub role: YamlRole,
    /// The bytes of the whole word under the cursor, without an opening quote.
    pub word: Range<usize>,
    /// The quote that is open at the cursor.
    pub quote: Option<char>,
    /// Whether that quote is closed after the word.
    pub closed: bool,
    /// Whether a blank is missing between the cursor and the colon or dash before it.
    pub glued: bool,
    /// Whether a colon follows the word.
    pub colon: bool,
    /// Whether a blank follows it.
    pub spaced: bool,
    /// Whether it is inside of brackets or braces.
    pub flow: bool,
    /// The other keys of the same mapping.
    pub siblings: Vec<&'a str>,
}

/// What can be written at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YamlRole {
    /// A key of the mapping that the path leads to.
    Key,
    /// The value of what the path leads to.
    Value,
    /// An item of a list: a value, or the first key of a mapping.
    Item,
}

impl<'a> YamlSite<'a> {
    /// The place of `offset` in the part of `text` that is YAML; `None` in comments, in block scalars and where nobody can tell.
    pub fn at(text: &'a str, part: Range<usize>, offset: usize) -> Option<YamlSite<'a>> {
        let start =
            text.get(part.start..offset)?.rfind(['\n', '\r']).map_or(part.start, |newline| part.start + newline + 1);
        let end = text.get(offset..part.end)?.find(['\n', '\r']).map_or(part.end, |end| offset + end);
        let above = text[part.start..start].lines().rev().take(MAX_LINES);
        let below = text[end..part.end].lines().skip(1).take(MAX_LINES);
        let line = Line { text, start, end, offset };
        let mut place = line.place()?;
        let own = Elements::of(&text[start..offset]);
        let column = own.list.first().map_or(own.rest.start, |(column, _)| *column);
        let starts_with_item = matches!(own.list.first(), Some((_, None)));
        let mut path = ancestors(above.clone(), column, starts_with_item)?;
        path.append(&mut place.path);
        place.path = path;
        if place.role != YamlRole::Value && !place.flow {
            place.siblings.extend(siblings(above, below, own.rest.start, starts_with_item));
        }
        Some(place)
    }

    /// How a text is written here as a value: with the quotes that are missing.
    pub fn value(&self, text: &str) -> String {
        let blank = if self.glued { " " } else { "" };
        match self.quote {
            Some(_) if self.closed => text.to_owned(),
            Some(quote) => format!("{text}{quote}"),
            None if is_plain(text, self.flow) => format!("{blank}{text}"),
            None => format!("{blank}{}", yaml::quote(text)),
        }
    }
}

/// Whether a text reads back as itself without quotes.
fn is_plain(text: &str, flow: bool) -> bool {
    let start = text.starts_with(|first: char| first.is_ascii_alphanumeric() || matches!(first, '/' | '_' | '.'));
    let inside = !text.contains(": ") && !text.contains(" #") && !text.contains(['"', '\\', '\n']);
    let ends = !text.ends_with([':', ' ']);
    start && inside && ends && !(flow && text.contains([',', '[', ']', '{', '}']))
}

/// The line of the cursor.
struct Line<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    offset: usize,
}

impl<'a> Line<'a> {
    fn place(&self) -> Option<YamlSite<'a>> {
        let own = Elements::of(&self.text[self.start..self.offset]);
        let before = self.text.get(self.start + own.rest.start..self.offset)?;
        let dash = own.list.last().is_some_and(|(_, key)| key.is_none());
        let in_list: Vec<Option<&str>> = own.list.iter().map(|(_, key)| *key).collect();
        let glued = before.is_empty() && own.glued;
        if before.starts_with('#') {
            return None;
        }
        if before.starts_with(['[', '{']) {
            return self.flow(in_list, before);
        }
        let role = match own.list.last() {
            Some((_, Some(_))) => YamlRole::Value,
            Some((_, None)) => YamlRole::Item,
            None => YamlRole::Key,
        };
        let mut place = self.scalar(in_list, role, before, false)?;
        // A dash that is not an item yet may still become one.
        place.glued = glued && (dash || role == YamlRole::Value);
        Some(place)
    }

    /// The scalar that begins with `before` and is cut by the cursor.
    fn scalar(&self, path: Vec<Option<&'a str>>, role: YamlRole, before: &'a str, flow: bool) -> Option<YamlSite<'a>> {
        let after = &self.text[self.offset..self.end];
        let quote = before.chars().next().filter(|first| matches!(first, '"' | '\''));
        let start = self.offset - before.len() + usize::from(quote.is_some());
        let (end, closed) = match quote {
            Some(quote) => {
                // A quote that is closed before the cursor leaves nothing to complete.
                if before[1..].contains(quote) {
                    return None;
                }
                match after.find(quote) {
                    Some(end) => (end, true),
                    None => (plain_end(after, flow), false),
                }
            }
            None if before.starts_with(['|', '>', '&', '*', '!', '%', '@', '`']) || before.contains(" #") => {
                return None;
            }
            None if role != YamlRole::Value => {
                let key = after.find(|char| !is_key(char)).unwrap_or(after.len());
                let whole = role == YamlRole::Item && !after[key..].starts_with(':');
                (if whole { plain_end(after, flow) } else { key }, false)
            }
            None => (plain_end(after, flow), false),
        };
        let (colon, spaced) = (after[end..].starts_with(':'), after[end..].starts_with(' '));
        let word = start..self.offset + end;
        Some(YamlSite { path, role, word, quote, closed, glued: false, colon, spaced, flow, siblings: Vec::new() })
    }

    /// The place inside of the brackets and braces that `before` opens.
    fn flow(&self, mut path: Vec<Option<&'a str>>, before: &'a str) -> Option<YamlSite<'a>> {
        let mut open: Vec<Open<'a>> = Vec::new();
        let mut quote = None;
        let mut token = 0;
        for (at, char) in before.char_indices() {
            match (quote, char) {
                (Some(inside), _) if inside == char => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if before[token..at].trim().is_empty() => quote = Some(char),
                (None, '[' | '{') => {
                    open.push(Open { list: char == '[', key: None, keys: Vec::new() });
                    token = at + 1;
                }
                (None, ']' | '}') => {
                    open.pop();
                    token = at + 1;
                }
                (None, ',') => {
                    open.last_mut()?.key = None;
                    token = at + 1;
                }
                (None, ':') if before[at + 1..].starts_with([' ', '\t']) || at + 1 == before.len() => {
                    let key = before[token..at].trim().trim_matches(['"', '\'']);
                    let mapping = open.last_mut().filter(|open| !open.list && open.key.is_none());
                    if let Some(mapping) = mapping {
                        mapping.key = Some(key);
                        mapping.keys.push(key);
                        token = at + 1;
                    }
                }
                (None, _) => {}
            }
        }
        let last = open.last()?;
        let role = match (last.list, last.key) {
            (true, _) => YamlRole::Item,
            (false, Some(_)) => YamlRole::Value,
            (false, None) => YamlRole::Key,
        };
        path.extend(open.iter().filter_map(|open| if open.list { Some(None) } else { open.key.map(Some) }));
        let siblings = if role == YamlRole::Key { last.keys.clone() } else { Vec::new() };
        let cut = before.get(token..)?;
        let glued = cut.is_empty() && before.ends_with(':');
        Some(YamlSite { glued, siblings, ..self.scalar(path, role, cut.trim_start(), true)? })
    }
}

/// An open bracket or brace.
struct Open<'a> {
    list: bool,
    key: Option<&'a str>,
    keys: Vec<&'a str>,
}

fn is_key(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-')
}

/// How far a plain scalar goes.
fn plain_end(after: &str, flow: bool) -> usize {
    let end = if flow { after.find([',', ']', '}']) } else { None };
    let after = &after[..end.unwrap_or(after.len())];
    let after = &after[..after.find(" #").unwrap_or(after.len())];
    after.trim_end().len()
}

/// The dashes and the key that a line begins with, each with its column.
struct Elements<'a> {
    list: Vec<(usize, Option<&'a str>)>,
    /// What comes after them.
    rest: Range<usize>,
    /// Whether nothing stands between the last of them and the rest.
    glued: bool,
}

impl<'a> Elements<'a> {
    fn of(line: &'a str) -> Self {
        let bytes = line.as_bytes();
        let blanks = |at: usize| bytes[at..].iter().take_while(|&&byte| byte == b' ').count();
        let mut list = Vec::new();
        let mut at = blanks(0);
        let mut glued = false;
        while bytes.get(at) == Some(&b'-') && matches!(bytes.get(at + 1), None | Some(b' ')) {
            list.push((at, None));
            at += 1;
            glued = blanks(at) == 0;
            at += blanks(at);
        }
        if let Some((key, end)) = key(&line[at..]) {
            list.push((at, Some(key)));
            at += end;
            glued = blanks(at) == 0;
            at += blanks(at);
        }
        Elements { list, rest: at..line.len(), glued }
    }
}

/// The key at the start of a text, and where what follows its colon begins.
fn key(text: &str) -> Option<(&str, usize)> {
    if text.starts_with(['[', '{', '#', '|', '>', '&', '*', '!']) {
        return None;
    }
    let (from, to) = match text.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        Some(quote) => (1, 1 + text[1..].find(quote)?),
        None => (
            0,
            text.match_indices(':')
                .map(|(at, _)| at)
                .find(|at| matches!(text.as_bytes().get(at + 1), None | Some(b' ' | b'\r')))?,
        ),
    };
    let colon = to + from;
    (text.as_bytes().get(colon) == Some(&b':')).then(|| (text[from..to].trim_end(), colon + 1))
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// The keys and lists around a line that begins in `column`; `None` when it goes on with what a line above has begun.
fn ancestors<'a>(above: impl Iterator<Item = &'a str>, column: usize, item: bool) -> Option<Vec<Option<&'a str>>> {
    let (mut limit, mut item) = (column, item);
    let mut path = Vec::new();
    for line in above.filter(|line| !is_blank(line)) {
        let elements = Elements::of(line);
        for (column, key) in elements.list.iter().rev() {
            let parent = *column < limit || (item && key.is_some() && *column == limit);
            if parent {
                if key.is_some() && !is_blank(&line[elements.rest.clone()]) {
                    return None;
                }
                path.push(*key);
                (limit, item) = (*column, key.is_none());
            }
        }
        if limit == 0 && !item {
            break;
        }
    }
    path.reverse();
    Some(path)
}

/// The keys in `column` of the mapping that the cursor is in.
fn siblings<'a>(
    above: impl Iterator<Item = &'a str>,
    below: impl Iterator<Item = &'a str>,
    column: usize,
    item: bool,
) -> Vec<&'a str> {
    let mut keys = Vec::new();
    let mut walk = |lines: &mut dyn Iterator<Item = &'a str>, up: bool| {
        for line in lines.filter(|line| !is_blank(line)) {
            let elements = Elements::of(line);
            let first = elements.list.first().map_or(elements.rest.start, |(first, _)| *first);
            if first >= column || up {
                keys.extend(elements.list.iter().filter(|(at, _)| *at == column).filter_map(|(_, key)| *key));
            }
            if first < column {
                break;
            }
        }
    };
    if !item {
        walk(&mut { above }, true);
    }
    walk(&mut { below }, false);
    keys
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expect: Expect) {
        let offset = text.find("$0").unwrap();
        let text = text.replacen("$0", "", 1);
        let shown = YamlSite::at(&text, 0..text.len(), offset).map_or("nowhere".to_owned(), |place| {
            let path: Vec<_> = place.path.iter().map(|key| key.unwrap_or("-")).collect();
            let mut shown = format!("{:?} of {} `{}`", place.role, path.join("."), &text[place.word.clone()]);
            for (is, name) in
                [(place.glued, "glued"), (place.colon, "colon"), (place.flow, "flow"), (place.closed, "closed")]
            {
                if is {
                    shown = format!("{shown} {name}");
                }
            }
            if !place.siblings.is_empty() {
                shown = format!("{shown} beside {}", place.siblings.join(", "));
            }
            shown
        });
        expect.assert_eq(&shown);
    }

    #[test]
    fn keys() {
        check("$0", expect!["Key of  ``"]);
        check("na$0me", expect!["Key of  `name`"]);
        check("a: 1\nna$0me: x\nb: 2\n", expect!["Key of  `name` colon beside a, b"]);
        check("a:\n  b: 1\n  $0\n  c: 1\nd: 1\n", expect!["Key of a `` beside b, c"]);
        check("a:\n  - name: x\n    fr$0\n    to: y\n  - name: z\n", expect!["Key of a.- `fr` beside name, to"]);
        check("a:\n  - na$0\n    to: y\n  - name: z\n", expect!["Item of a.- `na` beside to"]);
        check("a:\r\n  b: 1\r\n  $0\r\n", expect!["Key of a `` beside b"]);
        check("a: \"open\nb$0\n", expect!["Key of  `b` beside a"]);
    }

    #[test]
    fn values() {
        check("a: $0", expect!["Value of a ``"]);
        check("a:$0", expect!["Value of a `` glued"]);
        check("a: In P$0rogress # now\n", expect!["Value of a `In Progress`"]);
        check("a: \"In P$0rogress\" # now\n", expect!["Value of a `In Progress` closed"]);
        check("a: \"In P$0\nb: 1\n", expect!["Value of a `In P`"]);
        check("a:\n  b:\n    - x\n    - y$0z\n", expect!["Item of a.b.- `yz`"]);
        check("a:\n- x\n-$0\n", expect!["Item of a.- `` glued"]);
        check("a:\n  - b: 1\n    c:\n      - $0\n", expect!["Item of a.-.c.- ``"]);
        check("'a': 1\n\"b\": $0\n", expect!["Value of b ``"]);
    }

    #[test]
    fn flow_style() {
        check("a: [x, y$0z]", expect!["Item of a.- `yz` flow"]);
        check("a: [$0", expect!["Item of a.- `` flow"]);
        check("a: [\"x, 1\", \"y$0\"]", expect!["Item of a.- `y` flow closed"]);
        check("a:\n  - { name: x, from: \"In$0\", to: z }", expect!["Value of a.-.from `In` flow closed"]);
        check("a:\n  - { name: x, fr$0 }", expect!["Key of a.- `fr` flow beside name"]);
        check("a: { b: [1, $0", expect!["Item of a.b.- `` flow"]);
        check("a: [x] $0", expect!["nowhere"]);
    }

    #[test]
    fn nowhere() {
        for text in [
            "# $0",
            "a: x # $0",
            "a: |\n  text $0\n",
            "a: >-\n  $0",
            "a: &x$0",
            "a: one\n  two $0",
            "a: \"x\" $0",
            "a: *$0",
        ] {
            check(text, expect!["nowhere"]);
        }
    }

    #[test]
    fn emoji_and_odd_input() {
        check("é😀: [😀, \"$0😀\"]", expect!["Item of é😀.- `😀` flow closed"]);
        for text in [":$0", "-$0", "- - - $0", "\"$0", "'a$0", "{$0", "}$0", "[]]$0", "? $0", ":: $0", "\t$0", "a: ,$0"]
        {
            let offset = text.find("$0").unwrap();
            let text = text.replacen("$0", "", 1);
            let _ = YamlSite::at(&text, 0..text.len(), offset);
        }
    }
}
