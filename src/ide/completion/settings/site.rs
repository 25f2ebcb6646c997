//! The place of the cursor in a TOML text, read from the tokens around it, so that it is known while the line is unfinished.

use std::ops::Range;

use toml_parser::{
    Source,
    lexer::{Token, TokenKind},
};

use crate::ide::completion::word_length;

/// A place where a key or a value can be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site<'a> {
    /// The keys that lead here, without the items of lists; at a value its own key is the last one.
    pub path: Vec<&'a str>,
    /// What can be written here.
    pub role: SettingRole,
    /// The bytes of the whole word at the cursor, without quotes.
    pub word: Range<usize>,
    /// The quote that is open at the cursor.
    pub quote: Option<char>,
    /// Whether that quote is closed after the word.
    pub closed: bool,
    /// Whether a space is missing between the word and the `=` before it.
    pub glued: bool,
    /// The token after the word, whitespace aside.
    pub after: TokenKind,
    /// The other keys of the same table.
    pub siblings: Vec<&'a str>,
}

/// What can be written at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SettingRole {
    /// The name of a table, in `[`…`]` or in `[[`…`]]`.
    Header { list: bool },
    /// A key at the start of a line.
    Key,
    /// A key of a table in braces.
    InlineKey,
    /// The value of what the path leads to.
    Value,
    /// An item of a list.
    Item,
}

impl<'a> Site<'a> {
    /// The place of `offset`; `None` in comments and where nothing can be written.
    pub fn at(text: &'a str, offset: usize) -> Option<Site<'a>> {
        let tokens: Vec<Token> =
            Source::new(text).lex().filter(|token| token.kind() != TokenKind::Whitespace).collect();
        // The word ends at the cursor, or the cursor is in it or before it.
        let at = tokens.iter().position(|token| offset <= token.span().end() && token.kind() != TokenKind::Eof);
        let at = at.unwrap_or(tokens.len().saturating_sub(1));
        let touches = |token: &Token| token.span().start() <= offset && offset <= token.span().end();
        let is_own = |token: &&Token| is_word(token.kind()) && touches(token);
        let own = tokens.get(at).filter(is_own).or_else(|| tokens.get(at + 1).filter(is_own)).copied();
        let word = match own {
            Some(token) => Word::of(text, token, offset)?,
            None => Word { range: offset..offset, quote: None, closed: false },
        };
        let start = own.map_or(offset, |token| token.span().start());
        let end = own.map_or(offset, |token| token.span().end());
        let is_comment = |token: &Token| token.kind() == TokenKind::Comment && token.span().start() < offset;
        if tokens.iter().any(|token| is_comment(token) && touches(token)) {
            return None;
        }

        let mut walk = Walk::new(text);
        let before = tokens.iter().filter(|token| token.span().end() <= start && token.kind() != TokenKind::Eof);
        before.for_each(|token| walk.take(*token));
        let (role, path) = (walk.role()?, walk.path());
        let glued = text.get(..start).is_some_and(|before| before.ends_with('=')) && word.quote.is_none();
        let after = tokens.iter().find(|token| token.span().start() >= end && Some(**token) != own);
        let mut all = Walk::new(text);
        all.wanted = Some((walk.table(), start));
        tokens.iter().for_each(|token| all.take(*token));
        Some(Site {
            role,
            word: word.range,
            quote: word.quote,
            closed: word.closed,
            glued,
            after: after.map_or(TokenKind::Eof, Token::kind),
            siblings: all.found,
            path,
        })
    }

    /// A text as a value in quotes, with those that are missing.
    pub fn quoted(&self, text: &str) -> String {
        match self.quote {
            Some(_) if self.closed => text.to_owned(),
            Some(quote) => format!("{text}{quote}"),
            None => format!("\"{text}\""),
        }
    }
}

/// The word at the cursor.
struct Word {
    range: Range<usize>,
    quote: Option<char>,
    closed: bool,
}

impl Word {
    fn of(text: &str, token: Token, offset: usize) -> Option<Word> {
        let (start, end) = (token.span().start(), token.span().end());
        let quote = match token.kind() {
            TokenKind::BasicString => '"',
            TokenKind::LiteralString => '\'',
            TokenKind::Atom => return Some(Word { range: start..end, quote: None, closed: false }),
            // No key and no word that is known here has several lines.
            _ => return None,
        };
        let closed = end - start > 1 && text.get(start..end)?.ends_with(quote);
        let inside = start < offset && (offset < end || !closed);
        // What has no end goes on to the end of the line.
        let end = if closed { end - 1 } else { offset + word_length(text.get(offset..end)?) };
        // TOML does not end a line at a carriage return by itself, an editor does.
        let on_one_line = !text.get(start + 1..end)?.contains('\r');
        (inside && on_one_line).then_some(Word { range: start + 1..end, quote: Some(quote), closed })
    }
}

fn is_word(kind: TokenKind) -> bool {
    use TokenKind::{Atom, BasicString, LiteralString, MlBasicString, MlLiteralString};
    matches!(kind, Atom | BasicString | LiteralString | MlBasicString | MlLiteralString)
}

/// A table, by its number and by the keys that lead to it from where it is numbered.
#[derive(PartialEq, Eq)]
struct Table<'a> {
    /// Tables in a list, and those in braces, have one of their own.
    number: usize,
    keys: Vec<&'a str>,
}

