//! Include directives: `{{INCLUDE:path}}` and `<<INCLUDE:path>>`, and what was meant to be one.

use super::{fence::Fences, markdown::Markdown, range};
use crate::text::window::Fact;
use memchr::{memchr2_iter, memchr3};
use text_size::{TextRange, TextSize};

/// The directives of `text` from `body`, where the front matter ends, in order. Prose that merely resembles one yields nothing.
pub fn parse(text: &str, body: TextSize, fences: &Fences, markdown: &Markdown) -> Vec<Include> {
    parse_range(text, TextRange::new(body.min(TextSize::of(text)), TextSize::of(text)), fences, markdown)
}

/// The directives of some whole lines of `text`.
pub fn parse_range(text: &str, lines: TextRange, fences: &Fences, markdown: &Markdown) -> Vec<Include> {
    let bytes = text.as_bytes();
    let start = usize::from(lines.start());
    let mut includes = Vec::new();
    let mut after = start;
    for at in memchr2_iter(b'{', b'<', &bytes[start..lines.end().into()]) {
        let at = start + at;
        if at < after || bytes.get(at + 1) != Some(&bytes[at]) {
            continue;
        }
        let Some((whole, path, kind)) = directive(text, at) else { continue };
        after = usize::from(whole.end());
        includes.push(Include {
            range: whole,
            path,
            kind,
            fenced: fences.at(whole.start()).is_some(),
            in_code: markdown.in_code(whole.start()),
        });
    }
    includes
}

/// The directive whose two opening brackets are at `open`: its whole range, its path and what it is.
fn directive(text: &str, open: usize) -> Option<(TextRange, TextRange, IncludeKind)> {
    let bytes = text.as_bytes();
    let (opening, closing) = match bytes.get(open)? {
        b'{' => (b'{', b'}'),
        _ => (b'<', b'>'),
    };
    let word = skip_blanks(bytes, open + 2);
    let keyword = text.get(word..word + "INCLUDE".len())?;
    if !keyword.eq_ignore_ascii_case("INCLUDE") {
        return None;
    }
    let after_word = word + keyword.len();
    let colon = skip_blanks(bytes, after_word);
    let has_colon = bytes.get(colon) == Some(&b':');
    let argument = match bytes.get(after_word) {
        Some(b':' | b' ' | b'\t') if has_colon => colon + 1,
        Some(b' ' | b'\t') => after_word,
        Some(byte) if *byte == closing => after_word,
        _ => return None,
    };
    // The path ends at the first bracket of either kind, so that the next directive on a line never belongs to it.
    let stop = memchr3(opening, closing, b'\n', &bytes[argument..]).map_or(bytes.len(), |length| argument + length);
    let closed = bytes.get(stop) == Some(&closing) && bytes.get(stop + 1) == Some(&closing);
    let written = &text[argument..stop];
    let trimmed = written.trim();
    let start = argument + (written.len() - written.trim_start().len());
    let path = range(start.min(stop), start.min(stop) + trimmed.len());

    let placeholder = matches!(trimmed, "" | "..." | "…" | "path" | "PATH" | "file" | "filename")
        || trimmed.starts_with("path/to/")
        || trimmed.contains(['<', '>', '$', '*']);
    let kind = match bytes.get(stop) {
        // What starts another bracket is a placeholder such as `{{INCLUDE:<path>}}` or `<<INCLUDE:<path>>>`.
        Some(byte) if *byte == opening && !starts_directive(text, stop) => return None,
        _ if placeholder && closed => IncludeKind::Placeholder,
        _ if placeholder => return None,
        _ if !closed => {
            let path = trimmed.split_whitespace().next().unwrap_or_default();
            let meant = keyword == "INCLUDE" && has_colon && is_path(path);
            let path = range(start, start + path.len());
            return meant.then(|| {
                let whole = TextRange::new(range(open, open).start(), path.end());
                (whole, path, IncludeKind::Malformed(Malformed::Unclosed))
            });
        }
        _ if !has_colon => malformed(Malformed::MissingColon, trimmed)?,
        _ if keyword != "INCLUDE" => malformed(Malformed::Case, trimmed)?,
        _ if word != open + 2 || colon != after_word || written != trimmed => malformed(Malformed::Blanks, trimmed)?,
        _ => IncludeKind::Directive,
    };
    Some((range(open, stop + 2), path, kind))
}

/// A mistake is one only when what it names can be a file.
fn malformed(reason: Malformed, path: &str) -> Option<IncludeKind> {
    is_path(path).then_some(IncludeKind::Malformed(reason))
}

fn is_path(path: &str) -> bool {
    let stem = path.rsplit('/').next().unwrap_or_default();
    let named = stem.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    named && !path.contains(|c: char| c.is_whitespace() || "`\"'|()[]".contains(c))
}

fn starts_directive(text: &str, at: usize) -> bool {
    text.get(at + 2..at + 2 + "INCLUDE".len()) == Some("INCLUDE")
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// One directive, or something that looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// The directive with its brackets.
    pub range: TextRange,
    /// The path as written, between the colon and the closing bracket; for a malformed one what was probably meant.
    pub path: TextRange,
    /// What it is.
    pub kind: IncludeKind,
    /// Whether the expander's fence model puts it inside a block, where it stays text.
    pub fenced: bool,
    /// Whether CommonMark sees it inside code of any kind, inline code too.
    pub in_code: bool,
}

impl Fact for Include {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
        change(&mut self.path);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Include {
    /// Whether the expander puts a file in its place.
    pub fn is_live(&self) -> bool {
        self.kind == IncludeKind::Directive && !self.fenced
    }
}

/// What a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncludeKind {
    /// Well formed, expanded when it is not fenced.
    Directive,
    /// `{{INCLUDE}}`, `{{INCLUDE:}}`, `{{INCLUDE:...}}`, `{{INCLUDE:path}}`, `{{INCLUDE:<path>}}`: documentation, inert.
    Placeholder,
    /// Close to a directive but read by no tool.
    Malformed(Malformed),
}

/// Why a directive is malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// `{{INCLUDE path}}`.
    MissingColon,
    /// `{{include:path}}`.
    Case,
    /// No closing bracket on the line.
    Unclosed,
    /// Blanks around the path or inside the brackets.
    Blanks,
}

#[cfg(test)]
mod tests;
