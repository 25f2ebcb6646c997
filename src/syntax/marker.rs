//! Markers in HTML comments: TIER, NEEDS_VALIDATION, SECTION, AC, DOD, and the suppression comments.
//!
//! A marker inside code (by the expander's fences, or an inline code span) is documentation and is not returned.

use super::{code, fence::Fences, line_end, markdown, markdown::Markdown, range};
use memchr::memmem;
use text_size::{TextRange, TextSize};

/// The markers of `text` from `body`, where the front matter ends, in order.
pub fn parse(text: &str, body: TextSize, fences: &Fences, markdown: &Markdown) -> Vec<Marker> {
    let bytes = text.as_bytes();
    let start = usize::from(body).min(bytes.len());
    let mut markers = Vec::new();
    let mut spans = None;
    let mut closers = memmem::find_iter(&bytes[start..], b"-->").map(|at| start + at).peekable();
    let mut openers = memmem::find_iter(&bytes[start..], b"<!--").map(|at| start + at).peekable();
    let mut after = start;
    while let Some(open) = openers.next() {
        let spans = spans.get_or_insert_with(|| code::spans(text, fences, markdown));
        let offset = range(open, open).start();
        if open < after
            || fences.at(offset).is_some()
            || markdown::holds(spans, offset)
            || markdown::holds(&markdown.indented, offset)
        {
            continue;
        }
        // `<!-->` and `<!--->` are whole comments.
        while closers.next_if(|&close| close < open + 2).is_some() {}
        // A comment that another one on a later line interrupts was never closed, although HTML would go on to the next `-->`.
        let close = closers.peek().copied().filter(|&close| {
            let next = openers.peek().copied().filter(|&next| next < close);
            next.is_none_or(|next| memchr::memchr(b'\n', &bytes[open..next]).is_none())
        });
        let (content, whole) = match close {
            Some(close) => (range((open + 4).min(close), close), range(open, close + 3)),
            None => {
                let (line, _) = line_end(text, open);
                (range(open + 4, line), range(open, line))
            }
        };
        after = whole.end().into();
        let kind = match close {
            Some(_) => read(text, content),
            None => unterminated(text, content),
        };
        markers.extend(kind.map(|kind| Marker { range: whole, kind }));
    }
    markers
}

/// The suppressions among the comments of a YAML text (`# flowspec-ignore CODE …`).
pub fn parse_yaml_comments(text: &str, comments: &[TextRange]) -> Vec<Marker> {
    let suppression = |&comment: &TextRange| {
        let source = text.get(std::ops::Range::<usize>::from(comment))?;
        let content = trimmed(text, source.find(|c| c != '#')? + usize::from(comment.start()), comment.end().into());
        Some(Marker { range: comment, kind: ignore(text, content)? })
    };
    comments.iter().filter_map(suppression).collect()
}

/// What a whole comment says; `None` for an ordinary one.
fn read(text: &str, inside: TextRange) -> Option<MarkerKind> {
    let content = trimmed(text, inside.start().into(), inside.end().into());
    let source = &text[content];
    // Nearly every comment that is none of ours differs in its first letter.
    match source.bytes().next()? {
        b'T' | b't' => tier(text, content),
        b'N' | b'n' => needs_validation(text, content),
        b'S' | b's' | b'A' | b'a' | b'D' | b'd' => section(text, content).map(|kind| strict(text, inside, kind)),
        b'f' => ignore(text, content),
        _ => None,
    }
}

/// The marker that an unterminated comment was meant to be.
fn unterminated(text: &str, inside: TextRange) -> Option<MarkerKind> {
    let right = match read(text, inside)? {
        MarkerKind::Malformed { right } => right,
        MarkerKind::Tier { value, note } => {
            let note = note.map_or(String::new(), |note| format!(" - {}", &text[note]));
            format!("<!-- TIER: {}{note} -->", &text[value])
        }
        MarkerKind::NeedsValidation { text: what } => format!("<!-- NEEDS_VALIDATION: {} -->", &text[what]),
        MarkerKind::Begin { name } => section_text(&text[name], "BEGIN"),
        MarkerKind::End { name } => section_text(&text[name], "END"),
        MarkerKind::Ignore { .. } | MarkerKind::IgnoreFile { .. } => return None,
    };
    Some(MarkerKind::Malformed { right })
}

const TIERS: [&str; 3] = ["Light", "Medium", "Heavy"];

