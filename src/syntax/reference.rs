//! Words in prose and prompts that refer to something: commands, states, events, rule ids, skills, command lines.

mod command;
mod declaration;
mod shell;
mod state;

use super::{
    code,
    fence::Fences,
    line_end, markdown,
    markdown::{Markdown, incremental::Parts},
    range,
};
use crate::text::window::{Fact, Window};
use memchr::{memchr_iter, memchr2_iter, memchr3_iter, memmem};
use text_size::{TextRange, TextSize};

/// All references and declarations of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// The references in order.
    pub references: Vec<Reference>,
    /// What is said about the states of commands, in order.
    pub declarations: Vec<StateDeclaration>,
    /// The comments, in which placeholders are documentation.
    comments: Vec<TextRange>,
}

impl References {
    /// Gives back the memory that its lists do not need.
    pub fn shrink_to_fit(&mut self) {
        self.references.shrink_to_fit();
        self.declarations.shrink_to_fit();
        self.comments.shrink_to_fit();
    }
}

/// The references of `text` from `body`, where the front matter ends. A dash joins the namespaces in `closed` and a name.
pub fn parse(text: &str, body: TextSize, fences: &Fences, markdown: &Markdown, closed: &[&str]) -> References {
    parse_range(text, range(usize::from(body).min(text.len()), text.len()), fences, markdown, closed)
}

/// The same references, when those of an earlier version of the text are known. `window` holds every line whose text, code or links
/// have changed, and `parts` are those of the Markdown.
pub fn edited(
    text: &str,
    body: TextSize,
    (fences, markdown, parts): (&Fences, &Markdown, &Parts),
    earlier: &References,
    window: Window,
    closed: &[&str],
) -> References {
    let whole = range(usize::from(body).min(text.len()), text.len());
    let comments = comments(text, whole);
    let window = parts.around(window.with_changed(&earlier.comments, &comments), fences);
    let read = window.later().intersect(whole).unwrap_or_default();
    let read = parse_lines(text, read, (fences, markdown, comments), closed);
    References {
        references: window.splice(&earlier.references, read.references),
        declarations: window.splice(&earlier.declarations, read.declarations),
        comments: read.comments,
    }
}

/// The references of a part of `text`, such as its front matter.
pub fn parse_range(text: &str, part: TextRange, fences: &Fences, markdown: &Markdown, closed: &[&str]) -> References {
    parse_lines(text, part, (fences, markdown, comments(text, part)), closed)
}

fn parse_lines(
    text: &str,
    part: TextRange,
    (fences, markdown, comments): (&Fences, &Markdown, Vec<TextRange>),
    closed: &[&str],
) -> References {
    let mut reader = Reader {
        text,
        fences,
        markdown,
        closed,
        spans: &code::spans(text, fences, markdown),
        found: References { comments, ..References::default() },
        tables: declaration::Tables::default(),
    };
    let (start, end) = (usize::from(part.start()), usize::from(part.end()).min(text.len()));
    let bytes = text.as_bytes().get(start..end).unwrap_or_default();
    for at in memchr3_iter(b'/', b':', b'[', bytes) {
        let at = start + at;
        match text.as_bytes()[at] {
            b'/' => reader.command(at),
            b':' => reader.colon(at),
            _ => reader.bracket(at),
        }
    }
    for at in memchr_iter(b'-', bytes) {
        reader.rule_id(start + at);
    }
    for at in memchr2_iter(b'$', b'@', bytes) {
        reader.addressed(start + at);
    }
    for program in ["flowspec", "backlog"] {
        for at in memmem::find_iter(bytes, program) {
            shell::call(&mut reader, start + at, program.len());
        }
    }
    let mut found = reader.found;
    found.references.sort_by_key(|reference| (reference.range.start(), reference.range.end()));
    found
}

/// One reference and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The words that refer: `/flow:plan`, `workflow:Planned`, `EXEC-002`.
    pub range: TextRange,
    /// To what.
    pub kind: ReferenceKind,
    /// Whether the expander's fences put it in a fenced block, whose text an agent still reads.
    pub fenced: bool,
}