/// What the tokens so far have opened.
struct Walk<'a> {
    text: &'a str,
    /// The table of the last header.
    header: Table<'a>,
    /// Where in a header the tokens end.
    state: Header,
    /// The statement on this line.
    line: Frame<'a>,
    /// The brackets and braces of its value.
    open: Vec<Frame<'a>>,
    last: Option<TokenKind>,
    /// The table whose keys are looked for but for the one that begins here, and those that were found.
    wanted: Option<(Table<'a>, usize)>,
    found: Vec<&'a str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    None,
    Open { list: bool },
    Closed,
}

/// A statement, a list or a table in braces.
#[derive(Default)]
struct Frame<'a> {
    list: bool,
    /// The number of a table in braces.
    number: usize,
    key: Vec<&'a str>,
    /// Whether the key has its `=`.
    value: bool,
    /// Whether the value, or the item of the list, is there.
    done: bool,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Walk {
            text,
            header: Table { number: 0, keys: Vec::new() },
            state: Header::None,
            line: Frame::default(),
            open: Vec::new(),
            last: None,
            wanted: None,
            found: Vec::new(),
        }
    }

    fn top(&mut self) -> &mut Frame<'a> {
        self.open.last_mut().unwrap_or(&mut self.line)
    }

    /// The table of a key that comes next: its number, and the keys that lead to it from there, in two parts.
    fn place(&self) -> (usize, &[&'a str], &[&'a str]) {
        match (self.state, self.open.last()) {
            (Header::Open { .. }, _) => (0, &self.header.keys, &[]),
            (_, Some(frame)) => (frame.number, &[], &frame.key),
            (_, None) => (self.header.number, &self.header.keys, &self.line.key),
        }
    }

    fn table(&self) -> Table<'a> {
        let (number, outer, inner) = self.place();
        Table { number, keys: [outer, inner].concat() }
    }

    /// Whether a key that comes next, at `start`, is looked for.
    fn is_wanted(&self, start: usize) -> bool {
        let (number, outer, inner) = self.place();
        self.wanted.as_ref().is_some_and(|(table, own)| {
            let keys = table.keys.split_at_checked(outer.len());
            *own != start && table.number == number && keys == Some((outer, inner))
        })
    }

    fn path(&self) -> Vec<&'a str> {
        let frames = [&self.line].into_iter().chain(&self.open);
        self.header.keys.iter().copied().chain(frames.flat_map(|frame| frame.key.iter().copied())).collect()
    }

    fn role(&self) -> Option<SettingRole> {
        let top = self.open.last().unwrap_or(&self.line);
        let key = || top.key.is_empty() || self.last == Some(TokenKind::Dot);
        match self.state {
            Header::Open { list } => Some(SettingRole::Header { list }),
            Header::Closed => None,
            Header::None if top.done => None,
            Header::None if top.list => Some(SettingRole::Item),
            Header::None if top.value => Some(SettingRole::Value),
            Header::None if self.open.is_empty() => key().then_some(SettingRole::Key),
            Header::None => key().then_some(SettingRole::InlineKey),
        }
    }

    fn take(&mut self, token: Token) {
        let start = token.span().start();
        let line_begins = matches!(self.last, None | Some(TokenKind::Newline));
        match token.kind() {
            TokenKind::Newline if self.open.is_empty() => {
                (self.line, self.state) = (Frame::default(), Header::None);
            }
            // No list here has lists for items, so this is a header, also below brackets that are not closed yet.
            TokenKind::LeftSquareBracket if line_begins => {
                self.open.clear();
                self.header = Table { number: 0, keys: Vec::new() };
                (self.line, self.state) = (Frame::default(), Header::Open { list: false });
            }
            TokenKind::LeftSquareBracket
                if self.state == (Header::Open { list: false }) && self.header.keys.is_empty() =>
            {
                (self.state, self.header.number) = (Header::Open { list: true }, start);
            }
            TokenKind::RightSquareBracket if self.state != Header::None => self.state = Header::Closed,
            TokenKind::LeftSquareBracket => self.open.push(Frame { list: true, ..Frame::default() }),
            TokenKind::LeftCurlyBracket => self.open.push(Frame { number: start, ..Frame::default() }),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                self.open.pop();
                self.top().done = true;
            }
            TokenKind::Comma => {
                let top = self.top();
                top.key.clear();
                (top.value, top.done) = (false, false);
            }
            TokenKind::Equals => self.top().value = true,
            kind if is_word(kind) => self.word(token),
            _ => {}
        }
        if token.kind() != TokenKind::Comment {
            self.last = Some(token.kind());
        }
    }

    fn word(&mut self, token: Token) {
        let (start, end) = (token.span().start(), token.span().end());
        let name = self.text.get(start..end).unwrap_or_default().trim_matches(['"', '\'']);
        let is_key = match self.state {
            // A list of tables can have one more.
            Header::Open { list } => !list,
            Header::Closed => false,
            Header::None => !self.top().list && !self.top().value,
        };
        if is_key && self.is_wanted(start) {
            self.found.push(name);
        }
        match self.state {
            Header::Open { .. } => {
                // Below a list of tables each has tables of its own.
                if !self.header.keys.is_empty() {
                    self.header.number = start;
                }
                self.header.keys.push(name);
            }
            Header::Closed => {}
            Header::None if is_key => self.top().key.push(name),
            Header::None => self.top().done = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expect: Expect) {
        let offset = text.find("$0").unwrap();
        let text = text.replacen("$0", "", 1);
        let shown = Site::at(&text, offset).map_or("nowhere".to_owned(), |site| {
            let mut shown = format!("{:?} of {} `{}`", site.role, site.path.join("."), &text[site.word.clone()]);
            for (is, name) in [(site.glued, "glued"), (site.quote.is_some(), "quoted"), (site.closed, "closed")] {
                if is {
                    shown = format!("{shown} {name}");
                }
            }
            match site.siblings.as_slice() {
                [] => shown,
                siblings => format!("{shown} besides {}", siblings.join(", ")),
            }
        });
        expect.assert_eq(&shown);
    }

    #[test]
    fn keys_and_values() {
        check("$0", expect!["Key of  ``"]);
        check("ex$0", expect!["Key of  `ex`"]);
        check("a = 1\r\nb$0 = 2\r\n[c]\r\nd = 3\r\n", expect!["Key of  `b` besides a, c"]);
        check("[rules]\na = \"off\"\nb$0\nc = \"off\"\n[d]\n", expect!["Key of rules `b` besides a, c"]);
        check("[rules]\n\"a$0b\" = \"off\"\n", expect!["Key of rules `ab` quoted closed"]);
        check("rules.a = 1\nrules.$0\n", expect!["Key of rules `` besides a"]);
        check("a = $0", expect!["Value of a ``"]);
        check("a =$0\n", expect!["Value of a `` glued"]);
        check("a = \"of$0f\" # why\n", expect!["Value of a `off` quoted closed"]);
        check("a = 'o$0\nb = 1\n", expect!["Value of a `o` quoted"]);
        check("a = \"o$0 # why\n", expect!["Value of a `o` quoted"]);
        check("\u{feff}é😀 = \"😀$0\"\n", expect!["Value of é😀 `😀` quoted closed"]);
    }

    #[test]
    fn tables() {
        check("[$0", expect!["Header { list: false } of  ``"]);
        check("[ru$0]\n[documents]\n", expect!["Header { list: false } of  `ru` besides documents"]);
        check("[[$0]]\n[[overrides]]\n", expect!["Header { list: true } of  ``"]);
        check("[overrides.$0]\n", expect!["Header { list: false } of overrides ``"]);
        check("[[overrides]]\nfiles = []\n[[overrides]]\n$0\n", expect!["Key of overrides ``"]);
        check(
            "[[overrides]]\n[overrides.rules]\na = 1\n[[overrides]]\n[overrides.rules]\n$0\n",
            expect!["Key of overrides.rules ``"],
        );
        check("exclude = [\"a\",\n[rules]\nb$0\n", expect!["Key of rules `b`"]);
    }

    #[test]
    fn inside_of_brackets_and_braces() {
        check("exclude = [$0", expect!["Item of exclude `` besides exclude"]);
        check("exclude = [\n  \"a\",\n  \"b$0\n]\n", expect!["Item of exclude `b` quoted besides exclude"]);
        check("rules = { a = \"off\", $0 }\n", expect!["InlineKey of rules `` besides a"]);
        check("rules = { a = \"off\", b = \"$0\" }\n", expect!["Value of rules.b `` quoted closed"]);
        check(
            "overrides = [{ files = [\"a\"], ru$0 }, { files = [] }]\n",
            expect!["InlineKey of overrides `ru` besides files"],
        );
    }

    #[test]
    fn where_nothing_can_be_written() {
        for text in [
            "# $0",
            "a = \"x\" $0",
            "a = \"x\"$0",
            "a = \"\"\"x$0\"\"\"",
            "[a] $0",
            "a $0",
            "a = [\"x\" $0",
            "a = {} $0",
        ] {
            check(text, expect!["nowhere"]);
        }
    }

    #[test]
    fn hostile_text_is_survived() {
        for text in
            ["]$0", "}}$0", "=$0", ",$0", ".$0", "[[[$0", "{$0", "'$0", "\"\\$0", "\"\"\"$0", "[]]]$0", "\0$0\u{1}"]
        {
            let offset = text.find("$0").unwrap();
            let _ = Site::at(&text.replacen("$0", "", 1), offset);
        }
        let deep = "a = ".to_owned() + &"[{b=".repeat(20_000);
        assert!(Site::at(&deep, deep.len()).is_some());
    }
}