fn tier(text: &str, content: TextRange) -> Option<MarkerKind> {
    let source = &text[content];
    let word = source.get(..4).filter(|word| word.eq_ignore_ascii_case("TIER"))?;
    let rest = &source[4..];
    let value = rest.trim_start().trim_start_matches([':', '=']).trim_start();
    let (value, note) = match value.split_once(char::is_whitespace) {
        Some((value, note)) => (value, note.trim_start()),
        None => (value, ""),
    };
    let note = note.strip_prefix("- ").map(str::trim_start).filter(|note| !note.is_empty());
    let known = TIERS.into_iter().find(|tier| tier.eq_ignore_ascii_case(value));
    let one_blank = rest.strip_prefix(": ").is_some_and(|rest| rest.starts_with(value));
    if word == "TIER" && !value.is_empty() && (one_blank || rest.starts_with(": ") && known.is_none()) {
        return Some(MarkerKind::Tier {
            value: part(content, source, value),
            note: note.map(|note| part(content, source, note)),
        });
    }
    // Only a known tier and nothing but a note after it tells a mistake from a sentence about tiers.
    let alone = note.is_some() || source.trim_end().ends_with(value);
    let right = match (known, note) {
        (Some(known), Some(note)) => format!("<!-- TIER: {known} - {note} -->"),
        (Some(known), None) if alone => format!("<!-- TIER: {known} -->"),
        (None, _) if source == "TIER:" => "<!-- TIER: Medium -->".to_owned(),
        _ => return None,
    };
    Some(MarkerKind::Malformed { right })
}

fn needs_validation(text: &str, content: TextRange) -> Option<MarkerKind> {
    let source = &text[content];
    let head = source.get(.."NEEDS_VALIDATION".len())?;
    let rest = &source[head.len()..];
    let what = rest.trim_start().trim_start_matches(':').trim();
    if head == "NEEDS_VALIDATION" && rest.starts_with(':') {
        let documentation = matches!(what, "..." | "…");
        let text = part(content, source, what);
        return (!documentation).then_some(MarkerKind::NeedsValidation { text });
    }
    let (before, after) = (head.get(..5)?, head.get(6..)?);
    let similar = before.eq_ignore_ascii_case("NEEDS") && after.eq_ignore_ascii_case("VALIDATION");
    let capitals = before == "NEEDS" && after == "VALIDATION";
    let meant = match head.as_bytes()[5] {
        b'_' => capitals || rest.trim_start().starts_with(':'),
        b' ' | b'-' => capitals && rest.trim_start().starts_with(':'),
        _ => false,
    };
    let separated = rest.is_empty() || rest.starts_with([':', ' ', '\t', '\r', '\n']);
    let what = if what.is_empty() { "what to check" } else { what };
    (similar && meant && separated)
        .then(|| MarkerKind::Malformed { right: format!("<!-- NEEDS_VALIDATION: {what} -->") })
}

fn section(text: &str, content: TextRange) -> Option<MarkerKind> {
    let source = &text[content];
    let keyword_length = match source.as_bytes()[0] {
        b'S' | b's' => "SECTION".len(),
        b'D' | b'd' => "DOD".len(),
        _ => "AC".len(),
    };
    let keyword = source.get(..keyword_length)?;
    let is_list = ["AC", "DOD"].iter().any(|list| keyword.eq_ignore_ascii_case(list));
    if !is_list && !keyword.eq_ignore_ascii_case("SECTION") {
        return None;
    }
    let rest = &source[keyword_length..];
    let mut words = rest.split([':', ' ', '\t']).filter(|word| !word.is_empty());
    let (first, second) = (words.next()?, words.next());
    if words.next().is_some() || !rest.starts_with([':', ' ', '\t']) || (is_list && second.is_some()) {
        return None;
    }
    let (name, edge) = match second {
        None if is_list => (keyword, first),
        None => (first, ""),
        Some(second) if edge_of(second).is_none() && edge_of(first).is_some() => (second, first),
        Some(second) => (first, second),
    };
    let colons = rest.contains(':');
    let capitals = |word: &str| word.len() > 1 && !word.bytes().any(|byte| byte.is_ascii_lowercase());
    let valid_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let Some(edge_word) = edge_of(edge).filter(|_| valid_name) else {
        // `SECTION:NAME` alone is close enough only when it cannot be a heading's remark.
        let tight = source.strip_prefix("SECTION:").is_some_and(|name| !name.starts_with(' '));
        let meant = second.is_none() && !is_list && valid_name && tight && capitals(name);
        return meant.then(|| MarkerKind::Malformed { right: section_text(name, "BEGIN") });
    };
    let exact = match is_list {
        true => matches!(keyword, "AC" | "DOD") && rest.strip_prefix(':') == Some(edge_word),
        false => {
            let tail = rest.strip_prefix(':').and_then(|rest| rest.strip_prefix(name));
            keyword == "SECTION" && tail.and_then(|rest| rest.strip_prefix(':')) == Some(edge_word)
        }
    };
    match (exact, edge_word) {
        (true, "BEGIN") => Some(MarkerKind::Begin { name: part(content, source, name) }),
        (true, _) => Some(MarkerKind::End { name: part(content, source, name) }),
        (false, _) if colons || capitals(source) => {
            Some(MarkerKind::Malformed { right: section_text(&name.to_ascii_uppercase(), edge_word) })
        }
        _ => None,
    }
}