/// What is referred to. Ranges are parts of [`Reference::range`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `/ns:cmd` or `/ns.cmd`; in a closed namespace also `/ns-cmd`, `$ns-cmd`, `@ns-cmd` and `/skill:ns-cmd`.
    Command {
        /// The namespace.
        namespace: TextRange,
        /// The command's own name.
        name: TextRange,
    },
    /// `workflow:State` as a label.
    State {
        /// The state's name, without `workflow:`.
        name: TextRange,
    },
    /// `EXEC-002` and the other rule ids; definitions are not references.
    RuleId,
    /// `### Rule: ID` defines one. The range is the id's.
    RuleIdDefinition,
    /// `{{INVOKE_SKILL:name}}`.
    Skill {
        /// The skill's name.
        name: TextRange,
    },
    /// The TYPE of `flowspec hooks emit TYPE`.
    Event,
    /// A call of `flowspec` or `backlog` in a shell block or inline code; the range is that of the subcommand words.
    Cli {
        /// `flowspec` or `backlog`.
        program: TextRange,
        /// Up to three words after the program, before the first flag or argument.
        words: Vec<TextRange>,
    },
    /// The `-l "workflow:…"` of a `backlog task edit`, which replaces every label. The range is the flag and its value.
    LabelOverwrite {
        /// The state that is written, without `workflow:`.
        state: TextRange,
    },
    /// `[PROJECT_NAME]` or `TODO(FIELD):`.
    Placeholder,
    /// `[NEEDS CLARIFICATION: …]`.
    Clarification,
}

/// What a text says about a command's states: a sentence (`**For /ns:cmd**: Required input state is …`) or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateDeclaration {
    /// The sentence or the row.
    pub range: TextRange,
    /// The command, `/ns:cmd`.
    pub command: TextRange,
    /// The input states' names as written, without `workflow:`.
    pub inputs: Vec<TextRange>,
    /// The words that list the input states.
    pub inputs_range: TextRange,
    /// Whether `no workflow label` is among them.
    pub or_none: bool,
    /// The output state's name.
    pub output: Option<TextRange>,
    /// Whether it is a table row rather than a sentence.
    pub row: bool,
}

impl Fact for Reference {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
        match &mut self.kind {
            ReferenceKind::Command { namespace, name, .. } => {
                change(namespace);
                change(name);
            }
            ReferenceKind::State { name }
            | ReferenceKind::Skill { name }
            | ReferenceKind::LabelOverwrite { state: name } => {
                change(name);
            }
            ReferenceKind::Cli { program, words } => {
                change(program);
                words.iter_mut().for_each(change);
            }
            ReferenceKind::RuleId
            | ReferenceKind::RuleIdDefinition
            | ReferenceKind::Event
            | ReferenceKind::Placeholder
            | ReferenceKind::Clarification => {}
        }
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Fact for StateDeclaration {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
        change(&mut self.command);
        self.inputs.iter_mut().for_each(&mut change);
        change(&mut self.inputs_range);
        self.output.iter_mut().for_each(change);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

/// What the scanners share.
struct Reader<'a> {
    text: &'a str,
    fences: &'a Fences,
    markdown: &'a Markdown,
    /// The namespaces that a dash joins to a name.
    closed: &'a [&'a str],
    /// Inline code, as the author meant it.
    spans: &'a [TextRange],
    found: References,
    tables: declaration::Tables,
}

