//! YAML as a small tree with byte ranges, built from `granit-parser` events.
//!
//! Hostile input (alias bombs, deep nesting) ends in a [`Problem`], never in an abort. Aliases are not expanded.

mod message;
mod node;
mod quote;
#[cfg(test)]
pub(crate) mod tests;

pub(super) use node::find;
pub use node::{Entry, Node, NodeKind, Value};
pub use quote::quote;

use super::Problem;
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span, Tag, options};
use text_size::{TextLen, TextRange, TextSize};

/// Collections nest this deep at most: walking or dropping a tree must not exhaust a stack.
const MAX_DEPTH: usize = 64;

/// A document as far as it could be read, and what could not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Yaml {
    /// The root node; `None` for an empty document.
    pub root: Option<Node>,
    /// What is not YAML, in order of position.
    pub problems: Vec<Problem>,
    /// The ranges of the comments, `#` included, line end excluded.
    pub comments: Vec<TextRange>,
    /// The tags that are none of YAML's own, as `!important`: readers without a meaning for them refuse the text.
    pub foreign_tags: Vec<TextRange>,
    /// Whether a problem ended the reading: the tree holds only what came before it, so nothing follows from what it lacks.
    pub truncated: bool,
}

/// Reads `text[range]`; every range of the result is in bytes of the whole `text`.
///
/// Only the first document is read. A `range` that is not inside `text` or cuts a character reads as empty.
pub fn parse(text: &str, range: TextRange) -> Yaml {
    parse_with(text, range, Aliases::Check).0
}

/// Whether an alias must have an anchor in the text that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Aliases {
    Check,
    /// The text is a piece of a document: the anchor may be in another piece.
    Ignore,
}

/// As [`parse`], with what ended the reading.
pub(super) fn parse_with(text: &str, range: TextRange, aliases: Aliases) -> (Yaml, Option<ErrorKind>) {
    let Some(slice) = text.get(usize::from(range.start())..usize::from(range.end())) else {
        return (Yaml::default(), None);
    };
    let control = control_character(slice, range.start());
    let mut builder = Builder {
        slice,
        control: control.is_some(),
        base: range.start(),
        aliases,
        yaml: Yaml::default(),
        error: None,
        stack: Vec::new(),
        last_end: 0,
        last_scalar: 0,
    };
    builder.read();
    let Builder { mut yaml, error, .. } = builder;
    if let Some(problem) = control {
        yaml.problems.push(problem);
        yaml.problems.sort_by_key(|problem| problem.range.start());
    }
    (yaml, error)
}

fn parser_options() -> Options {
    options! {
        emit_unresolved_aliases: true,
        // A long header of comments is not an attack.
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    }
}

/// The first character that every YAML reader refuses and the event parser lets pass.
fn control_character(slice: &str, base: TextSize) -> Option<Problem> {
    let refused = |byte: &u8| matches!(byte, 0..=8 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f);
    let offset = slice.as_bytes().iter().position(refused)?;
    let byte = *slice.as_bytes().get(offset)?;
    Some(Problem {
        range: TextRange::at(base + size(offset), 1.into()),
        message: format!("the control character U+{byte:04X} is not allowed in YAML"),
    })
}

struct Builder<'a> {
    slice: &'a str,
    /// Whether a control character is reported already, so that the parser's own opinion of it is not needed.
    control: bool,
    base: TextSize,
    aliases: Aliases,
    yaml: Yaml,
    error: Option<ErrorKind>,
    /// The collections that are open.
    stack: Vec<Open>,
    /// Where the last node or bracket ended, in bytes of `slice`.
    last_end: usize,
    /// Where the last scalar started.
    last_scalar: usize,
}

/// A collection that is being read.
struct Open {
    start: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>, Option<Node>),
}