fn edge_of(word: &str) -> Option<&'static str> {
    match word {
        "START" => Some("BEGIN"),
        _ if word.eq_ignore_ascii_case("BEGIN") => Some("BEGIN"),
        _ if word.eq_ignore_ascii_case("END") => Some("END"),
        _ => None,
    }
}

/// Section markers are found as literal text, with one blank on either side.
fn strict(text: &str, inside: TextRange, kind: MarkerKind) -> MarkerKind {
    let source = &text[inside];
    let literal = source.len() == source.trim().len() + 2 && source.starts_with(' ') && source.ends_with(' ');
    match kind {
        MarkerKind::Begin { name } if !literal => MarkerKind::Malformed { right: section_text(&text[name], "BEGIN") },
        MarkerKind::End { name } if !literal => MarkerKind::Malformed { right: section_text(&text[name], "END") },
        kind => kind,
    }
}

fn section_text(name: &str, edge: &str) -> String {
    match name {
        "AC" | "DOD" => format!("<!-- {name}:{edge} -->"),
        _ => format!("<!-- SECTION:{name}:{edge} -->"),
    }
}

fn ignore(text: &str, content: TextRange) -> Option<MarkerKind> {
    let source = &text[content];
    let rest = source.strip_prefix("flowspec-ignore")?;
    let (file, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    // Codes end where a remark begins.
    let is_code = |word: &&str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    let words = rest.split([' ', '\t', '\r', '\n', ',']).filter(|word| !word.is_empty());
    let codes = words.take_while(is_code).map(|code| part(content, source, code)).collect();
    Some(match file {
        true => MarkerKind::IgnoreFile { codes },
        false => MarkerKind::Ignore { codes },
    })
}

/// Where `part`, a slice of `source`, stands, when `source` is at `whole`.
fn part(whole: TextRange, source: &str, part: &str) -> TextRange {
    let start = (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
    let start = usize::from(whole.start()) + start;
    range(start, start + part.len())
}

fn trimmed(text: &str, start: usize, end: usize) -> TextRange {
    let source = text.get(start..end).unwrap_or_default();
    let start = start + (source.len() - source.trim_start().len());
    range(start, start + source.trim().len())
}

/// One marker comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The whole comment, `<!--` to `-->`.
    pub range: TextRange,
    /// What it says.
    pub kind: MarkerKind,
}

/// The kinds of marker. Ranges are those of the words inside the comment, trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkerKind {
    /// `<!-- TIER: value( - note)? -->`. The value is not checked here.
    Tier {
        /// The first word after the colon.
        value: TextRange,
        /// The text after ` - `.
        note: Option<TextRange>,
    },
    /// `<!-- NEEDS_VALIDATION: text -->`.
    NeedsValidation {
        /// The text after the colon.
        text: TextRange,
    },
    /// `<!-- SECTION:NAME:BEGIN -->`, `<!-- AC:BEGIN -->` or `<!-- DOD:BEGIN -->`; the name of the latter two is `AC` and `DOD`.
    Begin {
        /// The section's name.
        name: TextRange,
    },
    /// `<!-- SECTION:NAME:END -->`, `<!-- AC:END -->` or `<!-- DOD:END -->`.
    End {
        /// The section's name.
        name: TextRange,
    },
    /// `<!-- flowspec-ignore CODE … -->`: for the next line.
    Ignore {
        /// The codes, in order.
        codes: Vec<TextRange>,
    },
    /// `<!-- flowspec-ignore-file CODE … -->`: for the document.
    IgnoreFile {
        /// The codes, in order.
        codes: Vec<TextRange>,
    },
    /// A comment that was meant to be a TIER, NEEDS_VALIDATION or SECTION marker and that no tool would read.
    Malformed {
        /// The right form, as it should be written, the comment's own brackets included.
        right: String,
    },
}

#[cfg(test)]
mod tests;