impl Reader<'_> {
    fn push(&mut self, range: TextRange, kind: ReferenceKind) {
        let fenced = self.fences.at(range.start()).is_some();
        self.found.references.push(Reference { range, kind, fenced });
    }

    /// Whether `at` is in a fenced block, inline code or a comment, where a placeholder is documentation.
    fn is_quoted(&self, at: usize) -> bool {
        let at = range(at, at).start();
        self.fences.at(at).is_some()
            || [self.spans, &self.found.comments, &self.markdown.indented]
                .into_iter()
                .any(|ranges| markdown::holds(ranges, at))
    }

    /// A command at a slash.
    fn command(&mut self, slash: usize) {
        let Some((namespace, name)) = command::words(self.text, slash, self.closed) else { return };
        let whole = TextRange::new(range(slash, slash).start(), name.end());
        self.push(whole, ReferenceKind::Command { namespace, name });
        if self.fences.at(whole.start()).is_none() {
            let declared = declaration::read(self.text, whole, &mut self.tables);
            self.found.declarations.extend(declared);
        }
    }

    /// A command at a `$` or an `@`.
    fn addressed(&mut self, sigil: usize) {
        let Some((namespace, name)) = command::addressed(self.text, sigil, self.closed) else { return };
        let whole = TextRange::new(range(sigil, sigil).start(), name.end());
        self.push(whole, ReferenceKind::Command { namespace, name });
    }

    /// What a colon can be part of: a state, a skill, a `TODO(FIELD):`.
    fn colon(&mut self, colon: usize) {
        let before = &self.text.as_bytes()[..colon];
        if before.ends_with(b"workflow") {
            if let Some(name) = state::name(self.text, colon) {
                let start = colon - "workflow".len();
                let whole = TextRange::new(range(start, start).start(), name.end());
                self.push(whole, ReferenceKind::State { name });
            }
        } else if before.ends_with(b"{{INVOKE_SKILL") {
            self.skill(colon);
        } else if before.ends_with(b")") {
            let field = before[..colon - 1]
                .iter()
                .rev()
                .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_')
                .count();
            let open = colon - 1 - field;
            let start = open.saturating_sub("TODO(".len());
            if field > 0 && before[..open].ends_with(b"TODO(") && !self.is_quoted(start) {
                self.push(range(start, colon + 1), ReferenceKind::Placeholder);
            }
        }
    }

    fn skill(&mut self, colon: usize) {
        let bytes = self.text.as_bytes();
        let start = colon - "{{INVOKE_SKILL".len();
        let length = word_length(&bytes[colon + 1..], |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/')
        });
        let end = colon + 1 + length;
        let word = &self.text[colon + 1..end];
        let placeholder = matches!(word, "" | "..." | "name" | "skill" | "skill-name" | "skill_name");
        let offset = range(start, start).start();
        if !placeholder && bytes[end..].starts_with(b"}}") && !markdown::holds(self.spans, offset) {
            self.push(range(start, end + 2), ReferenceKind::Skill { name: range(colon + 1, end) });
        }
    }

    /// `[ALL_CAPS]` or `[NEEDS CLARIFICATION: …]` at an opening bracket.
    fn bracket(&mut self, open: usize) {
        const CLARIFICATION: &[u8] = b"NEEDS CLARIFICATION:";
        let bytes = self.text.as_bytes();
        let inside = &bytes[open + 1..];
        if inside.starts_with(CLARIFICATION) {
            let end = open + 1 + closing_bracket(inside).unwrap_or(0);
            let question = self.text.get(open + 1 + CLARIFICATION.len()..end).unwrap_or_default().trim();
            if !matches!(question, "" | "..." | "…") && !self.is_quoted(open) {
                self.push(range(open, end + 1), ReferenceKind::Clarification);
            }
            return;
        }
        let length = word_length(inside, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        let end = open + 1 + length;
        let alone = !matches!(bytes.get(end + 1), Some(b'(' | b'[' | b':' | b']'))
            && !matches!(bytes[..open].last(), Some(b']' | b'[' | b'!' | b'\\'));
        if length >= 2
            && inside[0].is_ascii_uppercase()
            && bytes.get(end) == Some(&b']')
            && alone
            && !self.is_quoted(open)
            && !self.is_link(open)
        {
            self.push(range(open, end + 1), ReferenceKind::Placeholder);
        }
    }

    /// Whether a link starts at `at`: `[NAME]` is one when `[NAME]: …` defines it.
    fn is_link(&self, at: usize) -> bool {
        let at = range(at, at).start();
        self.markdown.links.binary_search_by_key(&at, |link| link.range.start()).is_ok()
    }

    /// `EXEC-002` at a hyphen.
    fn rule_id(&mut self, hyphen: usize) {
        const FAMILIES: [&str; 5] = ["SETUP", "EXEC", "FREEZE", "VALID", "PR"];
        let (before, after) = self.text.as_bytes().split_at(hyphen);
        if !after.get(1).is_some_and(u8::is_ascii_digit) {
            return;
        }
        let Some(family) = FAMILIES.iter().find(|family| before.ends_with(family.as_bytes())) else { return };
        let start = hyphen - family.len();
        let digits = after.get(1..4).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
        let ends = !after.get(4).is_some_and(|&byte| is_word(byte) || byte == b'-');
        if !digits || !ends || before[..start].last().is_some_and(|&byte| is_word(byte) || byte == b'-') {
            return;
        }
        let heading = self.text[..start].strip_suffix("Rule: ").map(str::as_bytes);
        let hashes = heading
            .and_then(|line| line.strip_suffix(b" "))
            .map(|line| line.iter().rev().take_while(|&&byte| byte == b'#').take(7).count());
        let kind = match hashes {
            Some(1..=6) => ReferenceKind::RuleIdDefinition,
            _ => ReferenceKind::RuleId,
        };
        self.push(range(start, hyphen + 4), kind);
    }
}

/// The comments of a part of `text`, in order; an unterminated one goes to its end.
pub(super) fn comments(text: &str, part: TextRange) -> Vec<TextRange> {
    let end = usize::from(part.end()).min(text.len());
    let mut at = usize::from(part.start());
    let mut comments = Vec::new();
    while let Some(rest) = text.as_bytes().get(at..end) {
        let Some(open) = memmem::find(rest, b"<!--") else { break };
        let Some(close) = memmem::find(&rest[open + 2..], b"-->") else { break };
        comments.push(range(at + open, at + open + close + 5));
        at += open + close + 5;
    }
    comments
}

/// The distance to the bracket that closes what `inside` is the inside of, on the same line and not far away.
fn closing_bracket(inside: &[u8]) -> Option<usize> {
    let mut depth = 0;
    inside.iter().take(1000).take_while(|&&byte| byte != b'\n').position(|byte| {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        depth < 0
    })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn word_length(bytes: &[u8], is_part: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|&&byte| is_part(byte)).count()
}

#[cfg(test)]
mod tests;
