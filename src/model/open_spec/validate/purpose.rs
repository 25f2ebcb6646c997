//! The purpose of a spec: whether it is there, and whether it has been written.

use text_size::{TextRange, TextSize};

use super::{OpenSpecCheck, OpenSpecFinding, OpenSpecFix, first_line};
use crate::model::open_spec::{
    CapabilitySpec,
    lines::{
        SpecLines,
        pattern::{strip_ignoring_case, trim, trim_start},
    },
};
use crate::text::lines::line_end;

/// A purpose that is shorter, in UTF-16 units, is a warning.
const SHORTEST_PURPOSE: usize = 50;
/// What a merge writes as the purpose of a new capability: this, the name of the change and [`PLACEHOLDER_END`].
pub(crate) const PLACEHOLDER_START: &str = "TBD - created by archiving change ";
/// The end of the sentence that begins with [`PLACEHOLDER_START`].
pub(crate) const PLACEHOLDER_END: &str = ". Update Purpose after archive.";

/// What is wrong with the purpose.
pub(super) fn check(spec: &CapabilitySpec, text: &str) -> Option<OpenSpecFinding> {
    let end = line_end(text);
    let Some(purpose) = spec.purpose else {
        let section = spec.merged.as_ref().map(|section| section.heading.start());
        let before = if section.is_some() || text.is_empty() { String::new() } else { end.repeat(2) };
        let after = if section.is_some() { end.repeat(2) } else { end.to_owned() };
        let at = section.unwrap_or_else(|| TextSize::of(text.trim_end()));
        let fix = OpenSpecFix::insert("Insert `## Purpose`", at, format!("{before}## Purpose{end}{end}TBD{after}"));
        let message = "the spec has no `## Purpose`: add it and say what this capability is for";
        return Some(OpenSpecFinding::error(OpenSpecCheck::SpecSectionMissing, first_line(text), message).fix(fix));
    };
    if purpose.body.is_empty() {
        let message = "this section is empty: say what this capability is for";
        return Some(OpenSpecFinding::error(OpenSpecCheck::SpecSectionMissing, purpose.heading, message));
    }
    if let Some(range) = placeholder(text, purpose.body) {
        let message = "the purpose is a placeholder: say what this capability is for";
        return Some(OpenSpecFinding::warning(OpenSpecCheck::PurposePlaceholder, range, message));
    }
    let length = utf16_length(&text[purpose.body]);
    let message = short_purpose(length)?;
    Some(OpenSpecFinding::warning(OpenSpecCheck::PurposePlaceholder, purpose.body, message))
}

/// What to say about a purpose of this length in UTF-16 units when it is too short.
pub(crate) fn short_purpose(length: usize) -> Option<String> {
    (length < SHORTEST_PURPOSE).then(|| {
        format!(
            "the purpose has only {length} of at least {SHORTEST_PURPOSE} characters: say what this capability is for"
        )
    })
}

/// The length in UTF-16 units, with one for a line end.
pub(crate) fn utf16_length(text: &str) -> usize {
    text.encode_utf16().count() - text.matches("\r\n").count()
}

/// The words in the purpose that stand for one that is still to be written.
fn placeholder(text: &str, body: TextRange) -> Option<TextRange> {
    let written = &text[body];
    let lines = SpecLines::new(written);
    let mut prose = String::new();
    // Where each line of the prose begins in it, and in the purpose.
    let mut starts = Vec::new();
    for line in lines.lines().iter().filter(|line| !line.is_inert) {
        starts.push((prose.len(), usize::from(line.range().start())));
        prose.push_str(line.text);
        prose.push('\n');
    }
    let (from, to) = marker(&prose).or_else(|| generated(&prose))?;
    let original = |at: usize| {
        let line = starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        starts.get(line).map_or(at, |(start, original)| original + at - start)
    };
    let size = |at: usize| body.start() + TextSize::new(at as u32);
    // The end is counted from the last byte, which is in a line for certain.
    Some(TextRange::new(size(original(from)), size(original(to - 1) + 1)))
}

/// The word `TBD` or `TODO` that begins the prose. It counts in capitals, and in any case before punctuation or the end of the line,
/// since `todo` is also a frequent first word in Spanish.
fn marker(prose: &str) -> Option<(usize, usize)> {
    let begun = trim_start(prose);
    let after = ["TBD", "TODO"].iter().find_map(|word| strip_ignoring_case(begun, word))?;
    let word = &begun[..begun.len() - after.len()];
    let goes_on = |char: char| char.is_alphanumeric() || char == '_' || is_mark(char);
    let rest = after.trim_start_matches([' ', '\t']);
    let punctuation = |char: char| ":-\u{2013}\u{2014}.,;()[]{}\n".contains(char);
    let is_shouted = word.chars().all(|char| char.is_ascii_uppercase());
    let counts = !after.starts_with(goes_on) && (is_shouted || rest.is_empty() || rest.starts_with(punctuation));
    let from = prose.len() - begun.len();
    counts.then_some((from, from + word.len()))
}

/// Whether a character is a combining mark, of the blocks that hold nothing else.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// The sentence that a merge writes, which may be anywhere in the prose.
fn generated(prose: &str) -> Option<(usize, usize)> {
    let prose = &prose[..prose.len() - (prose.len() - trim(prose).len()).min(1)];
    let first = prose.find(PLACEHOLDER_START)?;
    let end = first + prose[first..].find(PLACEHOLDER_END)?;
    let start = prose[..end].rfind(PLACEHOLDER_START)?;
    Some((start, end + PLACEHOLDER_END.len()))
}