impl Builder<'_> {
    fn read(&mut self) {
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(self.slice, parser_options()) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    self.fail(&error);
                    break;
                }
            };
            if matches!(event, Event::DocumentStart(..)) {
                documents += 1;
                if documents > 1 {
                    let range = self.visible(span.start.byte_offset().unwrap_or(self.slice.len()));
                    let range = match self.range(&span) {
                        written if written.is_empty() => range,
                        written => written,
                    };
                    self.problem(range, "a second document starts here, only the first one is read");
                    break;
                }
            }
            if !self.event(event, &span) {
                break;
            }
        }
        while !self.stack.is_empty() {
            self.close(None);
        }
    }

    /// Takes one event; `false` ends the reading.
    fn event(&mut self, event: Event<'_>, span: &Span) -> bool {
        if let Some(tag) = event.tag() {
            self.tag(tag, span);
        }
        match event {
            Event::Comment(..) => {
                let range = self.range(span);
                self.yaml.comments.push(range);
            }
            Event::Scalar(text, style, _, tag) => {
                let forced = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                let plain = style == ScalarStyle::Plain && !forced;
                let node = self.scalar(&text, style, plain, span);
                self.node(node);
            }
            Event::Alias(_) => self.alias(span),
            Event::UnresolvedAlias(_) => {
                if self.aliases == Aliases::Check {
                    let range = self.range(span);
                    self.problem(
                        range,
                        "no anchor of this name comes before this alias; quote the value if it is text",
                    );
                }
                self.alias(span);
            }
            Event::SequenceStart(..) => return self.open(span, Content::Sequence(Vec::new())),
            Event::MappingStart(..) => return self.open(span, Content::Mapping(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(span)),
            _ => {}
        }
        true
    }

    /// Notes a tag that is none of YAML's own. It stands between the node before and the one that it is about.
    fn tag(&mut self, tag: &Tag, span: &Span) {
        const KNOWN: [&str; 13] = [
            "str",
            "int",
            "float",
            "bool",
            "null",
            "map",
            "seq",
            "binary",
            "timestamp",
            "omap",
            "pairs",
            "set",
            "merge",
        ];
        if KNOWN.iter().any(|known| tag.is_yaml_core_schema_tag(known)) {
            return;
        }
        let start = self.offsets(span).0;
        let before = self.slice.get(self.last_end..start).unwrap_or_default();
        let Some(at) = before.find('!') else { return };
        let length = before[at..].find(char::is_whitespace).unwrap_or(before.len() - at);
        let first = self.base + size(self.last_end + at);
        self.yaml.foreign_tags.push(TextRange::at(first, size(length)));
    }

    fn open(&mut self, span: &Span, content: Content) -> bool {
        if self.stack.len() >= MAX_DEPTH {
            let range = self.visible(self.offsets(span).0);
            self.problem(range, &message::too_deep());
            self.yaml.truncated = true;
            return false;
        }
        let (start, end) = self.offsets(span);
        self.last_end = end;
        self.stack.push(Open { start, content });
        true
    }

    /// Ends the innermost collection: at its bracket, or with its last child when it has none.
    fn close(&mut self, span: Option<&Span>) {
        let Some(Open { start, content }) = self.stack.pop() else {
            return;
        };
        let bracket = span.map(|span| self.offsets(span)).filter(|(start, end)| start < end);
        let (last, value) = match content {
            Content::Sequence(items) => (items.last().map(|item| item.range.end()), Value::Sequence(items)),
            Content::Mapping(mut entries, key) => {
                if let Some(key) = key {
                    let value = self.absent(&key);
                    entries.push(Entry { key, value });
                }
                (entries.last().map(|entry| entry.value.range.end()), Value::Mapping(entries))
            }
        };
        let start = self.base + size(start);
        let end = match bracket {
            Some((_, end)) => {
                self.last_end = end;
                self.base + size(end)
            }
            None => last.unwrap_or(start).max(start),
        };
        self.node(Node { range: TextRange::new(start, end), value });
    }

    /// Puts a finished node where it belongs.
    fn node(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.yaml.root = Some(node),
            Some(open) => match &mut open.content {
                Content::Sequence(items) => items.push(node),
                Content::Mapping(entries, key) => match key.take() {
                    None => *key = Some(node),
                    Some(key) => entries.push(Entry { key, value: node }),
                },
            },
        }
    }

    fn alias(&mut self, span: &Span) {
        let range = self.range(span);
        self.last_end = self.offsets(span).1;
        self.node(Node { range, value: Value::Alias });
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, plain: bool, span: &Span) -> Node {
        let (start, end) = self.offsets(span);
        if plain && start == end {
            let node = match self.stack.last() {
                Some(Open { content: Content::Mapping(_, Some(key)), .. }) => self.absent(key),
                _ => empty(self.base + size(start)),
            };
            return node;
        }
        let (node, content) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.block(start, end, text.is_empty()),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => ((start, end), (start + 1, end.saturating_sub(1))),
            _ => ((start, end), (start, end)),
        };
        (self.last_scalar, self.last_end) = (start, end);
        Node { range: self.span(node), value: Value::Scalar { text: text.into(), plain, content: self.span(content) } }
    }

    /// The offsets of a block scalar and of its lines, from those of its text.
    ///
    /// The parser's span starts at the text and ends after the blank lines that follow it; ours starts at the `|` or `>` and ends with the last line.
    fn block(&self, start: usize, end: usize, no_text: bool) -> ((usize, usize), (usize, usize)) {
        let bytes = self.slice.as_bytes();
        let before = bytes.get(self.last_end..end).unwrap_or_default();
        let header = block_indicator(before).map_or(start, |offset| self.last_end + offset);
        let header = header.min(start);
        if no_text {
            let header_end = header + header_length(bytes.get(header..).unwrap_or_default());
            return ((header, header_end), (header_end, header_end));
        }
        let written = bytes.get(start..end).unwrap_or_default();
        let end = start + written.trim_ascii_end().len();
        ((header, end), (start, end))
    }

    /// The value of a key that has none: nothing, right after the colon.
    fn absent(&self, key: &Node) -> Node {
        let end = usize::from(key.range.end() - self.base);
        let rest = self.slice.as_bytes().get(end..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        match rest.get(blanks) {
            Some(b':') => empty(key.range.end() + size(blanks + 1)),
            _ => empty(key.range.end()),
        }
    }

    fn fail(&mut self, error: &ScanError) {
        self.yaml.truncated = true;
        if self.control
            && matches!(error.kind(), ErrorKind::UnexpectedCharacter { character } if character.is_control())
        {
            return;
        }
        let at = error.marker().byte_offset().unwrap_or(self.slice.len());
        let mut range = self.visible(at);
        if *error.kind() == ErrorKind::SimpleKeyExpected {
            let line = self.slice.get(at..).unwrap_or_default();
            let line = line.split(['\n', '\r']).next().unwrap_or_default().trim_end();
            range = TextRange::at(self.base + size(at), line.text_len());
        }
        let since = |start: usize| self.slice.get(start..at).unwrap_or_default();
        let place = message::ErrorContext {
            in_one_line_value: !since(self.last_scalar).contains('\n'),
            after_value: !since(self.last_end).contains('\n'),
        };
        let message = message::message(error.kind(), place);
        self.error = Some(error.kind().clone());
        self.yaml.problems.push(Problem { range, message });
    }

    fn problem(&mut self, range: TextRange, message: &str) {
        self.yaml.problems.push(Problem { range, message: message.to_owned() });
    }

    /// The character at `at`; where none can be seen, the last visible one before it.
    fn visible(&self, at: usize) -> TextRange {
        let (before, after) = self.slice.split_at_checked(at).unwrap_or((self.slice, ""));
        let next = after.chars().next().filter(|char| !matches!(char, '\n' | '\r'));
        let (start, char) = match next {
            Some(char) => (before.len(), char),
            None => match before.trim_end().char_indices().next_back() {
                Some(last) => last,
                None => return TextRange::empty(self.base + before.text_len()),
            },
        };
        TextRange::at(self.base + size(start), TextSize::of(char))
    }

    fn range(&self, span: &Span) -> TextRange {
        self.span(self.offsets(span))
    }

    fn span(&self, (start, end): (usize, usize)) -> TextRange {
        TextRange::new(self.base + size(start), self.base + size(end.max(start)))
    }

    /// The byte offsets of a span in `slice`, in order and in bounds.
    fn offsets(&self, span: &Span) -> (usize, usize) {
        let length = self.slice.len();
        let start = span.start.byte_offset().unwrap_or(length).min(length);
        let end = span.end.byte_offset().unwrap_or(length).min(length);
        (start, end.max(start))
    }
}

fn empty(at: TextSize) -> Node {
    Node {
        range: TextRange::empty(at),
        value: Value::Scalar { text: String::new(), plain: true, content: TextRange::empty(at) },
    }
}

/// The offset of the `|` or `>` in what stands between a key and its block scalar; tags, anchors and comments may stand there too.
fn block_indicator(before: &[u8]) -> Option<usize> {
    let mut blank = true;
    let mut comment = false;
    for (offset, byte) in before.iter().enumerate() {
        match byte {
            b'\n' | b'\r' => (comment, blank) = (false, true),
            _ if comment => {}
            b' ' | b'\t' => blank = true,
            b'#' if blank => comment = true,
            b'|' | b'>' if blank => return Some(offset),
            _ => blank = false,
        }
    }
    None
}

/// How long the header of a block scalar is: `|`, `>-`, `|2+`.
fn header_length(bytes: &[u8]) -> usize {
    let header = |byte: &&u8| matches!(byte, b'|' | b'>' | b'+' | b'-' | b'0'..=b'9');
    bytes.iter().take_while(header).count()
}

/// An offset as a [`TextSize`]; no document is longer than 4 GiB.
fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}
